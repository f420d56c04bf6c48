"""Seal a change: rebuild the periods it touched, append its events, raise the log's head, all in its transaction."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import bindparam, select, update

from registry.commands.concerns import bearers, concerned
from registry.commands.findings import refresh_findings
from registry.commands.flaws import rebuild_flaws
from registry.commands.parts import refresh_all
from registry.commands.periods import rebuild_periods
from registry.commands.record import Change, RowChange
from registry.kernel.scope import unscoped
from registry.models import (
    OF_LINES,
    AuditEvent,
    AuditHead,
    Entry,
    FindingWork,
    Handover,
    Household,
    HouseholdPeriod,
    Membership,
    Need,
    Parameter,
    Person,
    PersonNumber,
    Setting,
)
from registry.models.audit import HEAD_ASKED
from registry.storage import db
from registry.storage.bulk import insert_rows
from registry.storage.chain import canonical, link
from registry.storage.inner import inner_change, kept_rows

CHUNK = 1_000
BESIDE = (Entry, *OF_LINES, FindingWork, Handover, Need)
"""Rows that no period of a household is made of."""
_STAMPED = update(Household).where(Household.id == bindparam("household")).values(touched_at=bindparam("at"))
_HEAD = select(AuditHead.count, AuditHead.hash).with_for_update()
_RAISED = update(AuditHead).values(count=bindparam("length"), hash=bindparam("last"))


def seal(change: Change) -> bool:
    """Append one event per changed row; False when nothing changed. The head row is locked last."""
    rows = {row: made for row, made in change.rows.items() if made.created or made.before != made.after}
    with unscoped():
        known = _homes_of(rows)
        homes = {row: _household_of(row, known) for row in rows}
        rebuilt = change.households | {home for row, home in homes.items() if home and not isinstance(row, BESIDE)}
        change.households |= {home for home in homes.values() if home}
        _stamp(change.households)
        rebuild_periods(rebuilt)
        rebuild_flaws({_person_of(row) or 0 for row in rows if isinstance(row, Person | PersonNumber)} | bearers(rows))
        append_events(_events(change, rows, homes, _look_again(change, rows, bool(rebuilt))))
    return bool(rows)


def _look_again(change: Change, rows: Mapping[Any, RowChange], rebuilt: bool) -> dict[str, list[int]]:
    """Keep findings true; a value that laws change, or another working day, may move them in any household."""
    undone = change.reason if change.command == "undo" else ""
    if any(isinstance(row, Parameter | Setting) for row in rows):
        return refresh_all(change.code, undone).body()
    periods = {HouseholdPeriod.__tablename__} if rebuilt else set()
    wrote = frozenset(periods | {row.__tablename__ for row in rows})
    return refresh_findings(change.households | concerned(rows), wrote, change.code, undone).body()


def append_events(bodies: Iterable[dict[str, Any]]) -> None:
    """Chain these bodies onto the log, some at a time: those of a long import would fill the memory.

    The head stays locked from the first of them to the end of the transaction.
    """
    left = iter(bodies)
    some = list(islice(left, CHUNK))
    if not some:
        return
    head: Any = kept_rows(_HEAD)[0]
    count, last = head
    db.session.info.pop(HEAD_ASKED, None)
    while some:
        last = _append(count, last, some)
        count += len(some)
        some = list(islice(left, CHUNK))
    inner_change(_RAISED, {"length": count, "last": last})


def _append(count: int, previous: bytes, bodies: list[dict[str, Any]]) -> bytes:
    """Events after the log's `count` first ones, the last of whose hashes is `previous`; gives back the new last."""
    rows = []
    for seq, body in enumerate(bodies, count + 1):
        text = canonical(body)
        hash_ = link(previous, text)
        rows.append(_row(seq, body, text, previous, hash_))
        previous = hash_
    insert_rows(AuditEvent, rows)
    return previous


def log_length() -> int:
    """How many events there are."""
    return db.session.scalar(select(AuditHead.count)) or 0


def _row(seq: int, body: dict[str, Any], text: str, previous: bytes, hash_: bytes) -> dict[str, Any]:
    return {
        "seq": seq,
        "change": body["change"],
        "at": datetime.fromisoformat(body["at"]),
        "actor_id": body["actor_id"],
        "command": body["command"],
        "entity": body["entity"],
        "entity_id": body["id"],
        "household_id": body["household"],
        "body": text,
        "previous": previous,
        "hash": hash_,
    }


def _events(
    change: Change, rows: Mapping[Any, RowChange], homes: Mapping[Any, int | None], moved: dict[str, list[int]]
) -> Iterator[dict[str, Any]]:
    """One by one; the first tells of the findings that moved."""
    for at, (row, made) in enumerate(rows.items()):
        yield _event(change, row, made, homes[row]) | ({"findings": moved} if moved and not at else {})


def _event(change: Change, row: Any, made: RowChange, home: int | None) -> dict[str, Any]:
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
        "household": home,
        "created": made.created,
        "version": getattr(row, "version", None),
        "before": {} if made.created else {key: made.before.get(key) for key in sorted(changed)},
        "after": {key: made.after[key] for key in sorted(changed)},
    }


def _household_of(row: Any, homes: dict[int, int]) -> int | None:
    """The household whose history the event belongs to: for a person, the one joined last."""
    if isinstance(row, Household):
        return row.id
    if hasattr(row, "household_id"):
        return int(row.household_id)
    return homes.get(_person_of(row) or 0)


def _person_of(row: Any) -> int | None:
    return row.id if row.__tablename__ == "person" else getattr(row, "person_id", None)


def _homes_of(rows: Iterable[Any]) -> dict[int, int]:
    """The household the people of these rows joined last, where a row names none; one question for many."""
    named = (row for row in rows if not hasattr(row, "household_id"))
    people = sorted({person_id for row in named if (person_id := _person_of(row)) is not None})
    homes: dict[int, int] = {}
    for at in range(0, len(people), CHUNK):
        joined = select(Membership.person_id, Membership.household_id)
        joined = joined.where(Membership.person_id.in_(people[at : at + CHUNK]))
        homes |= dict(db.session.execute(joined.order_by(Membership.starts, Membership.id)).all())
    return homes


def _stamp(ids: set[int]) -> None:
    """Say when these households were last touched; beside the optimistic lock, so that it raises no version."""
    now = datetime.now(UTC)
    inner_change(_STAMPED, *({"household": id_, "at": now} for id_ in sorted(ids)))
