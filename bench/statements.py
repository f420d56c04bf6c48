"""The registry's SQL statements of a page: how many, and the plans of the slow ones."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from registry.storage.attach import engines

UNCOUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE", "SET ")
SLOW = 20.0


class Statement:
    """One statement as it was sent."""

    def __init__(self, sql: str, parameters: Any) -> None:
        self.sql, self.parameters = sql, parameters

    @property
    def counts(self) -> bool:
        return not self.sql.lstrip().upper().startswith(UNCOUNTED)


@contextmanager
def watched(app: Flask) -> Iterator[list[Statement]]:
    """What is executed inside, the registry's store only (the log of views has its own)."""
    engine = engines(app)[0]
    found: list[Statement] = []

    def before(_c: Any, _cursor: Any, sql: str, parameters: Any, *_: Any) -> None:
        found.append(Statement(sql, parameters))

    event.listen(engine, "before_cursor_execute", before)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", before)


def slow_plan(app: Flask, statement: Statement) -> list[str]:
    """How the database answers a statement that takes longer than SLOW (wall, the best of three); else nothing."""
    engine = engines(app)[0]
    words = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    with engine.connect() as connection:
        taken = []
        for _ in range(3):
            began = time.perf_counter()
            rows = connection.exec_driver_sql(statement.sql, statement.parameters).fetchall()
            taken.append((time.perf_counter() - began) * 1000)
        if min(taken) < SLOW:
            return []
        told = connection.exec_driver_sql(words + statement.sql, statement.parameters)
        return [f"{len(rows)} dòng, {min(taken):.0f} ms", *(str(row[-1]) for row in told)]
