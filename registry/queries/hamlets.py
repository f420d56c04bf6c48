"""The hamlets a commune keeps, with the households that live in each today."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from registry.kernel.places import Place, places
from registry.kernel.settings import today
from registry.models import Hamlet, HouseholdPeriod
from registry.storage import db, valid_through
from registry.vn.sort import sort_key


@dataclass(frozen=True)
class HamletLine:
    """A hamlet; `old_commune` names the one it belonged to before a reform, `through` its inclusive last day."""

    row: Hamlet
    old_commune: str
    through: date | None
    households: int


def hamlets_in(commune: Place) -> list[HamletLine]:
    """Every hamlet of the commune and of those it was made of, those that still are first, by name."""
    day = today()
    inside = places().within(commune.id, day)
    counted = select(HouseholdPeriod.hamlet_id, func.count()).where(HouseholdPeriod.unit_id.in_(inside))
    living = counted.where(HouseholdPeriod.on(day)).group_by(HouseholdPeriod.hamlet_id)
    households = dict(db.session.execute(living).all())
    rows = db.session.scalars(select(Hamlet).where(Hamlet.unit_id.in_(inside)))
    return [
        HamletLine(row, _old(row, commune), valid_through(row.ends), households.get(row.id, 0))
        for row in sorted(rows, key=lambda row: (row.ends <= day, sort_key(row.name)))
    ]


def hamlet_with(id_: int) -> Hamlet | None:
    """The hamlet with this id."""
    return db.session.scalars(select(Hamlet).where(Hamlet.id == id_)).one_or_none()


def _old(row: Hamlet, commune: Place) -> str:
    name = places().units[row.unit_id].full_name
    return "" if name == commune.full_name else name
