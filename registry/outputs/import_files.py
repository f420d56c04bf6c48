"""Files for those who bring lists in: the empty workbook with valid values inside, and their own rows sent back with
reasons."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from registry.inputs.targets import Fault, Field, Target
from registry.inputs.workbook import Sheet
from registry.messages import N_, Message
from registry.outputs.xlsx import BLOCK

Say = Callable[[str | Message], str]
LONGEST = 1_000
"""Rows of the empty list that offer values."""
PLAIN = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def template_chunks(target: Target, values: Mapping[str, Sequence[str]], say: Say) -> Iterator[bytes]:
    """An empty list of this target: a header, lists of valid values by field, instructions. Headers and choices stay
    Vietnamese, which is what is read back; `say` translates the instructions."""
    return _streamed(lambda book: _fill_template(book, target, values, say), {**PLAIN, "constant_memory": False})


def faults_chunks(sheets: Iterable[Sheet], faults: Iterable[Fault], say: Say) -> Iterator[bytes]:
    """The same rows with the wrong cells marked and a last column that says what is wrong with the row."""
    wrong: dict[tuple[str, int], list[Fault]] = {}
    for fault in faults:
        wrong.setdefault((fault.sheet, fault.row), []).append(fault)
    return _streamed(lambda book: _fill_faults(book, sheets, wrong, say), PLAIN)


def _streamed(fill: Callable[[Any], None], options: dict[str, bool]) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        book = xlsxwriter.Workbook(str(path), options)
        fill(book)
        book.close()
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                yield block


def _fill_template(book: Any, target: Target, values: Mapping[str, Sequence[str]], say: Say) -> None:
    sheet, about, hidden = (book.add_worksheet(name) for name in (LIST, ABOUT, VALUES))
    hidden.very_hidden()
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    needed = book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top", "bg_color": "#FFF2CC"})
    text = book.add_format({"num_format": "@"})
    for at, one in enumerate(_shown(target)):
        sheet.set_column(at, at, 26 if one.key == "name" else 16, text)
        sheet.write_string(0, at, one.label, needed if one.required else head)
        offered = values.get(one.key) or one.choices
        for row, value in enumerate(offered):
            hidden.write_string(row, at, value)
        if offered:
            _offer(sheet, at, len(offered), one.required)
    sheet.freeze_panes(1, 0)
    _explain(about, target, head, book.add_format({"text_wrap": True, "valign": "top"}), say)


def _offer(sheet: Any, at: int, count: int, strict: bool) -> None:
    """A list of the values beside; other words are understood as well, so that they only warn."""
    letters = xlsxwriter.utility.xl_col_to_name(at)
    source = f"='{VALUES}'!${letters}$1:${letters}${count}"
    rule = {"validate": "list", "source": source, "error_type": "warning", "ignore_blank": not strict}
    sheet.data_validation(1, at, LONGEST, at, rule)


def _explain(sheet: Any, target: Target, head: Any, plain: Any, say: Say) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 12)
    sheet.set_column(2, 2, 90)
    for at, label in enumerate((N_("Cột"), N_("Bắt buộc"), N_("Cách ghi"))):
        sheet.write_string(0, at, say(label), head)
    for row, one in enumerate(_shown(target), start=1):
        sheet.write_string(row, 0, one.label, plain)
        sheet.write_string(row, 1, say(N_("có")) if one.required else "", plain)
        sheet.write_string(row, 2, say(one.hint) if one.hint else "", plain)


def _shown(target: Target) -> list[Field]:
    return [one for one in target.fields if one.in_template]


LIST, ABOUT, VALUES = N_("Danh sách"), N_("Hướng dẫn"), N_("Giá trị")


def _fill_faults(book: Any, sheets: Iterable[Sheet], wrong: dict[tuple[str, int], list[Fault]], say: Say) -> None:
    red = book.add_format({"bg_color": "#FFC7CE"})
    bold = book.add_format({"bold": True})
    for number, one in enumerate(sheets, start=1):
        sheet = book.add_worksheet(_sheet_name(one.name, number))
        reasons = max(map(len, one.rows), default=0)
        sheet.set_column(reasons, reasons, 80)
        first = min((row for name, row in wrong if name == one.name), default=0)
        for at, row in enumerate(one.rows):
            faults = wrong.get((one.name, at + 1), [])
            columns = {fault.column for fault in faults}
            for column, cell in enumerate(row):
                mark = red if xlsxwriter.utility.xl_col_to_name(column) in columns else None
                sheet.write_string(at, column, cell, mark)
            if faults:
                sheet.write_string(at, reasons, " ".join(say(fault.message) for fault in faults), red)
            elif at + 1 == first - 1:
                sheet.write_string(at, reasons, say(N_("Lý do")), bold)


def _sheet_name(name: str, number: int) -> str:
    """As spreadsheets allow it."""
    kept = "".join(char for char in name if char not in "[]:*?/\\'")[:25].strip()
    return kept or f"{number}"
