"""What was brought in lately, how its columns were mapped, and what a template offers to choose from."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from registry.kernel.actor import IMPORT, Actor
from registry.kernel.places import places
from registry.kernel.settings import today
from registry.models import EthnicGroup, Hamlet, ImportBatch, ImportMapping, ReviewRound
from registry.storage import db
from registry.vn.sort import sort_key

UNDOABLE = timedelta(days=30)
FEW = 3
"""Communes whose hamlets a template still lists."""


def recent_batches(user_id: int) -> list[ImportBatch]:
    """The actor's own imports of the last 30 days that still stand, newest first."""
    since = datetime.now(UTC) - UNDOABLE
    mine = select(ImportBatch).where(ImportBatch.user_id == user_id, ImportBatch.made_at > since)
    return list(db.session.scalars(mine.order_by(ImportBatch.made_at.desc()).limit(20)))


def remembered(user_id: int, target: str) -> Callable[[str], dict[str, int] | None]:
    """How the user mapped the columns under a header last time, by its signature."""
    mine = select(ImportMapping.signature, ImportMapping.columns)
    rows = db.session.execute(mine.where(ImportMapping.user_id == user_id, ImportMapping.target == target))
    known = {signature: json.loads(columns) for signature, columns in rows}
    return known.get


def template_values(actor: Actor) -> dict[str, list[str]]:
    """The names a list may use, by field: communes of the actor's area, their hamlets, ethnic groups, rounds."""
    known, day = places(), today()
    allowed = actor.units(IMPORT, known, day)
    communes = [place for place in known.communes(day) if allowed is None or place.id in allowed]
    return {
        "unit": sorted((known.label(place.id, day) for place in communes), key=sort_key),
        "hamlet": _hamlets([place.id for place in communes]) if len(communes) <= FEW else [],
        "ethnicity": list(db.session.scalars(select(EthnicGroup.name).order_by(EthnicGroup.code))),
        "round": list(db.session.scalars(select(ReviewRound.code).order_by(ReviewRound.opens.desc()))),
    }


def _hamlets(communes: list[int]) -> list[str]:
    inside = {stored for unit_id in communes for stored in places().within(unit_id, today())}
    wanted = select(Hamlet.name).where(Hamlet.unit_id.in_(inside), Hamlet.ends > today())
    return sorted(set(db.session.scalars(wanted)), key=sort_key)
