"""Passwords: how they are kept, which are refused (security.md P6)."""

import threading
import time

import pytest
from argon2 import extract_parameters

from registry import passwords
from registry.passwords import (
    Busy,
    hash_code,
    hash_password,
    needs_rehash,
    one_time_code,
    password_problem,
    read_code,
    verify,
    verify_code,
    verify_nobody,
)
from tests.conftest import REAL

GOOD = "con trâu đi trước"
STORED = REAL["_hasher"].hash(GOOD)
pytestmark = pytest.mark.usefixtures("real_hashing")


def test_p6_the_stored_hash_names_argon2id_and_its_parameters() -> None:
    stored = hash_password(GOOD)
    assert stored.startswith("$argon2id$v=19$m=47104,t=2,p=1$")
    assert not needs_rehash(stored)


def test_p6_an_unknown_user_costs_the_same_parameters() -> None:
    assert extract_parameters(REAL["NOBODY"]) == extract_parameters(STORED)


def test_p6_a_hash_of_weaker_parameters_is_to_be_renewed() -> None:
    assert needs_rehash(
        "$argon2id$v=19$m=19456,t=2,p=1$MzK8pKiqW5qnUccw6eOnHg$zL+vubWmAiAf3ekezOyVcJg8cRk4AsBkMjOZARCxrW4"
    )


def test_p6_only_the_right_password_opens() -> None:
    assert verify(STORED, GOOD)
    assert not verify(STORED, GOOD + " ")
    assert not verify(STORED, GOOD[:-1])
    assert not verify("not a hash", GOOD)


def test_p6_no_password_opens_an_account_without_one() -> None:
    assert not verify("", "")
    assert not verify("", "nobody has this password, and nobody signs in with it")
    assert not verify_nobody(GOOD)


def test_p6_known_and_unknown_users_take_the_same_time() -> None:
    def seconds(stored: str) -> float:
        begun = time.process_time()
        verify(stored, "một câu không đúng")
        return time.process_time() - begun

    pairs = [(seconds(STORED), seconds("")) for _ in range(15)]
    known, unknown = (sorted(times)[len(times) // 2] for times in zip(*pairs, strict=True))
    assert 0.6 < known / unknown < 1.6


@pytest.mark.parametrize(
    "password", [GOOD, "Mùa gặt lúa sớm 2021", "correct horse battery", "🌾" * 3 + "lúa chín đồng", "x9#kQ!v2&Lm$"]
)
def test_p6_any_character_is_allowed(password: str) -> None:
    assert password_problem(password, "an.ly", "Lý Văn An") is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("ngắn quá", "ít nhất 12"),
        ("dài " * 40, "dài nhất 128"),
        ("094012345678", "chữ số"),
        ("0912 345 678 90", "chữ số"),
        ("aaaaaaaaaaaab", "lặp lại"),
        ("password1234", "dễ đoán"),
        ("P@ssw0rd12345", "dễ đoán"),
        ("qwertyuiop12", "dễ đoán"),
        ("1q2w3e4r5t6y", "dễ đoán"),
        ("Soctrang@2021", "dễ đoán"),
        ("Sóc Trăng 2021!", "dễ đoán"),
        ("hongheo2021!!!", "dễ đoán"),
        ("AnSinhXaHoi#1", "dễ đoán"),
        ("matkhau123456", "dễ đoán"),
        ("chau.thanh.1975", "dễ đoán"),
    ],
)
def test_p6_what_guessers_try_first_is_refused(password: str, why: str) -> None:
    problem = password_problem(password)
    assert problem is not None and why in str(problem)


def test_p6_the_user_s_own_names_are_refused() -> None:
    assert password_problem("thachsomaly2021", "somaly.thach", "Thạch Sô Ma Ly") is not None
    assert password_problem("thachsomaly2021", "hoa.ly", "Lý Thị Hoa") is None


def test_128_characters_are_allowed() -> None:
    longest = ("mùa gặt lúa sớm trên cánh đồng " * 5)[:128]
    assert len(longest) == 128 and password_problem(longest) is None


def test_one_time_codes_differ_and_are_read_however_typed() -> None:
    codes = {one_time_code() for _ in range(50)}
    assert len(codes) == 50
    for code in codes:
        assert read_code(f" {code.lower().replace('-', ' ')} ") == code
        assert read_code(code.replace("0", "o").replace("1", "l")) == code
        assert verify_code(hash_code(code), code.lower())


def test_a_code_opens_only_what_it_was_made_for() -> None:
    code, other = one_time_code(), one_time_code()
    assert code not in hash_code(code)
    assert not verify_code(hash_code(code), other)
    assert not verify_code(None, code) and not verify_code(None, "")


def test_a_third_hash_at_once_waits_and_then_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "PATIENCE", 0.05)
    held = threading.Event()
    holders = [threading.Thread(target=_hold, args=(held,)) for _ in range(2)]
    for holder in holders:
        holder.start()
    try:
        with pytest.raises(Busy):
            verify(STORED, GOOD)
    finally:
        held.set()
        for holder in holders:
            holder.join()
    assert verify(STORED, GOOD)


def _hold(until: threading.Event) -> None:
    with passwords._slot():
        until.wait(5)
