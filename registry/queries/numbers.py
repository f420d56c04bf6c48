"""Finding a household by an identity number of a member."""

from datetime import date

from sqlalchemy import select

from registry.models import HouseholdPeriod, Membership, PersonNumber
from registry.storage import db
from registry.vn.ids import normalise_number


def households_with_number(typed: str, day: date) -> list[HouseholdPeriod]:
    """Households within scope where a member has this number; raises ValueError(Message) when it is none."""
    number, _warnings = normalise_number(typed)
    found = (
        select(HouseholdPeriod)
        .join(Membership, Membership.household_id == HouseholdPeriod.household_id)
        .join(PersonNumber, PersonNumber.person_id == Membership.person_id)
        .where(PersonNumber.number == number, HouseholdPeriod.on(day), Membership.on(day))
        .distinct()
        .limit(50)
    )
    return list(db.session.scalars(found))
