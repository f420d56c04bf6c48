"""Whole numbers in words, as they stand on vouchers and official lists: "một triệu không trăm linh năm nghìn đồng".

Every lower group of three digits is read in full ("không trăm"), so that nothing can be written in between.
"""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn"))


def number_words(number: int) -> str:
    """`number` in words, lower case; a billion of billions is "tỷ tỷ"."""
    if number < 0:
        return f"âm {number_words(-number)}"
    return " ".join(_read(number, full=False)) or _DIGITS[0]


def amount_words(amount: int) -> str:
    """An amount of đồng as the closing line of a list: "Một triệu đồng"."""
    words = f"{number_words(amount)} đồng"
    return words[0].upper() + words[1:]


def _read(number: int, full: bool) -> list[str]:
    """The words of a number; `full` when a higher group stands before it. Nothing for zero."""
    for size, scale in _SCALES:
        if number >= size:
            higher, rest = divmod(number, size)
            return [*_read(higher, full), scale, *_read(rest, full=True)]
    return _hundreds(number, full) if number else []


def _hundreds(number: int, full: bool) -> list[str]:
    hundreds, rest = divmod(number, 100)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    return [*words, *_tens(rest, bool(words))] if rest else words


def _tens(number: int, after_hundreds: bool) -> list[str]:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return ["linh", _DIGITS[ones]] if after_hundreds else [_DIGITS[ones]]
    words = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    return [*words, _last(tens, ones)] if ones else words


def _last(tens: int, ones: int) -> str:
    """After tens one is "mốt" (but "mười một"), five is "lăm", and four after twenty is "tư"."""
    if ones == 5:
        return "lăm"
    if tens > 1 and ones in (1, 4):
        return "mốt" if ones == 1 else "tư"
    return _DIGITS[ones]
