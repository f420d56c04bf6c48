"""The page on adding a register, taken at its word: its block in one file, a generated migration, English; no edit."""

import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/add-a-register.md").read_text(encoding="utf-8")
FOLDERS = ("registry", "migrations", "scripts", "tests")
PO = "registry/translations/en/LC_MESSAGES/messages.po"
NEW_TABLES = re.compile(r"op\.(?:create_table|drop_table|create_index|add_column|batch_alter_table)\(\s*[\"'](\w+)")


def block(kind: str) -> str:
    return str(re.search(rf"```{kind}\n(.*?)```", PAGE, re.S)[1])  # type: ignore[index]


def run(project: Path, *command: str, code: int = 0) -> str:
    """A command of the project, as somebody who follows the page would run it."""
    ours = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "REGISTRY", "COV"))}
    done = subprocess.run(
        [sys.executable, *command], cwd=project, env=ours, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == code, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with the page's register in it, and nothing else touched."""
    made = tmp_path_factory.mktemp("sixth")
    for folder in FOLDERS:
        copytree(ROOT / folder, made / folder, ignore=ignore_patterns("__pycache__", "*.gz", "docs"))
    for name in ("babel.cfg", "pyproject.toml"):
        (made / name).write_bytes((ROOT / name).read_bytes())
    name = str(re.search(r"`(registry/registers/\w+\.py)`", PAGE)[1])  # type: ignore[index]
    (made / name).write_text(block("python"), encoding="utf-8")
    return made


@pytest.mark.check
def test_the_page_makes_a_register_that_works(project: Path) -> None:
    written = run(project, "-m", "scripts.migration", "legal_aid").split()[-1]
    assert set(NEW_TABLES.findall(Path(written).read_text())) == {"legal_aid"}
    wanting = run(project, "-m", "scripts.messages", code=1)
    assert "Chưa có tiếng Anh: Hình thức trợ giúp" in wanting
    translate(project)
    assert run(project, "-m", "scripts.messages") == ""
    told = run(project, "-m", "pytest", "-q", "-p", "no:xdist", "tests/pages/sixth_register.py", "-k", "sqlite")
    assert re.search(r"\d+ passed", told)


def translate(project: Path) -> None:
    """Give each new text an English one: the page's where it has one."""
    given = dict(re.findall(r'msgid "(.+)"\nmsgstr "(.+)"', block("po")))
    with (project / PO).open("rb") as file:
        catalog = read_po(file, locale="en")
    for message in catalog:
        if message.id and not all(message.string if isinstance(message.string, tuple) else (message.string,)):
            text = message.id if isinstance(message.id, str) else message.id[0]
            english = given.get(text, f"[{text}]")
            message.string = english if isinstance(message.id, str) else (english, english)
    with (project / PO).open("wb") as file:
        write_po(file, catalog, width=120, no_location=True, sort_output=True, ignore_obsolete=True)
