"""How households stand on a day: what a line of a register keeps of its own, never rewritten (decisions.md 12)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, select

from registry.commands.areas import home_unit
from registry.kernel.scope import unscoped
from registry.models import HouseholdClass, HouseholdPeriod, PovertyStandard
from registry.storage import db

CHUNK = 1_000
Rows = dict[int, list[Row[Any]]]


def snapshot(household_id: int, day: date) -> dict[str, Any]:
    """Commune, class and the row that recognised it, as they stand on a day."""
    return snapshots([(household_id, day)])[household_id, day]


def snapshots(wanted: Iterable[tuple[int, date]]) -> dict[tuple[int, date], dict[str, Any]]:
    """The same of many households, each on its day, in a few questions."""
    asked = set(wanted)
    ids = sorted({household_id for household_id, _ in asked})
    with unscoped():
        periods, classes = _grouped(ids, _periods()), _grouped(ids, _classes())
    return {(id_, day): _stands(id_, _period(periods[id_], day), classes[id_]) for id_, day in asked}


def _stands(household_id: int, period: Any, classes: list[Row[Any]]) -> dict[str, Any]:
    if period is None:
        return {"unit_id": home_unit(household_id), "class_": "not_poor", "class_id": None}
    return {"unit_id": period.unit_id, "class_": period.class_, "class_id": _recognised(period, classes)}


def _period(periods: list[Row[Any]], day: date) -> Any:
    """The period of the day, or the first one after it."""
    return next((one for one in periods if one.ends > day), None)


def _recognised(period: Any, classes: list[Row[Any]]) -> int | None:
    """The decision the class of a period rests on."""
    since = period.class_from
    for row in classes:
        if row.class_ == period.class_ and since in (row.decision_date, row.counts):
            return int(row.id)
    return None


def _periods() -> Select[*tuple[Any, ...]]:
    p = HouseholdPeriod
    return select(p.household_id, p.ends, p.unit_id, p.class_, p.class_from).order_by(p.starts)


def _classes() -> Select[*tuple[Any, ...]]:
    """The newest decision first."""
    c, standard = HouseholdClass, PovertyStandard
    columns = (c.household_id, c.id, c.class_, c.decision_date, standard.starts.label("counts"))
    joined = select(*columns).join(standard, standard.id == c.standard_id)
    return joined.order_by(c.decision_date.desc(), c.id.desc())


def _grouped(ids: list[int], asked: Select[Any]) -> Rows:
    found: Rows = defaultdict(list)
    for row in _in_chunks(ids, asked):
        found[row.household_id].append(row)
    return found


def _in_chunks(ids: list[int], asked: Select[Any]) -> Iterator[Row[Any]]:
    household_id = asked.selected_columns.household_id
    for at in range(0, len(ids), CHUNK):
        yield from db.session.execute(asked.where(household_id.in_(ids[at : at + CHUNK])))
