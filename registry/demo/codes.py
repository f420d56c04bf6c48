"""Public codes: signs that tell nothing of the order in which rows were made, another for each number."""

from registry.commands.codes import ALPHABET

_SCATTER, _BITS = 0x9E3779B97F4A7C15 | 1, 40


def public_code(number: int) -> str:
    """Eight signs for a number."""
    scattered = number * _SCATTER % (1 << _BITS)
    return "".join(ALPHABET[scattered >> shift & 31] for shift in range(_BITS - 5, -1, -5))


def insurance_number(number: int) -> str:
    """Ten digits for the person of this number, begun with the province's."""
    return f"94{number * 61_803_399 % 10**8:08}"
