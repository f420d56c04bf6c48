"""Where a household may live: a commune that exists, one of its hamlets, on a day that can be."""

from datetime import date
from typing import Any

from registry.commands.checks import Checks
from registry.kernel.places import places
from registry.kernel.settings import today
from registry.messages import N_
from registry.models import Hamlet, Residence
from registry.models.area import COMMUNE_TYPES
from registry.storage import db


def check_home(found: Checks, unit_id: int, hamlet_id: int | None, address: str | None, day: date) -> dict[str, Any]:
    """The columns of a residence that begins on a day."""
    if not is_commune(unit_id, day):
        found.refuse("unit_id", N_("Chưa rõ xã, phường, thị trấn. Hãy chọn trong danh sách."))
    elif hamlet_id is not None and not _lies_in(hamlet_id, unit_id, day):
        found.refuse("hamlet_id", N_("Ấp, khóm này không thuộc xã đã chọn vào ngày đó. Hãy chọn lại."))
    return {"unit_id": unit_id, "hamlet_id": hamlet_id, "address": found.value(Residence.address, address)}


def is_commune(unit_id: int, day: date) -> bool:
    """A commune of that day, or of today for what is recorded late."""
    unit = places().units.get(unit_id)
    return unit is not None and unit.type in COMMUNE_TYPES and (unit.holds_on(day) or unit.holds_on(today()))


def _lies_in(hamlet_id: int, unit_id: int, day: date) -> bool:
    hamlet = db.session.get(Hamlet, hamlet_id)
    if hamlet is None or hamlet.withdrawn or hamlet.ends <= day:
        return False
    return places().on(hamlet.unit_id, today()) == places().on(unit_id, today())
