"""Numbers as Vietnamese offices write them: 1.234.567, and 7,92 for what is kept in hundredths."""

import re
import unicodedata

from registry.messages import N_, Message

_MOST_DIGITS = 15  # fits a 64-bit column and a double, which is what a spreadsheet keeps
_WHOLE = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+)")
_HUNDREDTHS = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?")
_PERCENT = re.compile(r"\s*(%|phần trăm)?\s*(/\s*năm|một năm)?$")


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


def format_hundredths(number: int) -> str:
    """A number kept in hundredths: 792 is 7,92 and 660 is 6,6."""
    whole, rest = divmod(number, 100)
    return f"{whole},{rest:02}".rstrip("0").rstrip(",")


def parse_percent(text: str) -> int:
    """Hundredths of what is typed as a percentage: "7,92", "7.92%" and "7,92%/năm" are 792.

    Raises ValueError with a Message for anything else.
    """
    plain = _PERCENT.sub("", unicodedata.normalize("NFKC", text).strip())
    found = _HUNDREDTHS.fullmatch(plain)
    if found is None:
        told = N_("Hãy ghi phần trăm một năm, nhiều nhất hai chữ số sau dấu phẩy, ví dụ 7,92 hoặc 6,6.")
        raise ValueError(Message(told))
    whole, rest = found.groups(default="")
    return int(whole) * 100 + int(rest.ljust(2, "0"))
