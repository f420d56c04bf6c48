"""P22: whatever is done to the log behind the program's back is found, and named."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError

from registry.commands.accounts import create_user, rename_user
from registry.kernel.actor import CONSOLE
from registry.queries import audit
from registry.queries.accounts import find_user
from registry.queries.audit import Head, Verdict, format_head, parse_head, read_head, verify_log
from registry.storage import db
from registry.storage.chain import link
from registry.storage.engine import engine_options
from registry.storage.transaction import transaction
from registry.storage.triggers import create_triggers, drop_triggers
from tests.conftest import postgresql_in_check

pytestmark = postgresql_in_check

RENAMED = 8


@pytest.fixture
def logged(empty_app: Flask) -> Iterator[Flask]:
    """A registry whose log has RENAMED + 2 events: a user, a grant, and one new name after another."""
    with empty_app.app_context():
        with transaction():
            create_user(CONSOLE, username="quan.tri", name="Trần Quản Trị", role="administrator")
        rename(RENAMED)
        yield empty_app


def rename(times: int) -> None:
    for number in range(times):
        with transaction():
            user = find_user("quan.tri")
            assert user is not None
            rename_user(CONSOLE, user, name=f"Trần Quản Trị {user.version} {number}")


def behind_the_back(work: Callable[[Connection], object]) -> None:
    """What somebody with the database's password may do: triggers off, plain SQL, triggers on."""
    url = db.engine.url.render_as_string(hide_password=False)
    db.session.remove()
    engine = create_engine(url, **engine_options(url))
    with engine.begin() as connection:
        run = connection.exec_driver_sql
        drop_triggers(engine.dialect.name, run)
        work(connection)
        create_triggers(engine.dialect.name, run)
    engine.dispose()


def tampered(*statements: str) -> Verdict:
    behind_the_back(lambda connection: [connection.execute(text(one)) for one in statements])
    return verify_log()


def test_a_sound_log_is_proved_against_its_head_and_earlier_ones(
    logged: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "CHUNK", 3)
    earlier = read_head()
    rename(2)
    verdict = verify_log(earlier)
    assert verdict == Verdict(True, RENAMED + 4, read_head()[1])
    assert verify_log((0, bytes(32))).ok


def test_an_empty_log_is_sound(empty_app: Flask) -> None:
    with empty_app.app_context():
        assert verify_log() == Verdict(True, 0, bytes(32))


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET body = 'x'", "DELETE FROM audit_event"])
def test_the_database_refuses_to_change_the_log(logged: Flask, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), transaction():
        db.session.connection().execute(text(statement))
    assert verify_log().ok


def test_an_edited_body_is_found(logged: Flask) -> None:
    verdict = tampered("UPDATE audit_event SET body = replace(body, 'rename', 'remame') WHERE seq = 5")
    assert (verdict.ok, verdict.first_bad_seq) == (False, 5)
    assert "Nội dung sự kiện 5 đã bị sửa" in str(verdict.reason)


@pytest.mark.parametrize(
    "change",
    [
        "command = 'x'",
        "change = 'x'",
        "entity = 'household'",
        "entity_id = 99",
        "household_id = 1",
        "actor_id = 1",
        "at = '2020-01-01 00:00:00'",
    ],
)
def test_an_edited_column_is_found(logged: Flask, change: str) -> None:
    verdict = tampered(f"UPDATE audit_event SET {change} WHERE seq = 6")
    assert verdict.first_bad_seq == 6
    assert change.split(" ")[0] in str(verdict.reason)


def test_an_edited_body_with_its_own_hash_made_right_is_found_at_the_next(logged: Flask) -> None:
    def forge(connection: Connection) -> None:
        row = connection.execute(text("SELECT body, previous FROM audit_event WHERE seq = 5")).one()
        body = row.body.replace("Trần", "Lý")
        values = {"body": body, "hash": link(bytes(row.previous), body)}
        connection.execute(text("UPDATE audit_event SET body = :body, hash = :hash WHERE seq = 5"), values)

    behind_the_back(forge)
    verdict = verify_log()
    assert verdict.first_bad_seq == 6
    assert "không nối tiếp" in str(verdict.reason)


def test_a_deleted_event_is_found(logged: Flask) -> None:
    verdict = tampered("DELETE FROM audit_event WHERE seq = 4")
    assert (verdict.first_bad_seq, str(verdict.reason)) == (4, "Thiếu sự kiện 4.")


COLUMNS = "change, at, actor_id, command, entity, entity_id, household_id, body, previous, hash"


def test_an_event_inserted_after_the_end_is_found(logged: Flask) -> None:
    verdict = tampered(f"INSERT INTO audit_event (seq, {COLUMNS}) SELECT 11, {COLUMNS} FROM audit_event WHERE seq = 10")
    assert verdict.first_bad_seq == 11
    assert "được chèn" in str(verdict.reason)


def test_an_event_inserted_between_others_is_found(logged: Flask) -> None:
    verdict = tampered(
        "UPDATE audit_event SET seq = seq + 100 WHERE seq > 5",
        "UPDATE audit_event SET seq = seq - 99 WHERE seq > 100",
        f"INSERT INTO audit_event (seq, {COLUMNS}) SELECT 6, {COLUMNS} FROM audit_event WHERE seq = 5",
        "UPDATE audit_head SET count = count + 1",
    )
    assert verdict.first_bad_seq == 6


def test_swapped_events_are_found(logged: Flask) -> None:
    verdict = tampered(
        "UPDATE audit_event SET seq = 99 WHERE seq = 4",
        "UPDATE audit_event SET seq = 4 WHERE seq = 7",
        "UPDATE audit_event SET seq = 7 WHERE seq = 99",
    )
    assert verdict.first_bad_seq == 4


def test_a_cut_tail_is_found(logged: Flask) -> None:
    verdict = tampered("DELETE FROM audit_event WHERE seq > 8")
    assert (verdict.first_bad_seq, str(verdict.reason)) == (9, "Thiếu sự kiện 9.")


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_head SET hash = (SELECT hash FROM audit_event WHERE seq = 3)", "DELETE FROM audit_head"]
)
def test_a_changed_head_row_is_found(logged: Flask, statement: str) -> None:
    verdict = tampered(statement)
    assert not verdict.ok and "đầu mối" in str(verdict.reason)


def cut_cleanly(count: int) -> None:
    behind_the_back(
        lambda connection: [
            connection.execute(text(f"DELETE FROM audit_event WHERE seq > {count}")),
            connection.execute(
                text(
                    f"UPDATE audit_head SET count = {count}, hash = (SELECT hash FROM audit_event WHERE seq = {count})"
                )
            ),
        ]
    )


def test_an_older_log_put_back_is_found_only_with_an_earlier_head(logged: Flask) -> None:
    printed = read_head()
    cut_cleanly(7)
    assert verify_log().ok
    verdict = verify_log(printed)
    assert (verdict.ok, verdict.first_bad_seq) == (False, 8)
    assert "ngắn hơn mốc 10" in str(verdict.reason)


def test_another_history_of_the_same_length_is_found_only_with_an_earlier_head(logged: Flask) -> None:
    printed = read_head()
    cut_cleanly(7)
    rename(5)
    assert verify_log().ok
    assert verify_log(printed).first_bad_seq == printed[0]


def test_a_head_is_printed_and_read_back() -> None:
    head: Head = (12, bytes(range(32)))
    assert parse_head(f" {format_head(head)} ") == head


@pytest.mark.parametrize("typed", ["", "12", "12:", "x:00", "-1:" + "00" * 32, "12:" + "00" * 31, "12:" + "zz" * 32])
def test_what_is_no_head_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="SỐ:MÃ"):
        parse_head(typed)
