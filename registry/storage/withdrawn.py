"""Rows whose creation was undone: no ordinary read finds them, undo and a second creation must."""

from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import make_transient_to_detached

from registry.storage.base import Tracked, db

T = TypeVar("T", bound=Tracked)
CHUNK = 1_000


def load_any(model: type[T], row_id: int) -> T:
    """The row with this id, withdrawn or not, locked until the transaction ends. Whoever calls checks the area.

    Filling a known row passes the scope guard, which takes away withdrawn rows from every question.
    """
    row: T | None = db.session.identity_map.get(db.session.identity_key(model, row_id))
    if row is None:
        row = model(id=row_id)  # type: ignore[call-arg]  # Tracked is mixed into mapped classes only
        make_transient_to_detached(row)
        db.session.add(row)
    db.session.refresh(row, with_for_update=True)
    return row


def load_all(model: type[T], ids: Iterable[int]) -> dict[int, T]:
    """As `load_any` for many rows: those that live come in few questions, in the order of their ids."""
    known: Any = model
    wanted = sorted(set(ids))
    found: dict[int, T] = {}
    for at in range(0, len(wanted), CHUNK):
        living = select(known).where(known.id.in_(wanted[at : at + CHUNK])).order_by(known.id).with_for_update()
        found |= {row.id: row for row in db.session.scalars(living, execution_options={"populate_existing": True})}
    return found | {row_id: load_any(model, row_id) for row_id in wanted if row_id not in found}


def find_withdrawn(model: type[T], **key: Any) -> T | None:
    """The withdrawn row with these values of a unique key. Not for personal data, which have no such keys."""
    row_id = db.session.scalar(ids_with(model, withdrawn=True, **key))
    return None if row_id is None else load_any(model, row_id)


def ids_with(model: type[Tracked], **values: Any) -> Select[Any]:
    """A question for the ids of the rows with these values, withdrawn ones too. Not for personal data."""
    table: Any = model.__table__  # type: ignore[attr-defined]  # as above
    return select(table.c.id).where(*(table.c[column] == value for column, value in values.items()))
