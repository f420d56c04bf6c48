"""The child that opens a file from outside: bounds first, then values as text, one JSON line each, to standard output.

It runs as a script of its own (`python -I reader.py FILE`), knows nothing of the registry, and may die: whoever
started it says what that means. Lines: {"sheet": …}, then a list per row, at last {"done": true} or {"fault": …}.
"""

import csv
import io
import json
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

MEMORY, SECONDS = 512 << 20, 30
MEMBERS, UNPACKED, RATIO = 200, 100 << 20, 200
ROWS, COLUMNS, CELL, TEXT = 100_000, 50, 1_000, 60_000_000
BLOCK = 1 << 20
SMALL = 1 << 20
"""A member this small may shrink as much as it likes: no bomb."""
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
FAR = re.compile(rb'<c r="((?:[A-Z]{3}|[B-Z][A-Z]|A[Y-Z])[0-9]{1,7}|[A-Z]{1,2}(?:[2-9][0-9]{5}|1[0-9]{6}))"[^>/]*>')
"""A cell with a value, beyond the column AX or the row 199,999."""
EIGHT_BIT = "latin-1"


class Fault(Exception):
    """Why the file is not read: a word the parent turns into a sentence, and where."""

    def __init__(self, fault: str, **where: object) -> None:
        super().__init__(fault)
        self.told = {"fault": fault, **where}


def main(path: str) -> None:
    """Print the file's sheets; the last line says whether that was all of it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    say = sys.stdout.write
    try:
        for line in read(path):
            say(json.dumps(line) + "\n")
        told: dict[str, object] = {"done": True}
    except Fault as fault:
        told = fault.told
    except MemoryError:
        told = {"fault": "heavy"}
    say(json.dumps(told) + "\n")


def read(path: str) -> Iterator[Any]:
    """What kind of file it is, is told by its first bytes and never by its name."""
    with open(path, "rb") as file:
        start = file.read(4096)
        if start.startswith(ZIP):
            check_zip(path)
            return _bounded(_sheets(path))
        if start.startswith(OLE):
            if "EncryptedPackage".encode("utf-16-le") in start + file.read():
                raise Fault("password")
            return _bounded(_sheets(path))
    if re.match(rb"(\xef\xbb\xbf)?\s*<(!doctype|html|table|\?xml|meta|style)", start, re.IGNORECASE):
        raise Fault("html")
    if start.startswith((b"%PDF", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff")):
        raise Fault("kind")
    return _bounded(_csv(path))


def check_zip(path: str) -> None:
    """Nothing is unpacked that is too much, lies elsewhere, is locked, or declares a document type."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_members(members)
            if not {"xl/workbook.xml", "content.xml"} & {member.filename for member in members}:
                raise Fault("kind")
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _check_xml(archive, member)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError, zlib.error):
        raise Fault("broken") from None
    except RuntimeError:
        raise Fault("password") from None


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MEMBERS:
        raise Fault("members")
    if sum(member.file_size for member in members) > UNPACKED:
        raise Fault("unpacked")
    for member in members:
        name = member.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name:
            raise Fault("path")
        if member.flag_bits & 1:
            raise Fault("password")
        if member.file_size > SMALL and member.file_size > RATIO * max(member.compress_size, 1):
            raise Fault("unpacked")


def _check_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Look through one member in blocks that overlap."""
    sheet, kept = "worksheets/" in member.filename, b""
    with archive.open(member) as file:
        first = file.read(4)
        if b"\x00" in first or first.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise Fault("doctype")
        kept = first
        while block := file.read(BLOCK):
            block = kept + block
            if DOCTYPE.search(block):
                raise Fault("doctype")
            if sheet and (far := FAR.search(block)):
                raise Fault("far", cell=far[1].decode(), sheet=member.filename.rpartition("/")[2].removesuffix(".xml"))
            kept = block[-200:]


def _sheets(path: str) -> Iterator[Any]:
    import python_calamine as calamine

    errors = (calamine.CalamineError, calamine.XmlError, calamine.ZipError, OSError, ValueError)
    with open(path, "rb") as file:
        try:
            book = calamine.CalamineWorkbook.from_filelike(file)
        except calamine.PasswordError:
            raise Fault("password") from None
        except errors:
            raise Fault("broken") from None
        for about in book.sheets_metadata:
            if about.typ == calamine.SheetTypeEnum.WorkSheet:
                try:
                    visible = about.visible == calamine.SheetVisibleEnum.Visible
                    yield from _sheet(book.get_sheet_by_name(about.name), visible)
                except errors:
                    raise Fault("broken", sheet=about.name) from None


def _sheet(sheet: Any, visible: bool) -> Iterator[Any]:
    merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    yield {"sheet": sheet.name, "visible": visible, "merged": merged}
    before = [""] * (sheet.start or (0, 0))[1]
    for row in sheet.iter_rows():
        yield [*before, *map(as_text, row)]


def as_text(value: Any) -> str:
    """A cell as people read it: whole numbers without ".0", days ISO, what is true as "x"."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _csv(path: str) -> Iterator[Any]:
    with open(path, "rb") as file:
        text, coding = _decoded(file.read())
    yield {"sheet": "", "visible": True, "merged": [], "coding": coding}
    csv.field_size_limit(CELL)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        yield from rows
    except csv.Error:
        raise Fault("csv", row=rows.line_num) from None


def _decoded(raw: bytes) -> tuple[str, str]:
    """Text and what it was; eight-bit text stays a sign a byte, for the parent to vote on what the bytes mean."""
    for mark, coding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return raw.decode(coding, "replace"), coding
    zeros = raw[:2000].count(0)
    if zeros > len(raw[:2000]) // 5:
        return raw.decode("utf-16-le" if raw[1:2] == b"\0" else "utf-16-be", "replace"), "utf-16"
    if zeros:
        raise Fault("kind")
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return raw.decode(EIGHT_BIT), EIGHT_BIT


def _delimiter(text: str) -> str:
    """Whichever parts the first lines most."""
    start = text[:5000]
    return max(",;\t", key=start.count)


def _bounded(lines: Iterable[Any]) -> Iterator[Any]:
    """Rows without the blanks behind them; too many or too wide ones are a fault, at their place."""
    sheet, number, filled, size = "", 0, 0, 0
    for line in lines:
        if isinstance(line, dict):
            sheet, number = line["sheet"], 0
            yield line
            continue
        number += 1
        while line and not line[-1].strip():
            line.pop()
        filled, size = filled + bool(line), size + sum(map(len, line))
        _check_row(line, sheet, number, filled, size)
        yield line


def _check_row(row: list[str], sheet: str, number: int, filled: int, size: int) -> None:
    if filled > ROWS:
        raise Fault("rows", sheet=sheet, row=number)
    if len(row) > COLUMNS:
        raise Fault("columns", sheet=sheet, row=number)
    if size > TEXT:
        raise Fault("heavy")
    for at, cell in enumerate(row):
        if len(cell) > CELL:
            raise Fault("cell", sheet=sheet, row=number, column=at)


if __name__ == "__main__":
    main(sys.argv[1])
