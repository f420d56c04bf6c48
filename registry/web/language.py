"""Vietnamese first; English complete. Chosen by the browser before sign-in, switched without leaving the page."""

from typing import Any

from flask import Flask, g, request, session
from flask_babel import Babel, get_locale, get_translations

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


def gettext(text: str, **values: Any) -> str:
    """The text in the reader's language, with values at their places: as Flask-Babel's, which looks the language up
    for each of a page's some hundred words."""
    said = str(_catalogue().ugettext(text))
    return said % values if values else said


def ngettext(one: str, several: str, num: int, **values: Any) -> str:
    """The same of so many; their number may stand in the text as `num`."""
    return str(_catalogue().ungettext(one, several, num)) % {"num": num, **values}


def _catalogue() -> Any:
    """The words of this request's language, found once."""
    if "catalogue" not in g:
        g.catalogue = get_translations()
    return g.catalogue
