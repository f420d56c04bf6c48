"""HTTP: handlers of a few lines; everything they know stands below them."""

from flask import Flask

from registry.blueprints import account, changes, health, households, language, parameters, setup, units, users


def register_all(app: Flask) -> None:
    """Every page of the application."""
    for module in (account, changes, health, households, language, parameters, setup, units, users):
        app.register_blueprint(module.blueprint)
