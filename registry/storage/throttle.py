"""Token buckets in the activity store, taken by one atomic statement, so that parallel tries cannot race past them."""

import time
from typing import Any

from sqlalchemy import Engine, func, update
from sqlalchemy.dialects import postgresql, sqlite

from registry.storage.activity import throttle_table


def take(activity: Engine, key: str, capacity: int, seconds: int) -> bool:
    """Take one token of a bucket that holds `capacity` and fills up in `seconds`; False when it is empty."""
    now, table = time.time(), throttle_table
    dialect: Any = sqlite if activity.dialect.name == "sqlite" else postgresql
    least = func.min if activity.dialect.name == "sqlite" else func.least
    filled = least(float(capacity), table.c.tokens + (now - table.c.updated_at) * (capacity / seconds))
    statement = (
        dialect.insert(table)
        .values(key=key[:120], tokens=capacity - 1.0, updated_at=now)
        .on_conflict_do_update(
            index_elements=["key"], set_={"tokens": filled - 1.0, "updated_at": now}, where=filled >= 1.0
        )
        .returning(table.c.tokens)
    )
    with activity.begin() as connection:
        return connection.execute(statement).first() is not None


def give_back(activity: Engine, key: str, capacity: int) -> None:
    """Return a token that was taken for nothing."""
    table = throttle_table
    least = func.min if activity.dialect.name == "sqlite" else func.least
    with activity.begin() as connection:
        connection.execute(
            update(table).where(table.c.key == key[:120]).values(tokens=least(float(capacity), table.c.tokens + 1.0))
        )
