"""The operator's commands, run on a registry of each kind."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from registry.cli.output import group
from registry.kernel.actor import MANAGE
from registry.kernel.settings import forget_settings, is_installed, today
from registry.models import Unit
from registry.queries.accounts import actor_for, check_sign_in, find_user
from registry.storage import db
from registry.storage.migrate import newest_revision
from registry.storage.transaction import transaction
from registry.storage.triggers import drop_triggers
from tests.conftest import postgresql_in_check

pytestmark = postgresql_in_check

Run = Callable[..., Result]
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}")


@pytest.fixture
def run(empty_app: Flask) -> Run:
    """`flask registry …` on an empty registry."""

    def invoke(*words: str) -> Result:
        return empty_app.test_cli_runner().invoke(group, [*words])

    return invoke


@pytest.fixture
def ready(run: Run) -> Run:
    """The same, after `init` and a first administrator."""
    assert run("init").exit_code == 0
    assert run("user", "add", "quan.tri", "--role", "administrator", "--full-name", "Trần Quản Trị").exit_code == 0
    return run


def test_init_twice_is_as_good_as_once(run: Run) -> None:
    assert "sẵn sàng" in run("init").stdout
    again = run("init", "--json")
    assert (again.exit_code, json.loads(again.stdout)) == (0, {"revision": newest_revision()})


def test_init_refuses_a_file_that_is_no_units_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("a,b\n1,2\n")
    done = run("init", "--units", str(tmp_path / "units.csv"))
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.strip()


def test_the_first_administrator_makes_the_registry_somebody_s(ready: Run, empty_app: Flask) -> None:
    with empty_app.app_context():
        user = find_user("quan.tri")
        assert user is not None and user.name == "Trần Quản Trị" and user.must_change
        assert actor_for(user, today()).may(MANAGE)
        assert is_installed()


def test_a_user_is_added_with_unit_and_agency_and_the_slip_opens(ready: Run, empty_app: Flask) -> None:
    with empty_app.app_context():
        code = db.session.scalars(select(Unit.code).where(Unit.type == "xa", Unit.on(today()))).first()
    added = ready("user", "add", "hoa.ly", "--role", "commune", "--unit", str(code), "--agency", "SYT", "--json")
    slip = json.loads(added.stdout)
    assert CODE.fullmatch(slip["code"]) and slip["username"] == "hoa.ly"
    with empty_app.app_context():
        assert check_sign_in("hoa.ly", slip["code"], datetime.now(UTC)) is not None


@pytest.mark.parametrize(
    ("words", "status", "why"),
    [
        (["x.y", "--role", "king"], 2, "king"),
        (["x.y"], 2, "--role"),
        (["x.y", "--role", "commune"], 1, "cần một xã"),
        (["x.y", "--role", "commune", "--unit", "00000"], 1, "Không có đơn vị mang mã 00000"),
        (["x.y", "--role", "leader", "--agency", "KHONG"], 1, "Không có cơ quan mang mã KHONG"),
        (["x.y", "--role", "department", "--register", "pets"], 1, "Chưa có sổ"),
        (["x", "--role", "leader"], 1, "3-40 ký tự"),
        (["quan.tri", "--role", "leader"], 1, "đã có"),
    ],
)
def test_a_user_that_cannot_be_added_is_refused(ready: Run, words: list[str], status: int, why: str) -> None:
    done = ready("user", "add", *words)
    assert (done.exit_code, done.stdout) == (status, "")
    assert why in done.stderr


def test_a_locked_out_administrator_gets_a_code_at_the_console(ready: Run, empty_app: Flask) -> None:
    code = CODE.search(ready("user", "passwd", "quan.tri").stdout)
    assert code is not None
    with empty_app.app_context():
        assert check_sign_in("quan.tri", code.group(), datetime.now(UTC)) is not None
    absent = ready("user", "passwd", "khong.co")
    assert absent.exit_code == 1 and "Không có tài khoản" in absent.stderr


def test_users_are_listed_without_secrets(ready: Run) -> None:
    assert "quan.tri" in ready("user", "list").stdout
    listed = json.loads(ready("user", "list", "--json").stdout)
    assert listed == {"users": [{"username": "quan.tri", "roles": ["administrator"], "active": True}]}


def test_the_log_is_proved_and_its_head_read_back(ready: Run) -> None:
    first = json.loads(ready("audit", "verify", "--json").stdout)
    assert first["ok"] and first["count"] >= 3 and first["first_bad"] is None
    ready("user", "add", "le.le", "--role", "leader")
    done = ready("audit", "verify", "--head", first["head"])
    assert done.exit_code == 0 and "nguyên vẹn" in done.stdout
    assert ready("audit", "verify", "--head", "12").exit_code == 2


def test_an_altered_log_is_named_with_exit_1(ready: Run, empty_app: Flask) -> None:
    with empty_app.app_context(), transaction():
        connection = db.session.connection()
        drop_triggers(connection.dialect.name, connection.exec_driver_sql)
        connection.exec_driver_sql("UPDATE audit_event SET command = 'x' WHERE seq = 2")
    done = ready("audit", "verify", "--json")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["ok"], told["first_bad"]) == (1, False, 2)
    done = ready("audit", "verify")
    assert done.exit_code == 1 and "KHÔNG nguyên vẹn" in done.stdout and "sự kiện 2" in done.stdout


def test_a_backup_is_checked_by_restoring_it_aside(ready: Run, tmp_path: Path) -> None:
    file = tmp_path / "backup.zip"
    made = json.loads(ready("backup", str(file), "--json").stdout)
    done = ready("restore", "--check", str(file), "--json")
    assert (done.exit_code, json.loads(done.stdout)) == (0, made)
    assert made["counts"]["registry"]["user_account"] == 1
    assert not list(tmp_path.glob(".restore-*"))


def test_a_damaged_backup_and_a_full_place_are_refused(ready: Run, tmp_path: Path) -> None:
    file = tmp_path / "backup.zip"
    ready("backup", str(file))
    done = ready("restore", str(file))
    assert done.exit_code == 1 and "đã có dữ liệu" in done.stderr
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    for words in (["restore", str(file)], ["restore", "--check", str(file)]):
        done = ready(*words)
        assert (done.exit_code, done.stdout) == (1, "") and "đã hỏng" in done.stderr


def test_a_backup_that_cannot_be_written_is_refused(ready: Run, tmp_path: Path) -> None:
    done = ready("backup", str(tmp_path / "absent" / "backup.zip"))
    assert done.exit_code == 1 and "Không ghi được" in done.stderr


def test_commands_on_no_registry_say_what_to_run(tmp_path: Path, empty_app: Flask, run: Run) -> None:
    with empty_app.app_context(), transaction():
        db.session.connection().exec_driver_sql("DELETE FROM alembic_version")
        forget_settings()
    for words in (["user", "list"], ["audit", "verify"], ["backup", str(tmp_path / "x.zip")]):
        done = run(*words)
        assert done.exit_code == 1 and "flask registry init" in done.stderr
