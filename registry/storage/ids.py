"""Many new rows at once on SQLite: their ids are given beforehand, so that they go in by one statement a table.

SQLite does not say which of several new rows got which id, and SQLAlchemy therefore inserts them one by one.
"""

from collections import defaultdict
from itertools import count
from typing import Any

from sqlalchemy import BigInteger, event, func, inspect, select
from sqlalchemy.orm import Mapper, Session

MANY = 20
"""So many new rows of a kind are worth the question for the highest id."""


@event.listens_for(Session, "before_flush")
def _give_ids(session: Session, _context: Any, _instances: Any) -> None:
    """The writer holds the database alone from its first statement on: nobody else takes these ids."""
    if len(session.new) < MANY or session.connection().dialect.name != "sqlite":
        return
    new: dict[Mapper[Any], list[Any]] = defaultdict(list)
    for row in session.new:
        base = inspect(row).mapper.base_mapper
        if _is_counted(base) and row.id is None:
            new[base].append(row)
    for base, rows in new.items():
        if len(rows) >= MANY:
            _number(session, base, rows)


def _is_counted(base: Mapper[Any]) -> bool:
    return [column.name for column in base.primary_key] == ["id"] and isinstance(base.primary_key[0].type, BigInteger)


def _number(session: Session, base: Mapper[Any], rows: list[Any]) -> None:
    highest = session.connection().scalar(select(func.max(base.primary_key[0]))) or 0
    for id_, row in zip(count(highest + 1), rows, strict=False):
        row.id = id_
