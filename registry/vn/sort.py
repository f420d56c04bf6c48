"""The Vietnamese order of words and names, as bytes that sort alike in Python, SQLite and PostgreSQL.

Words are compared level by level over the whole text: letters (a ă â b c d đ …), then tones (none, huyền, hỏi, ngã,
sắc, nặng), then case, so that a name in capitals stands with its namesakes.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from registry.vn.clean import clean, strip_invisible
from registry.vn.fold import fold, split_words

_SPACE, _NO_TONE = b"\x01", b"\x01"
_LETTERS = {char: bytes([place]) for place, char in enumerate("0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", start=2)}
_TONES = {"\u0300": b"\x02", "\u0309": b"\x03", "\u0303": b"\x04", "\u0301": b"\x05", "\u0323": b"\x06"}


@lru_cache(maxsize=8192)
def sort_key(text: str) -> bytes:
    """Where `text` stands in a Vietnamese list."""
    return _key(_words(text))


def counting_key(text: str) -> bytes:
    """Where `text` stands in a list that counts: "Khóm 2" before "Khóm 10"."""
    return sort_key(re.sub("[0-9]+", lambda number: number[0].zfill(6), text))


@lru_cache(maxsize=8192)
def name_key(name: str) -> bytes:
    """Where a person stands in a list: by the given name (the last word), then by the other names as written."""
    *others, given = _words(name) or [""]
    return _key([given, *others])


class Spelling(NamedTuple):
    """One word as written, whatever its case: "hoà" and "Hòa" are one, "Hoa" is another."""

    letters: bytes
    tone: bytes
    marked: bool


@lru_cache(maxsize=8192)
def spellings(text: str) -> tuple[Spelling, ...]:
    """The words of `text` with their marks."""
    return tuple(Spelling(*_levels(word)[:2], fold(word) != word.lower()) for word in _words(text))


def _words(text: str) -> list[str]:
    return split_words(clean(strip_invisible(text)))


def _key(words: list[str]) -> bytes:
    levels = [_levels(word) for word in words]
    letters, tones, cases = ([level[depth] for level in levels] for depth in range(3))
    return b"\0".join((_SPACE.join(letters), b"".join(tones), b"".join(cases)))


@lru_cache(maxsize=8192)
def _levels(word: str) -> tuple[bytes, bytes, bytes]:
    """Letters, tone and case of one word. The tone belongs to the word, so "hoà" and "hòa" are one."""
    parts = unicodedata.normalize("NFD", word)
    letters = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    tone = b"".join(_TONES.get(part, b"") for part in parts) or _NO_TONE
    case = bytes(1 if letter == letter.lower() else 2 for letter in letters)
    return b"".join(map(_letter, letters.lower())), tone, case


def _letter(letter: str) -> bytes:
    """A letter of another script comes after z, by its code; one with a foreign mark goes with its base."""
    base = unicodedata.normalize("NFKD", letter)[0]
    return _LETTERS.get(letter) or _LETTERS.get(base) or letter.encode()
