"""Answers: the whole page or the block htmx asked for; saved; downloaded."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask, Response, current_app, redirect, render_template, request
from flask_babel import force_locale

from registry.commands.change import last_change
from registry.kernel.scope import Scope, current_scope, set_scope
from registry.messages import Message
from registry.storage import db
from registry.web.fragments import render_block
from registry.web.language import current_language
from registry.web.notices import notify


def is_htmx() -> bool:
    """True when htmx asks for a part of the page."""
    return request.headers.get("HX-Request") == "true"


def answer(template: str, block: str = "main", status: int = 200, **context: Any) -> Response:
    """Render the page, or only `block` of it for htmx: the fragment is always a part of the whole page."""
    part = is_htmx() and request.headers.get("HX-Boosted") != "true"
    body = render_block(template, block, **context) if part else render_template(template, **context)
    return current_app.make_response((body, status))


def saved(text: Message | str, location: str, undo: bool = True) -> Response:
    """After a write: a notice with its undo on the next page. 303 for plain forms; htmx follows HX-Redirect instead,
    because it would carry its own headers along a 303 and put the next page inside the form."""
    if text:
        notify(text, undo=last_change() if undo else "")
    if is_htmx():
        return Response(status=204, headers={"HX-Redirect": location})
    return redirect(location, 303)  # type: ignore[return-value]


def signed_in(csrf: str) -> Response:
    """Tell the waiting page that its user is back, with a fresh token for the save it sends again."""
    return Response(status=204, headers={"HX-Trigger": json.dumps({"signed-in": {"csrf": csrf}})})


def back_to() -> str:
    """The page this request came from, as far as the browser says it is ours."""
    current = request.headers.get("HX-Current-URL") or request.referrer or ""
    parts = urlsplit(current)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def download(make: Callable[[], Iterable[bytes]], filename: str, mimetype: str) -> Response:
    """Stream a file under a name without personal data; `make` reads in a transaction and scope of its own."""
    disposition = f"attachment; filename*=UTF-8''{quote(filename)}"
    stream = _stream(current_app._get_current_object(), make, current_scope(), current_language())  # type: ignore[attr-defined]
    return Response(stream, mimetype=mimetype, headers={"Content-Disposition": disposition})


def _stream(app: Flask, make: Callable[[], Iterable[bytes]], scope: Scope | None, language: str) -> Iterator[bytes]:
    """The request is over when the first bytes leave: its scope and language go along."""
    with app.app_context(), force_locale(language):
        set_scope(scope)
        try:
            yield from make()
        finally:
            db.session.remove()
