"""A command: one named change by one actor, recorded row by row and sealed into the log with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import event, inspect
from sqlalchemy.orm import Mapper, PassiveFlag, Session

from registry.commands.record import Change, RowChange, new_code
from registry.commands.sealing import seal
from registry.kernel.actor import HOUSEHOLDS, Actor
from registry.models import Setting
from registry.storage import Tracked, db

P = ParamSpec("P")
R = TypeVar("R")

SECRET_COLUMNS = frozenset({"password_hash", "reset_hash"})
UNRECORDED = frozenset({"id", "version", "touched_at"})


@dataclass(frozen=True)
class Command:
    """A named write: its title in words, what it requires, and why it cannot be undone ("" when it can)."""

    name: str
    title: str
    action: str
    final: str
    run: Callable[..., Any]


COMMANDS: dict[str, Command] = {}


def titles() -> dict[str, str]:
    """What each command is called where people read of it."""
    return {name: command.title for name, command in COMMANDS.items()}


class WroteOutsideCommand(RuntimeError):
    """A tracked row was changed outside a command: a mistake of the program."""


def command(
    name: str, title: str, action: str, register: str = HOUSEHOLDS, final: str = ""
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare a write. The first argument is the actor; a `reason` keyword, when given, is kept in the log; with a
    `change` keyword it is a part of the change of that code, which may be made in several transactions.

    `action` "" means the actor changes only what is the actor's own; `register` "" that the command itself asks for
    the action in the register of its line. `final` says why there is no undo.
    """

    def declare(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            actor = args[0]
            assert isinstance(actor, Actor)  # noqa: S101 - a command without its actor is a mistake of the program
            if action and register:
                actor.require(action, register)
            if current_change() is not None:
                return function(*args, **kwargs)
            return _recorded(_begun(actor, name, kwargs), lambda: function(*args, **kwargs))

        COMMANDS[name] = Command(name, title, action, final, run)
        return run

    return declare


def _begun(actor: Actor, name: str, given: Mapping[str, Any]) -> Change:
    return Change(actor, name, str(given.get("reason") or ""), str(given.get("change") or new_code()))


def current_change() -> Change | None:
    """The change being made in this session, if any."""
    return db.session.info.get("change")


def last_change() -> str:
    """The code of the change this session made last: what a notice's undo names. "" when nothing changed."""
    return str(db.session.info.get("last_change", ""))


def touch(*household_ids: int) -> None:
    """Name households whose periods must be rebuilt although no row of theirs changed."""
    change = current_change()
    if change is not None:
        change.households.update(household_ids)


def _recorded(change: Change, work: Callable[[], R]) -> R:
    info = db.session.info
    info["change"] = change
    try:
        result = work()
        db.session.flush()
        info["last_change"] = change.code if seal(change) else ""
    finally:
        info["change"] = None
    return result


@event.listens_for(Session, "before_flush")
def _record(session: Session, _context: Any, _instances: Any) -> None:
    change: Change | None = session.info.get("change")
    new, deleted = session.new, session.deleted  # each built anew when asked for
    for row in (*new, *session.dirty, *deleted):
        if not isinstance(row, Tracked | Setting):
            continue
        if change is None or row in deleted:
            raise WroteOutsideCommand(f"{type(row).__name__}: rows change in commands only, and are never deleted")
        if row in new:
            _note_new(change, row)
        else:
            _note(change, row)


def _note(change: Change, row: Any) -> None:
    before, after = {}, {}
    state = inspect(row)
    for key in _recorded_keys(state.mapper):
        history = state.get_history(key, PassiveFlag.PASSIVE_NO_INITIALIZE)
        if history.has_changes():
            before[key] = _shown(key, history.deleted[0] if history.deleted else None)
            after[key] = _shown(key, history.added[0] if history.added else None, "•••*")
    if after:
        known = change.rows.setdefault(row, RowChange(False))
        if not known.created:
            known.before = {**before, **known.before}
        known.after.update(after)


def _note_new(change: Change, row: Any) -> None:
    """Of a new row, whatever has been given it."""
    state = inspect(row)
    given = {key: _shown(key, state.dict[key], "•••*") for key in _recorded_keys(state.mapper) if key in state.dict}
    change.rows.setdefault(row, RowChange(True)).after.update(given)


@cache
def _recorded_keys(mapper: Mapper[Any]) -> list[str]:
    return [attribute.key for attribute in mapper.column_attrs if attribute.key not in UNRECORDED]


def _shown(column: str, value: Any, hidden: str = "•••") -> Any:
    """A secret is never written down; that it changed is."""
    return hidden if column in SECRET_COLUMNS and value else value
