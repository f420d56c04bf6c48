"""What every test may use: a registry on each database, the cast, and visit(), which lints each page it opens."""

import gc
import os
import pickle
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask, session
from flask.testing import FlaskClient
from sqlalchemy import event, make_url

from registry import create_app, passwords
from registry.config import Settings
from registry.jobs.files import folder_of_jobs
from registry.kernel.places import places
from registry.queries.accounts import find_user
from registry.storage import db
from registry.storage.attach import close_stores, engines
from registry.storage.migrate import upgrade_stores
from registry.web.login import sign_in
from tests import postgres, world
from tests.page import Page, lint

KEY = "a-key-for-tests-only-0123456789-abcdef"
OURS = re.compile(r'name="(csrf_token|form_key)" value="([^"]*)"')
REAL = {"_hasher": passwords._hasher, "NOBODY": passwords.NOBODY}
UNCOUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE", "SET TRANSACTION")


def pytest_configure(config: pytest.Config) -> None:
    """Stores of tests live in memory where there is room: they sync every commit, and a slow disk would lead.

    Passwords are hashed with small parameters: their price is proved by the tests that ask for `real_hashing`.
    """
    memory = postgres.fast_disk()
    if memory:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", memory)
    postgres.reserve()
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
    passwords.NOBODY = passwords._hasher.hash("of nobody")


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is imported and collected stays: looking through it for garbage again and again cost a tenth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


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


postgresql_in_check = pytest.mark.postgresql_in_check
"""For tests that `make test` runs on SQLite alone, `make check` on PostgreSQL: where both answer the same questions
that other tests ask of them, or where pages and files are made of the answers."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        chosen = getattr(item, "callspec", None)
        if chosen and chosen.params.get("kind") == "postgresql" and item.get_closest_marker("postgresql_in_check"):
            item.add_marker("check")


@pytest.fixture
def real_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords hashed at their real price, for the tests that look at it."""
    for name, value in REAL.items():
        monkeypatch.setattr(passwords, name, value)


@pytest.fixture(scope="session")
def blank(kind: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A migrated, empty registry, made once for each database; tests copy it."""
    folder = tmp_path_factory.mktemp(f"blank-{kind}")
    url = empty_database(kind, folder)
    app = create_app(settings_for(url, folder))
    upgrade_stores(app)
    _checkpoint(app)
    close_stores(app)
    for store in folder.glob("*.sqlite3*"):
        store.chmod(0o600)
    return url, folder


@pytest.fixture(scope="session")
def shared_empty_app(blank: tuple[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One application for each database: its engines remember the statements they have compiled."""
    folder = tmp_path_factory.mktemp("shared-empty")
    app = create_app(settings_for(copy_database(blank[0], folder), folder))
    yield app
    close(app)


@pytest.fixture
def empty_app(shared_empty_app: Flask, blank: tuple[str, Path]) -> Flask:
    """An application on a migrated, empty registry."""
    _renew(shared_empty_app, *blank)
    return shared_empty_app


@pytest.fixture(scope="session")
def template(
    kind: str, blank: tuple[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, world.World, Path]:
    """The world of tests/world.py, built once for each database; tests copy it."""
    folder = tmp_path_factory.mktemp(f"world-{kind}")
    shutil.copy(blank[1] / "activity.sqlite3", folder)
    url = copy_database(blank[0], folder)
    app = create_app(settings_for(url, folder))
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
    url, _built, folder = template
    _renew(shared_app, url, folder)
    shared_app.testing = True
    return shared_app


def _renew(app: Flask, url: str, folder: Path) -> None:
    """The application's stores as those made in the folder, without files of jobs and imports. A PostgreSQL registry
    is put back in place where that can be, and keeps its connections."""
    for left in (jobs := folder_of_jobs(app), jobs.with_name("uploads")):
        shutil.rmtree(left, ignore_errors=True)
    registry, activity = engines(app)
    files = [activity, registry] if url.startswith("sqlite") else [activity]
    for engine in files:
        engine.dispose()
        path = engine.url.database or ""
        for suffix in ("-wal", "-shm"):
            Path(path + suffix).unlink(missing_ok=True)
        shutil.copy(folder / Path(path).name, path)
    if registry not in files and not postgres.restore_database(own := app.config["REGISTRY"].database_url):
        registry.dispose()
        postgres.renew_database(own, url)


@pytest.fixture
def codes(template: tuple[str, world.World, Path]) -> world.World:
    """The household codes of the world."""
    return template[1]


def seated(app: Flask, username: str) -> str:
    """The token of a session begun as the sign-in page begins it, without its two requests."""
    with app.test_request_context("/login"):
        user = find_user(username)
        assert user is not None, username
        sign_in(user)
        app.session_interface.save_session(app, session, app.response_class())
        return str(session.token)


class Visitor:
    """Somebody of the cast at a browser without JavaScript."""

    def __init__(self, app: Flask, user: str | None) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        if user:
            self.client.set_cookie(app.session_interface.cookie, seated(app, user))

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
        page = self.client.get(form or path, follow_redirects=True).get_data(as_text=True)
        sent = {**dict(reversed(OURS.findall(page))), **(data or {})}
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
    """`visit("clerk", "/households")` opens and lints a page; `visit("clerk")` gives the visitor. The units are known
    beforehand: a process reads them with its first page, whichever that is."""
    known: dict[str | None, Visitor] = {}
    with app.app_context():
        places()

    def open_(user: str | None, path: str | None = None, status: int = 200, **kwargs: Any) -> Any:
        visitor = known.setdefault(user, Visitor(app, user)) if user not in known else known[user]
        return visitor if path is None else visitor.open(path, status, **kwargs)

    return open_
