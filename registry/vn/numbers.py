"""Whole numbers as Vietnamese offices write them: 1.234.567."""

import re
import unicodedata

from registry.messages import N_, Message

_MOST_DIGITS = 15  # fits a 64-bit column and a double, which is what a spreadsheet keeps
_WHOLE = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+)")


def format_int(number: int) -> str:
    """`number` with a dot between thousands."""
    return f"{number:,}".replace(",", ".")


def parse_int(text: str) -> int:
    """The whole number in `text`, thousands parted by dots, by spaces or not at all.

    Raises ValueError with a Message for anything else: "1.5" and "1,234" could mean two things.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not _WHOLE.fullmatch(plain):
        raise ValueError(Message(N_("Hãy nhập số nguyên, ví dụ 1.500.000 (dấu chấm chỉ để tách hàng nghìn).")))
    digits = plain.replace(".", "").replace(" ", "")
    if len(digits.lstrip("-")) > _MOST_DIGITS:
        raise ValueError(Message(N_("Số quá dài: chỉ nhận tối đa 15 chữ số. Hãy kiểm tra lại.")))
    return int(digits)
