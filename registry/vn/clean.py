"""The one form a text is stored in, and the characters nobody can see."""

import unicodedata

_LOOK_ALIKES = str.maketrans("ÐƉðɖ", "ĐĐđđ")  # Icelandic and African letters that old keyboards and fonts left behind
_LAYOUT = "\t\n\r"


def clean(text: str, *, multiline: bool = False) -> str:
    """`text` in NFC with single spaces, none at the ends, and every Đ a real one; capitals and tones stay as typed.

    Line ends become spaces unless `multiline`. Invisible characters stay, for `find_invisible` to refuse or
    `strip_invisible` to drop: in TCVN3 text the soft hyphen is the letter ư.
    """
    text = unicodedata.normalize("NFC", text).translate(_LOOK_ALIKES)
    if not multiline:
        return " ".join(text.split())
    return "\n".join(" ".join(line.split()) for line in text.splitlines()).strip()


def find_invisible(text: str, *, multiline: bool = False) -> tuple[int, str] | None:
    """Place (from 1) and name of the first control or format character or lone surrogate, as "U+200B ZERO WIDTH SPACE".

    Tabs and line ends count unless `multiline`. Look at the text as typed: `clean` turns some of them into spaces.
    """
    for place, char in enumerate(text, start=1):
        if _is_invisible(char) and not (multiline and char in _LAYOUT):
            return place, f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()
    return None


def strip_invisible(text: str) -> str:
    """`text` without control and format characters and lone surrogates; every kind of space stays."""
    if text.isprintable():
        return text
    return "".join(char for char in text if char.isspace() or not _is_invisible(char))


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs"}
