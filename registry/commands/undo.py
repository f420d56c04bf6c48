"""Undo: the inverse of a change, read from the log and applied as a change of its own (decisions.md 16).

Each row gets back the values it had before; a row the change created is withdrawn, and comes back when the undo is
itself undone. It is refused, naming the later change, where a row has been changed since, where a later row hangs on
one that would go, or where a row that comes back would contradict what was recorded since.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from registry.commands.accounts.grants import LAST_ADMINISTRATOR, administrators
from registry.commands.areas import home_units, in_area, touch_readers
from registry.commands.change import COMMANDS, Command, command
from registry.commands.checks import refuse
from registry.commands.handovers import side_of
from registry.commands.later import created_later, later_change, refusal, touched_since
from registry.commands.line_rights import needed_for
from registry.commands.obstacles import first_obstacle, tracked_models
from registry.commands.project_rights import project_units
from registry.kernel.actor import Actor, NotFound
from registry.kernel.scope import unscoped
from registry.kernel.settings import today
from registry.messages import N_
from registry.models import (
    AuditEvent,
    CreditGroup,
    Grant,
    Hamlet,
    Handover,
    Household,
    Residence,
    TransactionPoint,
    User,
)
from registry.storage import Codes, UtcDateTime, db
from registry.storage.locks import lock_all
from registry.storage.withdrawn import load_all

HIDDEN = "•••"
PLACED = (Residence, Hamlet, CreditGroup, TransactionPoint)
"""What lies in a commune by itself."""
Work = list[tuple[Any, dict[str, Any], Any]]
"""Events, each with what it says and its row."""
_SAYS = ("seq", "change", "actor_id", "command", "entity", "entity_id", "household_id", "body")
_COLUMNS = [getattr(AuditEvent, name) for name in _SAYS]


def undo_change(actor: Actor, code: str) -> str:
    """Take back the change with this code; returns the title of what was undone.

    Raises NotFound when there is no such change or it touched what is not the actor's, Denied without the action it
    needed, Problems when it is final or something has changed since.
    """
    return _undo(actor, code=code, reason=code)


@command("undo", N_("Hoàn tác"), "")
def _undo(actor: Actor, *, code: str, reason: str) -> str:
    """`reason` is the undone change's code once more: it makes the log say which one."""
    with unscoped():
        events = _events(code)
        undone = _origin(events)
        if undone.final:
            actor.require(undone.action)
            raise refuse("", undone.final)
        _lock_households(events)
        work = _load(events)
        _require(actor, undone, work)
        since = touched_since(code)
        with _administered(work):
            for event, body, row in work:
                if event.seq in since and (later := later_change(event)):
                    raise refusal(actor, later)
                _take_back(row, body)
            db.session.flush()
        if other := first_obstacle([(row, body["before"].keys()) for _, body, row in work]):
            raise refusal(actor, created_later(other, code))
        touch_readers(row for _, _, row in work)
    return undone.title


def _events(code: str) -> list[Any]:
    """The change's events, newest first: plain rows, for there may be a hundred thousand."""
    of_change = select(*_COLUMNS).where(AuditEvent.change == code).order_by(AuditEvent.seq.desc())
    events = list(db.session.execute(of_change))
    if not events:
        raise NotFound(code)
    return events


def _origin(events: list[Any]) -> Command:
    """The command that made the change; of an undo, the command it undid: that one's action is needed again."""
    while events[0].command == "undo":
        events = _events(json.loads(events[0].body)["reason"])
    if events[0].command not in COMMANDS:
        raise NotFound(events[0].change)
    return COMMANDS[events[0].command]


def _lock_households(events: list[Any]) -> None:
    """Before any of their rows, and in one order: the way every command locks."""
    lock_all(Household, (event.household_id for event in events if event.household_id is not None))


def _load(events: list[Any]) -> Work:
    """Each event with its row, withdrawn or not."""
    ids: dict[str, set[int]] = {}
    for event in events:
        if event.entity not in tracked_models() or event.entity_id is None:
            raise refuse("", N_("Việc này không có nút hoàn tác. Hãy ghi lại giá trị cũ."))
        ids.setdefault(event.entity, set()).add(event.entity_id)
    rows: dict[str, dict[int, Any]] = {
        entity: load_all(tracked_models()[entity], ids[entity]) for entity in sorted(ids)
    }
    return [(event, _said(event.body), rows[event.entity][event.entity_id or 0]) for event in events]


def _said(body: str) -> dict[str, Any]:
    """What of an event's body an undo needs."""
    said = json.loads(body)
    return {key: said[key] for key in ("created", "before")}


def _require(actor: Actor, undone: Command, work: Work) -> None:
    """What the command needed, today, in every commune the change touched (of a hand-over, in that of its side); the
    change is else not there."""
    needed = {needed_for(actor, row, undone.action) for _, _, row in work} if undone.action else set()
    for action, register in needed:
        actor.require(action, register)
    households = {event.household_id for event, _, _ in work if event.household_id is not None}
    known = set(home_units(households).values())
    known |= {row.unit_id for _, _, row in work if isinstance(row, PLACED)}
    known |= project_units(row for _, _, row in work)
    known = {side_of(undone.name, row) for _, _, row in work if isinstance(row, Handover)} or known
    outside = any(not in_area(actor, unit_id, *one) for unit_id in known for one in needed)
    others = not undone.action and any(event.actor_id != actor.id for event, _, _ in work)
    if outside or others or (households and not known):
        raise NotFound(undone.name)


@contextmanager
def _administered(work: Work) -> Iterator[None]:
    """What is done inside leaves an administrator, when there was one."""
    accounts = any(isinstance(row, User | Grant) for _, _, row in work)
    before = administrators(today()) if accounts else set()
    yield
    if before and not administrators(today()):
        raise refuse("", LAST_ADMINISTRATOR)


def _take_back(row: Any, body: dict[str, Any]) -> None:
    if body["created"]:
        row.withdrawn = True
    for key, value in body["before"].items():
        if value == HIDDEN:
            raise refuse("", N_("Mật khẩu cũ không lưu trong nhật ký nên không hoàn tác được."))
        setattr(row, key, _typed(row, key, value))


def _typed(row: Any, key: str, value: Any) -> Any:
    """A value of the log's JSON as its column holds it."""
    type_ = type(row).__mapper__.columns[key].type
    if isinstance(type_, Codes):
        return frozenset(value or ())
    if value is not None and isinstance(type_, UtcDateTime):
        return datetime.fromisoformat(value)
    if value is not None and type_.python_type is date:
        return date.fromisoformat(value)
    return value
