"""What happened to a row after a change: why an undo is refused, said so that people know whom to ask."""

import json
from datetime import timedelta, timezone
from typing import Any, cast

from sqlalchemy import ScalarResult, select
from sqlalchemy.orm import aliased

from registry.commands.areas import home_unit, in_area
from registry.commands.change import COMMANDS
from registry.commands.checks import refuse
from registry.kernel.actor import READ, Actor
from registry.kernel.places import places
from registry.kernel.scope import unscoped
from registry.kernel.settings import today
from registry.messages import N_, Message, Problems
from registry.models import AuditEvent
from registry.storage import Tracked, db

VIETNAM = timezone(timedelta(hours=7))
AFTER = N_("Không hoàn tác được: %(who)s đã thực hiện “%(what)s” lúc %(when)s. Hãy hoàn tác việc đó trước.")


def touched_since(code: str) -> set[int]:
    """The events (by seq) of a change whose rows have been changed again since; one question for all of them."""
    mine, later = aliased(AuditEvent), aliased(AuditEvent)
    same_row = (later.entity == mine.entity) & (later.entity_id == mine.entity_id)
    since = select(mine.seq).join(later, same_row & (later.seq > mine.seq) & (later.change != mine.change))
    return set(db.session.scalars(since.where(mine.change == code)))


def later_change(event: AuditEvent) -> AuditEvent | None:
    """The newest change of the same row after this one that still stands: undone ones cancel out with their undo."""
    cancelled: set[str] = set()
    for later in _events_on(event.entity, event.entity_id, AuditEvent.seq > event.seq):
        if later.change in cancelled or later.change == event.change:
            continue
        undone = str(json.loads(later.body)["reason"]) if later.command == "undo" else event.change
        if undone == event.change:
            return later
        cancelled.add(undone)
    return None


def is_undone(code: str) -> bool:
    """Whether the change has been taken back, and that stands: the newest on its first row tells of all."""
    with unscoped():
        first = db.session.scalars(
            select(AuditEvent).where(AuditEvent.change == code).order_by(AuditEvent.seq).limit(1)
        ).first()
        later = later_change(first) if first else None
    return later is not None and later.command == "undo" and json.loads(later.body)["reason"] == code


def created_later(row: Tracked, code: str) -> AuditEvent | None:
    """The newest event on a row that stands in the way of undoing the change `code`."""
    known = cast(Any, row)
    return _events_on(known.__tablename__, known.id, AuditEvent.change != code).first()


def _events_on(entity: str, entity_id: int | None, condition: Any) -> ScalarResult[AuditEvent]:
    """Newest first."""
    of_row = select(AuditEvent).where(AuditEvent.entity == entity, AuditEvent.entity_id == entity_id, condition)
    return db.session.scalars(of_row.order_by(AuditEvent.seq.desc()))


def refusal(actor: Actor, later: AuditEvent | None) -> Problems:
    """The later change in words; of one outside the actor's area only the commune is said."""
    if later is None:
        return refuse("", N_("Không hoàn tác được: dữ liệu ghi sau đó còn cần những gì việc này đã ghi."))
    title = COMMANDS[later.command].title if later.command in COMMANDS else later.command
    when = f"{later.at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
    return refuse("", AFTER, who=_who(actor, later), what=Message(title), when=when)


def _who(actor: Actor, later: AuditEvent) -> str:
    unit_id = None if later.household_id is None else home_unit(later.household_id)
    if unit_id is None or in_area(actor, unit_id, READ):
        return str(json.loads(later.body)["actor"])
    return places().label(unit_id, today())
