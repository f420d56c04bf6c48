"""A register's lines on paper, by what the register says of its papers (decisions.md 32)."""

from collections.abc import Iterable, Iterator
from typing import Any

from registry.outputs.print.households import hamlet_groups, place_of, subtitles_of
from registry.outputs.print.model import POSTING, PrintedList, RowGroup, Total
from registry.outputs.print.order import Order
from registry.paper import RegisterPaper
from registry.vn.numbers import format_int


def entry_papers(sheets: Iterable[Any], order: Order, paper: RegisterPaper) -> Iterator[PrintedList]:
    """A paper for each commune's sheet (queries.entry_papers). A list on public view tells no money and no facts."""
    for sheet in sheets:
        posted = order.variant == POSTING
        sums = {} if posted else _sums(sheet, paper)
        counted = f"{format_int(sheet.sums.members)} {paper.counted}"
        yield order.paper(
            paper.title,
            paper.posted if posted else paper.columns,
            [RowGroup(paper.group, sheet.rows)] if paper.group else hamlet_groups(sheet),
            list(_totals(sheet.sums, paper, sums, posted)),
            f"Danh sách có {counted}",
            subtitles=(*filter(None, (paper.form, sheet.part)), *subtitles_of(sheet)),
            bookmark=" · ".join(filter(None, (place_of(sheet), sheet.part))),
            draft=order.draft or sheet.draft,
            amount=sums.get(paper.amount),
            approved=sheet.sums.approved if sums else {},
            unit_line="Đơn vị tính: đồng" if sums and not posted else "",
            facts={} if posted else paper.facts(sheet.rows, place_of(sheet)),
            marks=() if posted else paper.marks,
            signers=() if posted else paper.signers,
        )


def _sums(sheet: Any, paper: RegisterPaper) -> dict[str, int]:
    summed = [column for column in paper.columns if column.key in paper.sums]
    return {column.key: sum(column.value(row) or 0 for row in sheet.rows) for column in summed}


def _totals(counted: Any, paper: RegisterPaper, sums: dict[str, int], posted: bool) -> Iterator[Total]:
    yield Total("Cộng", f"{format_int(counted.members)} {paper.counted}", sums)
    if not posted:
        for label, (_households, lines) in counted.splits.items():
            yield Total(label, f"{format_int(lines)} {paper.counted}")
