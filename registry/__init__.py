"""Sổ An Sinh: composition root. Settings, stores, web, pages; start-up refuses what must not run."""

from flask import Flask

from registry import cli
from registry.blueprints import register_all
from registry.checks.rules import rules
from registry.config import BadSetting, Settings, refuse_bad_day
from registry.storage.attach import attach_stores
from registry.storage.engine import UnsafeSQLite
from registry.web import init_web
from registry.web.allow import refuse_undeclared_routes


def create_app(settings: Settings | None = None) -> Flask:
    """The application for these settings (default: the environment's)."""
    settings = settings or Settings.from_environment()
    refuse_bad_day()
    rules()  # every register is read and looked at now, not on somebody's first page
    app = Flask(__name__, static_folder=None)
    app.config["REGISTRY"] = settings
    app.config["SECRET_KEY"] = settings.secret_key
    _open_stores(app, settings)
    init_web(app)
    register_all(app)
    refuse_undeclared_routes(app)
    cli.register(app)
    return app


def _open_stores(app: Flask, settings: Settings) -> None:
    """Both stores, or BadSetting in one sentence: never on an engine that can lose what was written."""
    try:
        attach_stores(app, settings.database_url, settings.activity_url)
    except UnsafeSQLite as unsafe:
        raise BadSetting(str(unsafe)) from None
