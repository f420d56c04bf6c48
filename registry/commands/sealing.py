"""Seal a change: rebuild the periods it touched, append its events, raise the log's head, all in its transaction."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update

from registry.commands.concerns import concerned
from registry.commands.findings import refresh_all, refresh_findings
from registry.commands.periods import rebuild_periods
from registry.commands.record import Change, RowChange
from registry.kernel.scope import unscoped
from registry.models import AuditEvent, AuditHead, Household, Membership, Parameter, Setting
from registry.storage import db
from registry.storage.chain import canonical, link


def seal(change: Change) -> bool:
    """Append one event per changed row; False when nothing changed. The head row is locked last."""
    rows = {row: made for row, made in change.rows.items() if made.created or made.before != made.after}
    with unscoped():
        events = [_event(change, row, made) for row, made in rows.items()]
        change.households.update(e["household"] for e in events if e["household"])
        _stamp(change.households)
        rebuild_periods(change.households)
        moved = _look_again(change, rows)
    if events and moved:
        events[0]["findings"] = moved
    append_events(events)
    return bool(events)


def _look_again(change: Change, rows: Mapping[Any, RowChange]) -> dict[str, list[int]]:
    """Keep findings true; a value that laws change, or another working day, may move them in any household."""
    undone = change.reason if change.command == "undo" else ""
    if any(isinstance(row, Parameter | Setting) for row in rows):
        return refresh_all(change.code, undone).body()
    return refresh_findings(change.households | concerned(rows), change.code, undone).body()


def append_events(bodies: Iterable[dict[str, Any]]) -> None:
    """Chain these bodies onto the log."""
    bodies = list(bodies)
    if not bodies:
        return
    db.session.flush()
    head = db.session.execute(select(AuditHead).with_for_update()).scalar_one()
    for body in bodies:
        text = canonical(body)
        head.count, previous = head.count + 1, head.hash
        head.hash = link(previous, text)
        db.session.add(_row(head.count, body, text, previous, head.hash))
    db.session.flush()


def _row(seq: int, body: dict[str, Any], text: str, previous: bytes, hash_: bytes) -> AuditEvent:
    return AuditEvent(
        seq=seq,
        change=body["change"],
        at=datetime.fromisoformat(body["at"]),
        actor_id=body["actor_id"],
        command=body["command"],
        entity=body["entity"],
        entity_id=body["id"],
        household_id=body["household"],
        body=text,
        previous=previous,
        hash=hash_,
    )


def _event(change: Change, row: Any, made: RowChange) -> dict[str, Any]:
    changed = {key for key in made.after if made.created or made.before.get(key) != made.after[key]}
    return {
        "v": 1,
        "at": datetime.now(UTC).isoformat(timespec="microseconds"),
        "change": change.code,
        "command": change.command,
        "reason": change.reason,
        "actor_id": change.actor.id,
        "actor": change.actor.name,
        "entity": row.__tablename__,
        "key": getattr(row, "key", None),
        "id": getattr(row, "id", None),
        "household": _household_of(row),
        "created": made.created,
        "version": getattr(row, "version", None),
        "before": {} if made.created else {key: made.before.get(key) for key in sorted(changed)},
        "after": {key: made.after[key] for key in sorted(changed)},
    }


def _household_of(row: Any) -> int | None:
    """The household whose history the event belongs to: for a person, the one joined last."""
    if isinstance(row, Household):
        return row.id
    if hasattr(row, "household_id"):
        return int(row.household_id)
    person_id = row.id if row.__tablename__ == "person" else getattr(row, "person_id", None)
    if person_id is None:
        return None
    latest = select(Membership.household_id).where(Membership.person_id == person_id)
    return db.session.scalars(latest.order_by(Membership.starts.desc(), Membership.id.desc()).limit(1)).first()


def _stamp(ids: set[int]) -> None:
    """Say when these households were last touched; beside the optimistic lock, so that it raises no version."""
    db.session.execute(
        update(Household).where(Household.id.in_(ids)).values(touched_at=datetime.now(UTC)),
        execution_options={"synchronize_session": False},
    )
