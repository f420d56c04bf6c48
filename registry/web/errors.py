"""Errors: one page each, saying what happened and what to do; to htmx only the sentence. Logs hold no personal data."""

import logging
import traceback

from flask import Flask, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from registry.kernel.actor import Denied, NotFound
from registry.messages import Message, Problems
from registry.passwords import Busy
from registry.storage import db
from registry.web.error_texts import TEXTS
from registry.web.fragments import render_block
from registry.web.responses import is_htmx

log = logging.getLogger("registry.web")


class BadInput(Exception):
    """A request that cannot be understood; the message says what and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class CrossSite(Exception):
    """Another site's page tried to act here."""


class TooMany(Exception):
    """Too many tries; wait."""


def init(app: Flask) -> None:
    app.config.update(MAX_CONTENT_LENGTH=2 << 20, MAX_FORM_MEMORY_SIZE=256 << 10, MAX_FORM_PARTS=400)
    fixed = ((Denied, 403), (NotFound, 404), (CrossSite, 403), (StaleDataError, 409), (TooMany, 429), (Busy, 503))
    for cause, status in fixed:
        app.register_error_handler(cause, _fixed(status))
    app.register_error_handler(CSRFError, lambda error: page(400))
    app.register_error_handler(BadInput, lambda error: page(400, error.message))
    app.register_error_handler(Problems, lambda error: page(422, error.problems[0].message))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(IntegrityError, _clash)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(Exception, _unexpected)


def page(status: int, message: Message | None = None) -> ResponseReturnValue:
    """The error page of this status; only its sentence for htmx."""
    heading, what, remedy = TEXTS[status]
    told = {"heading": heading, "what": what, "remedy": remedy, "message": message}
    g.failed_hard = status >= 500
    if is_htmx():
        return render_block("errors/page.html", "message", **told), status
    return render_template("errors/page.html", **told), status


def _fixed(status: int):
    return lambda error: page(status)


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400 or isinstance(error.response, Response):
        return error
    if status not in TEXTS:
        status = 404 if status == 405 else 400 if status < 500 else 500
    return page(status)


def _clash(error: IntegrityError) -> ResponseReturnValue:
    """Two people made the same thing at the same moment, and the database took the first."""
    db.session.rollback()
    _report(error)
    return page(409)


def _database(error: DBAPIError) -> ResponseReturnValue:
    """A database that is gone or busy: 503 and come back; anything else is our mistake."""
    if not (error.connection_invalidated or "locked" in str(error.orig) or type(error).__name__ == "OperationalError"):
        return _unexpected(error)
    db.session.rollback()
    _report(error)
    response = current_app.make_response(page(503))
    response.headers["Retry-After"] = "5"
    return response


def _unexpected(error: Exception) -> ResponseReturnValue:
    if current_app.testing:
        raise error
    db.session.rollback()
    _report(error)
    return page(500)


def _report(error: Exception) -> None:
    """Where it happened and what kind, never its words: they may quote personal data."""
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    log.error("%s at %s in %s", type(error).__name__, request.endpoint, " < ".join(reversed(places)))
