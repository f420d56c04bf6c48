"""Text typed in the fonts of before Unicode, TCVN3 (.VnTime) and VNI (VNI-Times): found out by a vote, and converted.

One word proves nothing, so a whole column votes: each word that is not plain ASCII counts for the reading that makes it
a Vietnamese syllable. In TCVN3 the soft hyphen U+00AD is the letter ư: nothing may strip it before this.
Tables: registry/data/legacy_fonts.json.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

TCVN3, VNI = "tcvn3", "vni"
FONTS = {TCVN3: "TCVN3 (.VnTime)", VNI: "VNI (VNI-Times)"}
_DATA = Path(__file__).resolve().parent.parent / "data" / "legacy_fonts.json"
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_NUCLEI = frozenset(
    re.findall(
        r"\w+",
        "a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê iu oa oă oe oi oo ôi ơi ua uâ ue uê ui uô uơ uy ưa ưi "
        "ươ ưu yê iêu oai oao oay oeo uau uây uôi uya uyê uyu ươi ươu yêu uay uai ueo",
    )
)
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|gh|gi|g|kh|k|ph|p|qu|th|tr|t|ch|c|b|d|đ|h|l|m|n|r|s|v|x)?([aăâeêioôơuưy]+)(?:ch|ng|nh|c|m|n|p|t)?"
)
_ENOUGH = 0.6
"""The share of words a font must explain."""


def is_syllable(word: str) -> bool:
    """Whether this is how a Vietnamese syllable is spelt: one nucleus that exists, at most one tone."""
    parts = unicodedata.normalize("NFD", word.lower())
    plain, tones = _TONES.subn("", parts)
    found = _SYLLABLE.fullmatch(unicodedata.normalize("NFC", plain))
    return tones < 2 and found is not None and (found[1] in _NUCLEI or found[0] in ("gi", "gin", "giêng"))


def to_unicode(text: str, font: str) -> str:
    """`text` read as this font; as it is when it already is Unicode, or reads better so. TCVN3 capitals were a font of
    their own and are lost: what comes out all small gets a capital a word."""
    if not font or not _may_be_legacy(text):
        return text
    converted = _READINGS[font](text)
    if _sound(converted) < _sound(text):
        return text
    if font == TCVN3 and converted == converted.lower():
        return " ".join(word[:1].upper() + word[1:] for word in converted.split())
    return converted


def guess_font(texts: Iterable[str]) -> str:
    """TCVN3 or VNI when most of what is not ASCII in these texts reads as Vietnamese only so; else ""."""
    strange = [word for text in texts if _may_be_legacy(text) for word in _words(text) if not word.isascii()]
    if not strange:
        return ""
    as_is = sum(map(is_syllable, strange))
    votes = {font: sum(is_syllable(read(word)) for word in strange) for font, read in _READINGS.items()}
    best = max(votes, key=lambda font: votes[font])
    return best if votes[best] > as_is and votes[best] >= _ENOUGH * len(strange) else ""


def decode_bytes(rows: list[list[str]]) -> list[list[str]]:
    """Rows of an eight-bit file, given as a sign a byte: Windows-1258 where that reads best, else as they are, for
    `guess_font` to tell the font of each column."""
    sample = [cell for row in rows[:500] for cell in row if not cell.isascii()]
    windows = sum(_sound(_from_windows(cell)) for cell in sample)
    others = (sum(_sound(read(cell)) for cell in sample) for read in _READINGS.values())
    if not sample or windows < max(others):
        return rows
    return [[_from_windows(cell) for cell in row] for row in rows]


def _may_be_legacy(text: str) -> bool:
    """Signs of eight bits only, some of them beyond ASCII."""
    return not text.isascii() and max(text) <= "\xff"


def _sound(text: str) -> int:
    return sum(is_syllable(word) for word in _words(text) if not word.isascii())


def _words(text: str) -> list[str]:
    return [word for part in re.split(r"[\s,.;:()/-]+", text) if (word := part.strip("0123456789'\"“”"))]


def _from_windows(text: str) -> str:
    return unicodedata.normalize("NFC", text.encode("latin-1", "replace").decode("cp1258", "replace"))


def _from_tcvn3(text: str) -> str:
    return text.translate(_tables()[0])


def _from_vni(text: str) -> str:
    pattern, table = _tables()[1:]
    return pattern.sub(lambda found: table[found[0]], text)


@cache
def _tables() -> tuple[dict[int, str], re.Pattern[str], dict[str, str]]:
    """TCVN3 sign by sign; VNI by the longest match first."""
    data = json.loads(_DATA.read_text(encoding="utf-8"))
    longest_first = sorted(data[VNI], key=len, reverse=True)
    return str.maketrans(data[TCVN3]), re.compile("|".join(map(re.escape, longest_first))), data[VNI]


_READINGS: dict[str, Callable[[str], str]] = {TCVN3: _from_tcvn3, VNI: _from_vni}
