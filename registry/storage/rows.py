"""Rows as plain JSON, the same whichever database they come from or go to: what an archive holds.

The plain form is SQLite's own: whole numbers for booleans, ISO text for days, UTC text for instants, hex for bytes.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import BigInteger, Connection, DateTime, Integer, LargeBinary, MetaData, Table, func, select
from sqlalchemy.types import TypeEngine

INSTANT = "%Y-%m-%d %H:%M:%S.%f"
BATCH = 2000
PLAIN = frozenset({int, str, float, type(None)})
Row = list[Any]


def tables_of(connection: Connection, leave_out: Iterable[str]) -> list[Table]:
    """The tables that stand in the database, those referred to first; read from it, so that any revision serves."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in set(leave_out)]


def count_rows(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def read_rows(connection: Connection, table: Table) -> Iterator[Row]:
    """Every row in its plain form, in the order of the primary key, a batch in memory at a time."""
    columns = ", ".join(_quoted(column.name) for column in table.columns)
    key = ", ".join(_quoted(column.name) for column in table.primary_key) or "1"
    statement = f"SELECT {columns} FROM {_quoted(table.name)} ORDER BY {key}"
    streamed = connection.execution_options(yield_per=BATCH).exec_driver_sql(statement)
    for row in streamed:
        yield list(row) if PLAIN.issuperset(map(type, row)) else [_plain(value) for value in row]


def write_rows(connection: Connection, table: Table, names: list[str], rows: Iterable[Row]) -> int:
    """Add rows of these columns to the table; returns how many. One statement, so that a table may refer to itself."""
    if connection.dialect.name == "postgresql":
        return _copy_in(connection, table, names, rows)
    marks = ", ".join("?" * len(names))
    statement = f"INSERT INTO {_quoted(table.name)} ({', '.join(map(_quoted, names))}) VALUES ({marks})"
    binary = _places(table, names, LargeBinary)
    written, rows = 0, iter(rows)
    while batch := [tuple(_bytes_at(row, binary)) for row in islice(rows, BATCH)]:
        connection.exec_driver_sql(statement, batch)
        written += len(batch)
    return written


def _copy_in(connection: Connection, table: Table, names: list[str], rows: Iterable[Row]) -> int:
    binary, instants = _places(table, names, LargeBinary), _places(table, names, DateTime)
    columns = ", ".join(map(_quoted, names))
    written = 0
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {_quoted(table.name)} ({columns}) FROM STDIN") as copy:
        for row in rows:
            for place in binary:
                row[place] = None if row[place] is None else f"\\x{row[place]}"
            for place in instants:
                row[place] = None if row[place] is None else f"{row[place]}+00"
            copy.write_row(row)
            written += 1
    _raise_sequences(connection, table)
    return written


def _raise_sequences(connection: Connection, table: Table) -> None:
    """The next id that PostgreSQL gives out comes after those that were copied in."""
    for column in table.primary_key:
        if isinstance(column.type, BigInteger | Integer) and column.server_default is not None:
            name, key = _quoted(table.name), _quoted(column.name)
            sequence = f"pg_get_serial_sequence('{name}', '{column.name}')"
            connection.exec_driver_sql(f"SELECT setval({sequence}, max({key})) FROM {name} HAVING max({key}) > 0")


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime(INSTANT)
    return value.isoformat() if isinstance(value, date) else value


def _places(table: Table, names: list[str], kind: type[TypeEngine[Any]]) -> set[int]:
    return {place for place, name in enumerate(names) if isinstance(table.columns[name].type, kind)}


def _bytes_at(row: Row, places: set[int]) -> Row:
    for place in places:
        row[place] = None if row[place] is None else bytes.fromhex(row[place])
    return row


def _quoted(name: str) -> str:
    return f'"{name}"'
