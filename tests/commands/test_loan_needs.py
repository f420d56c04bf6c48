"""A loan asked for and not come is a finding until it comes, whatever changes: the answer, the loan, its payments."""

from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import select

from registry.commands.change import last_change
from registry.commands.money import correct_payment
from registry.commands.needs import correct_need, withdraw_need
from registry.commands.undo import undo_change
from registry.kernel.actor import CONSOLE
from registry.models import Coverage, Finding, Household, Need
from registry.storage import db
from tests.commands import scenarios_needs
from tests.commands.scenarios import saved
from tests.commands.scenarios_entries import poor_family
from tests.commands.test_credit import PAID_OUT, STEPS, asked, back, pay, step

TOLD = date(2021, 3, 1)


def family_that_asked(**changed: Any) -> tuple[Household, Need]:
    home = poor_family()
    return home, scenarios_needs.asked(home, on_date=TOLD, **changed)


def is_missing(home: Household) -> bool:
    """Whether it is found."""
    db.session.rollback()
    mine = (Finding.rule == "NEED-credit", Finding.household_id == home.id, Finding.closed_on.is_(None))
    return db.session.scalar(select(Finding.id).where(*mine)) is not None


def on_board(home: Household) -> str | None:
    """What the board counts it as: covered, waiting, missing; None where it did not ask."""
    db.session.rollback()
    mine = (Coverage.register == "credit", Coverage.household_id == home.id)
    return db.session.scalar(select(Coverage.state).where(*mine))


def test_it_is_found_until_the_loan_is_paid_out(world: Flask) -> None:
    home, _ = family_that_asked()
    assert (is_missing(home), on_board(home)) == (True, "missing")
    loan = asked(home)
    assert (is_missing(home), on_board(home)) == (True, "waiting"), "asking the bank is not being lent to"
    for key in STEPS:
        step(loan, key)
    assert (is_missing(home), on_board(home)) == (False, "covered")
    pay(loan)
    back(loan, PAID_OUT["amount"])
    step(loan, "settle")
    assert (is_missing(home), on_board(home)) == (False, "missing"), "what it asked for came, and went back"


def test_it_is_found_again_when_the_payment_was_none(world: Flask) -> None:
    home, _ = family_that_asked()
    loan = asked(home)
    for key in STEPS[:2]:
        step(loan, key)
    assert is_missing(home)
    wrong = pay(loan)
    assert not is_missing(home)
    saved(lambda: correct_payment(CONSOLE, loan, loan.version, wrong, never=True, reason="Ghi nhầm hộ"))
    assert is_missing(home)
    saved(lambda: undo_change(CONSOLE, last_change()))
    assert not is_missing(home)


def test_who_no_longer_wants_it_is_not_found(world: Flask) -> None:
    home, need = family_that_asked()
    said = scenarios_needs.LOAN | {"on_date": TOLD}
    saved(lambda: correct_need(CONSOLE, need, need.version, **said | {"answer": "declined"}))
    assert (is_missing(home), on_board(home)) == (False, None)
    saved(lambda: correct_need(CONSOLE, need, need.version, **said))
    assert is_missing(home)
    saved(lambda: withdraw_need(CONSOLE, need, need.version, reason="Ghi nhầm hộ"))
    assert (is_missing(home), on_board(home)) == (False, None)


def test_who_wants_none_or_has_not_been_asked_is_not_on_the_board(world: Flask) -> None:
    home, _ = family_that_asked(answer="unknown")
    never = poor_family()
    assert [(is_missing(one), on_board(one)) for one in (home, never)] == [(False, None)] * 2
