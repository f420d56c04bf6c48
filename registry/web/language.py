"""Vietnamese first; English complete. Chosen by the browser before sign-in, switched without leaving the page."""

from flask import Flask, request, session
from flask_babel import Babel, get_locale

LANGUAGES = ("vi", "en")


def init(app: Flask) -> None:
    app.config["BABEL_DEFAULT_LOCALE"] = "vi"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    Babel(app, locale_selector=choose)


def choose() -> str:
    """The session's language, else the browser's first of ours, else Vietnamese."""
    kept = session.get("lang")
    return kept if kept in LANGUAGES else request.accept_languages.best_match(LANGUAGES, "vi")


def current_language() -> str:
    return str(get_locale())
