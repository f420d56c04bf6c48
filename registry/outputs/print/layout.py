"""Where things stand on the sheet: widths that fill it, which lines a part holds, what the last page keeps together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from registry.outputs.print.model import PrintedList
from registry.paper import PaperColumn, spare_room
from registry.vn.numbers import format_int

PART = 800
"""Rows drawn at a time: a longer list is drawn in parts, or memory would grow with it (251 MB at 1,000 rows)."""
KEPT_ROWS = 2
"""Rows that stay with the sums and signatures: nobody signs a page without rows."""


@dataclass(frozen=True)
class Line:
    """A line of the table: a group's heading, or a row with its running number and the texts of its cells."""

    heading: str = ""
    number: int = 0
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """What is drawn at once: `lines` may break over pages; `kept`, of the last part, stays with sums and signatures."""

    first: bool
    last: bool
    lines: tuple[Line, ...]
    kept: tuple[Line, ...]


GROWS = 35
"""Per cent by which a column of days, numbers or signs grows at most on a roomy sheet."""


def fitted(columns: Sequence[PaperColumn], landscape: bool) -> tuple[PaperColumn, ...]:
    """The columns with the sheet's spare room shared out, what texts alone can use among the texts. Raises ValueError
    when they do not fit."""
    room = spare_room(columns, landscape)
    if room < 0:
        raise ValueError(f"the columns are {-room} mm wider than the sheet")
    texts = [column for column in columns if column.align == "left"] or list(columns)
    share = min(100 * room // sum(column.width for column in columns), GROWS)
    grown = {c.key: c.width * share // 100 for c in columns if c not in texts}
    left, wide = room - sum(grown.values()), sum(column.width for column in texts)
    grown |= {c.key: left * c.width // wide for c in texts}
    grown[max(texts, key=lambda column: column.width).key] += room - sum(grown.values())
    return tuple(replace(column, width=column.width + grown[column.key]) for column in columns)


def parts(paper: PrintedList, size: int = PART) -> Iterator[Part]:
    """The list in parts of at most `size` rows; an empty list is one part without lines."""
    chunks = list(_chunks(list(_lines(paper)), size))
    for at, chunk in enumerate(chunks):
        last = at == len(chunks) - 1
        cut = _cut(chunk) if last else len(chunk)
        yield Part(at == 0, last, tuple(chunk[:cut]), tuple(chunk[cut:]))


def _lines(paper: PrintedList) -> Iterator[Line]:
    number = 0
    for group in paper.groups:
        if group.heading and group.rows:
            yield Line(heading=group.heading)
        for row in group.rows:
            number += 1
            yield Line(number=number, cells=tuple(cell_text(column.value(row)) for column in paper.columns))


def cell_text(value: Any) -> str:
    """Nothing and zero leave the cell empty, as official tables do; numbers have their dots."""
    if not value:
        return ""
    return format_int(value) if isinstance(value, int) else str(value)


def _chunks(lines: list[Line], size: int) -> Iterator[list[Line]]:
    """Cut before a row that would be one too many; headings go with their rows, the last part has rows to keep."""
    rows = [at for at, line in enumerate(lines) if line.number]
    starts = [_with_heading(lines, rows[at]) for at in range(size, len(rows) - KEPT_ROWS + 1, size)]
    for start, end in zip([0, *starts], [*starts, len(lines)], strict=True):
        yield lines[start:end]


def _with_heading(lines: Sequence[Line], at: int) -> int:
    """The place of a row, or of the heading right above it."""
    return at - 1 if at and lines[at - 1].heading else at


def _cut(chunk: list[Line]) -> int:
    """Where the kept lines begin: two rows before the end, or at the heading above them."""
    rows = [at for at, line in enumerate(chunk) if line.number]
    if len(rows) <= KEPT_ROWS:
        return 0
    return _with_heading(chunk, rows[-KEPT_ROWS])
