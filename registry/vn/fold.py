"""Words for searching: one person, one text, however the name was typed."""

import re
import unicodedata
from functools import lru_cache

from registry.vn.clean import strip_invisible

_MARKS = re.compile("[\u0300-\u036f]")  # not the vowel signs of Khmer script, which are letters to a reader
_CROSSED_D = str.maketrans("đðɖ", "ddd")  # no Unicode form takes these apart


def fold(text: str) -> str:
    """`text` in lower case without marks and invisible characters, spaces collapsed: "Đặng  Hoà" -> "dang hoa"."""
    letters = unicodedata.normalize("NFKD", strip_invisible(text)).lower()
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", letters)).translate(_CROSSED_D)
    return " ".join(plain.split())


def split_words(text: str) -> list[str]:
    """The words of `text` as they are, parted at spaces and punctuation."""
    if text.replace(" ", "").isalnum():
        return text.split()
    return "".join(" " if unicodedata.category(char)[0] in "PSZ" else char for char in text).split()


def words(text: str) -> list[str]:
    """The folded words of `text`; none holds a sign that LIKE would read as a pattern."""
    return split_words(fold(text))


def search_text(*parts: str) -> str:
    """The folded words of all parts between spaces, so that `LIKE '% word%'` finds each by its beginning."""
    return f" {' '.join(filter(None, map(_searched, parts)))} "


@lru_cache(maxsize=8192)
def _searched(part: str) -> str:
    """The folded words of one part: a household's many periods name the same people again and again."""
    return " ".join(words(part))
