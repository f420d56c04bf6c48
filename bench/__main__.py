"""`python -m bench`: measure, print the table, exit 1 when a target is missed. See bench/README.md."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from bench.bulk import measure_bulk
from bench.cases import COORDINATOR
from bench.data import Data, copied, data
from bench.gaps import measure_gaps
from bench.lines import measure_lines
from bench.ours import make, signed_in
from bench.pages import explain, measure_pages
from bench.printing import measure_long_list, measure_printing
from bench.report import Line, Report
from bench.saving import measure_saving
from bench.service import start_and_rest
from bench.sides import PEERS, US, Side, take_turns
from bench.weight import first_and_later
from registry.storage.attach import close_stores

KB = 1000


def main() -> int:
    """Run what the arguments ask for; the default is everything."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--size", choices=("tiny", "small", "province"), default="province")
    parser.add_argument("--on", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite", "postgresql"])
    parser.add_argument("--times", type=int, default=60, help="lượt đo mỗi mục (ít nhất 50 để kết luận)")
    parser.add_argument("--explain", action="store_true", help="in cách cơ sở dữ liệu trả lời các câu hỏi chậm")
    asked = parser.parse_args()
    report = Report()
    print(f"Thước là CPU của 1 triệu phép nhân, đo xen kẽ; tải máy {os.getloadavg()[0]:.1f}; cỡ {asked.size}.")
    for kind in asked.on:
        with data(kind, asked.size) as made, tempfile.TemporaryDirectory() as folder:
            _measure(made, Path(folder), asked.times, asked.explain, report)
    return report.close()


def _measure(made: Data, folder: Path, times: int, explains: bool, report: Report) -> None:
    counted = "trình này và máy chủ PostgreSQL" if made.postmaster else "trình này, có SQLite bên trong"
    report.head(f"{made.kind}: CPU của {counted}, {times} lượt")
    pages = measure_pages(made, folder, times, report)
    if explains:
        explain(pages)
    first, later = first_and_later(pages.readers[COORDINATOR])
    report.add(Line("mở danh sách lần đầu, qua mạng", first / KB, "KB", 100))
    report.add(Line("trang danh sách sau đó", later / KB, "KB", 15))
    report.head(f"{made.kind}: khoảng trống và quy tắc")
    measure_gaps(pages.app, made, report)
    report.head(f"{made.kind}: in")
    measure_printing(pages.app, pages.readers[COORDINATOR], folder, report)
    close_stores(pages.app)
    seconds, memory = start_and_rest(made.province, folder)
    report.add(Line("khởi động đến trang đầu, lần hai", seconds, "s", 3))
    report.add(Line("bộ nhớ khi nghỉ, cả dịch vụ", memory, "MB", 250))
    _compare(made, times, report)
    _change(made, folder, times, report)


def _change(made: Data, folder: Path, times: int, report: Report) -> None:
    """What writes comes last, on a copy where the database is kept between runs."""
    report.head(f"{made.kind}: ghi, và việc ở nền")
    app = make(copied(made.province, folder), folder)
    measure_saving(app, made.kind, made.postmaster, times, report)
    measure_long_list(app, folder, report)
    measure_lines(app, signed_in(app, COORDINATOR), made.postmaster, times, report)
    measure_bulk(app, made.postmaster, report)
    close_stores(app)


def _compare(made: Data, times: int, report: Report) -> None:
    """The list of poor households on every side, the same 50 rows, in turns."""
    report.head(f"{made.kind}: danh sách hộ nghèo, 50 dòng, cùng dữ liệu, xen kẽ")
    sides = [Side(name, made.province, made.postmaster) for name in (US, *PEERS)]
    ours = sides[0]
    for side in sides:
        assert side.codes == ours.codes and len(side.codes) == 50, f"{side.name} không cho cùng 50 hộ"
    take_turns(sides, times)
    for side in sides:
        report.add(Line(side.name, side.samples.p50, "ms", None, side.samples.p95_wall, f"{side.bytes / KB:.0f} KB"))
    for side in sides[1:]:
        ratio = ours.samples.p50 / side.samples.p50
        report.add(Line(f"ta / {side.name}", ratio, "lần", PEERS[side.name]))
    for side in sides:
        side.end()


if __name__ == "__main__":
    sys.exit(main())
