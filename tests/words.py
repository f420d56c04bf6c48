"""An amount in words read back as a number, so that a total and its words can be held against each other."""

DIGITS = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5} | {
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
}
SCALES = {"tỷ": 10**9, "triệu": 10**6, "nghìn": 10**3}


def amount_in(words: str) -> int:
    """đồng: “Một triệu không trăm linh năm đồng” is 1.000.005."""
    return number_in(words.lower().removesuffix(" đồng").split())


def number_in(words: list[str]) -> int:
    """The last of the largest scales divides: what stands before it is counted in it, what stands after is added."""
    for name, scale in SCALES.items():
        if name in words:
            at = len(words) - 1 - words[::-1].index(name)
            return number_in(words[:at]) * scale + number_in(words[at + 1 :])
    return _below_a_thousand(words)


def _below_a_thousand(words: list[str]) -> int:
    total = 0
    for word in words:
        if word == "trăm":
            total *= 100
        elif word == "mười":
            total += 10
        elif word == "mươi":
            total = total // 100 * 100 + total % 10 * 10
        elif word != "linh":
            total += DIGITS[word]
    return total
