"""Members of a household: who lives in it on a day, who has left, and their masked numbers."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from registry.kernel.scope import unscoped
from registry.messages import N_, Message
from registry.models import EthnicGroup, Household, HouseholdHead, Membership, Person, PersonNumber
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
    """A person in a household. Somebody who now lives outside the reader's area shows only name and destination."""

    membership: Membership
    person: Person | None
    name: str
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
        return age_text(self.person.birth, day) if self.person else Message(N_("ngoài địa bàn của bạn"))

    @property
    def left(self) -> str:
        """Why the person left, as a label."""
        return LEAVE_REASONS.get(self.membership.left_reason or "", "")

    @property
    def through(self) -> date | None:
        return valid_through(self.membership.ends)


def members_of(household: Household, day: date) -> list[Member]:
    """Everybody who was ever a member up to the day: those present first, head before all, then by given name."""
    memberships = list(
        db.session.scalars(select(Membership).where(Membership.household_id == household.id, Membership.starts <= day))
    )
    people = _people(memberships)
    names = _names(memberships)
    numbers = _numbers(list(people))
    heads = _heads(household, day)
    groups = dict(db.session.execute(select(EthnicGroup.code, EthnicGroup.name)).all())
    found = []
    for row in memberships:
        person = people.get(row.person_id)
        alive = person is None or person.died_on is None or person.died_on > day
        ethnicity = groups.get(person.ethnicity, "") if person else ""
        found.append(
            Member(
                row,
                person,
                names[row.person_id],
                row.person_id in heads and row.holds_on(day),
                row.holds_on(day) and alive,
                ethnicity,
                tuple(numbers.get(row.person_id, ())),
            )
        )
    return sorted(found, key=lambda m: (not m.present, not m.is_head, m.membership.relationship, name_key(m.name)))


def _people(memberships: list[Membership]) -> dict[int, Person]:
    ids = [row.person_id for row in memberships]
    return {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(ids)))}


def _names(memberships: list[Membership]) -> dict[int, str]:
    """The source keeps the name of who moved away (decisions.md 15): only the name is read beyond the scope."""
    ids = [row.person_id for row in memberships]
    with unscoped():
        return dict(db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))).all())


def _numbers(ids: list[int]) -> dict[int, list[Number]]:
    found: dict[int, list[Number]] = {}
    for row in db.session.scalars(
        select(PersonNumber).where(PersonNumber.person_id.in_(ids)).order_by(PersonNumber.id)
    ):
        found.setdefault(row.person_id, []).append(Number(row.id, row.version, row.kind, mask(row.number)))
    return found


def _heads(household: Household, day: date) -> set[int]:
    heads = select(HouseholdHead.person_id).where(HouseholdHead.household_id == household.id, HouseholdHead.on(day))
    return set(db.session.scalars(heads))
