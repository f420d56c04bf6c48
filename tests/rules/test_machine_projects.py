"""The machine of test_machine.py with projects: capital, participants, steps of all or of one, minutes, money."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from registry.commands.change import command
from registry.commands.entries import correct_entry, move_entry
from registry.commands.money import add_payment, correct_payment, set_amounts
from registry.commands.participants import add_participants
from registry.commands.project_parts import add_project_part, correct_project_part, drop_project_part
from registry.commands.projects import add_project, correct_project, move_project, set_capital
from registry.kernel.actor import CONSOLE
from registry.kernel.settings import today
from registry.models import Parameter, Payment, Project, ProjectInput
from registry.registers.production.line import Participation
from registry.registers.production.workflow import WORKFLOW
from registry.storage import db
from tests.commands.scenarios import saved
from tests.commands.scenarios_projects import AN_OX, CALVES, OXEN
from tests.rules.projects import set_project_limits
from tests.rules.test_machine import DAYS, PICK, UNITS, Registry, run

RUNS, LEAST_OF_PROJECTS, MOST_PROJECTS = 8, 15, 4
SOURCES = st.sampled_from(["central", "province", "household"])
SUMS = st.sampled_from([1_500_000, 13_500_000, 15_000_001, 30_000_000])
PROGRAMMES = st.sampled_from(["POVERTY", "ETHNIC"])
CONTENTS = st.sampled_from(["cattle", "cattle", "pigs"])
HOMES = st.lists(PICK, min_size=1, max_size=3)
SHARES = st.sampled_from([None, 30, 100])
LAWS = (
    ("production_household_ceiling", "", (5_000_000, 15_000_000)),
    ("production_project_ceiling", "", (10_000_000, 800_000_000)),
    ("production_repeat_years", "", (1, 3)),
    ("need_days", "production", (30, 400)),
)


@command("tests.set_limits", "Dựng mức hỗ trợ", "")
def _limits(actor: object) -> None:
    set_project_limits()


class WithProjects(Registry):
    """People who raise oxen together, beside those of the other machine."""

    @initialize()
    def begin(self) -> None:
        super().begin()
        if self._pick(Parameter, 0, Parameter.key == "production_project_ceiling") is None:
            saved(lambda: _limits(CONSOLE))

    @rule(pick=PICK, programme=PROGRAMMES, unit=UNITS, share=SHARES)
    def is_planned(self, pick: int, programme: str, unit: int, share: int | None) -> None:
        given = OXEN | {"programme": programme, "unit_id": unit, "min_target_share": share}
        plan = self._pick(Project, pick)
        if plan and len(list(db.session.query(Project))) >= MOST_PROJECTS:
            self._own(lambda: correct_project(CONSOLE, plan, plan.version, **given))
        else:
            self._own(lambda: add_project(CONSOLE, **given))

    @rule(pick=PICK, source=SOURCES, amount=SUMS | st.none())
    def is_given_capital(self, pick: int, source: str, amount: int | None) -> None:
        plan = self._pick(Project, pick)
        if plan:
            self._own(lambda: set_capital(CONSOLE, plan, plan.version, **{source: amount}))

    @rule(
        pick=PICK, homes=st.lists(PICK, min_size=1, max_size=3), content=CONTENTS, starts=DAYS, disabled=st.booleans()
    )
    def takes_part(self, pick: int, homes: list[int], content: str, starts: date, disabled: bool) -> None:
        plan = self._pick(Project, pick)
        found = list(dict.fromkeys(home for one in homes if (home := self._home(one))))
        if plan and found:
            given = AN_OX | {"content": content, "starts": starts, "disabled": disabled and pick % 2 == 0}
            self._own(lambda: add_participants(CONSOLE, plan, plan.version, found, **given))

    @rule(pick=PICK, which=PICK, back=st.integers(0, 300))
    def goes_on_as_a_whole(self, pick: int, which: int, back: int) -> None:
        plan = self._pick(Project, pick)
        moves = WORKFLOW.moves_from(plan.status) if plan else []
        if moves:
            step = moves[0 if which % 5 else which % len(moves)]
            given = self._given(step.fills, step.reasons, back)
            self._own(lambda: move_project(CONSOLE, plan, plan.version, move=step.key, on_date=today(), **given))

    @rule(pick=PICK, which=PICK, back=st.integers(0, 300))
    def goes_on_alone(self, pick: int, which: int, back: int) -> None:
        line = self._pick(Participation, pick)
        moves = WORKFLOW.moves_from(line.status) if line else []
        if moves:
            step = moves[0 if which % 4 else which % len(moves)]
            given = self._given(step.fills, step.reasons, back)
            self._own(lambda: move_entry(CONSOLE, line, line.version, move=step.key, on_date=today(), **given))

    def _given(self, fills: tuple[str, ...], reasons: Any, back: int) -> dict[str, Any]:
        day = today() - timedelta(back)
        known = {
            "decision_no": "15/QĐ-UBND",
            "decision_date": day,
            "handed_on": day,
            "minutes_no": "BB 01",
            "revolved_to": "HH-000001",
            "ends": today() + timedelta(30),
        }
        return {key: known[key] for key in fills} | {"reason_code": next(iter(reasons), None)}

    @rule(pick=PICK, content=CONTENTS, quantity=st.integers(1, 2), disabled=st.booleans(), back=st.integers(0, 600))
    def has_its_part_corrected(self, pick: int, content: str, quantity: int, disabled: bool, back: int) -> None:
        line, other = self._pick(Participation, pick), self._pick(Project, back)
        if line:
            change: dict[str, Any] = {"content": content, "quantity": quantity, "disabled": disabled}
            change |= {"decision_date": today() - timedelta(back)} if line.decision_date else {}
            change |= {"handed_on": today() - timedelta(back), "minutes_no": "BB 02"} if back % 3 == 0 else {}
            change |= {"project": other.code} if back % 5 == 0 else {}
            self._own(lambda: correct_entry(CONSOLE, line, line.version, **change))

    @rule(pick=PICK, source=SOURCES, amount=SUMS | st.none())
    def is_given_more_or_less(self, pick: int, source: str, amount: int | None) -> None:
        line = self._pick(Participation, pick)
        if line:
            self._own(lambda: set_amounts(CONSOLE, line, line.version, **{source: amount}))

    @rule(pick=PICK, kind=st.sampled_from(["payment", "payment", "recovery"]), amount=SUMS, back=st.integers(0, 300))
    def is_paid_or_pays_back(self, pick: int, kind: str, amount: int, back: int) -> None:
        line = self._pick(Participation, pick)
        if line:
            given = {"kind": kind, "source": "central", "amount": amount, "on_date": today() - timedelta(back)}
            self._own(lambda: add_payment(CONSOLE, line, line.version, **given))

    @rule(pick=PICK, amount=SUMS, never=st.booleans())
    def has_a_movement_corrected(self, pick: int, amount: int, never: bool) -> None:
        row = self._pick(Payment, pick)
        if row:
            line = db.session.get_one(Participation, row.entry_id)
            given: dict[str, Any] = {"reason": "Nhầm", "never": never, "amount": amount}
            self._own(lambda: correct_payment(CONSOLE, line, line.version, row, **given))

    @rule(pick=PICK, quantity=st.integers(1, 9))
    def buys_for_everybody(self, pick: int, quantity: int) -> None:
        bought = self._pick(ProjectInput, pick) if pick % 2 else None
        plan = db.session.get_one(Project, bought.project_id) if bought else self._pick(Project, pick)
        said: dict[str, Any] = {"part": "inputs"}
        if bought and pick % 3:
            change = said | {"quantity": quantity}
            self._own(lambda: correct_project_part(CONSOLE, plan, bought, bought.version, **change))
        elif bought:
            self._own(lambda: drop_project_part(CONSOLE, plan, bought, bought.version, reason="Nhầm", **said))
        elif plan:
            self._own(lambda: add_project_part(CONSOLE, plan, plan.version, **said | CALVES))

    @rule(which=st.sampled_from(LAWS), first=st.booleans())
    def finds_another_law(self, which: tuple[str, str, tuple[int, int]], first: bool) -> None:
        key, scope, values = which
        self._law(key, scope, values[0 if first else 1])


@pytest.mark.check
@pytest.mark.parametrize(
    ("kind", "part"), [("sqlite", 0), ("sqlite", 1), ("postgresql", 0)], indirect=["kind"], scope="session"
)
def test_random_commands_on_projects_keep_findings_and_money_true(world: Flask, part: int) -> None:
    run(WithProjects, RUNS, part, LEAST_OF_PROJECTS)
