"""The operator at the console: the same commands, in a process of their own."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from subprocess import CompletedProcess

from flask import Flask
from flask.cli import main

from registry import create_app
from registry.cli import register
from tests.children import Child
from tests.conftest import KEY

APP = ["--app", "tests.cli.console:make_app"]
FLASK = [sys.executable, "-m", "flask", *APP]


def make_app() -> Flask:
    """The application of the environment's settings, with the operator's commands."""
    app = create_app()
    if "registry" not in app.cli.commands:
        register(app)
    return app


def environment(folder: Path, **more: str) -> dict[str, str]:
    """A registry of one's own in the folder, whatever this machine's settings say."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("REGISTRY_", "FLASK_"))}
    kept.pop("HOST", None)
    url = f"sqlite:///{folder / 'registry.sqlite3'}"
    return {**kept, "REGISTRY_DATABASE_URL": url, "REGISTRY_SECRET_KEY": KEY, **more}


def run(folder: Path, *words: str, env: Mapping[str, str] | None = None) -> CompletedProcess[str]:
    """`flask registry …` and what it printed."""
    child = Child(_flask, "registry", *words, env=environment(folder, **(env or {})))
    return CompletedProcess(words, *child.end())


def _flask(*words: str) -> None:
    sys.argv = ["flask", *APP, *words]
    main()


def refused(done: CompletedProcess[str]) -> str:
    """The one sentence of a refusal."""
    told = done.stderr.strip()
    assert done.returncode == 1, (done.returncode, told)
    assert done.stdout == ""
    assert "Traceback" not in told and len(told.splitlines()) == 1, told
    return told
