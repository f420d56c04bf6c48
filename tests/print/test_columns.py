"""No word or number of a register's paper breaks in the middle: each column holds the longest that stands in it."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import registry
from registry.outputs.print.layout import fitted
from registry.paper import PaperColumn, RegisterPaper, spare_room
from registry.queries.entry_papers import papers_of
from registry.registers import registers

FONTS = Path(registry.__file__).parent / "static/fonts/print"
POINT = 25.4 / 72
DENSE, ROOMY = 10, 12
"""Points: `.rows-of-list.dense`, of more than twelve columns, and the others."""
AROUND, AROUND_HEAD, AROUND_NUMBER = 2.5, 1.1, 1.3
"""Millimetres of padding and border beside a text, a heading, a number (paper.css)."""
SAID = {
    "birth": "1970",
    "ethnicity": "Khmer",
    "grade": "Mầm",
    "note": "phí",
    "policy": "phí",
    "group": "nghèo",
    "class": "nghèo",
    "condition": "100\u00a0m²",
    "land": "GCN",
    "measure": "con",
    "minutes": "29/BB-BG",
    "programme": "SXKDVKK",
    "id_number": "094•••••7768",
    "due_date": "31/12/2021",
    "handed_on": "31/12/2021",
    "started_on": "31/12/2021",
    "finished_on": "31/12/2021",
}
"""A long word of what columns say."""
SUM = "888.888.888"
"""What a commune's list may come to."""
SHEETS = [
    pytest.param(columns, paper, id=f"{register.key}-{paper.key}-{name}")
    for register in registers()
    for paper in papers_of(register).values()
    for name, columns in (("office", paper.columns), ("posted", paper.posted))
]


@cache
def _widths(face: str) -> tuple[dict[int, int], dict[int, str], int]:
    font = TTFont(FONTS / f"Tinos-{face}.ttf")
    return {name: at[0] for name, at in font["hmtx"].metrics.items()}, font.getBestCmap(), font["head"].unitsPerEm


def width(text: str, points: float, face: str = "Regular") -> float:
    """Millimetres of a text; lists are set without kerning."""
    metrics, glyphs, unit = _widths(face)
    return sum(metrics[glyphs[ord(letter)]] for letter in text) / unit * points * POINT


def broken(columns: tuple[PaperColumn, ...], paper: RegisterPaper) -> Iterator[str]:
    """What does not fit its column."""
    points = DENSE if len(columns) > 12 else ROOMY
    for one in fitted(columns, landscape=spare_room(columns, landscape=False) < 0):
        longest = max(one.label.split(), key=lambda word: width(word, points, "Bold"))
        if width(longest, points, "Bold") > one.width - AROUND_HEAD:
            yield f"{one.key}: {longest}"
        if one.key in SAID and width(SAID[one.key], points) > one.width - AROUND:
            yield f"{one.key}: {SAID[one.key]}"
        if one.key in paper.sums and width(SUM, points, "Bold") > one.width - AROUND_NUMBER:
            yield f"{one.key}: {SUM}"


@pytest.mark.parametrize(("columns", "paper"), SHEETS)
def test_every_column_holds_its_longest_word(columns: tuple[PaperColumn, ...], paper: RegisterPaper) -> None:
    assert list(broken(columns, paper)) == []
