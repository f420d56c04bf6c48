"""What a database needs after many rows came at once: fresh statistics, and sequences past the last id."""

from registry.storage.base import Base, db


def refresh_statistics() -> None:
    """Let the planner know the tables as they are now; inside a transaction that may write."""
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA analysis_limit=2000")
    connection.exec_driver_sql("ANALYZE")


def restart_sequences() -> None:
    """Where rows came with their ids, PostgreSQL must go on behind the last one (SQLite does so by itself)."""
    connection = db.session.connection()
    if connection.dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        if "id" in table.c:
            last = f"(SELECT coalesce(max(id), 0) + 1 FROM {table.name})"
            connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {last}, false)")
