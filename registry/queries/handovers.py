"""Families on their way between communes: what waits, what came of the rest. Who takes one in learns its code, where it
comes from and how many people it has; names only once it is accepted (decisions.md 15). Who asks for one learns nothing
of it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from registry.kernel.actor import READ, WRITE, Actor
from registry.kernel.places import places
from registry.kernel.scope import unscoped
from registry.kernel.settings import today
from registry.models import Handover, Household, HouseholdPeriod, Person
from registry.models.handover import ACCEPTED, ASKED, REQUESTED, WAITING
from registry.storage import db

AWAITED = (WAITING, REQUESTED)
SHOWN = 100
"""So many that were answered are shown, the newest."""


@dataclass(frozen=True)
class HandoverLine:
    """A hand-over as its reader may see it. What is not to be told is "" (`name`, of a request also `household` and
    `person`, the one it is about); `seen_on` is the day on which the reader may open the household's page (None: not
    at all), `destination` the code of the commune it goes to."""

    row: Handover
    household: str
    people: int
    name: str
    leaves: str
    goes: str
    seen_on: date | None
    may_answer: bool
    may_recall: bool
    person: str
    destination: str


@dataclass
class Handovers:
    """What waits to be taken in by the reader's communes, what others ask of them, what they wait for others to take,
    what they asked of others, what was answered."""

    incoming: list[HandoverLine] = field(default_factory=list)
    requests: list[HandoverLine] = field(default_factory=list)
    outgoing: list[HandoverLine] = field(default_factory=list)
    asked: list[HandoverLine] = field(default_factory=list)
    answered: list[HandoverLine] = field(default_factory=list)


@dataclass(frozen=True)
class Awaited:
    """How many households wait to be taken in, how many requests to be answered."""

    incoming: int
    requests: int


@dataclass(frozen=True)
class Moving:
    """Where a household goes from a day on; while it `waits`, the other commune has not accepted it."""

    waits: bool
    day: date
    goes: str


def count_awaited(actor: Actor) -> Awaited:
    """How much of either waits where the actor may answer."""
    units = actor.units(WRITE, places(), today())

    def waiting(state: str, answers: Any) -> ColumnElement[int]:
        here = () if units is None else (answers.in_(sorted(units)),)
        return func.count(Handover.id).filter(Handover.state == state, *here)

    asked = select(waiting(WAITING, Handover.to_unit_id), waiting(REQUESTED, Handover.from_unit_id))
    incoming, requests = db.session.execute(asked.where(Handover.state.in_(AWAITED))).one()
    return Awaited(incoming, requests)


def load_handovers(actor: Actor) -> Handovers:
    """Every one that waits, and those answered last, newest first."""
    newest = select(Handover).order_by(Handover.id.desc())
    rows = [
        *db.session.scalars(newest.where(Handover.state.in_(AWAITED))),
        *db.session.scalars(newest.where(Handover.state.not_in(AWAITED)).limit(SHOWN)),
    ]
    reads = actor.units(READ, places(), today())
    found = Handovers()
    for line in _lines(rows, actor, reads):
        _list_of(found, line.row, reads).append(line)
    return found


def _list_of(found: Handovers, row: Handover, reads: frozenset[int] | None) -> list[HandoverLine]:
    """Who sees both sides finds it with those who are to answer."""
    if row.state == WAITING:
        return found.incoming if reads is None or row.to_unit_id in reads else found.outgoing
    if row.state == REQUESTED:
        return found.requests if reads is None or row.from_unit_id in reads else found.asked
    return found.answered


def handover_with(code: str) -> Handover | None:
    """The hand-over with this code, anybody's: who calls this decides by the actor's area before anything is shown."""
    with unscoped():
        return db.session.scalars(select(Handover).where(Handover.code == code)).one_or_none()


def line_of(row: Handover, actor: Actor) -> HandoverLine:
    """One hand-over as the actor may see it."""
    return _lines([row], actor, actor.units(READ, places(), today()))[0]


def to_be_told(household_id: Any, day: date) -> Any:
    """The hand-over the household's page of a day tells of: that it waits to be taken, or has moved on since."""
    one = aliased(Handover)
    told = or_(one.state == WAITING, and_(one.state == ACCEPTED, one.day > day))
    return select(func.max(one.id)).where(one.household_id == household_id, told).scalar_subquery()


def moving_of(row: Handover | None) -> Moving | None:
    """The same in words."""
    return None if row is None else Moving(row.state == WAITING, row.day, places().label(row.to_unit_id, today()))


def _lines(rows: list[Handover], actor: Actor, reads: frozenset[int] | None) -> list[HandoverLine]:
    families = _families([row.id for row in rows])
    seen = set(db.session.scalars(select(Household.id).where(Household.id.in_({row.household_id for row in rows}))))
    return [_line(row, families[row.id], actor, reads is None or row.from_unit_id in reads, seen) for row in rows]


def _line(row: Handover, family: Any, actor: Actor, leaves_us: bool, seen: set[int]) -> HandoverLine:
    known, day = places(), today()
    told = leaves_us or not row.asked
    now = day if told and row.household_id in seen else None
    answers, recalls = row.to_unit_id, row.from_unit_id
    if row.asked:
        answers, recalls = recalls, answers
    return HandoverLine(
        row,
        family.code if told else "",
        (family.members or 0) if told else 0,
        (family.head_name or "") if leaves_us or row.state == ACCEPTED else "",
        known.label(row.from_unit_id, day),
        known.label(row.to_unit_id, day),
        now or (row.day - timedelta(days=1) if leaves_us and row.state == ACCEPTED else None),
        row.state in AWAITED and actor.may_in(WRITE, answers, known, day),
        row.state in AWAITED and actor.may_in(WRITE, recalls, known, day),
        (family.person or "") if leaves_us else "",
        known.on(row.to_unit_id, day).code,
    )


def _families(ids: list[int]) -> dict[int, Any]:
    """Code, head and number of people of each, as on the last day in the commune it leaves, or the day it was asked
    for; and whom a request is about."""
    period = HouseholdPeriod
    last_day = and_(period.starts < Handover.day, period.ends >= Handover.day)
    asked_on = and_(Handover.state.in_(ASKED), period.starts <= Handover.day, period.ends > Handover.day)
    as_known = and_(period.household_id == Household.id, or_(asked_on, and_(Handover.state.not_in(ASKED), last_day)))
    asked = (
        select(Handover.id, Household.code, period.members, period.head_name, Person.name.label("person"))
        .join(Household, Household.id == Handover.household_id)
        .outerjoin(Person, Person.id == Handover.person_id)
        .outerjoin(period, as_known)
        .where(Handover.id.in_(ids))
    )
    with unscoped():
        return {row.id: row for row in db.session.execute(asked)}
