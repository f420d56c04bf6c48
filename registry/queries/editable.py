"""What a form is to change, looked up past the reading scope: a closed household lies in no scope any more, and yet its
commune may correct it. Who calls these decides by the actor's area before anything is shown."""

import re
from typing import Any, TypeVar

from sqlalchemy import select

from registry.kernel.scope import unscoped
from registry.models import Household, HouseholdPeriod, Membership, Person
from registry.storage import OPEN, db
from registry.vn.sort import name_key

HOUSEHOLD_CODE = re.compile("HH-[0-9]{6,9}")
PERSON_CODE = re.compile("[0-9A-Z]{8}")
Row = TypeVar("Row")


def household_with(code: str) -> Household | None:
    """The household with this code, anybody's."""
    if not HOUSEHOLD_CODE.fullmatch(code):
        return None
    with unscoped():
        return db.session.scalars(select(Household).where(Household.code == code)).one_or_none()


def stays_of(code: str) -> list[tuple[Person, Membership]]:
    """The person with this code and every stay in a household, oldest first."""
    if not PERSON_CODE.fullmatch(code):
        return []
    joined = select(Person, Membership).join(Membership, Membership.person_id == Person.id)
    found = joined.where(Person.code == code).order_by(Membership.starts, Membership.id)
    with unscoped():
        return list(db.session.execute(found))


def present_people(household: Household) -> list[tuple[Membership, Person]]:
    """Members with no end in sight, the head first, then by given name."""
    joined = select(Membership, Person).join(Person, Person.id == Membership.person_id)
    with unscoped():
        rows = db.session.execute(joined.where(Membership.household_id == household.id, Membership.ends == OPEN))
        return sorted(rows, key=lambda row: (row[0].relationship != "01", name_key(row[1].name)))


def people_of(household: Household) -> list[Person]:
    """Everybody who ever belonged to the household, by given name."""
    ids = select(Membership.person_id).where(Membership.household_id == household.id)
    with unscoped():
        return sorted(db.session.scalars(select(Person).where(Person.id.in_(ids))), key=lambda one: name_key(one.name))


def rows_of(model: type[Row], **owner: Any) -> list[Row]:
    """The rows of one kind that belong to a household or person, in the order they were written."""
    known: Any = model
    with unscoped():
        return list(db.session.scalars(select(known).filter_by(**owner).order_by(known.id)))


def subject_of(household: Household) -> str:
    """The name of the head, the last one where the household is closed."""
    names = select(HouseholdPeriod.head_name).where(HouseholdPeriod.household_id == household.id)
    with unscoped():
        return db.session.scalar(names.order_by(HouseholdPeriod.starts.desc()).limit(1)) or ""
