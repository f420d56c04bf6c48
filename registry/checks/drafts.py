"""From a gap list to the drafts of a register: who of those found gets one, with which values, and who is left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Boolean, and_, exists, select

from registry.kernel.actor import WRITE, Actor
from registry.kernel.places import places
from registry.kernel.register import PERSON, Register
from registry.kernel.rules import GAP, Rule
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import Entry, Finding, Household, HouseholdPeriod, Person
from registry.registers import registers
from registry.storage import Codes, facet_of
from registry.storage.inner import inner_rows
from registry.vn.dates import PartialDate

LARGEST = 5_000
"""So many lines are drafted at once at most, in one transaction."""
WAITING = N_("Đã có dòng đang chờ trong sổ")
CLOSED = N_("Không còn thiếu: phát hiện đã đóng")
NOT_OURS = N_("Ngoài địa bàn được ghi sổ này")
NOT_LISTED = N_("Hộ không thuộc diện được đề nghị vào ngày bắt đầu")


@dataclass(frozen=True)
class Draft:
    """A line to be drafted: for whom, and what its register proposes."""

    household_id: int
    person_id: int | None
    values: dict[str, Any]

    def until(self, ends: date) -> date:
        """Where it ends when `ends` is asked for; both half-open."""
        latest: date = self.values.get("ends", ends)
        return min(ends, latest)


@dataclass(frozen=True)
class Left:
    """Somebody found who gets no line, and why."""

    name: str
    household: str
    why: Message


@dataclass(frozen=True)
class Plan:
    """What drafting a list would do."""

    drafts: list[Draft]
    left: list[Left]


def closing_register(rule: Rule) -> Register | None:
    """The register whose lines close what the rule finds: its own gap, of its own subjects."""
    found = (one for one in registers() if rule in one.rules and rule.subject == one.subject)
    return next((one for one in found if rule.severity == GAP), None)


def drafting_register(rule: Rule) -> Register | None:
    """The same where its lines can be drafted together: of households, for whom the same is asked; of people, where the
    register proposes what each line says. A line that somebody signs for is drafted alone."""
    register = closing_register(rule)
    if register is None or (register.names_person and register.model.proposed is Entry.proposed):
        return None
    return register


def asked_of_all(register: Register) -> list[str]:
    """The fields every line of a drafted list is given alike: what households' lines cannot be without."""
    if register.names_person:
        return []
    columns = {key: getattr(register.model, key) for key in register.fields}
    given = (key for key, column in columns.items() if not isinstance(column.type, Boolean | Codes))
    return [key for key in given if (facet := facet_of(columns[key])) and facet.required]


def plan_drafts(actor: Actor, register: Register, finding_ids: list[int], starts: date) -> Plan:
    """Who of these findings gets a draft that counts from `starts`. The findings are the reader's own."""
    allowed = actor.units(WRITE, places(), today(), register.key)
    drafts, left = [], []
    for row in _rows(register, finding_ids, starts):
        values = _proposed(register, row, starts)
        why = next(_obstacles(row, allowed, values), None)
        if why is None and values is not None:
            drafts.append(Draft(row.household_id, row.person_id, values))
        else:
            left.append(Left(row.name or "", row.code, Message(why or NOT_LISTED)))
    return Plan(drafts, left)


def _proposed(register: Register, row: Any, starts: date) -> dict[str, Any] | None:
    return register.model.proposed(row.class_ or "", _birth(row), starts) if register.names_person else {}


def _obstacles(row: Any, allowed: frozenset[int] | None, values: dict[str, Any] | None) -> Iterator[str]:
    if row.closed_on is not None:
        yield CLOSED
    if row.is_waiting:
        yield WAITING
    if allowed is not None and row.unit_id not in allowed:
        yield NOT_OURS
    if values is None:
        yield NOT_LISTED


def _rows(register: Register, finding_ids: list[int], starts: date) -> list[Any]:
    """Each finding with its person or head, the household's class on the day, and whether a line waits already."""
    f, line, of_people = Finding, register.model, register.subject == PERSON
    waiting = exists().where(
        line.person_id == f.person_id if of_people else line.household_id == f.household_id,
        line.status.in_(sorted(register.workflow.waiting)),
        line.ends > today(),
        line.withdrawn.is_(False),
    )
    there = and_(HouseholdPeriod.household_id == f.household_id, HouseholdPeriod.on(starts))
    name = Person.name if of_people else HouseholdPeriod.head_name.label("name")
    columns = (name, Person.birth_year, Person.birth_month, Person.birth_day, HouseholdPeriod.class_)
    asked = (
        select(
            f.household_id, f.person_id, f.unit_id, f.closed_on, Household.code, *columns, waiting.label("is_waiting")
        )
        .outerjoin(Person, Person.id == f.person_id)
        .join(Household, Household.id == f.household_id)
        .outerjoin(HouseholdPeriod, there)
        .where(f.id.in_(finding_ids))
        .order_by(Household.code, Person.code)
    )
    return inner_rows(asked)


def _birth(row: Any) -> PartialDate:
    return PartialDate(row.birth_year, row.birth_month, row.birth_day)
