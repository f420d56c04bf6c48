"""Plain lists as departments and communes keep them, made by openpyxl; each is one habit of theirs or several."""

import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import openpyxl

from registry.inputs.household_list import HOUSEHOLD_LIST
from registry.inputs.lists import Choice, lay_out, read_list
from registry.inputs.targets import Read
from registry.inputs.workbook import read_workbook

Rows = Iterable[Iterable[Any]]


def saved(
    rows: Rows, merged: Iterable[str] = (), name: str = "Sheet1", more: Callable[[Any], None] = lambda book: None
) -> bytes:
    """A workbook with these rows on its first sheet."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for place in merged:
        sheet.merge_cells(place)
    more(book)
    book.save(out)
    return out.getvalue()


def read(content: bytes, folder: Path, **defaults: str) -> Read:
    """What the registry understands of a file, with its own suggestions for the columns."""
    path = folder / "list.xlsx"
    path.write_bytes(content)
    return read_list(HOUSEHOLD_LIST, lay_out(HOUSEHOLD_LIST, read_workbook(path), Choice(defaults)))


def people(read: Read, *keys: str) -> list[tuple[Any, ...]]:
    """These fields of each record; births as text."""
    return [tuple(_shown(record.get(key)) for key in keys) for record in read.records]


def told(faults: Iterable[Any]) -> list[tuple[str, str]]:
    """Cell and sentence of each fault."""
    return [(f"{fault.column}{fault.row}", str(fault.message)) for fault in faults]


def _shown(value: Any) -> Any:
    return value.iso() if hasattr(value, "iso") else value
