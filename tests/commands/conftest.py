"""The hand-made registry of tests/commands/world.py, one per module and database."""

from collections.abc import Iterator

import pytest
from flask import Flask

from registry import create_app
from registry.storage import db
from registry.storage.migrate import upgrade_stores
from tests import postgres
from tests.commands import world as made
from tests.conftest import close, empty_database, settings_for


@pytest.fixture(scope="module")
def world(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A registry that the module's tests fill on; each makes its own households."""
    folder = tmp_path_factory.mktemp("world")
    url = empty_database(kind, folder)
    app = create_app(settings_for(url, folder))
    upgrade_stores(app)
    with app.app_context():
        made.build()
        yield app
        db.session.rollback()
    close(app)
    if kind == "postgresql":
        postgres.drop_database(url)
