"""What every test may use: a registry on each database, the cast, and visit(), which lints each page it opens."""

import os
import pickle
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, make_url

from registry import create_app
from registry.config import Settings
from registry.storage import db
from registry.storage.attach import close_stores, engines
from registry.storage.migrate import upgrade_stores
from tests import postgres, world
from tests.page import Page, lint

KEY = "a-key-for-tests-only-0123456789-abcdef"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
UNCOUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE", "SET TRANSACTION")


def pytest_configure(config: pytest.Config) -> None:
    """Stores of tests live in memory where there is room: they sync every commit, and a slow disk would lead."""
    memory = postgres.fast_disk()
    if memory:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", memory)
    postgres.reserve()


def pytest_unconfigure(config: pytest.Config) -> None:
    postgres.release()


def settings_for(url: str, folder: Path) -> Settings:
    return Settings(url, f"sqlite:///{folder / 'activity.sqlite3'}", KEY)


def copy_database(template: str, folder: Path) -> str:
    """A copy of a template database that the test may do anything with."""
    if template.startswith("sqlite"):
        shutil.copy(str(make_url(template).database), folder / "registry.sqlite3")
        return f"sqlite:///{folder / 'registry.sqlite3'}"
    return postgres.create_database(template)


def empty_database(kind: str, folder: Path) -> str:
    return f"sqlite:///{folder / 'registry.sqlite3'}" if kind == "sqlite" else postgres.create_database()


def close(app: Flask) -> None:
    """Give back connections, and a PostgreSQL database with them."""
    with app.app_context():
        db.session.remove()
    close_stores(app)
    url = app.config["REGISTRY"].database_url
    if not url.startswith("sqlite"):
        postgres.drop_database(url)


@pytest.fixture(params=["sqlite", "postgresql"], scope="session")
def kind(request: pytest.FixtureRequest) -> str:
    """The database the test runs on."""
    return str(request.param)


@pytest.fixture
def empty_app(kind: str, tmp_path: Path) -> Iterator[Flask]:
    """An application on a migrated, empty registry."""
    app = create_app(settings_for(empty_database(kind, tmp_path), tmp_path))
    upgrade_stores(app)
    yield app
    close(app)


@pytest.fixture(scope="session")
def template(kind: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, world.World, Path]:
    """The world of tests/world.py, built once for each database; tests copy it."""
    folder = tmp_path_factory.mktemp(f"world-{kind}")
    url = empty_database(kind, folder)
    app = create_app(settings_for(url, folder))
    upgrade_stores(app)
    with app.app_context():
        built = world.build()
        db.session.remove()
    _checkpoint(app)
    close_stores(app)
    return url, pickle.loads(pickle.dumps(built)), folder  # noqa: S301 - a deep copy of our own


def _checkpoint(app: Flask) -> None:
    """Bring all rows into the one file that is copied."""
    for engine in engines(app):
        if engine.dialect.name == "sqlite":
            with engine.connect() as connection:
                connection.connection.dbapi_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@pytest.fixture(scope="session")
def shared_app(template: tuple[str, world.World, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One application for each database: its engines remember the statements they have compiled."""
    folder = tmp_path_factory.mktemp("shared")
    app = create_app(settings_for(copy_database(template[0], folder), folder))
    yield app
    close(app)


@pytest.fixture
def app(shared_app: Flask, template: tuple[str, world.World, Path]) -> Flask:
    """An application on a fresh copy of the world."""
    close_stores(shared_app)
    url, _built, folder = template
    registry, activity = (make_url(one).database or "" for one in _urls(shared_app))
    for path in (registry, activity) if url.startswith("sqlite") else (activity,):
        for suffix in ("-wal", "-shm"):
            Path(path + suffix).unlink(missing_ok=True)
        shutil.copy(folder / Path(path).name, path)
    if not url.startswith("sqlite"):
        postgres.renew_database(_urls(shared_app)[0], url)
    shared_app.testing = True
    return shared_app


def _urls(app: Flask) -> tuple[str, str]:
    settings = app.config["REGISTRY"]
    return settings.database_url, settings.activity_url


@pytest.fixture
def codes(template: tuple[str, world.World, Path]) -> world.World:
    """The household codes of the world."""
    return template[1]


class Visitor:
    """Somebody of the cast at a browser without JavaScript."""

    def __init__(self, app: Flask, user: str | None) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        if user:
            login = self.client.get("/login").get_data(as_text=True)
            token = TOKEN.search(login)[1]  # type: ignore[index]
            answer = self.client.post("/login/demo", data={"csrf_token": token, "username": user})
            assert answer.status_code == 303, answer.get_data(as_text=True)

    def get(self, path: str, **kwargs: Any) -> Any:
        return self.client.get(path, **kwargs)

    def open(self, path: str, status: int = 200, **kwargs: Any) -> Page:
        """Open a page and lint it."""
        with counted(self.app) as statements:
            response = self.client.get(path, follow_redirects=True, **kwargs)
        page = Page(response, len(statements))
        assert page.status == status, f"{path}: {page.status}: {page.text[:400]}"
        lint(page)
        return page

    def post(self, path: str, data: dict[str, Any] | None = None, form: str | None = None, **kwargs: Any) -> Any:
        """Send a form as its page (`form`, default the path itself) would."""
        page = Page(self.client.get(form or path, follow_redirects=True), 0)
        sent = {"csrf_token": page.token(), "form_key": page.form_key(), **(data or {})}
        return self.client.post(path, data=sent, **kwargs)


class counted:
    """Collects the registry's SQL statements, BEGIN, COMMIT and PRAGMA left out."""

    def __init__(self, app: Flask) -> None:
        self.engine = engines(app)[0]
        self.statements: list[str] = []

    def __enter__(self) -> list[str]:
        event.listen(self.engine, "before_cursor_execute", self._note)
        return self.statements

    def __exit__(self, *_: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._note)

    def _note(self, _c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.lstrip().upper().startswith(UNCOUNTED):
            self.statements.append(statement)


@pytest.fixture
def visit(app: Flask) -> Callable[..., Any]:
    """`visit("clerk", "/households")` opens and lints a page; `visit("clerk")` gives the visitor."""
    known: dict[str | None, Visitor] = {}

    def open_(user: str | None, path: str | None = None, status: int = 200, **kwargs: Any) -> Any:
        visitor = known.setdefault(user, Visitor(app, user)) if user not in known else known[user]
        return visitor if path is None else visitor.open(path, status, **kwargs)

    return open_
