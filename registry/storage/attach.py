"""Give an application its stores."""

from typing import Any

from sqlalchemy import Engine

from registry.storage.activity import open_activity
from registry.storage.base import db
from registry.storage.engine import engine_options, prepare


def attach_stores(app: Any, database_url: str, activity_url: str) -> None:
    """The registry through Flask-SQLAlchemy's session, the activity store under `app.extensions["activity"]`."""
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(database_url)
    db.init_app(app)
    with app.app_context():
        prepare(db.engine, always_writes=False)
    app.extensions["activity"] = open_activity(activity_url)


def engines(app: Any) -> tuple[Engine, Engine]:
    """The registry's engine and the activity store's: for migrations, backup and health checks."""
    with app.app_context():
        return db.engine, app.extensions["activity"]


def close_stores(app: Any) -> None:
    """Give back every connection."""
    for engine in engines(app):
        engine.dispose()
