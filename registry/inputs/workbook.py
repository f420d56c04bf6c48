"""A workbook from outside as text: xlsx, xls, ods or csv, opened by a child process that has bounds and may die.

Whatever cannot be read is one sentence with file, sheet, cell and what to do (security.md P12, P35).
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from registry.inputs import reader
from registry.messages import N_, Message, Problem, Problems
from registry.vn.legacy import decode_bytes

LARGEST = 20 << 20
"""Bytes a file may have."""
Row = list[str]

FAULTS = {
    "size": N_("Tệp %(file)s lớn hơn 20 MB. Hãy tách thành nhiều tệp, mỗi tệp vài xã."),
    "empty": N_("Tệp %(file)s trống. Hãy kiểm tra lại tệp đã chọn."),
    "missing": N_("Không mở được tệp %(file)s. Hãy kiểm tra lại đường dẫn."),
    "kind": N_("Tệp %(file)s không phải bảng tính. Hãy dùng tệp .xlsx, .xls, .ods hoặc .csv."),
    "html": N_("Tệp %(file)s là trang web mang tên bảng tính. Hãy mở bằng Excel, chọn Lưu thành, loại .xlsx."),
    "broken": N_("Tệp %(file)s bị hỏng hoặc tải về chưa đủ. Hãy mở bằng Excel và lưu lại, loại .xlsx."),
    "sheet": N_("Trang tính “%(sheet)s” của tệp %(file)s bị hỏng. Hãy mở bằng Excel và lưu lại, loại .xlsx."),
    "password": N_("Tệp %(file)s có mật khẩu. Hãy bỏ mật khẩu rồi lưu lại."),
    "members": N_("Tệp %(file)s chứa quá nhiều thành phần. Hãy chép danh sách sang một tệp mới."),
    "unpacked": N_("Tệp %(file)s bung ra quá lớn. Hãy chép danh sách sang một tệp mới."),
    "path": N_("Tệp %(file)s có thành phần mang tên lạ nên không được mở. Hãy chép danh sách sang một tệp mới."),
    "doctype": N_("Tệp %(file)s có khai báo không an toàn nên không được mở. Hãy chép danh sách sang một tệp mới."),
    "far": N_(
        "Tệp %(file)s, trang %(sheet)s có dữ liệu ở ô %(cell)s, quá xa. Hãy xoá ô đó: chỉ nhận 50 cột, 100.000 dòng."
    ),
    "rows": N_("Tệp %(file)s có hơn 100.000 dòng. Hãy tách thành nhiều tệp."),
    "columns": N_("Tệp %(file)s, trang “%(sheet)s”, dòng %(row)s có hơn 50 cột. Hãy xoá các cột thừa."),
    "cell": N_("Tệp %(file)s, trang “%(sheet)s”, ô %(cell)s dài hơn 1.000 ký tự. Hãy rút gọn ô đó."),
    "csv": N_(
        "Tệp %(file)s không đọc được từ dòng %(row)s: có dấu nháy kép chưa đóng hoặc ô quá dài. "
        "Hãy sửa dòng đó, hoặc lưu lại thành .xlsx."
    ),
    "heavy": N_("Tệp %(file)s quá nặng nên máy không đọc hết được. Hãy chép riêng danh sách sang một tệp mới."),
}


@dataclass
class Sheet:
    """A sheet's rows from the first on, blanks at their ends left out; `merged` holds (row, column, row, column)."""

    name: str
    visible: bool = True
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def read_workbook(path: Path, name: str = "", told: Path | None = None) -> list[Sheet]:
    """The sheets of a file that the user calls `name`. Raises Problems at "file" where it is not to be read.

    `told`: where what was read is kept for the next time, as the file itself is opened only once.
    """
    name = (name or path.name)[-80:]
    try:
        size = path.stat().st_size
    except OSError:
        raise _refused("missing", file=name) from None
    if not size or size > LARGEST:
        raise _refused("size" if size else "empty", file=name)
    if told and told.exists():
        with told.open("rb") as known:
            return _told(known, name)
    with tempfile.NamedTemporaryFile(dir=told and told.parent) as answer:
        _run(path, answer)
        answer.seek(0)
        sheets = _told(answer, name)
        if told:
            with suppress(OSError):  # a disk without hard links is read again
                os.link(answer.name, told)
        return sheets


def column_name(at: int) -> str:
    """What spreadsheets call the column: 0 is A, 26 is AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _run(path: Path, answer: Any) -> None:
    """The child keeps its own bounds; the clock here is for one that waits instead of working."""
    command = [sys.executable, "-I", str(Path(reader.__file__)), str(path.resolve())]
    try:
        subprocess.run(  # noqa: S603 - our own script, and a path we chose
            command, stdin=subprocess.DEVNULL, stdout=answer, stderr=subprocess.DEVNULL, env={}, timeout=reader.SECONDS
        )
    except subprocess.TimeoutExpired:
        return


def _told(lines: Iterable[bytes], name: str) -> list[Sheet]:
    """What the child said; one that fell silent before its last word met a file too heavy."""
    sheets: list[Sheet] = []
    last: Any = {}
    coding = ""
    for line in lines:
        last = _json(line)
        if isinstance(last, list):
            sheets[-1].rows.append(last)
        elif "sheet" in last and "fault" not in last:
            merged = [tuple(place) for place in last["merged"]]
            sheets.append(Sheet(last["sheet"] or name, last["visible"], merged))
            coding = last.get("coding", "")
    if not isinstance(last, dict) or "done" not in last:
        raise _refused_by(last if isinstance(last, dict) else {}, name)
    if coding == reader.EIGHT_BIT:
        sheets[0].rows = decode_bytes(sheets[0].rows)
    return sheets


def _json(line: bytes) -> Any:
    """A line; the one a dying child left unfinished says nothing."""
    try:
        return json.loads(line)
    except ValueError:
        return {}


def _refused_by(told: dict[str, Any], name: str) -> Problems:
    fault = told.get("fault", "heavy")
    if fault == "broken" and told.get("sheet"):
        fault = "sheet"
    if "column" in told:
        told["cell"] = f"{column_name(told['column'])}{told['row']}"
    told["sheet"] = told.get("sheet") or name
    return _refused(fault, file=name, **{key: told[key] for key in ("sheet", "row", "cell") if key in told})


def _refused(fault: str, **values: object) -> Problems:
    return Problems([Problem("file", Message(FAULTS[fault], **values))])
