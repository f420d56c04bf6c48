"""Indexes that answer a question alone, without the row."""

from sqlalchemy import Index


def covering_index(name: str, keys: tuple[str, ...], beside: tuple[str, ...]) -> tuple[Index, Index]:
    """An index by these keys that holds the columns `beside` them too, for either database.

    To PostgreSQL they are no keys: from version 18 on its planner takes a key behind a range (`starts <= day AND
    ends > day`) for one it would skip through, thinks the lookup of a single household dear and reads whole tables.
    """
    return (
        Index(name, *keys, *beside).ddl_if(dialect="sqlite"),
        Index(name, *keys, postgresql_include=list(beside)).ddl_if(dialect="postgresql"),
    )
