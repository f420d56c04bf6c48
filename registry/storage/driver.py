"""Kept SQL straight to the driver: what every save asks is known beforehand, and SQLAlchemy's own way to the driver
takes several times as long as most answers. Whoever listens to statements hears of these too."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


def fetch(connection: Connection, sql: str, given: Any) -> list[tuple[Any, ...]]:
    """The rows of an answer, each a plain tuple of what the driver gives."""
    cursor = _sent(connection, sql, given)
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    cursor.close()
    return rows


def send(connection: Connection, sql: str, given: Sequence[Any]) -> None:
    """Execute what gives no rows, once for each of the parameters given."""
    if len(given) == 1:
        _sent(connection, sql, given[0]).close()
    elif given:
        _sent(connection, sql, given, "executemany").close()


def _sent(connection: Connection, sql: str, given: Any, how: str = "execute") -> Any:
    cursor: Any = connection.connection.cursor()
    for listen in connection.dispatch.before_cursor_execute:
        listen(connection, cursor, sql, given, None, how == "executemany")
    try:
        getattr(cursor, how)(sql, given)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, cursor, sql, given, error) from error
    return cursor


def _told(connection: Connection, cursor: Any, sql: str, given: Any, error: Any) -> BaseException:
    """The error as SQLAlchemy tells it of any other statement; a connection that is gone is not used again."""
    dialect = connection.dialect
    gone = dialect.is_disconnect(error, connection.connection, cursor)
    if gone:
        connection.invalidate(error)
    base = dialect.loaded_dbapi.Error
    told: BaseException = DBAPIError.instance(sql, given, error, base, True, gone, dialect)
    return told
