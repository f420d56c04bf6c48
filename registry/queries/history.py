"""The history of a household in words: who changed what, old → new, and when. Read from the log, within scope."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from registry.kernel.places import places
from registry.messages import N_, Message
from registry.models import AuditEvent, Hamlet, Household, Person, ReviewRound
from registry.models.labels import ENTITIES, label_of, model_of
from registry.queries.words import in_words
from registry.storage import Tracked, db

LINES = 200
NAMED = {"hamlet_id": (Hamlet, "name"), "person_id": (Person, "name"), "round_id": (ReviewRound, "code")}
Names = dict[tuple[str, int], str]


@dataclass(frozen=True)
class Difference:
    """One column: its label, what it said, what it says."""

    label: str
    old: Message | str
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


def history_of(household: Household, known: Names | None = None, page: int = 1) -> list[HistoryLine]:
    """The commands that touched this household, newest first; `known` names what the page has read already."""
    events = (
        select(AuditEvent)
        .where(AuditEvent.household_id == household.id)
        .order_by(AuditEvent.seq.desc())
        .limit(LINES)
        .offset((page - 1) * LINES)
    )
    return _lines(list(db.session.scalars(events)), known or {})


def last_change_of(row: Tracked) -> HistoryLine | None:
    """The command that changed this row last, with all it changed; None where the reader may not see the log of it."""
    known: Any = row
    of_row = select(AuditEvent).where(AuditEvent.entity == known.__tablename__, AuditEvent.entity_id == known.id)
    newest = db.session.scalars(of_row.order_by(AuditEvent.seq.desc()).limit(1)).first()
    if newest is None:
        return None
    together = select(AuditEvent).where(AuditEvent.change == newest.change).order_by(AuditEvent.seq)
    return _lines(list(db.session.scalars(together)), {})[0]


def _lines(events: list[AuditEvent], known: Names) -> list[HistoryLine]:
    """One line per command, the events of a command together."""
    bodies = [(event, json.loads(event.body)) for event in events]
    names = known | _names([body for _, body in bodies], known)
    lines: dict[str, HistoryLine] = {}
    for event, body in bodies:
        line = lines.setdefault(
            event.change, HistoryLine(event.change, event.command, event.at, body["actor"], body["reason"], [])
        )
        if found := _differences(body, names):
            line.differences.append((_subject(body), found))
    return list(lines.values())


def _subject(body: dict[str, Any]) -> str:
    return ENTITIES.get(body["entity"], N_("Dữ liệu"))


def _differences(body: dict[str, Any], names: Names) -> list[Difference]:
    model = model_of(body["entity"])
    found = []
    for column, new in body["after"].items():
        label = label_of(model, column)
        old = body["before"].get(column)
        if label and not (body["created"] and new in (None, "", False, [])):
            found.append(Difference(label, _say(model, column, old, names), _say(model, column, new, names)))
    return found


def _say(model: Any, column: str, value: Any, names: Names) -> Message | str:
    if column == "unit_id" and value in places().units:
        return places().units[value].full_name
    return names.get((column, value)) or in_words(model, column, value)


def _names(bodies: list[dict[str, Any]], known: Names) -> Names:
    """What other ids in the log stand for, asked once for each kind: hamlets and rounds by name, people within scope."""
    names: Names = {}
    for column, (model, title) in NAMED.items():
        sides = (side for body in bodies for side in (body["before"], body["after"]))
        ids = {side[column] for side in sides if isinstance(side.get(column), int)}
        ids -= {id_ for kind, id_ in known if kind == column}
        if ids:
            named: Any = model
            rows = db.session.execute(select(named.id, getattr(named, title)).where(named.id.in_(ids)))
            names.update({(column, id_): name for id_, name in rows})
    return names
