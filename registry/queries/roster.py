"""Members of a household: who lives in it on a day, who has left, and their masked numbers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from registry.kernel.scope import unscoped
from registry.messages import N_, Message
from registry.models import EthnicGroup, Household, Membership, Person, PersonNumber
from registry.models.household import LEAVE_REASONS, RELATIONSHIPS
from registry.storage import db, valid_through
from registry.vn.dates import age_text, format_partial
from registry.vn.ids import mask
from registry.vn.sort import name_key


@dataclass(frozen=True)
class Number:
    """An identity number as screens and exports show it."""

    id: int
    version: int
    kind: str
    masked: str


@dataclass(frozen=True)
class Member:
    """A person in a household. Somebody who now lives outside the reader's area shows only name and destination.

    `since` is the first day of the whole stay, of which `membership` may be a later part.
    """

    membership: Membership
    person: Person | None
    name: str
    since: date
    is_head: bool
    present: bool
    ethnicity: str
    numbers: tuple[Number, ...]

    @property
    def relationship(self) -> str:
        """Label of the relation to the head, to be translated where shown."""
        return RELATIONSHIPS["01" if self.is_head else self.membership.relationship]

    @property
    def birth(self) -> str:
        return format_partial(self.person.birth) if self.person else ""

    def age(self, day: date) -> Message:
        """Completed years, of the dead at their death."""
        if self.person is None:
            return Message(N_("nay ở ngoài địa bàn của bạn"))
        died_on = self.person.died_on
        return age_text(self.person.birth, min(day, died_on) if died_on else day)

    @property
    def left(self) -> str:
        """Why the person left, as a label."""
        return LEAVE_REASONS.get(self.membership.left_reason or "", "")

    @property
    def through(self) -> date | None:
        return valid_through(self.membership.ends)


def members_of(household: Household, day: date, head_id: int | None) -> list[Member]:
    """Everybody who was ever a member up to the day: those present first, head before all, then by given name.

    The parts of one stay, cut where the relationship changed, are one line.
    """
    stays = _stays(household, day)
    people = _people({row.person_id for row, _, _ in stays})
    found = [_member(stay, people, day, head_id) for stay in stays]
    return sorted(found, key=lambda m: (not m.present, not m.is_head, m.membership.relationship, name_key(m.name)))


def _member(stay: "Stay", people: dict[int, Any], day: date, head_id: int | None) -> Member:
    row, name, since = stay
    person, ethnicity, numbers = people.get(row.person_id, (None, "", ()))
    alive = person is None or person.died_on is None or person.died_on > day
    holds = row.holds_on(day)
    return Member(row, person, name, since, holds and row.person_id == head_id, holds and alive, ethnicity, numbers)


Stay = tuple[Membership, str, date]


def _stays(household: Household, day: date) -> list[Stay]:
    """The last part of each stay with the person's name and the stay's first day.

    The source keeps the name of who moved away (decisions.md 15): of people beyond the scope only the name is read.
    """
    wanted = select(Membership, Person.name).join(Person, Person.id == Membership.person_id)
    of_household = wanted.where(Membership.household_id == household.id, Membership.starts <= day)
    with unscoped():
        rows = list(db.session.execute(of_household.order_by(Membership.starts, Membership.id)))
    begun: dict[tuple[int, date], date] = {}
    for row, _ in rows:
        begun[row.person_id, row.ends] = begun.pop((row.person_id, row.starts), row.starts)
    last = {(row.person_id, row.ends): (row, name) for row, name in rows}
    return [(*last[key], since) for key, since in begun.items()]


def _people(ids: set[int]) -> dict[int, Any]:
    """Those within scope: the person, the ethnic group's name, the masked numbers."""
    wanted = (
        select(Person, EthnicGroup.name, PersonNumber)
        .join(EthnicGroup, EthnicGroup.code == Person.ethnicity)
        .outerjoin(PersonNumber, PersonNumber.person_id == Person.id)
        .where(Person.id.in_(ids))
        .order_by(PersonNumber.id)
    )
    found: dict[int, Any] = {}
    for person, ethnicity, number in db.session.execute(wanted):
        known = found.get(person.id, (person, ethnicity, ()))
        shown = (Number(number.id, number.version, number.kind, mask(number.number)),) if number else ()
        found[person.id] = (person, ethnicity, known[2] + shown)
    return found
