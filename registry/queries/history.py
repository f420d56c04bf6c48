"""The history of a household in words: who changed what, old → new, and when. Read from the log, within scope."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import and_, func, or_, select

from registry.kernel.places import places
from registry.kernel.scope import unscoped
from registry.messages import N_, Message
from registry.models import AuditEvent, EthnicGroup, Hamlet, Household, Person, ReviewRound, User
from registry.models.labels import ENTITIES, label_of, model_of
from registry.models.words import in_words
from registry.registers import register_of, registers
from registry.storage import OPEN, Tracked, db, facet_of

LINES = 200
NOTHING: tuple[Any, ...] = (None, "", False, [], OPEN.isoformat())
NAMED: dict[str, tuple[Any, Any]] = {
    "hamlet_id": (Hamlet.id, Hamlet.name),
    "person_id": (Person.id, Person.name),
    "round_id": (ReviewRound.id, ReviewRound.code),
    "owner_id": (User.id, User.name),
    "ethnicity": (EthnicGroup.code, EthnicGroup.name),
}
Names = dict[tuple[str, Any], str]
STATE_COLUMNS, REASONS = ("status", "from_state", "to_state"), ("reason", "ended_reason")


@dataclass(frozen=True)
class Difference:
    """One column: its label, what it said (None where the row is new), what it says."""

    label: str
    old: Message | str | None
    new: Message | str


@dataclass(frozen=True)
class HistoryLine:
    """One command on this household: its name (the web knows its title), who, when, why, and what changed."""

    change: str
    command: str
    at: datetime
    actor: str
    reason: str
    differences: list[tuple[str, list[Difference]]]


def rows_of(change: str, table: str = "") -> int:
    """How many rows a change has changed, of this table or of all."""
    of_change = select(func.count()).where(AuditEvent.change == change)
    with unscoped():
        return db.session.scalar(of_change.where(AuditEvent.entity == table) if table else of_change) or 0


def history_of(
    household: Household, known: Names | None = None, gone: frozenset[int] = frozenset(), page: int = 1
) -> list[HistoryLine]:
    """The commands that touched this household, newest first.

    `known` names what the page has read already. What was recorded of the people `gone` beyond the reader's area is
    left out: of them the household keeps the name and where they went (decisions.md 15).
    """
    events = (
        select(AuditEvent)
        .where(AuditEvent.household_id == household.id)
        .order_by(AuditEvent.seq.desc())
        .limit(LINES)
        .offset((page - 1) * LINES)
    )
    return _lines(list(db.session.scalars(events)), known or {}, gone)


def history_of_rows(household: Household, rows: list[tuple[str, int]], known: Names) -> list[HistoryLine]:
    """The commands that touched these rows of a household (table, id), newest first."""
    ids: dict[str, list[int]] = {}
    for table, id_ in rows:
        ids.setdefault(table, []).append(id_)
    return _touching(ids, known, AuditEvent.household_id == household.id)


def history_of_row(row: Tracked, hanging: Mapping[str, Any] | None = None) -> list[HistoryLine]:
    """The commands that changed this row, or those that hang on it (table → ids, or a question for them), newest
    first."""
    known: Any = row
    return _touching({known.__tablename__: [known.id], **(hanging or {})}, {})


def _touching(ids: Mapping[str, Any], known: Names, *more: Any) -> list[HistoryLine]:
    asked = [and_(AuditEvent.entity == table, AuditEvent.entity_id.in_(some)) for table, some in ids.items()]
    events = select(AuditEvent).where(or_(*asked), *more).order_by(AuditEvent.seq.desc()).limit(LINES)
    return _lines(list(db.session.scalars(events)), known)


def last_change_of(row: Tracked) -> HistoryLine | None:
    """The command that changed this row last, with all it changed; None where the reader may not see the log of it."""
    known: Any = row
    of_row = select(AuditEvent).where(AuditEvent.entity == known.__tablename__, AuditEvent.entity_id == known.id)
    newest = db.session.scalars(of_row.order_by(AuditEvent.seq.desc()).limit(1)).first()
    if newest is None:
        return None
    together = select(AuditEvent).where(AuditEvent.change == newest.change).order_by(AuditEvent.seq)
    return _lines(list(db.session.scalars(together)), {})[0]


def _lines(events: list[AuditEvent], known: Names, gone: frozenset[int] = frozenset()) -> list[HistoryLine]:
    """One line per command, the events of a command together."""
    bodies = [(event, json.loads(event.body)) for event in events]
    names = state_names() | known | _names([body for _, body in bodies], known)
    numbers = [(event, body) for event, body in bodies if event.entity == "person_number" and body["created"]]
    owners = {event.entity_id: body["after"].get("person_id") for event, body in numbers}
    lines: dict[str, HistoryLine] = {}
    for event, body in bodies:
        line = lines.setdefault(
            event.change, HistoryLine(event.change, event.command, event.at, body["actor"], body["reason"], [])
        )
        found = _differences(body, names)
        if found and not _is_of(gone, event, owners):
            line.differences.insert(0, (_subject(body), found))
    return list(lines.values())


def _is_of(gone: frozenset[int], event: AuditEvent, owners: dict[int | None, int | None]) -> bool:
    """Whether the row is one of these people, or a number of theirs (or of nobody knows whom)."""
    if event.entity == "person_number":
        return bool(gone) and (owners.get(event.entity_id) or 0) in gone | {0}
    return event.entity == "person" and event.entity_id in gone


def _subject(body: dict[str, Any]) -> str:
    register = register_of(body["entity"])
    return register.title if register else ENTITIES.get(body["entity"], N_("Dữ liệu"))


@cache
def state_names() -> Names:
    """What the states and reasons of the registers' workflows are called."""
    flows = [register.workflow for register in registers()]
    states = {(at, code): text for flow in flows for at in STATE_COLUMNS for code, text in flow.states.items()}
    moves = [move for flow in flows for move in flow.moves]
    return states | {(at, code): text for move in moves for at in REASONS for code, text in move.reasons.items()}


def _differences(body: dict[str, Any], names: Names) -> list[Difference]:
    """In the order of the table's columns; of a new row only what it says."""
    model = model_of(body["entity"])
    order = list(model.__mapper__.columns.keys()) if model else []
    found = []
    for column in sorted(body["after"], key=lambda name: order.index(name) if name in order else -1):
        new, label = body["after"][column], label_of(model, column)
        if label and not (body["created"] and new in NOTHING):
            old = None if body["created"] else _say(model, column, body["before"].get(column), names)
            found.append(Difference(label, old, _say(model, column, new, names)))
    return found


def _say(model: Any, column: str, value: Any, names: Names) -> Message | str:
    if column.endswith("unit_id") and value in places().units:
        return places().units[value].full_name
    facet = facet_of(getattr(model, column)) if model and hasattr(model, column) else None
    named = names.get((column, value)) if isinstance(value, int | str) and not (facet and facet.choices) else None
    return named or in_words(model, column, value)


def _names(bodies: list[dict[str, Any]], known: Names) -> Names:
    """What other ids and codes in the log stand for, asked once for each kind; people only within scope."""
    names: Names = {}
    for column, (key, name) in NAMED.items():
        sides = (side for body in bodies for side in (body["before"], body["after"]))
        keys = {side[column] for side in sides if side.get(column) is not None}
        keys -= {value for kind, value in known if kind == column}
        if keys:
            rows = db.session.execute(select(key, name).where(key.in_(sorted(keys))))
            names.update({(column, value): text for value, text in rows})
    return names
