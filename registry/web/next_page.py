"""Where to go next: only to a page of ours (security.md P11)."""

from urllib.parse import unquote, urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect


def safe_next(target: str, fallback: str = "/") -> str:
    """The target when it is a path one of our GET pages answers, as we would write it; the fallback otherwise."""
    path, _, query = target.partition("?")
    odd = any(ord(char) < 33 or char == "\\" for char in unquote(target)) or unquote(path).startswith("//")
    if not path.startswith("/") or odd or urlsplit(target).netloc:
        return fallback
    return f"{path}?{query}" if _is_ours(unquote(path)) and query else path if _is_ours(unquote(path)) else fallback


def _is_ours(path: str) -> bool:
    adapter = current_app.create_url_adapter(request)
    try:
        return adapter is not None and adapter.match(path, method="GET") is not None
    except (HTTPException, RequestRedirect):
        return False
