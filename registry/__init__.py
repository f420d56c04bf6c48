"""Sổ An Sinh: composition root. Settings, stores, web, pages; start-up refuses what must not run."""

from flask import Flask

from registry.config import Settings, refuse_bad_day
from registry.storage import db
from registry.storage.engine import engine_options, prepare


def create_app(settings: Settings | None = None) -> Flask:
    """The application for these settings (default: the environment's)."""
    settings = settings or Settings.from_environment()
    refuse_bad_day()
    app = Flask(__name__, static_folder=None)
    app.config["REGISTRY"] = settings
    app.config["SECRET_KEY"] = settings.secret_key
    _open_stores(app, settings)
    return app


def _open_stores(app: Flask, settings: Settings) -> None:
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings.database_url)
    db.init_app(app)
    with app.app_context():
        prepare(db.engine, always_writes=False)
