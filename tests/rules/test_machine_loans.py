"""The machine of test_machine.py with loans: asked for, lent, paid out, given back, corrected, taken back."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from registry.commands.change import command
from registry.commands.credit_places import add_credit_group, correct_credit_group
from registry.commands.entries import add_entry, correct_entry, move_entry
from registry.commands.money import add_payment, correct_payment, set_amounts
from registry.commands.numbers import add_number, correct_number, withdraw_number
from registry.kernel.actor import CONSOLE
from registry.kernel.settings import today
from registry.models import CreditGroup, Household, Membership, Payment, Person, PersonNumber
from registry.registers.credit import MONEY, REGISTER
from registry.registers.credit.loan import Loan
from registry.storage import db
from tests.commands.scenarios import saved
from tests.commands.world import AN, BINH
from tests.rules.families_credit import prepare_credit
from tests.rules.test_machine import DAYS, PICK, Registry, run

RUNS, LEAST_OF_LOANS = 8, 15
PROGRAMMES = st.sampled_from(["HN", "HN", "HCN", "HMTN", "HSSV", "GQVL"])
SUMS = st.sampled_from([1, 40_000_000, 100_000_000, 100_000_001, 210_000_000])
CARDS = st.sampled_from(["365000121", "365000122"])
LAWS = (
    ("credit_ceiling", "HN", (50_000_000, 200_000_000)),
    ("credit_rate", "HN", (660, 650)),
    ("credit_term", "HN", (24, 120)),
    ("credit_most_programmes", "", (2, 4)),
    ("credit_most_debt", "", (50_000_000, 200_000_000)),
    ("need_days", "credit", (30, 400)),
    ("newly_escaped_months", "", (6, 36)),
)


@command("tests.prepare_credit", "Dựng mức vay", "")
def _prepare(actor: object) -> None:
    prepare_credit()


class WithLoans(Registry):
    """People who borrow, beside those of the other machine."""

    @initialize()
    def begin(self) -> None:
        super().begin()
        saved(lambda: _prepare(CONSOLE))

    @rule(pick=PICK, which=PICK, programme=PROGRAMMES, starts=DAYS, many=st.integers(1, 40))
    def asks_for_a_loan(self, pick: int, which: int, programme: str, starts: date, many: int) -> None:
        """Of a household somebody lives or has lived in."""
        stay, group = self._pick(Membership, which), self._pick(CreditGroup, which)
        if stay is None:
            return
        home = db.session.get_one(Household, stay.household_id)
        values: dict[str, Any] = {"programme": programme, "purpose": "Nuôi bò", "starts": starts, "quantity": many}
        values |= {"student": f"Con {pick % 2}", "study_months": 20} if programme == "HSSV" else {}
        values |= {"group_code": group.code} if group and which % 2 else {}
        person = db.session.get_one(Person, stay.person_id)
        self._own(lambda: add_entry(CONSOLE, REGISTER, home, person, **values))

    @rule(pick=PICK, which=PICK, back=st.integers(0, 300))
    def has_a_loan_moved_on(self, pick: int, which: int, back: int) -> None:
        line = self._pick(Loan, pick)
        moves = REGISTER.workflow.moves_from(line.status) if line else []
        if moves:
            straight = [move for move in moves if move.key not in ("return", "refuse", "settle")] or moves
            step = moves[which % len(moves)] if which % 4 == 0 else straight[which % len(straight)]
            day = today() - timedelta(back)
            known: dict[str, Any] = {
                "rate": 660 if which % 3 else 700,
                "term_months": 60,
                "decision_no": "04/TD",
                "decision_date": day,
                "due_date": max(day, line.starts) + timedelta(900),
                "checked_on": today(),
                "extended_to": max(day, line.starts) + timedelta(1500),
                "ends": max(today(), line.starts) + timedelta(1),
            }
            given = {key: known[key] for key in step.fills} | {"reason_code": next(iter(step.reasons), None)}
            self._own(lambda: move_entry(CONSOLE, line, line.version, move=step.key, on_date=today(), **given))

    @rule(pick=PICK, programme=PROGRAMMES, many=st.integers(1, 40), months=st.integers(12, 130), starts=DAYS)
    def has_a_loan_corrected(self, pick: int, programme: str, many: int, months: int, starts: date) -> None:
        line = self._pick(Loan, pick)
        if line:
            change = {"programme": programme, "quantity": many, "term_months": months, "starts": starts}
            change |= {"student": "Con 1", "study_months": 12} if programme == "HSSV" else {"grace_months": many}
            self._own(lambda: correct_entry(CONSOLE, line, line.version, **change))

    @rule(pick=PICK, source=st.sampled_from(MONEY.sources), amount=SUMS | st.none())
    def is_approved(self, pick: int, source: str, amount: int | None) -> None:
        line = self._pick(Loan, pick)
        if line:
            self._own(lambda: set_amounts(CONSOLE, line, line.version, **{source: amount}))

    @rule(pick=PICK, kind=st.sampled_from(["disbursement", *MONEY.kinds]), amount=SUMS, back=st.integers(0, 500))
    def is_paid_or_pays_back(self, pick: int, kind: str, amount: int, back: int) -> None:
        line = self._pick(Loan, pick)
        if line:
            source = MONEY.sources[0 if pick % 4 else 1]
            given = {"kind": kind, "source": source, "amount": amount, "on_date": today() - timedelta(back)}
            self._own(lambda: add_payment(CONSOLE, line, line.version, **given))

    @rule(pick=PICK, amount=SUMS, back=st.integers(0, 500), never=st.booleans())
    def has_a_movement_corrected(self, pick: int, amount: int, back: int, never: bool) -> None:
        row = self._pick(Payment, pick)
        if row:
            line = db.session.get_one(Loan, row.entry_id)
            given = {} if never else {"amount": amount, "on_date": today() - timedelta(back)}
            self._own(lambda: correct_payment(CONSOLE, line, line.version, row, reason="Nhầm", never=never, **given))

    @rule(pick=PICK, number=CARDS, away=st.booleans())
    def shows_an_identity_card(self, pick: int, number: str, away: bool) -> None:
        """Two people may show the same."""
        known = self._pick(PersonNumber, pick) if pick % 2 else None
        if known and away:
            self._own(lambda: withdraw_number(CONSOLE, known, known.version))
        elif known:
            self._own(lambda: correct_number(CONSOLE, known, known.version, kind="CMND9", number=number))
        elif lines := self._pick(Loan, pick):
            person = db.session.get_one(Person, lines.person_id)
            self._own(lambda: add_number(CONSOLE, person, kind="CMND9", number=number))

    @rule(pick=PICK, unit=st.sampled_from([AN, BINH]), association=st.sampled_from(["HPN", "HND"]))
    def is_in_a_group(self, pick: int, unit: int, association: str) -> None:
        group = self._pick(CreditGroup, pick)
        named: dict[str, Any] = {"name": "Tổ 1", "association": association, "hamlet_id": None}
        if group:
            self._own(lambda: correct_credit_group(CONSOLE, group, group.version, **named))
        else:
            self._own(lambda: add_credit_group(CONSOLE, unit_id=unit, code=f"TO-{pick % 3:02}", **named))

    @rule(which=st.sampled_from(LAWS), first=st.booleans())
    def finds_another_law(self, which: tuple[str, str, tuple[int, int]], first: bool) -> None:
        key, scope, values = which
        self._law(key, scope, values[0 if first else 1])


@pytest.mark.check
@pytest.mark.parametrize(
    ("kind", "part"), [("sqlite", 0), ("sqlite", 1), ("postgresql", 0)], indirect=["kind"], scope="session"
)
def test_random_commands_on_loans_keep_findings_and_money_true(world: Flask, part: int) -> None:
    run(WithLoans, RUNS, part, LEAST_OF_LOANS)
