"""Findings about houses follow what is written of their money, steps, classes and parameters, and every undo."""

from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import select

from registry.commands.change import last_change
from registry.commands.classes import correct_class, recognise_class, withdraw_class
from registry.commands.entries import add_entry, move_entry
from registry.commands.money import set_amounts
from registry.commands.settings import add_parameter
from registry.commands.undo import undo_change
from registry.kernel.actor import CONSOLE
from registry.models import Entry, Finding, Household, HouseholdClass
from registry.registers.housing import REGISTER
from registry.registers.housing.programmes import CEILING
from registry.storage import db
from tests.commands.scenarios import RECOGNISED, only, saved
from tests.commands.scenarios_entries import poor_family
from tests.commands.world import ROUND_2021
from tests.rules.verify import verify

LINE: dict[str, Any] = {"programme": "QD33", "work": "new", "starts": date(2021, 3, 1)}
APPROVED = {"decision_no": "15/QĐ-UBND", "decision_date": date(2021, 6, 1), "approved_by": "district"}
STEPS: tuple[tuple[str, date, dict[str, Any]], ...] = (
    ("vote", date(2021, 3, 10), {"priority": "6", "votes_all": 40, "votes_for": 38}),
    ("post", date(2021, 3, 12), {}),
    ("list", date(2021, 3, 20), {}),
    ("approve", date(2021, 6, 1), APPROVED),
)


def found(household: Household) -> set[str]:
    """The rules of houses that have an open finding on the household."""
    open_now = select(Finding.rule).where(Finding.household_id == household.id, Finding.closed_on.is_(None))
    return set(db.session.scalars(open_now)) & {rule.key for rule in REGISTER.rules}


def approved(household: Household) -> Entry:
    line = saved(lambda: add_entry(CONSOLE, REGISTER, household, None, **LINE))
    steps(line, *STEPS)
    return line


def steps(line: Entry, *wanted: tuple[str, date, dict[str, Any]]) -> None:
    for move, day, given in wanted:
        saved(lambda m=move, d=day, v=given: move_entry(CONSOLE, line, line.version, move=m, on_date=d, **v))


def test_the_class_on_the_list_is_that_of_the_day_it_was_decided_and_is_never_rewritten(world: Flask) -> None:
    """The law asks for the class on the day of the decision (I04), not on the day the house was looked at."""
    home = poor_family()
    line = saved(lambda: add_entry(CONSOLE, REGISTER, home, None, **LINE))
    given = RECOGNISED | {"class_": "near_poor", "decision_date": date(2021, 10, 1), "decision_no": "20/QĐ-UBND"}
    saved(lambda: recognise_class(CONSOLE, home, home.version, round_id=ROUND_2021, **given))
    steps(line, *STEPS[:3])
    assert line.class_ == "poor", "before the decision it is what it was when it was asked for"
    steps(line, ("approve", date(2021, 10, 5), APPROVED | {"decision_date": date(2021, 10, 5)}))
    wrong = db.session.get_one(HouseholdClass, line.class_id)
    assert (line.class_, wrong.class_) == ("near_poor", "near_poor")
    saved(lambda: withdraw_class(CONSOLE, wrong, wrong.version, reason="Ghi nhầm hộ"))
    assert line.class_ == "near_poor"


def test_a_temporary_house_is_a_gap_until_somebody_asks(world: Flask) -> None:
    home = poor_family()
    row = only(HouseholdClass, home)
    assert found(home) == set()
    saved(lambda: correct_class(CONSOLE, row, row.version, weak_parts=frozenset({"wall", "roof"})))
    assert found(home) == {"E05"}
    verify()
    saved(lambda: add_entry(CONSOLE, REGISTER, home, None, **LINE))
    assert found(home) == set()
    verify()
    saved(lambda: undo_change(CONSOLE, last_change()))
    assert found(home) == {"E05"}
    verify()


def test_a_house_that_nobody_began_is_late_until_it_is_begun(world: Flask) -> None:
    home = poor_family()
    line = approved(home)
    assert found(home) == {"T07"}, "decided on 1 June, looked at in December"
    begun = {"on_date": date(2021, 7, 1), "started_on": date(2021, 7, 1)}
    saved(lambda: move_entry(CONSOLE, line, line.version, move="start", **begun))
    assert found(home) == set()
    verify()


def test_money_above_the_ceiling_is_found_with_its_line_and_let_go_with_it(world: Flask) -> None:
    home = poor_family()
    line = approved(home)
    basis = {"legal_basis": "QĐ 33/2015/QĐ-TTg", "starts": date(2015, 10, 1)}
    saved(lambda: add_parameter(CONSOLE, key=CEILING, scope="QD33.new.loan", value="25000000", **basis))
    saved(lambda: set_amounts(CONSOLE, line, line.version, loan=25_000_000, household=90_000_000))
    assert "A01-housing" not in found(home)
    saved(lambda: set_amounts(CONSOLE, line, line.version, loan=25_000_001))
    assert "A01-housing" in found(home)
    verify()
    saved(lambda: undo_change(CONSOLE, last_change()))
    assert "A01-housing" not in found(home)
    verify()


def test_a_class_that_was_never_so_makes_the_house_wrong(world: Flask) -> None:
    home = poor_family()
    approved(home)
    row = only(HouseholdClass, home)
    saved(lambda: correct_class(CONSOLE, row, row.version, class_="near_poor"))
    assert "I04" in found(home)
    verify()
    saved(lambda: undo_change(CONSOLE, last_change()))
    assert "I04" not in found(home)
