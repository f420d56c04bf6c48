"""What every test may use: a registry on each database, the cast, and visit(), which lints each page it opens."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import make_url

from registry import create_app
from registry.config import Settings
from registry.storage import db
from registry.storage.attach import close_stores
from registry.storage.migrate import upgrade_stores
from tests import postgres

KEY = "a-key-for-tests-only-0123456789-abcdef"


def pytest_configure(config: pytest.Config) -> None:
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
    with app.app_context():
        db.session.remove()
    close_stores(app)


@pytest.fixture(params=["sqlite", "postgresql"], scope="session")
def kind(request: pytest.FixtureRequest) -> str:
    """The database the test runs on."""
    return str(request.param)


@pytest.fixture
def empty_app(kind: str, tmp_path: Path) -> Iterator[Flask]:
    """An application on a migrated, empty registry."""
    url = empty_database(kind, tmp_path)
    app = create_app(settings_for(url, tmp_path))
    upgrade_stores(app)
    yield app
    close(app)
    if kind == "postgresql":
        postgres.drop_database(url)
