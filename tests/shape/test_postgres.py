"""The tests' own PostgreSQL: copies are real and apart, and a killed run leaves nothing."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests import postgres
from tests.shape.source import ROOT


@pytest.fixture
def template() -> Iterator[str]:
    url = postgres.create_database()
    _run(url, "CREATE TABLE household (code text PRIMARY KEY)", "INSERT INTO household VALUES ('HH-000001')")
    yield url
    postgres.drop_database(url)


def _run(url: str, *statements: str) -> list[str]:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            result = connection.execute(text(statement))
        rows = [str(row[0]) for row in result] if result.returns_rows else []
    engine.dispose()
    return rows


def test_a_copy_has_the_template_s_rows_and_lives_apart(template: str) -> None:
    copy, other = postgres.create_database(template), postgres.create_database(template)
    _run(copy, "INSERT INTO household VALUES ('HH-000002')")
    assert _run(copy, "SELECT code FROM household ORDER BY code") == ["HH-000001", "HH-000002"]
    assert _run(other, "SELECT code FROM household") == ["HH-000001"]
    for url in (copy, other):
        postgres.drop_database(url)


def test_a_database_in_use_can_be_dropped() -> None:
    url = postgres.create_database()
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        postgres.drop_database(url)
        connection.invalidate()
    engine.dispose()
    assert _run(postgres.postgres_url(), f"SELECT 1 FROM pg_database WHERE datname = '{engine.url.database}'") == []


@pytest.mark.parametrize("server_too", [False, True], ids=["server runs on", "server killed too"])
def test_the_next_run_clears_what_a_killed_one_left(server_too: bool) -> None:
    killed = _python(
        "postgres.postgres_url(); print(os.environ[postgres.VARIABLE], flush=True); os.kill(os.getpid(), 9)"
    )
    home = Path(killed.stdout.strip())
    server = int((home / "data" / "postmaster.pid").read_text().split()[0])
    assert killed.returncode == -signal.SIGKILL
    assert b"postgres" in _command_of(server)
    if server_too:
        os.kill(server, signal.SIGKILL)
    assert _python("postgres.reserve(); postgres.release()").returncode == 0
    assert not home.exists()
    assert _command_of(server) == b""


def _command_of(process: int) -> bytes:
    """Empty when the process has ended, also when nobody has asked for its exit code yet."""
    command = Path(f"/proc/{process}/cmdline")
    return command.read_bytes() if command.exists() else b""


def _python(code: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name != postgres.VARIABLE}
    command = [sys.executable, "-c", f"import os; from tests import postgres; {code}"]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
