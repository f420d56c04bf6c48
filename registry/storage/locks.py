"""Rows held by this transaction: nobody else changes them before it ends."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Select, Table, bindparam, inspect, select

from registry.storage.base import Tracked, db
from registry.storage.inner import inner_rows, kept_rows

CHUNK = 1_000


def lock(row: Tracked) -> None:
    """Lock the row until the transaction ends; what is known of it is read again when somebody has changed it since.

    Households are always locked before people, people before lines, so that two writers never wait for each other.
    """
    state: Any = inspect(row)
    [(version,)] = kept_rows(_version(state.mapper.base_mapper.local_table), id=state.identity[0])
    if version != row.version:
        db.session.refresh(row)


def lock_all(model: type[Tracked], ids: Iterable[int]) -> None:
    """Lock the rows of these ids, in their order, without reading them."""
    wanted = sorted(set(ids))
    for at in range(0, len(wanted), CHUNK):
        inner_rows(_many(model.__table__), ids=wanted[at : at + CHUNK])  # type: ignore[attr-defined]  # mapped only


@cache
def _version(table: Table) -> Select[Any]:
    return select(table.c.version).where(table.c.id == bindparam("id")).with_for_update()


@cache
def _many(table: Table) -> Select[Any]:
    return (
        select(table.c.id)
        .where(table.c.id.in_(bindparam("ids", expanding=True)))
        .order_by(table.c.id)
        .with_for_update()
    )
