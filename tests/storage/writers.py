"""Start writers, and look at what they left."""

from flask import Flask

from registry.commands.accounts import create_user
from registry.kernel.actor import CONSOLE
from registry.queries.accounts import find_user
from registry.queries.audit import verify_log
from registry.storage import db
from registry.storage.transaction import transaction
from tests.children import Child
from tests.storage import writer_process


def add_counter(app: Flask, username: str) -> None:
    """A user whose name counts."""
    with app.app_context(), transaction():
        create_user(CONSOLE, username=username, name="Người Đếm 0", role="leader")


def start(app: Flask, username: str, times: int) -> Child:
    """A writer in a process of its own."""
    settings = app.config["REGISTRY"]
    return Child(writer_process.main, settings.database_url, settings.activity_url, username, times)


def counted(app: Flask, username: str) -> int:
    """How far the database has counted."""
    with app.app_context():
        db.session.rollback()
        user = find_user(username)
        assert user is not None
        return int(user.name.split()[-1])


def assert_log_is_whole(app: Flask) -> int:
    """Recompute the log; returns how many events it has."""
    with app.app_context():
        db.session.rollback()
        verdict = verify_log()
        assert verdict.ok, str(verdict.reason)
        return verdict.count
