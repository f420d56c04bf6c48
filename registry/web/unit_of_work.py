"""One request, one transaction: begun by the kind of request, committed in one place, only when the answer is good."""

from flask import Flask, Response, g, request

from registry.storage import db
from registry.storage.engine import writing
from registry.storage.transaction import finish
from registry.web.allow import rule_of

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def init(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_give_back)


def _begin() -> None:
    rule = rule_of(request.endpoint) if request.endpoint else None
    writes = request.method not in SAFE and rule is not None and rule.writes
    g.writing_token = writing.set(writes)
    db.session.info.clear()


def _end(response: Response) -> Response:
    if writing.get():
        finish(response.status_code < 400)
    return response


def _give_back(_error: BaseException | None) -> None:
    db.session.remove()
    token = g.pop("writing_token", None)
    if token is not None:
        writing.reset(token)
