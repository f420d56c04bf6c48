"""Passwords: argon2id, what is refused as too easy, and one-time codes (security.md P6)."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from registry.messages import N_, Message
from registry.vn.fold import fold, words

SHORTEST, LONGEST = 12, 128
PATIENCE = 2.0
NOBODY = "$argon2id$v=19$m=47104,t=2,p=1$MzK8pKiqW5qnUccw6eOnHg$zL+vubWmAiAf3ekezOyVcJg8cRk4AsBkMjOZARCxrW4"
"""The hash of a password nobody has, so that an unknown name costs what a known one does."""

_hasher = PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1)
_slots = BoundedSemaphore(2)
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_COMMON = Path(__file__).parent / "data" / "common_passwords.txt"
_LETTERS_BEHIND = str.maketrans("013457@$!", "oieastasi")


class Busy(Exception):
    """Two passwords are being checked already and took too long: ask again in a moment."""


def hash_password(password: str) -> str:
    """The PHC string to store. Raises Busy."""
    with _slot():
        return _hasher.hash(password)


def verify(stored: str, password: str) -> bool:
    """Whether the password is the one behind a PHC string; costs the same for an empty one. Raises Busy."""
    with _slot():
        try:
            return _hasher.verify(stored or NOBODY, password) and bool(stored)
        except (Argon2Error, InvalidHashError):
            return False


def verify_nobody(password: str) -> bool:
    """False, after the work a known user's password would have cost. Raises Busy."""
    return verify("", password)


def needs_rehash(stored: str) -> bool:
    """Whether the parameters were raised since this hash was made."""
    return _hasher.check_needs_rehash(stored)


def one_time_code() -> str:
    """80 random bits to read out or type off a slip: "K7QM-3XNF-0T2R-9WHB"."""
    return _spelled(secrets.token_bytes(10))


def keyed_code(key: str, about: str) -> str:
    """Such a code again and again: it follows from a secret key and what it is about."""
    return _spelled(hmac.digest(key.encode(), about.encode(), "sha256")[:10])


def hash_code(code: str) -> str:
    """What to store of a one-time code: so random a text needs no slow hash."""
    return hashlib.sha256(read_code(code).encode()).hexdigest()


def verify_code(stored: str | None, typed: str) -> bool:
    """Whether the typed text is the code behind `stored`; nothing is when there is none."""
    return stored is not None and secrets.compare_digest(stored, hash_code(typed))


def _spelled(bits: bytes) -> str:
    number = int.from_bytes(bits)
    return read_code("".join(_CROCKFORD[number >> shift & 31] for shift in range(0, 80, 5)))


def read_code(typed: str) -> str:
    """A typed one-time code as it was given: capitals, hyphens, and the letters people read into digits."""
    signs = re.sub(r"[\s-]", "", typed).upper().translate(str.maketrans("OIL", "011"))
    return "-".join(signs[at : at + 4] for at in range(0, len(signs), 4))


def password_problem(password: str, username: str = "", name: str = "") -> Message | None:
    """Why a new password is refused, or None. Any character is allowed, and no mixture is asked for."""
    if len(password) < SHORTEST:
        return Message(N_("Mật khẩu cần ít nhất %(count)s ký tự; một câu ngắn dễ nhớ là tốt nhất."), count=SHORTEST)
    if len(password) > LONGEST:
        return Message(N_("Mật khẩu dài nhất %(count)s ký tự."), count=LONGEST)
    if re.fullmatch(r"[\d\W_]*", password):
        return Message(N_("Mật khẩu chỉ gồm chữ số và dấu dễ đoán (số điện thoại, số căn cước); hãy thêm vài từ."))
    if len(set(password.lower())) < 5:
        return Message(N_("Mật khẩu lặp lại quá ít ký tự; hãy dùng một câu khác nhau hơn."))
    if _made_of(_bare(password), common_words() | set(words(f"{username} {name}"))):
        return Message(N_("Mật khẩu gồm toàn từ dễ đoán (tên, địa danh, từ phổ biến); hãy chọn một câu khác."))
    return None


@cache
def common_words() -> frozenset[str]:
    """The words that guessers try first, folded."""
    lines = _COMMON.read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _bare(password: str) -> set[str]:
    """The letters of a password, once without its digits and signs, once with those inside that stand for letters."""
    folded = fold(password)
    inside = re.sub(r"^[^a-z]+|[^a-z]+$", "", folded).translate(_LETTERS_BEHIND)
    return {re.sub(r"[^a-z]", "", text) for text in (folded, inside)}


def _made_of(texts: set[str], known: frozenset[str]) -> bool:
    """Whether one of the texts is nothing but known words in a row, up to two letters besides."""
    return any(_left_over(text, known) <= 2 for text in texts)


def _left_over(text: str, known: frozenset[str]) -> int:
    """The fewest letters of `text` outside any way of laying known words along it."""
    fewest = [0]
    for end in range(1, len(text) + 1):
        starts = (start for start in range(max(0, end - 30), end) if text[start:end] in known)
        fewest.append(min([fewest[-1] + 1, *(fewest[start] for start in starts)]))
    return fewest[-1]


@contextmanager
def _slot() -> Iterator[None]:
    """Each hash takes 46 MiB: at most two at once in a worker, and nobody waits long."""
    if not _slots.acquire(timeout=PATIENCE):
        raise Busy
    try:
        yield
    finally:
        _slots.release()
