"""The machine of test_machine.py with houses and their money."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import rule

from registry.commands.classes import correct_class
from registry.commands.entries import add_entry, move_entry
from registry.commands.money import add_payment, correct_payment, set_amounts
from registry.kernel.actor import CONSOLE
from registry.kernel.settings import today
from registry.models import Entry, HouseholdClass, Payment
from registry.registers.housing import REGISTER
from registry.registers.housing.house import House
from registry.registers.housing.programmes import FORMS, PROGRAMMES
from registry.storage import db
from tests.rules.test_machine import DAYS, PICK, Registry, run

PARTS = st.frozensets(st.sampled_from(["wall", "frame", "roof", "foundation"]))
MONEY = REGISTER.money
assert MONEY is not None
SOURCES, KINDS = st.sampled_from(MONEY.sources), st.sampled_from(MONEY.kinds)
AMOUNTS = st.sampled_from([None, 0, 1_000_000, 25_000_000, 25_000_001])


class WithHouses(Registry):
    """People who build, beside those of the other machine."""

    @rule(pick=PICK, parts=PARTS)
    def has_its_house_looked_at(self, pick: int, parts: frozenset[str]) -> None:
        row = self._pick(HouseholdClass, pick)
        if row:
            self._do(lambda: correct_class(CONSOLE, row, row.version, weak_parts=parts))

    @rule(pick=PICK, code=st.sampled_from(sorted(PROGRAMMES)), work=st.sampled_from(sorted(FORMS)), starts=DAYS)
    def asks_for_a_house(self, pick: int, code: str, work: str, starts: date) -> None:
        home = self._home(pick)
        if home:
            self._do(lambda: add_entry(CONSOLE, REGISTER, home, None, programme=code, work=work, starts=starts))

    @rule(pick=PICK, which=PICK, day=DAYS)
    def has_its_house_moved_on(self, pick: int, which: int, day: date) -> None:
        line = self._pick(House, pick)
        moves = REGISTER.workflow.moves_from(line.status) if line else []
        if moves:
            step = moves[0 if which % 3 else which % len(moves)]
            known = {
                "priority": "1",
                "votes_all": 40,
                "votes_for": 38,
                "decision_no": "15/QĐ-UBND",
                "decision_date": min(day, today()),
                "approved_by": "district",
                "started_on": min(day, today()),
                "finished_on": today(),
                "new_area": 36,
                "hard_parts": frozenset({"roof"}),
            }
            given: dict[str, Any] = {key: known[key] for key in step.fills}
            given["reason_code"] = next(iter(step.reasons), None)
            self._do(lambda: move_entry(CONSOLE, line, line.version, move=step.key, on_date=today(), **given))

    @rule(pick=PICK, source=SOURCES, amount=AMOUNTS)
    def is_given_money(self, pick: int, source: str, amount: int | None) -> None:
        line = self._pick(House, pick)
        if line:
            self._do(lambda: set_amounts(CONSOLE, line, line.version, **{source: amount}))

    @rule(pick=PICK, kind=KINDS, source=SOURCES, amount=st.integers(1, 3), day=DAYS)
    def pays_or_pays_back(self, pick: int, kind: str, source: str, amount: int, day: date) -> None:
        line = self._pick(House, pick)
        if line:
            given = {"kind": kind, "source": source, "amount": amount, "on_date": day}
            self._do(lambda: add_payment(CONSOLE, line, line.version, **given))

    @rule(pick=PICK, amount=st.integers(1, 3), never=st.booleans())
    def wrote_it_down_wrongly(self, pick: int, amount: int, never: bool) -> None:
        row = self._pick(Payment, pick)
        if row:
            line = db.session.get_one(Entry, row.entry_id)
            given: dict[str, Any] = {"reason": "Nhầm", "never": never, "amount": amount}
            self._do(lambda: correct_payment(CONSOLE, line, line.version, row, **given))


@pytest.mark.check
def test_random_commands_on_houses_and_money_keep_findings_true(world: Flask) -> None:
    run(WithHouses, 12)
