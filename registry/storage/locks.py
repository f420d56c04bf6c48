"""Rows held by this transaction: nobody else changes them before it ends."""

from functools import cache
from typing import Any

from sqlalchemy import Select, Table, bindparam, inspect, select

from registry.storage.base import Tracked, db
from registry.storage.inner import kept_rows


def lock(row: Tracked) -> None:
    """Lock the row until the transaction ends; what is known of it is read again when somebody has changed it since.

    Households are always locked before people, people before lines, so that two writers never wait for each other.
    """
    state: Any = inspect(row)
    [(version,)] = kept_rows(_version(state.mapper.base_mapper.local_table), id=state.identity[0])
    if version != row.version:
        db.session.refresh(row)


@cache
def _version(table: Table) -> Select[Any]:
    return select(table.c.version).where(table.c.id == bindparam("id")).with_for_update()
