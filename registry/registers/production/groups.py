"""What a household was on a day, as projects count it: kept on its line and never rewritten (decisions.md 12)."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from registry.kernel.parameters import parameter_int
from registry.kernel.scope import unscoped
from registry.models import HouseholdPeriod
from registry.storage import db
from registry.vn.dates import months_before


def group_of(class_: str, escaped_on: date | None, day: date, window: int) -> str:
    """Of a class and the day the household left poverty; who left `window` months ago or earlier is as any other."""
    if class_ in ("poor", "near_poor"):
        return class_
    return "escaped" if escaped_on is not None and escaped_on > months_before(day, window) else "other"


def stamp(household_id: int, day: date) -> dict[str, str]:
    """The column `target_group` as it stands on a day."""
    period = HouseholdPeriod
    asked = select(period.class_, period.escaped_on).where(period.household_id == household_id, period.on(day))
    with unscoped():
        found = db.session.execute(asked).first()
        window = parameter_int("newly_escaped_months", day, 36)
    return {"target_group": group_of(*found, day, window) if found else "other"}


def all_groups(wanted: Iterable[tuple[str, bool]]) -> tuple[int, int]:
    """Of (group, disabled) pairs: how many are whom projects are for, and how many there are."""
    known = list(wanted)
    return sum(disabled or group != "other" for group, disabled in known), len(known)
