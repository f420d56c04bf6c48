"""The inner look: questions of rules, past the scope guard, on the connection of this session's transaction."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Executable, Insert, Row

from registry.storage.base import Base, db


def inner_rows(statement: Executable, **parameters: Any) -> list[Row[Any]]:
    """Rows whatever the reader may see. For refreshing and verifying only: what is shown is asked for within scope.

    The statement itself must leave withdrawn rows out. What the session holds is written first.
    """
    db.session.flush()
    return list(db.session.connection().execute(statement, parameters).all())


def inner_insert(model: type[Base], rows: Any, **parameters: Any) -> None:
    """Insert what a question finds, its columns named as the model's, without its rows passing through the program."""
    db.session.connection().execute(_insertion(model, rows), parameters)


@lru_cache(maxsize=64)
def _insertion(model: type[Base], rows: Any) -> Insert:
    names = [column.name for column in rows.selected_columns]
    statement: Insert = model.__table__.insert().from_select(names, rows)  # type: ignore[attr-defined]
    return statement
