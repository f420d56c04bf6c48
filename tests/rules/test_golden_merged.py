"""Golden fixture 12 of domain.md §6.3: a merged commune's rate is that of all its people, never a mean of rates."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from registry.commands.entries import add_entry, move_entry
from registry.commands.settings import set_setting
from registry.kernel.actor import CONSOLE, Actor, Authority
from registry.kernel.scope import EVERYTHING, set_scope
from registry.models import Household, Membership, Person
from registry.queries.board import load_board
from registry.registers.insurance import REGISTER
from registry.storage import db
from registry.storage.transaction import transaction
from tests.world import OURS, add_commune, person

COORDINATOR = Actor(1, "Điều phối", authorities=(Authority("coordinator"),))
OTHER, HEIR = "31681", "31673"
"""Xã Trung Bình; it and xã Đại Ân 2 are part of xã Trần Đề since 1/7/2025."""


def covered_in_2025(code: str) -> None:
    """The head of this household has a card for the year."""
    household = db.session.query(Household).filter_by(code=code).one()
    member = db.session.query(Membership).filter_by(household_id=household.id).one()
    year = {"subject_code": "HN", "starts": date(2025, 1, 1), "ends": date(2026, 1, 1)}
    line = add_entry(CONSOLE, REGISTER, household, db.session.get_one(Person, member.person_id), **year)
    card = {"card_kind": "BHXH10", "card_no": "9401234567", "facility_code": "94001"}
    for move, given in (("approve", {}), ("send", {}), ("issue", card)):
        move_entry(CONSOLE, line, line.version, move=move, on_date=date(2021, 12, 1), **given)


def served(code: str, day: date) -> tuple[int, int, float]:
    """People entitled to a card in a commune, those the gap rules find there, and the share that has one."""
    board = load_board(COORDINATOR, day, code)
    (covered,) = [one for one in board.coverage if one.register.key == "insurance"]
    missing = sum(board.totals[rule].people for rule in ("E01", "E02") if rule in board.totals)
    assert covered.states["missing"].people == missing
    return covered.states["entitled"].people, missing, round(covered.percent, 1)


@pytest.fixture
def merging(app: Flask) -> Iterator[None]:
    """Five people without a card in one commune, one with a card in the other."""
    with app.app_context():
        with transaction():
            set_scope(EVERYTHING)
            (code,) = add_commune(OTHER, [(person("Kim Sa Mét", born=1960), [], "poor")], "Chợ")
            covered_in_2025(code)
        set_scope(EVERYTHING)
        yield


@pytest.mark.parametrize("kept", [False, True], ids=["computed", "kept"])
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 6, 30), {OURS: (5, 5, 0.0), OTHER: (1, 0, 100.0)}),
        (date(2025, 7, 1), {HEIR: (6, 5, 16.7)}),
    ],
    ids=["before", "after"],
)
def test_12_the_rate_of_a_merged_commune_is_that_of_all_its_people(
    merging: None, day: date, expected: dict[str, tuple[int, int, float]], kept: bool
) -> None:
    """1 of 6, not the mean of none and all."""
    if kept:
        with transaction():
            set_setting(CONSOLE, "working_day", day.isoformat())
    assert {unit: served(unit, day) for unit in expected} == expected
