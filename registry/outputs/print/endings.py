"""The list of lines that end soon, for the committee that is to see to them: who, what, until when, what follows."""

from collections.abc import Iterable, Iterator
from typing import Any

from registry.outputs.print.households import hamlet_groups, subtitles_of
from registry.outputs.print.model import PrintedList, Total
from registry.outputs.print.order import Order
from registry.paper import HEADLESS, PaperColumn, blank_column, day_column
from registry.vn.numbers import format_int

TITLE = "Danh sách chế độ, hỗ trợ sắp hết hạn"
FOLLOWS = {"ok": "Đã có", "wait": "Đang chờ", "gap": "Chưa có"}
COLUMNS = (
    PaperColumn("name", "Người hưởng", 38, lambda row: row.whose or HEADLESS),
    PaperColumn("head", "Chủ hộ", 36, lambda row: row.head or HEADLESS),
    PaperColumn("household", "Mã hộ", 23, lambda row: row.household, "center"),
    PaperColumn("programme", "Sổ, chương trình", 52, lambda row: _programme(row)),
    day_column("through", "Đến hết ngày", lambda row: row.through, 24),
    PaperColumn("days", "Còn (ngày)", 14, lambda row: str(row.days), "center"),
    PaperColumn("follows", "Dòng nối tiếp", 22, lambda row: FOLLOWS[row.follows], "center"),
    blank_column("seen", "Kết quả xử lý", 28),
)


def ending_papers(sheets: Iterable[Any], order: Order) -> Iterator[PrintedList]:
    """A paper for each commune's sheet (queries.endings)."""
    for sheet in sheets:
        subtitles = subtitles_of(sheet)
        yield order.paper(
            TITLE,
            COLUMNS,
            hamlet_groups(sheet),
            list(_totals(sheet.sums)),
            f"Danh sách có {_counted(sheet.sums.households, sheet.sums.members)}",
            subtitles=subtitles,
            bookmark=subtitles[0],
        )


def _programme(row: Any) -> str:
    return f"{row.register.title}: {row.told}" if row.told else str(row.register.title)


def _totals(sums: Any) -> Iterator[Total]:
    yield Total("Cộng", _counted(sums.households, sums.members))
    for label, (households, lines) in sums.splits.items():
        yield Total(label, _counted(households, lines))


def _counted(households: int, lines: int) -> str:
    return f"{format_int(households)} hộ, {format_int(lines)} dòng"
