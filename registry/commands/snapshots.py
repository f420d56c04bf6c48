"""How households stand on a day: what a line of a register keeps of its own, never rewritten (decisions.md 12)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select

from registry.commands.areas import home_unit
from registry.models import HouseholdPeriod
from registry.storage.inner import inner_rows, kept_rows, of_households

CHUNK = 1_000
p = HouseholdPeriod
_PERIODS = select(p.household_id, p.ends, p.unit_id, p.class_, p.class_id).where(of_households(p.household_id))
_PERIODS = _PERIODS.order_by(p.starts)
_PERIOD = select(p.unit_id, p.class_, p.class_id).where(p.household_id == bindparam("household"))
_PERIOD = _PERIOD.where(p.ends > bindparam("day")).order_by(p.starts)
"""Without a limit: SQLite plans a statement anew each time it is given one."""


def snapshot(household_id: int, day: date) -> dict[str, Any]:
    """Commune, class and the decision it rests on, as they stand on a day."""
    return _stands(household_id, next(iter(kept_rows(_PERIOD, household=household_id, day=day)), None))


def snapshots(wanted: Iterable[tuple[int, date]]) -> dict[tuple[int, date], dict[str, Any]]:
    """The same of many households, each on its day, in a few questions."""
    asked, periods = set(wanted), defaultdict[int, list[Row[Any]]](list)
    for period in _periods(sorted({household_id for household_id, _ in asked})):
        periods[period.household_id].append(period)
    found = {(id_, day): next((one[2:] for one in periods[id_] if one.ends > day), None) for id_, day in asked}
    return {(id_, day): _stands(id_, period) for (id_, day), period in found.items()}


def _stands(household_id: int, period: Sequence[Any] | None) -> dict[str, Any]:
    """By the period of the day, or the first one after it."""
    if period is None:
        return {"unit_id": home_unit(household_id), "class_": "not_poor", "class_id": None}
    unit_id, class_, class_id = period
    return {"unit_id": unit_id, "class_": class_, "class_id": class_id}


def _periods(ids: list[int]) -> Iterator[Any]:
    for at in range(0, len(ids), CHUNK):
        yield from inner_rows(_PERIODS, households=ids[at : at + CHUNK])
