"""Public codes of people and of register lines."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, which read like other signs."""


def random_code() -> str:
    """Eight signs, so that no neighbour can be guessed; too short to be taken for an id number, all digits or not."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))
