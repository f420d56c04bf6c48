"""Which live row cannot stand beside this one: asked before a row is written, and again when an undo brings one back.

No constraint of the database forbids these, because old lists bring them (decisions.md 29).
"""

from typing import Any

from sqlalchemy import Select, select

from registry.kernel.scope import unscoped
from registry.models import (
    Amount,
    Denominator,
    Handover,
    Household,
    HouseholdClass,
    HouseholdCode,
    HouseholdHead,
    Letterhead,
    Membership,
    Need,
    Parameter,
    Payment,
    Person,
    ProjectCapital,
    Residence,
    ReviewRound,
    TransactionPoint,
)
from registry.models.handover import REQUESTED, WAITING
from registry.storage import OPEN, Tracked, db

TOGETHER: dict[type[Tracked], tuple[str, ...]] = {
    Membership: ("person_id",),
    HouseholdHead: ("household_id",),
    Residence: ("household_id",),
    Parameter: ("key", "scope"),
    Denominator: ("unit_id", "measure"),
    Letterhead: ("agency_id",),
    HouseholdClass: ("household_id", "round_id", "standard_id"),
    Amount: ("entry_id", "source"),
    Need: ("household_id", "person_id", "programme", "detail", "on_date"),
    Payment: ("corrects_id",),
    ProjectCapital: ("project_id", "source"),
    TransactionPoint: ("unit_id",),
}
"""Of rows that agree in these columns only one holds at a time (a dated row), or at all."""
OPEN_ONCE = {WAITING: ("household_id", "state"), REQUESTED: ("household_id", "to_unit_id", "state")}
"""As above, of hand-overs in a state."""


def clash_of(row: Tracked) -> Tracked | None:
    """A row that contradicts this one, stored or about to be; None when it may stand."""
    with unscoped(), db.session.no_autoflush:
        return _twin(row) or _limit(row) or _other_standard(row)


def _twin(row: Tracked) -> Tracked | None:
    model = type(row)
    if isinstance(row, HouseholdCode):
        return _first(_same(row, ("source", "code")).join(Household).where(Household.ends == OPEN), row)
    if isinstance(row, Handover):
        return _first(_same(row, OPEN_ONCE[row.state]), row) if row.state in OPEN_ONCE else None
    if model not in TOGETHER or (isinstance(row, Payment) and row.corrects_id is None):
        return None
    others = _same(row, TOGETHER[model])
    if hasattr(row, "starts"):
        others = others.where(model.starts < row.ends, model.ends > row.starts)  # type: ignore[attr-defined]
    return _first(others, row)


def _same(row: Tracked, columns: tuple[str, ...]) -> Select[Any]:
    model = type(row)
    return select(model).where(*(getattr(model, column) == getattr(row, column) for column in columns))


def _first(others: Select[Any], row: Any) -> Tracked | None:
    if row.id is not None:
        others = others.where(type(row).id != row.id)
    found: Tracked | None = db.session.scalars(others.limit(1)).first()
    return found


def _limit(row: Tracked) -> Tracked | None:
    """The household or person that ended before the row does."""
    if isinstance(row, Membership | HouseholdHead | Residence):
        household = db.session.scalars(select(Household).where(Household.id == row.household_id)).one_or_none()
        if household is not None and row.ends > household.ends:
            return household
    if isinstance(row, Membership):
        person = db.session.scalars(select(Person).where(Person.id == row.person_id)).one_or_none()
        if person is not None and person.died_on is not None and row.ends > person.died_on:
            return person
    return None


def _other_standard(row: Tracked) -> Tracked | None:
    """The round of a class, or a class of the round, that goes by another standard than the row does."""
    other: Select[Any]
    if isinstance(row, HouseholdClass):
        other = select(ReviewRound).where(ReviewRound.id == row.round_id, ReviewRound.standard_id != row.standard_id)
    elif isinstance(row, ReviewRound):
        other = select(HouseholdClass).where(HouseholdClass.round_id == row.id)
        other = other.where(HouseholdClass.standard_id != row.standard_id)
    else:
        return None
    found: Tracked | None = db.session.scalars(other.limit(1)).first()
    return found
