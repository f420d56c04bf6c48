"""The random commands again, with lines of pupils, their steps and their money among them."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from registry.commands.change import command
from registry.commands.entries import add_entry, correct_entry, move_entry
from registry.commands.money import add_payment, correct_payment, set_amounts
from registry.kernel.actor import CONSOLE
from registry.kernel.settings import today
from registry.models import Entry, Payment, Person
from registry.registers.students import REGISTER
from registry.registers.students.aid import StudentAid
from registry.registers.students.schools import forget_schools
from registry.storage import db
from tests.commands.scenarios import saved
from tests.commands.world import members
from tests.rules.families_students import prepare
from tests.rules.test_machine import DAYS, PICK, Registry, run

POLICIES = st.sampled_from(["CPHT", "CPHT", "CPHT", "MGHP", "KHUYEN_HOC"])
SCHOOLS = st.sampled_from(["TH-A", "TH-B"])
SUMS = st.sampled_from([900_000, 1_300_000, 1_350_000, 500_000])
LEAST_OF_PUPILS = 40


@command("tests.prepare_students", "Dựng trường và mức", "")
def _prepare(actor: object) -> None:
    prepare()


class Pupils(Registry):
    """As `Registry`; most people of its households are young."""

    @initialize()
    def begin(self) -> None:
        super().begin()
        saved(lambda: _prepare(CONSOLE))
        forget_schools()

    def _pick(self, model: Any, pick: int, *conditions: Any) -> Any:
        """The rules of cards pick cards."""
        cards = (Entry.register == "insurance",) if model is Entry else ()
        return super()._pick(model, pick, *conditions, *cards)

    @rule(
        pick=PICK,
        policy=POLICIES,
        back=st.booleans(),
        school=st.sampled_from(["TH-A", "TH-B"]),
        months=st.integers(7, 11),
    )
    def is_to_get_aid(self, pick: int, policy: str, back: bool, school: str, months: int) -> None:
        home = self._home(pick)
        here = members(home) if home else []
        if here:
            person, year = db.session.get_one(Person, here[pick % len(here)].person_id), 2020 if back else 2021
            values: dict[str, Any] = {"policy": policy, "school_year": f"{year}-{year + 1}", "school": school}
            values |= {"ground": "poor" if pick % 3 else "orphan", "months": months, "starts": date(year, 9, 1)}
            self._own(lambda: add_entry(CONSOLE, REGISTER, home, person, **values))

    @rule(pick=PICK, which=PICK, back=st.integers(0, 400))
    def has_aid_moved_on(self, pick: int, which: int, back: int) -> None:
        line = self._pick(StudentAid, pick)
        moves = REGISTER.workflow.moves_from(line.status) if line else []
        if moves:
            step = moves[which % len(moves)] if which % 4 == 0 else moves[0]
            given: dict[str, Any] = {"reason_code": next(iter(step.reasons), None)}
            if step.key == "approve":
                given |= {"decision_no": "1/QĐ", "decision_date": today() - timedelta(back)}
            if step.key == "stop":
                given["ends"] = line.starts + timedelta(back + 1)
            self._own(lambda: move_entry(CONSOLE, line, line.version, move=step.key, on_date=today(), **given))

    @rule(pick=PICK, year=st.sampled_from(["2020-2021", "2021-2022"]), months=st.integers(7, 11))
    def has_aid_corrected(self, pick: int, year: str, months: int) -> None:
        line = self._pick(StudentAid, pick)
        if line:
            change = {"school_year": year, "months": months, "starts": date(int(year[:4]), 10, 1)}
            self._own(lambda: correct_entry(CONSOLE, line, line.version, **change))

    @rule(pick=PICK, amount=SUMS)
    def has_a_sum_approved(self, pick: int, amount: int) -> None:
        line = self._pick(StudentAid, pick)
        if line:
            self._own(lambda: set_amounts(CONSOLE, line, line.version, central=amount))

    @rule(pick=PICK, amount=SUMS, day=DAYS)
    def is_paid(self, pick: int, amount: int, day: date) -> None:
        line = self._pick(StudentAid, pick)
        if line:
            moved = {"kind": "instalment", "source": "central", "on_date": min(day, today()), "amount": amount}
            self._own(lambda: add_payment(CONSOLE, line, line.version, **moved))

    @rule(pick=PICK, never=st.booleans(), amount=SUMS)
    def has_a_payment_corrected(self, pick: int, never: bool, amount: int) -> None:
        payment = self._pick(Payment, pick)
        if payment:
            line = db.session.get_one(StudentAid, payment.entry_id)
            change = {"never": never} if never else {"amount": amount}
            self._own(lambda: correct_payment(CONSOLE, line, line.version, payment, reason="Nhầm", **change))


@pytest.mark.check
def test_random_commands_on_pupils_keep_findings_true(world: Flask) -> None:
    run(Pupils, 12, least=LEAST_OF_PUPILS)
