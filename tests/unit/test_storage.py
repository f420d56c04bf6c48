"""The store refuses what would lose data."""

import pytest
from flask import Flask
from sqlalchemy import insert, inspect
from sqlalchemy.exc import DBAPIError

from registry.models import Counter
from registry.storage import db
from registry.storage.engine import UnsafeSQLite, is_safe, refuse_unsafe_sqlite
from registry.storage.transaction import transaction


@pytest.mark.parametrize("version", [(3, 7, 0), (3, 40, 1), (3, 44, 5), (3, 50, 6), (3, 51, 2)])
def test_p18_an_sqlite_with_the_wal_reset_bug_is_refused_in_one_sentence(version: tuple[int, ...]) -> None:
    with pytest.raises(UnsafeSQLite, match=r"pysqlite3 từ 0\.6\.1"):
        refuse_unsafe_sqlite(version)


@pytest.mark.parametrize("version", [(3, 44, 6), (3, 50, 7), (3, 51, 3), (3, 53, 4)])
def test_a_repaired_sqlite_is_taken(version: tuple[int, ...]) -> None:
    assert is_safe(version)


def test_an_empty_registry_has_its_tables(empty_app: Flask) -> None:
    with empty_app.app_context():
        assert {"household", "person", "audit_event"} <= set(inspect(db.engine).get_table_names())


def test_what_only_reads_cannot_write_whatever_its_connection_did_before(empty_app: Flask) -> None:
    with empty_app.app_context():
        for name in ("first", "second"):
            with transaction():
                db.session.execute(insert(Counter).values(name=name, value=1))
            with pytest.raises(DBAPIError, match="read-?only"):
                db.session.execute(insert(Counter).values(name="unwanted", value=1))
            db.session.rollback()
