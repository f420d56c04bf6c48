"""Guessing is throttled by one atomic statement, so that parallel tries cannot race past it (security.md P7)."""

import time
from typing import Any

from sqlalchemy import Engine, func
from sqlalchemy.dialects import postgresql, sqlite

from registry.storage.activity import throttle_table

QUARTER, HOUR = 15 * 60, 60 * 60


def take(engine: Engine, key: str, capacity: int, seconds: int) -> bool:
    """Take one token of a bucket that holds `capacity` and fills up in `seconds`; False when it is empty."""
    now, table = time.time(), throttle_table
    dialect: Any = sqlite if engine.dialect.name == "sqlite" else postgresql
    least = func.min if engine.dialect.name == "sqlite" else func.least
    filled = least(float(capacity), table.c.tokens + (now - table.c.updated_at) * (capacity / seconds))
    statement = (
        dialect.insert(table)
        .values(key=key[:120], tokens=capacity - 1.0, updated_at=now)
        .on_conflict_do_update(
            index_elements=["key"], set_={"tokens": filled - 1.0, "updated_at": now}, where=filled >= 1.0
        )
        .returning(table.c.tokens)
    )
    with engine.begin() as connection:
        return connection.execute(statement).first() is not None


def may_try(engine: Engine, address: str, username: str, known_device: bool) -> bool:
    """Ten tries a quarter hour per name and address, thirty per network; and a hundred an hour per name in all, but for
    a browser the user has signed in with before: nobody can lock an owner out from elsewhere."""
    network = address.rsplit(".", 1)[0] if "." in address else address
    return (
        take(engine, f"net:{network}", 30, QUARTER)
        and take(engine, f"pair:{address}:{username}", 10, QUARTER)
        and (known_device or take(engine, f"name:{username}", 100, HOUR))
    )
