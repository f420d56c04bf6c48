"""The one template of a list: what the screen shows and what paper is drawn from."""

import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from registry.outputs.print.layout import PART, Part, cell_text, fitted, parts
from registry.outputs.print.model import Block, PrintedList, Total
from registry.paper import NUMBER_WIDTH, PaperColumn
from registry.vn.clean import strip_invisible
from registry.vn.numbers import format_int
from registry.vn.words import amount_words

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "print"
COMMITTEE = "ỦY BAN NHÂN DÂN"
HYPHENS = str.maketrans("\u2010\u2011", "--")


def sheet_html(paper: PrintedList) -> Markup:
    """The whole list as one sheet of HTML, to be shown inside a page that links css/paper.css."""
    (whole,) = parts(paper, size=max(paper.rows, 1))
    return Markup(_template("sheet.html").render(_context(paper, whole), shown=True))  # noqa: S704 - the template escapes


def part_htmls(paper: PrintedList, size: int = PART) -> Iterator[str]:
    """A document of HTML for each part of at most `size` rows, to be drawn one after the other."""
    for part in parts(paper, size):
        yield _template("document.html").render(_context(paper, part))


def _context(paper: PrintedList, part: Part) -> dict[str, Any]:
    columns = fitted(paper.columns, paper.landscape)
    return {
        "paper": paper,
        "foot": f"{paper.code} · {paper.stamp.time} · {paper.stamp.user}",
        "part": part,
        "blocks": [(block, *_small_table(block, paper.landscape)) for block in paper.blocks],
        "columns": columns,
        "number_width": NUMBER_WIDTH,
        "span": len(columns) + 1,
        "marks": paper.marks or [f"({at})" for at in range(1, len(columns) + 2)],
        "totals": [(total, _before(columns, total)) for total in paper.totals],
        "issuer": _issuer_lines(paper.heading.issuer),
        "day": day_in_words(paper.day),
        "amount": None if paper.amount is None else amount_words(paper.amount),
        "approved": "; ".join(f"{source} {format_int(amount)} đồng" for source, amount in paper.approved.items()),
    }


def _small_table(block: Block, landscape: bool) -> tuple[tuple[PaperColumn, ...], list[list[str]]]:
    """The columns of a block, as wide as the sheet, and the texts of its rows."""
    if not block.columns:
        return (), []
    texts = [[cell_text(column.value(row)) for column in block.columns] for row in block.rows]
    return fitted(block.columns, landscape), texts


def day_in_words(day: date) -> str:
    """The day as documents say it: "ngày 05 tháng 02 năm 2021".

    NĐ 30/2020 asks for the zero before days to 9, and before January and February.
    """
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def _issuer_lines(issuer: str) -> list[str]:
    """A People's Committee on two lines, so that no syllable of its place stands alone."""
    body, _, place = issuer.partition(f"{COMMITTEE} ")
    return [issuer] if body or not place else [COMMITTEE, place]


def _before(columns: tuple[PaperColumn, ...], total: Total) -> int:
    """How many columns, the running number's among them, stand before the first sum."""
    return next((at for at, column in enumerate(columns, 1) if column.key in total.sums), len(columns) + 1)


def _tidy(value: Any) -> Any:
    """Text as the fonts have it: composed letters, plain hyphens, nothing invisible; numbers with their dots."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return format_int(value)
    return strip_invisible(unicodedata.normalize("NFC", str(value)).translate(HYPHENS))


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(TEMPLATES)
    return Environment(autoescape=True, loader=loader, trim_blocks=True, lstrip_blocks=True, finalize=_tidy)


def _template(name: str) -> Any:
    return _environment().get_template(name)
