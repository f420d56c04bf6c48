"""Families on their way between the communes of the cast's clerks, so that there is something to accept, recall or
answer."""

from datetime import UTC, date, datetime
from random import Random

from sqlalchemy import select

from registry.demo.cast import CAST
from registry.demo.people import DAY
from registry.demo.writer import Writer
from registry.kernel.scope import unscoped
from registry.models import Handover, HouseholdPeriod
from registry.models.handover import REQUESTED, RETURNED, WAITING
from registry.storage import OPEN, db

SINCE = date(2021, 12, 1)
LET_GO = datetime(2021, 12, 14, 2, 0, tzinfo=UTC)
PLANTED = (WAITING, RETURNED, WAITING, REQUESTED)
"""From each commune to the next, one after the other; the last is asked for by the next."""
ASKED = "Chủ hộ đã về sống cùng con ở xã này từ tháng 11."
CODE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def add_handovers(writer: Writer, units: dict[str, int], seed: int) -> None:
    """Some from each clerk's commune to the next clerk's; nothing moves, for none has been accepted."""
    clerks = [member for member in CAST if member.role == "commune"]
    drawn = Random(f"{seed}:handovers")
    for at, clerk in enumerate(clerks):
        following = clerks[(at + 1) % len(clerks)]
        from_id, to_id = (units[one.unit or ""] for one in (clerk, following))
        for household_id, state in zip(_settled(from_id), PLANTED, strict=False):
            row = {"household_id": household_id, "from_unit_id": from_id, "to_unit_id": to_id, "day": SINCE}
            code = "".join(drawn.choice(CODE) for _ in range(8))
            returned = "not_here" if state == RETURNED else None
            by, reason = (following, ASKED) if state == REQUESTED else (clerk, None)
            made = {"code": code, "made_by": by.name, "made_at": LET_GO, "reason": reason}
            writer.add(Handover, {**row, **made, "state": state, "cause": returned})


def _settled(unit_id: int) -> list[int]:
    """Families that have lived in the commune since before, and do."""
    period = HouseholdPeriod
    here = select(period.household_id).where(period.unit_id == unit_id, period.ends == OPEN, period.starts < SINCE)
    with unscoped():
        return list(db.session.scalars(here.where(period.on(DAY)).order_by(period.household_id).limit(len(PLANTED))))
