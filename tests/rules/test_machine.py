"""Random commands and jumps of the working day over some households: what is kept is what a fresh look finds."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask, current_app
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from registry.commands.change import last_change
from registry.commands.checks import Stale
from registry.commands.classes import correct_class, recognise_class, withdraw_class
from registry.commands.entries import add_entry, correct_entry, move_entry
from registry.commands.handovers import accept_handover, hand_over, recall_handover, return_handover
from registry.commands.households import change_head, close_household, move_household
from registry.commands.members import (
    add_member,
    admit_person,
    correct_person,
    end_membership,
    merge_households,
    record_death,
    split_household,
)
from registry.commands.needs import correct_need, record_need, record_needs, withdraw_need
from registry.commands.settings import add_parameter, correct_parameter, set_setting
from registry.commands.undo import undo_change
from registry.kernel.actor import CONSOLE
from registry.kernel.settings import today
from registry.messages import Problems
from registry.models import AuditEvent, Handover, Household, HouseholdClass, Need, Parameter, Person
from registry.models.handover import WAITING
from registry.models.need import ANSWERS, PROGRAMMES
from registry.registers.credit.groups import forget_groups
from registry.registers.insurance import REGISTER
from registry.registers.insurance.card import InsuranceCard
from registry.registers.production.projects import forget_projects
from registry.registers.students.schools import forget_schools
from registry.storage import OPEN, db
from registry.vn.dates import PartialDate
from tests import postgres
from tests.commands.scenarios import saved
from tests.commands.world import AN, BINH, CHAU, HAMLETS, LISTED, ROUND_2020, ROUND_2021, TODAY, family, members, who
from tests.rules.sound import check_log, check_money, check_roots
from tests.rules.verify import verify

MOST_HOUSEHOLDS, LEAST_COMMANDS = 50, 500
PARTS = 4
"""Several shorter tests instead of one that outlasts a quarter of an hour on a slow machine."""
PICK = st.integers(0, 10_000)
DAYS = st.dates(date(2020, 12, 20), date(2022, 12, 31))
CODES = st.sampled_from(["HN", "CN", "BT", "HS", "GD", "DN", "TE"])
UNITS = st.sampled_from([AN, BINH, CHAU])
NUMBERS = st.sampled_from([None, "9400000001", "9400000002", "9400000003"])
failed: list[AssertionError] = []
done = own = 0
"""Commands that were not refused; those of them that are a further machine's own."""


class Registry(RuleBasedStateMachine):
    """People at work on one registry; what is refused changes nothing."""

    changes: list[str]

    @initialize()
    def begin(self) -> None:
        self.changes = []
        self._tidy()
        saved(lambda: set_setting(CONSOLE, "working_day", TODAY.isoformat()))
        for unit in (AN, BINH):
            if self._households() < MOST_HOUSEHOLDS:
                family(unit)

    def _tidy(self) -> None:
        db.session.rollback()
        url = current_app.config["REGISTRY"].database_url
        if not url.startswith("sqlite"):
            postgres.vacuum(url)

    def _households(self) -> int:
        return len(list(db.session.scalars(select(Household.id))))

    def _do(self, work: Callable[[], Any]) -> None:
        global done
        try:
            saved(work)
            done += 1
            self.changes += [code] if (code := last_change()) else []  # a command may find nothing to change
        except (Problems, Stale):
            pass
        for forget in (forget_projects, forget_groups, forget_schools):
            forget()  # as a request of its own does

    def _own(self, work: Callable[[], Any]) -> None:
        """The same, counted apart: of the lines that a machine adds to this one."""
        global own
        before = len(self.changes)
        self._do(work)
        own += len(self.changes) > before

    def _pick(self, model: Any, pick: int, *conditions: Any) -> Any:
        rows = list(db.session.scalars(select(model).where(*conditions).order_by(model.id)))
        return rows[pick % len(rows)] if rows else None

    def _law(self, key: str, scope: str, value: int) -> None:
        """The value the law sets is another one: it always was."""
        said = {"value": str(value), "legal_basis": "Thử"}
        row = self._pick(Parameter, 0, Parameter.key == key, Parameter.scope == scope, Parameter.ends == OPEN)
        if row:
            self._own(lambda: correct_parameter(CONSOLE, row, row.version, **said))
        else:
            self._own(lambda: add_parameter(CONSOLE, key=key, scope=scope, starts=date(2015, 1, 1), **said))

    def _home(self, pick: int) -> Household:
        return self._pick(Household, pick, Household.ends == OPEN)

    @rule(pick=PICK, unit=UNITS, day=DAYS)
    def moves(self, pick: int, unit: int, day: date) -> None:
        home = self._home(pick)
        if home:
            self._do(
                lambda: move_household(
                    CONSOLE, home, home.version, day=day, unit_id=unit, hamlet_id=HAMLETS[unit], address=None
                )
            )

    @rule(pick=PICK, unit=UNITS, day=DAYS)
    def is_let_go(self, pick: int, unit: int, day: date) -> None:
        home = self._home(pick)
        if home:
            self._do(lambda: hand_over(CONSOLE, home, home.version, day=day, to_unit_id=unit))

    @rule(pick=PICK, hamlet=st.booleans())
    def is_answered(self, pick: int, hamlet: bool) -> None:
        waiting = self._pick(Handover, pick, Handover.state == WAITING)
        if waiting is None:
            return
        place = HAMLETS[waiting.to_unit_id] if hamlet else None
        answers = (
            lambda: accept_handover(CONSOLE, waiting, hamlet_id=place, address=None),
            lambda: accept_handover(CONSOLE, waiting, hamlet_id=None, address="Số 3"),
            lambda: return_handover(CONSOLE, waiting, cause="not_yet", note=None),
            lambda: recall_handover(CONSOLE, waiting),
        )
        self._do(answers[pick % len(answers)])

    @rule(pick=PICK, class_=st.sampled_from(["poor", "near_poor", "average"]), ticked=st.booleans(), new=st.booleans())
    def is_recognised(self, pick: int, class_: str, ticked: bool, new: bool) -> None:
        home = self._home(pick)
        if home:
            values: dict[str, Any] = {
                "class_": class_,
                "decision_no": "12/QĐ-UBND",
                "decision_date": date(2021 if new else 2020, 12, 12),
                "area_type": "rural",
                "deprivations": frozenset({"BHYT"} if ticked else ()),
            }
            round_id = ROUND_2021 if new else ROUND_2020
            self._do(lambda: recognise_class(CONSOLE, home, home.version, round_id=round_id, **values))

    @rule(pick=PICK, class_=st.sampled_from(["poor", "near_poor", "not_poor"]), away=st.booleans())
    def has_a_class_corrected(self, pick: int, class_: str, away: bool) -> None:
        row = self._pick(HouseholdClass, pick)
        if row is None:
            return
        if away:
            self._do(lambda: withdraw_class(CONSOLE, row, row.version, reason="Nhầm"))
        else:
            self._do(lambda: correct_class(CONSOLE, row, row.version, class_=class_))

    @rule(pick=PICK, year=st.integers(1930, 2021), sex=st.sampled_from(["male", "female"]))
    def gets_a_member(self, pick: int, year: int, sex: str) -> None:
        home = self._home(pick)
        if home:
            starts = max(LISTED, home.starts, date(year, 1, 1))
            self._do(
                lambda: add_member(
                    CONSOLE,
                    home,
                    person=who("Lâm Thị Mới", sex, year),
                    relationship="10",
                    joined_reason="moved_in",
                    starts=starts,
                )
            )

    @rule(pick=PICK, other=PICK, day=DAYS)
    def marries_into_another_household(self, pick: int, other: int, day: date) -> None:
        home, new = self._home(pick), self._home(other)
        stays = members(home, "10") if home else []
        if not stays or home is new:
            return
        person = db.session.get_one(Person, stays[0].person_id)
        stay, code = stays[0], person.code
        self._do(lambda: end_membership(CONSOLE, stay, stay.version, day=day, reason="married"))
        admitted = {"person_code": code, "relationship": "04", "joined_reason": "married", "starts": day}
        self._do(lambda: admit_person(CONSOLE, new, **admitted))

    @rule(pick=PICK, day=DAYS)
    def loses_somebody(self, pick: int, day: date) -> None:
        home = self._home(pick)
        here = members(home) if home else []
        if not here:
            return
        person = db.session.get_one(Person, here[pick % len(here)].person_id)
        others = [row.person_id for row in here if row.person_id != person.id]
        heir = db.session.get_one(Person, others[0]) if others else None
        self._do(lambda: record_death(CONSOLE, person, person.version, died_on=day, new_head=heir))

    @rule(pick=PICK, year=st.integers(1930, 2020), sex=st.sampled_from(["male", "female"]))
    def is_corrected(self, pick: int, year: int, sex: str) -> None:
        person = self._pick(Person, pick)
        self._do(lambda: correct_person(CONSOLE, person, person.version, birth=PartialDate(year), sex=sex))

    @rule(pick=PICK, day=DAYS)
    def splits_or_has_another_head(self, pick: int, day: date) -> None:
        home = self._home(pick)
        here = members(home) if home else []
        if len(here) < 2:
            return
        person = db.session.get_one(Person, here[-1].person_id)
        if pick % 2 or self._households() >= MOST_HOUSEHOLDS:
            self._do(
                lambda: change_head(CONSOLE, home, home.version, day=day, person=person, old_head_relationship="05")
            )
            return
        where: dict[str, Any] = {"unit_id": BINH, "hamlet_id": None, "address": None}
        codes = {"person_codes": (person.code,), "head_code": person.code}
        self._do(lambda: split_household(CONSOLE, home, home.version, day=day, **codes, **where))

    @rule(pick=PICK)
    def is_closed(self, pick: int) -> None:
        home = self._home(pick)
        if home and pick % 5 == 0:
            self._do(lambda: close_household(CONSOLE, home, home.version, day=today(), reason="moved_away"))

    @rule(pick=PICK, code=CODES, starts=DAYS, days=st.integers(1, 500), number=NUMBERS)
    def is_to_get_a_card(self, pick: int, code: str, starts: date, days: int, number: str | None) -> None:
        home = self._home(pick)
        here = members(home) if home else []
        if here:
            person = db.session.get_one(Person, here[pick % len(here)].person_id)
            values = {"subject_code": code, "starts": starts, "ends": starts + timedelta(days), "bhxh_no": number}
            self._do(lambda: add_entry(CONSOLE, REGISTER, home, person, **values))

    @rule(pick=PICK, which=PICK)
    def has_a_card_moved_on(self, pick: int, which: int) -> None:
        line = self._pick(InsuranceCard, pick)
        moves = REGISTER.workflow.moves_from(line.status) if line else []
        if moves:
            step = moves[which % len(moves)]
            given: dict[str, Any] = {"reason_code": next(iter(step.reasons), None)}
            if step.key == "issue":
                given |= {"card_kind": "BHXH10", "card_no": f"94000000{which % 40:02}", "facility_code": "94001"}
            self._do(lambda: move_entry(CONSOLE, line, line.version, move=step.key, on_date=today(), **given))

    @rule(pick=PICK, code=CODES, number=NUMBERS, days=st.integers(1, 500))
    def has_a_card_corrected(self, pick: int, code: str, number: str | None, days: int) -> None:
        line = self._pick(InsuranceCard, pick)
        if line:
            ends = line.starts + timedelta(days)
            change = {"subject_code": code, "bhxh_no": number, "ends": ends}
            self._do(lambda: correct_entry(CONSOLE, line, line.version, **change))

    @rule(pick=PICK, day=DAYS, answer=st.sampled_from([*ANSWERS]), programme=st.sampled_from([*PROGRAMMES]))
    def answers(self, pick: int, day: date, answer: str, programme: str) -> None:
        home = self._home(pick)
        here = members(home) if home else []
        if here:
            person = db.session.get_one(Person, here[0].person_id) if pick % 3 == 0 else None
            said = {"programme": programme, "answer": answer, "on_date": day, "source": "survey"}
            self._do(lambda: record_need(CONSOLE, home, person=person, **said))

    @rule(pick=PICK, day=DAYS, answer=st.sampled_from([*ANSWERS]))
    def has_an_answer_corrected(self, pick: int, day: date, answer: str) -> None:
        need = self._pick(Need, pick)
        if need is None:
            return
        if pick % 3 == 0:
            self._do(lambda: withdraw_need(CONSOLE, need, need.version, reason="Nhầm"))
        else:
            said = {"detail": None, "answer": answer, "on_date": day, "source": "survey", "note": None}
            self._do(lambda: correct_need(CONSOLE, need, need.version, **said))

    @rule(pick=PICK, day=DAYS, answer=st.sampled_from([*ANSWERS]), programme=st.sampled_from([*PROGRAMMES]))
    def answers_as_a_whole_list(self, pick: int, day: date, answer: str, programme: str) -> None:
        homes = [home for home in (self._home(pick), self._home(pick // 7)) if home]
        said = {"programme": programme, "answer": answer, "on_date": day, "source": "meeting"}
        if homes:
            self._do(lambda: record_needs(CONSOLE, list(dict.fromkeys(homes)), reason="Họp ấp", **said))

    @rule(pick=PICK, other=PICK, day=DAYS)
    def joins_another_household(self, pick: int, other: int, day: date) -> None:
        home, into = self._home(pick), self._home(other)
        if home and pick % 3 == 0:
            codes = {db.session.get_one(Person, row.person_id).code: "10" for row in members(home)}
            given: dict[str, Any] = {"into_code": into.code, "day": day, "relationships": codes}
            self._do(lambda: merge_households(CONSOLE, home, home.version, **given))

    @rule()
    def takes_the_last_change_back(self) -> None:
        if self.changes:
            code = self.changes.pop()
            self._do(lambda: undo_change(CONSOLE, code))

    @rule(pick=PICK)
    def takes_an_earlier_change_back(self, pick: int) -> None:
        """Refused where a later one hangs on it."""
        if self.changes:
            code = self.changes[-1 - pick % min(len(self.changes), 12)]
            self._do(lambda: undo_change(CONSOLE, code))

    @rule(days=st.integers(400, 800), back=st.booleans())
    def jumps(self, days: int, back: bool) -> None:
        """Another working day; back again, so that commands dated in 2021 are not refused."""
        there = TODAY if back else TODAY + timedelta(days)
        self._do(lambda: set_setting(CONSOLE, "working_day", there.isoformat()))

    @invariant()
    def what_is_kept_is_true(self) -> None:
        self._hold(verify, check_money)

    def teardown(self) -> None:
        self._hold(check_roots, check_log)

    def _hold(self, *checks: Callable[[], None]) -> None:
        """What fails here fails no second time: the registry has gone on. It is kept, with what was done before it."""
        try:
            for check in checks:
                check()
        except AssertionError as error:
            newest = db.session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(12))
            error.add_note("\n".join(f"{event.command} {event.body}" for event in newest))
            failed.append(error)
            raise


@pytest.mark.check
@pytest.mark.parametrize("part", range(PARTS))
def test_five_hundred_random_commands_keep_findings_true(world: Flask, part: int) -> None:
    run(Registry, 32 // PARTS, part)


def run(machine: type[Registry], examples: int, part: int = 0, least: int = 0) -> None:
    """So many runs of fifty commands each, most of which are not refused, `least` of the machine's own ones; other
    ones in each part."""
    global done, own
    done = own = 0
    failed.clear()
    try:
        _run(machine, examples, part)
    except Exception as error:
        raise (failed or [error])[0] from None
    assert done >= LEAST_COMMANDS * examples // 32
    assert own >= least, own


def _run(machine: type[Registry], examples: int, part: int) -> None:
    run_state_machine_as_test(
        seed(part)(type(machine.__name__, (machine,), {})),
        settings=settings(
            max_examples=examples,
            stateful_step_count=50,
            deadline=None,
            phases=(Phase.generate,),
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
