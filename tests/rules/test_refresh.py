"""Findings stay true across households, with whatever people made of them; after every command: test_undo.py."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from registry.commands.change import command, last_change
from registry.commands.entries import add_entry, correct_entry, move_entry
from registry.commands.households import move_household
from registry.commands.members import admit_person, end_membership, record_death
from registry.commands.numbers import add_number
from registry.commands.settings import add_parameter, correct_parameter, set_setting
from registry.commands.undo import undo_change
from registry.kernel.actor import CONSOLE
from registry.models import Coverage, Entry, Finding, Household, Person
from registry.registers.insurance import REGISTER
from registry.storage import db
from tests.commands.scenarios import person, saved
from tests.commands.scenarios_entries import YEAR_2021, card, issued, poor_family
from tests.commands.world import BINH, HAMLETS, TODAY, family, members
from tests.rules.families import Card, Decision, Who, home, save
from tests.rules.verify import verify

DAY = date(2021, 6, 1)
NUMBER = {"card_kind": "BHXH10", "card_no": "9409999999", "bhxh_no": "9409999999"}


@pytest.fixture(autouse=True)
def today_again(world: Flask) -> Iterator[None]:
    yield
    saved(lambda: set_setting(CONSOLE, "working_day", TODAY.isoformat()))


def open_finding(rule: str, person_id: int | None) -> Finding | None:
    db.session.rollback()
    asked = select(Finding).where(Finding.rule == rule, Finding.person_id == person_id, Finding.closed_on.is_(None))
    return db.session.scalars(asked).one_or_none()


@command("tests.answer", "Trả lời", "")
def answer(actor: object, finding: Finding) -> None:
    finding.state, finding.reason, finding.note = "answered", "applied", "Đã đề nghị"


def test_an_undo_reopens_the_same_finding_with_its_answer(world: Flask) -> None:
    line = card()
    finding = open_finding("E01", line.person_id)
    saved(lambda: answer(CONSOLE, finding))
    assert finding is not None
    code = finding.code
    for move in ("approve", "send", "issue"):
        given = {"card_kind": "BHXH10", "card_no": "9401234567", "facility_code": "94001"} if move == "issue" else {}
        saved(lambda m=move, g=given: move_entry(CONSOLE, line, line.version, move=m, on_date=date(2021, 1, 5), **g))
    assert open_finding("E01", line.person_id) is None
    saved(lambda: undo_change(CONSOLE, last_change()))
    again = open_finding("E01", line.person_id)
    assert again is not None
    assert (again.code, again.state, again.reason, again.note) == (code, "answered", "applied", "Đã đề nghị")


def test_a_finding_goes_with_its_household_to_the_new_commune(world: Flask) -> None:
    household = poor_family()
    wife = person(household, "02")
    before = open_finding("E01", wife.id)
    saved(
        lambda: move_household(
            CONSOLE, household, household.version, day=DAY, unit_id=BINH, hamlet_id=HAMLETS[BINH], address=None
        )
    )
    after = open_finding("E01", wife.id)
    assert before is not None
    assert after is not None
    assert (after.code, after.unit_id) == (before.code, BINH)
    verify()


def test_a_card_of_the_old_household_closes_the_gap_in_the_new_one(world: Flask) -> None:
    line = issued()
    wife = moved_out(line)
    verify()
    saved(lambda: correct_entry(CONSOLE, line, line.version, ends=date(2021, 7, 1)))
    assert open_finding("E01", wife.id) is not None
    verify()
    saved(lambda: undo_change(CONSOLE, last_change()))
    assert open_finding("E01", wife.id) is None
    verify()


def moved_out(line: Entry) -> Person:
    """Whose card it is, who has lived in another household since that day."""
    someone = db.session.get_one(Person, line.person_id)
    marry(someone, db.session.get_one(Household, line.household_id), poor_family())
    return someone


def marry(someone: Person, old: Household, new: Household) -> None:
    stay = next(row for row in members(old) if row.person_id == someone.id)
    saved(lambda: end_membership(CONSOLE, stay, stay.version, day=DAY, reason="married"))
    admitted = {"person_code": someone.code, "relationship": "04", "joined_reason": "married", "starts": DAY}
    saved(lambda: admit_person(CONSOLE, new, **admitted))


def test_a_death_is_found_with_a_card_of_a_household_its_holder_was_never_admitted_to(world: Flask) -> None:
    old, new = poor_family(), poor_family()
    son = person(old, "03")
    marry(son, old, new)
    admission = last_change()
    line = issued(saved(lambda: add_entry(CONSOLE, REGISTER, new, son, **YEAR_2021)))
    saved(lambda: undo_change(CONSOLE, admission))
    saved(lambda: record_death(CONSOLE, son, son.version, died_on=date(2021, 8, 1)))
    found = open_finding("V01", son.id)
    assert found is not None
    assert found.entry_id == line.id
    verify()


def test_a_number_written_twice_is_found_where_its_first_holder_lives_now(world: Flask) -> None:
    first = card(**NUMBER | {"card_no": "9406666666", "bhxh_no": "9406666666"})
    wife = moved_out(first)
    card(card_kind="BHXH10", card_no="9406666666", bhxh_no="9406666666")
    assert open_finding("D04", wife.id) is not None
    verify()


def test_a_death_elsewhere_is_found_with_the_card_that_nobody_reported(world: Flask) -> None:
    line = issued()
    wife = moved_out(line)
    saved(lambda: record_death(CONSOLE, wife, wife.version, died_on=date(2021, 8, 1)))
    found = open_finding("V01", wife.id)
    assert found is not None
    assert found.household_id == line.household_id
    verify()


def test_a_number_written_twice_is_found_with_both_and_let_go_with_both(world: Flask) -> None:
    first, second = card(**NUMBER), card()
    assert open_finding("D04", first.person_id) is None
    saved(lambda: correct_entry(CONSOLE, second, second.version, **NUMBER))
    shared = last_change()
    assert open_finding("D04", first.person_id) is not None
    assert open_finding("D04", second.person_id) is not None
    verify()
    other = {"card_no": "9408888888", "bhxh_no": "9408888888"}
    saved(lambda: correct_entry(CONSOLE, second, second.version, **other))
    assert open_finding("D04", first.person_id) is None
    verify()
    saved(lambda: undo_change(CONSOLE, last_change()))
    assert open_finding("D04", first.person_id) is not None
    saved(lambda: undo_change(CONSOLE, shared))
    assert open_finding("D04", first.person_id) is None
    verify()


def test_a_new_line_with_a_known_number_concerns_the_other_holder_also_when_taken_back(world: Flask) -> None:
    number = {"card_kind": "BHXH10", "card_no": "9407777777"}
    first, household = card(**number), family()
    son = person(household, "03")
    saved(lambda: add_entry(CONSOLE, REGISTER, household, son, **YEAR_2021, **number))
    assert open_finding("D04", first.person_id) is not None
    saved(lambda: undo_change(CONSOLE, last_change()))
    assert open_finding("D04", first.person_id) is None
    verify()


def test_who_shows_an_identity_card_lacks_none_until_it_turns_out_to_be_another_s(world: Flask) -> None:
    wife = person(family(), "02")
    assert open_finding("Q01", wife.id) is not None
    saved(lambda: add_number(CONSOLE, wife, kind="CMND9", number="366123499"))
    assert open_finding("Q01", wife.id) is None
    verify()
    saved(lambda: undo_change(CONSOLE, last_change()))
    assert open_finding("Q01", wife.id) is not None
    verify()


def test_a_finding_that_comes_back_comes_back_where_its_household_lives_now(world: Flask) -> None:
    household = family()
    wife = person(household, "02")
    before = open_finding("Q01", wife.id)
    saved(lambda: add_number(CONSOLE, wife, kind="CMND9", number="366123498"))
    numbered, there = last_change(), {"unit_id": BINH, "hamlet_id": HAMLETS[BINH], "address": None}
    saved(lambda: move_household(CONSOLE, household, household.version, day=DAY, **there))
    saved(lambda: undo_change(CONSOLE, numbered))
    after = open_finding("Q01", wife.id)
    assert before is not None
    assert after is not None
    assert (after.code, after.unit_id) == (before.code, BINH)
    verify()


def test_a_draft_cancelled_in_the_old_household_is_no_longer_waited_for_in_the_new_one(world: Flask) -> None:
    line = card()
    wife = moved_out(line)
    assert state_of(wife) == "waiting"
    saved(lambda: move_entry(CONSOLE, line, line.version, move="cancel", on_date=DAY, reason_code="other"))
    assert state_of(wife) == "missing"
    verify()


def state_of(someone: Person) -> str | None:
    """Whether a card serves the person, by what is kept."""
    asked = select(Coverage.state).where(Coverage.register == REGISTER.key, Coverage.subject_id == someone.id)
    return db.session.scalar(asked)


@pytest.mark.parametrize(("key", "rule"), [("late_card_days", "T01"), ("death_report_days", "V01")])
def test_a_value_the_law_sets_moves_findings_at_once_and_back(world: Flask, key: str, rule: str) -> None:
    late = home(
        Who("Cha", (Card("HN", "01/07/2021", "31/12/2021"),)),
        Who("Ông", (Card("HN", "01/01/2021", "31/12/2021", "BAO_GIAM", reduced="10/11/2021"),), died="01/11/2021"),
        by=(Decision("poor", "01/06/2021"),),
    )
    (family_,) = save([late])
    asked = select(Finding.code).where(
        Finding.rule == rule, Finding.household_id.in_(family_.households), Finding.closed_on.is_(None)
    )

    def found() -> list[str]:
        db.session.rollback()
        return list(db.session.scalars(asked))

    assert found() == []
    row = saved(lambda: add_parameter(CONSOLE, key=key, value="5", legal_basis="Thử", starts=date(2020, 1, 1)))
    first = found()
    assert len(first) == 1
    verify()
    saved(lambda: correct_parameter(CONSOLE, row, row.version, value="300", legal_basis="Thử"))
    assert found() == []
    saved(lambda: undo_change(CONSOLE, last_change()))
    assert found() == first, "the same finding, not another one"
    saved(lambda: correct_parameter(CONSOLE, row, row.version, value="30", legal_basis="Thử"))
    verify()


def test_another_working_day_opens_and_closes_what_time_alone_changes(world: Flask) -> None:
    line = issued()
    assert open_finding("E01", line.person_id) is None
    saved(lambda: set_setting(CONSOLE, "working_day", "2022-01-01"))
    assert open_finding("E01", line.person_id) is not None
    verify()
