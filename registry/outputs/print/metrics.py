"""How many lines a text takes on paper: the advances of our own fonts, which lists are set in without kerning."""

from functools import cache
from pathlib import Path

FONT = Path(__file__).resolve().parents[2] / "static/fonts/print/Tinos-Regular.ttf"
POINT = 25.4 / 72
UNKNOWN = 1.0
"""Ems of a letter the font lacks."""


def lines_of(text: str, width: float, points: float) -> int:
    """Lines of the text in a column of so many millimetres, letters of so many points: never fewer than are drawn, for
    it is broken at spaces alone, and a word that is too long wherever it is full."""
    count, left = 1, width
    for word in text.split(" "):
        long = length(word, points)
        gap = length(" ", points) if left < width else 0
        if long + gap <= left:
            left -= long + gap
            continue
        count += int(left < width)
        full = int(long // width)
        count, left = count + full, width - (long - full * width)
    return count


def length(text: str, points: float) -> float:
    """Millimetres of the text on one line."""
    known = advances()
    return sum(known.get(ord(letter), UNKNOWN) for letter in text) * points * POINT


@cache
def advances() -> dict[int, float]:
    """Ems of each letter."""
    from fontTools.ttLib import TTFont  # here, because it takes a moment and only slips ask

    with TTFont(FONT, lazy=True) as font:
        widths, unit = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: widths[glyph][0] / unit for code, glyph in font.getBestCmap().items()}
