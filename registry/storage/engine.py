"""Engines: one way to open SQLite and PostgreSQL, with the promises of security.md §0.1 and §3."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from pysqlite3 import dbapi2
from sqlalchemy import Connection, Engine, create_engine, event, make_url

writing: ContextVar[bool] = ContextVar("writing", default=False)
"""True while the running work may change the registry; decides how its transaction begins."""


@contextmanager
def write_intent() -> Iterator[None]:
    """Transactions begun inside may change the registry (BEGIN IMMEDIATE on SQLite)."""
    token = writing.set(True)
    try:
        yield
    finally:
        writing.reset(token)


PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=30000",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "temp_store=MEMORY",
    "mmap_size=0",
    "cache_size=-16384",
    "journal_size_limit=67108864",
)


class UnsafeSQLite(RuntimeError):
    """The linked SQLite can lose acknowledged writes in WAL mode."""


def is_safe(version: tuple[int, ...]) -> bool:
    """True when the WAL-reset bug (3.7.0 to 3.51.2) is fixed in this SQLite version."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def refuse_unsafe_sqlite(version: tuple[int, ...] = dbapi2.sqlite_version_info) -> None:
    """Raise UnsafeSQLite, in one sentence, when `version` has the WAL-reset bug."""
    if not is_safe(version):
        shown = ".".join(map(str, version))
        raise UnsafeSQLite(
            f"SQLite {shown} có lỗi WAL-reset, có thể làm mất dữ liệu đã ghi; hãy cài pysqlite3 từ 0.6.1 rồi chạy lại."
        )


def engine_options(url: str) -> dict[str, Any]:
    """Keyword arguments of create_engine for this address. PostgreSQL compiles no plan: for questions of a second
    it would take longer to compile than to answer. A page read at random costs it hardly more than the next one."""
    if make_url(url).get_backend_name() == "sqlite":
        refuse_unsafe_sqlite()
        return {"hide_parameters": True, "module": dbapi2, "connect_args": {"isolation_level": None, "timeout": 30}}
    limits = "-c lock_timeout=30s -c idle_in_transaction_session_timeout=60s -c jit=off -c random_page_cost=1.1"
    connect_args = {"options": limits, "prepare_threshold": 2}
    return {"hide_parameters": True, "pool_pre_ping": True, "connect_args": connect_args}


def open_engine(url: str) -> Engine:
    """An engine of its own (activity store, migrations, backup), with the same pragmas as the application's."""
    engine = create_engine(url, **engine_options(url))
    prepare(engine)
    return engine


def prepare(engine: Engine, always_writes: bool = True) -> None:
    """Attach pragmas and the way transactions begin; `always_writes=False` obeys the `writing` flag."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin_sqlite if not always_writes else _begin_immediate)
    elif not always_writes:
        event.listen(engine, "begin", _begin_postgresql)


def _set_pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_sqlite(connection: Connection) -> None:
    """Whatever may write takes the lock first (no lost update); whatever only reads cannot write at all. The pragma
    makes SQLite plan every known statement anew, so it is given only where it changes something."""
    writes = writing.get()
    if connection.info.get("writes") is not writes:
        connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
        connection.info["writes"] = writes
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if not writing.get():
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
