"""What must not run is refused at the start, in one sentence (security.md P18)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OLD_ENGINE = """
class Error(Exception): pass
sqlite_version_info = (3, 40, 1)
"""


def _start(tmp_path: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    known = {"PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path / "lib"), "FLASK_APP": "wsgi"}
    url = f"sqlite:///{tmp_path / 'registry.sqlite3'}"
    return subprocess.run(
        [sys.executable, "-m", "flask", "registry", "init"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        env={
            **known,
            "REGISTRY_DATABASE_URL": url,
            "REGISTRY_SECRET_KEY": "a-key-of-tests-0123456789-abcdefgh",
            **environ,
        },
    )


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({"REGISTRY_SECRET_KEY": "dev"}, "REGISTRY_SECRET_KEY quá yếu"),
        ({"REGISTRY_TODAY": "hôm nay"}, "REGISTRY_TODAY=hôm nay"),
        ({"PORT": "tám nghìn"}, "PORT=tám nghìn"),
    ],
)
def test_p18_unsafe_settings_end_the_start_with_one_sentence(
    tmp_path: Path, environ: dict[str, str], says: str
) -> None:
    run = _start(tmp_path, **environ)
    assert run.returncode != 0
    assert says in run.stderr
    assert "Traceback" not in run.stderr


def test_p18_an_engine_that_loses_writes_ends_the_start_with_one_sentence(tmp_path: Path) -> None:
    package = tmp_path / "lib" / "pysqlite3"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "dbapi2.py").write_text(OLD_ENGINE)
    run = _start(tmp_path)
    assert run.returncode != 0
    assert "SQLite 3.40.1 có lỗi WAL-reset" in run.stderr
    assert "Traceback" not in run.stderr
