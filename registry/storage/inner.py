"""The inner look: questions of rules, past the scope guard, on the connection of this session's transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Dialect,
    Executable,
    Insert,
    Row,
    Select,
    bindparam,
    delete,
    event,
)
from sqlalchemy.orm import Session, SessionTransaction

from registry.storage.base import Base, db
from registry.storage.driver import fetch, send

HELD = "connection"
"""Where a session keeps its connection for the length of a transaction."""
ANY_HOUSEHOLD = -(2**53)
"""Stands for the household where a question is prepared: a number that no row bears."""


def inner_rows(statement: Executable, **parameters: Any) -> list[Row[Any]]:
    """Rows whatever the reader may see. For refreshing and verifying only: what is shown is asked for within scope.

    The statement itself must leave withdrawn rows out. What the session holds is written first.
    """
    return list(_connection().execute(statement, parameters).all())


def rows_in(statement: Any, households: list[int] | None, **given: date) -> Sequence[tuple[Any, ...]]:
    """As `inner_rows`, for a question built once and kept: of the parameter `households` (None: of all; see
    `of_households`) and of days. Its columns hold whole numbers and texts only: they come as the driver gives them, in
    plain tuples."""
    connection = _connection()
    if one := _of_one(statement, households, given, connection):
        return fetch(connection, *one)
    return connection.execute(statement, _named(households, given)).all()


def of_households(column: Any) -> ColumnElement[bool]:
    """The column holds one of the parameter `households`: the ids a question is asked of, be they people's."""
    named: ColumnElement[bool] = column.in_(bindparam("households", expanding=True))
    return named


def kept_rows(statement: Any, **given: Any) -> list[tuple[Any, ...]]:
    """As `inner_rows`, for a question built once and kept: of parameters without lists. Its columns hold whole numbers,
    texts and bytes only, and come in plain tuples."""
    connection = _connection()
    known = _kept(statement, connection.dialect)
    return fetch(connection, known.sql, known.values(given))


def inner_change(statement: Any, *rows: Mapping[str, Any]) -> None:
    """Change rows that no person changes: what is derived, stamped or counted beside a command's own rows. The
    statement is built once and kept; each of `rows` gives its parameters."""
    connection = _connection()
    known = _kept(statement, connection.dialect)
    send(connection, known.sql, [known.values(row) for row in rows])


def insert_in(model: type[Base], rows: Select[Any], households: list[int] | None, day: date) -> None:
    """Insert what such a question finds, its columns named as the model's, without its rows passing through the
    program."""
    _change(_insertion(model, rows), households, day=day)


def delete_in(model: type[Base], households: list[int] | None, **only: tuple[str, ...]) -> None:
    """Delete what is kept of these households (None: of all); only rows with one of the values given for a column."""
    _change(_deletion(model, households is not None, tuple(only.items())), households)


def inner_insert(model: type[Base], rows: Any) -> None:
    """The same for a question without parameters."""
    _connection().execute(_insertion(model, rows))


def _change(statement: Any, households: list[int] | None, **given: date) -> None:
    connection = _connection()
    if one := _of_one(statement, households, given, connection):
        send(connection, one[0], [one[1]])
    else:
        connection.execute(statement, _named(households, given))


def _of_one(
    statement: Any, households: list[int] | None, given: Mapping[str, date], connection: Connection
) -> tuple[str, Any] | None:
    """The statement as the driver takes it of a single household; None of none or many."""
    if households is None or len(households) != 1:
        return None
    known = _prepared(statement, tuple(given.items()), connection.dialect)
    return known.sql, known.values(households[0])


def _named(households: list[int] | None, given: Mapping[str, date]) -> Mapping[str, Any]:
    return given if households is None else {**given, "households": households}


def _connection() -> Connection:
    """This session's, once what the session holds is written."""
    session = db.session()
    session.flush()
    held: Connection | None = session.info.get(HELD)
    return held or session.connection()


@event.listens_for(Session, "after_begin")
def _hold(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    session.info[HELD] = connection


@event.listens_for(Session, "after_transaction_end")
def _give_up(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(HELD, None)


@lru_cache(maxsize=64)
def _insertion(model: type[Base], rows: Any) -> Insert:
    names = [column.name for column in rows.selected_columns]
    statement: Insert = model.__table__.insert().from_select(names, rows)  # type: ignore[attr-defined]
    return statement


@cache
def _deletion(model: type[Base], households: bool, only: tuple[tuple[str, tuple[str, ...]], ...]) -> Delete:
    table: Any = model.__table__
    which = [table.c[name].in_(values) for name, values in only]
    return delete(table).where(*which, *((of_households(table.c.household_id),) if households else ()))


@dataclass(frozen=True)
class _Prepared:
    """A statement's SQL as the driver takes it, all but the household written out."""

    sql: str
    places: int

    def values(self, household_id: int) -> Any:
        return (household_id,) * self.places if self.places else {"household": household_id}


@dataclass(frozen=True)
class _Kept:
    """A statement's SQL, compiled once: the order of its parameters where the driver counts them, those that have a
    value already, and how the driver takes values of theirs."""

    sql: str
    places: tuple[str, ...] | None
    set: Mapping[str, Any]
    taken: Mapping[str, Callable[[Any], Any]]

    def values(self, given: Mapping[str, Any]) -> Any:
        every = {**self.set, **given}
        every |= {name: take(every[name]) for name, take in self.taken.items()}
        return every if self.places is None else tuple(every[name] for name in self.places)


@lru_cache(maxsize=64)
def _kept(statement: Any, dialect: Dialect) -> _Kept:
    made = statement.compile(dialect=dialect)
    places = tuple(made.positiontup) if dialect.positional else None
    types = {name: bound.type.dialect_impl(dialect) for name, bound in made.binds.items()}
    taken = {name: take for name, type_ in types.items() if (take := type_.bind_processor(dialect))}
    return _Kept(made.string, places, made.params, taken)


@lru_cache(maxsize=128)
def _prepared(statement: Any, given: tuple[tuple[str, date], ...], dialect: Dialect) -> _Prepared:
    every = {**dict(given), "households": [ANY_HOUSEHOLD]}
    made = statement.compile(dialect=dialect, compile_kwargs={"literal_execute": True})
    text, named = made.construct_expanded_state(every).statement, str(ANY_HOUSEHOLD)
    if dialect.positional:
        return _Prepared(text.replace(named, "?"), text.count(named))
    return _Prepared(text.replace(named, "%(household)s"), 0)
