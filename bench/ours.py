"""Our application on a measured database."""

from pathlib import Path

from flask import Flask

from bench.browser import Browser
from registry import create_app
from registry.config import Settings
from registry.storage.migrate import upgrade_stores

KEY = "only-for-one-run-of-the-benchmark-0123456789"


def make(url: str, folder: Path) -> Flask:
    """The application on this database, with a fresh activity store in the folder."""
    app = create_app(Settings(url, f"sqlite:///{folder / 'activity.sqlite3'}", KEY))
    upgrade_stores(app)
    return app


def signed_in(app: Flask, username: str) -> Browser:
    """A member of the demo's cast at a browser."""
    return Browser(app).sign_in("/login", "/login/demo", username=username)
