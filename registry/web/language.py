"""Vietnamese first; English complete. Chosen by the browser before sign-in, switched without leaving the page."""

from typing import Any

from flask import Flask, g, request, session
from flask_babel import Babel, get_locale, get_translations

LANGUAGES = ("vi", "en")


def init(app: Flask) -> None:
    app.config["BABEL_DEFAULT_LOCALE"] = "vi"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    Babel(app, locale_selector=choose)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: _catalogue().ugettext(text),
        ngettext=lambda one, many, count: _catalogue().ungettext(one, many, count),
        newstyle=True,
    )


def choose() -> str:
    """The session's language, else the browser's first of ours, else Vietnamese."""
    kept = session.get("lang")
    return kept if kept in LANGUAGES else request.accept_languages.best_match(LANGUAGES, "vi")


def current_language() -> str:
    return str(get_locale())


def _catalogue() -> Any:
    """The language of this request, found once: a page says some hundred things."""
    if "catalogue" not in g:
        g.catalogue = get_translations()
    return g.catalogue
