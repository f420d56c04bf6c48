"""A workbook for people: what was filtered, when and by whom on top, the table, its sums at the foot."""

import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from registry.kernel.table import Table
from registry.messages import N_, Message

BLOCK = 64 << 10
KINDS = {"households": N_("%(count)s hộ"), "members": N_("%(count)s khẩu"), "lines": N_("%(count)s dòng")}


def xlsx_chunks(table: Table, title: str, about: str, say: Callable[[str | Message], str]) -> Iterator[bytes]:
    """The workbook, written row by row to a temporary file (constant memory), then streamed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        book = xlsxwriter.Workbook(
            str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        _fill(book, table, title, about, say)
        book.close()
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                yield block


def _fill(book: Any, table: Table, title: str, about: str, say: Callable[[str | Message], str]) -> None:
    sheet = book.add_worksheet(say(N_("Danh sách")))
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, 12 if column.numeric else 22)
    sheet.write_string(0, 0, title, bold)
    sheet.write_string(1, 0, about)
    for at, column in enumerate(table.columns):
        sheet.write_string(3, at, say(column.label), head)
    line = 4
    for row in table.rows:
        for at, cell in enumerate(table.cells(row)):
            _write(sheet, line, at, say(cell) if isinstance(cell, Message) else cell, day)
        line += 1
    _foot(sheet, line, table, bold, say)
    sheet.freeze_panes(4, 0)


def _write(sheet: Any, line: int, at: int, cell: Any, day: Any) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(line, at, cell, day)
    elif isinstance(cell, int | float):
        sheet.write_number(line, at, cell)
    else:
        sheet.write_string(line, at, "" if cell is None else str(cell))


def _foot(sheet: Any, line: int, table: Table, bold: Any, say: Callable[[str | Message], str]) -> None:
    """A sum of a column stands below it, what is counted beside the label."""
    places = {column.key: at for at, column in enumerate(table.columns)}
    for label, sums in table.sums:
        counts = ", ".join(say(Message(KINDS[key], count=value)) for key, value in sums.items() if key in KINDS)
        sheet.write_string(line, 0, say(label), bold)
        sheet.write_string(line, 1, counts, bold)
        for key in sums.keys() & places.keys():
            sheet.write_number(line, places[key], sums[key], bold)
        line += 1
