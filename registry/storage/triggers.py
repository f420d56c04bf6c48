"""Triggers that keep the log append-only, on both databases. A batch migration on SQLite drops the triggers of the
table it rebuilds: migrations call `create_triggers` again, and a test asserts that they stand (decisions.md 6)."""

from collections.abc import Callable

APPEND_ONLY = ("audit_event",)
SENTENCE = "audit log is append-only"


def create_triggers(dialect: str, execute: Callable[[str], object]) -> None:
    """Create every trigger; `execute` runs one statement."""
    for table in APPEND_ONLY:
        for statement in _sqlite(table) if dialect == "sqlite" else _postgresql(table):
            execute(statement)


def drop_triggers(dialect: str, execute: Callable[[str], object]) -> None:
    """Drop them all, before the tables go."""
    for table in APPEND_ONLY:
        if dialect == "sqlite":
            for act in ("update", "delete"):
                execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}")
        else:
            execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
            execute(f"DROP FUNCTION IF EXISTS {table}_refuse()")


def _sqlite(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{act} BEFORE {act.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
        for act in ("update", "delete")
    ]


def _postgresql(table: str) -> list[str]:
    refuse = f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$"
    when = f"BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT"
    return [
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS {refuse}",
        f"CREATE OR REPLACE TRIGGER {table}_append_only {when} EXECUTE FUNCTION {table}_refuse()",
    ]
