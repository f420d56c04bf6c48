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
from registry.storage import db

LINES = 200


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


def history_of(household: Household, page: int = 1) -> list[HistoryLine]:
    """The commands that touched this household, newest first."""
    events = db.session.scalars(
        select(AuditEvent)
        .where(AuditEvent.household_id == household.id)
        .order_by(AuditEvent.seq.desc())
        .limit(LINES)
        .offset((page - 1) * LINES)
    )
    lines: dict[str, HistoryLine] = {}
    for event in events:
        body = json.loads(event.body)
        line = lines.setdefault(
            event.change, HistoryLine(event.change, event.command, event.at, body["actor"], body["reason"], [])
        )
        line.differences.append((_subject(body), _differences(body)))
    return list(lines.values())


def _subject(body: dict[str, Any]) -> str:
    return ENTITIES.get(body["entity"], N_("Dữ liệu"))


def _differences(body: dict[str, Any]) -> list[Difference]:
    model = model_of(body["entity"])
    found = []
    for column, new in body["after"].items():
        label = label_of(model, column)
        old = body["before"].get(column)
        if label and not (body["created"] and new in (None, "", False, [])):
            found.append(Difference(label, _say(model, column, old), _say(model, column, new)))
    return found


def _say(model: Any, column: str, value: Any) -> Message | str:
    named = _named(column, value) if isinstance(value, int) else None
    return named if named is not None else in_words(model, column, value)


def _named(column: str, value: int) -> str | None:
    """What an id stands for: units and hamlets by name, people by name within scope."""
    if column == "unit_id" and value in places().units:
        return places().units[value].full_name
    model: Any = {"hamlet_id": Hamlet, "person_id": Person, "round_id": ReviewRound}.get(column)
    row = db.session.get(model, value) if model else None
    return (row.code if model is ReviewRound else row.name) if row else None
