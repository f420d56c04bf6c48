"""What a household was on a day, as projects count it: kept on its line and never rewritten (decisions.md 12)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from registry.models import HouseholdPeriod
from registry.models.parameter import parameter_ints
from registry.storage.inner import inner_rows, of_households
from registry.vn.dates import months_before

CHUNK = 1_000
p = HouseholdPeriod
_PERIODS = select(p.household_id, p.starts, p.ends, p.class_, p.escaped_on).where(of_households(p.household_id))


def group_of(class_: str, escaped_on: date | None, day: date, window: int) -> str:
    """Of a class and the day the household left poverty; who left `window` months ago or earlier is as any other."""
    if class_ in ("poor", "near_poor"):
        return class_
    return "escaped" if escaped_on is not None and escaped_on > months_before(day, window) else "other"


def stamps(wanted: Iterable[tuple[int, date]]) -> dict[tuple[int, date], dict[str, Any]]:
    """The column `target_group` of households, each on its day, in a few questions."""
    asked, periods = set(wanted), defaultdict[int, list[Row[Any]]](list)
    ids = sorted({household_id for household_id, _ in asked})
    for at in range(0, len(ids), CHUNK):
        for period in inner_rows(_PERIODS, households=ids[at : at + CHUNK]):
            periods[period.household_id].append(period)
    windows = parameter_ints("newly_escaped_months", {day for _, day in asked}, 36)
    return {(id_, day): {"target_group": _group(periods[id_], day, windows[day])} for id_, day in asked}


def _group(periods: list[Row[Any]], day: date, window: int) -> str:
    there = (one for one in periods if one.starts <= day < one.ends)
    return next((group_of(one.class_, one.escaped_on, day, window) for one in there), "other")


def all_groups(wanted: Iterable[tuple[str, bool]]) -> tuple[int, int]:
    """Of (group, disabled) pairs: how many are whom projects are for, and how many there are."""
    known = list(wanted)
    return sum(disabled or group != "other" for group, disabled in known), len(known)
