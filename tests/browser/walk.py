"""A walk along the links: every page somebody can reach, each once, as a person would find it."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from registry.kernel.settings import today
from registry.models import User
from registry.queries.accounts import actor_for, find_user
from registry.storage import db
from tests.browser.desk import Desk
from tests.scope.routes import Route, routes

NOT_PAGES = {"account.home", "account.login", "health.status", "setup.first_run"} | {
    *(f"imports.{step}" for step in ("template", "mapping", "check", "faults")),
    *(f"jobs.{page}" for page in ("show", "file")),
    "handovers.ask",
}
"""Redirects, a probe, pages that only somebody who is not signed in sees, files, what begins with a file or a job, and
what a form offers beside its doubt (test_handover_request.py looks at it)."""
LINK = re.compile(r'<a\s[^>]*?href="([^"]*)"')
HREFS = "() => [...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))"


def walk(
    desk: Desk, app: Flask, starts: list[str], known: frozenset[str] = frozenset()
) -> Iterator[tuple[str, Page | None]]:
    """Every page whose route was not seen yet, with the route's name; files are left out. Of the `known` routes only
    the links are followed, without drawing the page."""
    seen: set[str] = set()
    waiting = list(starts)
    while waiting:
        path = waiting.pop(0)
        name = _name(app, path)
        if name is None or name in seen:
            continue
        seen.add(name)
        page = None if name in known else desk.open(path)
        yield name, page
        hrefs = page.evaluate(HREFS) if page else _links(desk, path)
        waiting += [href for href in hrefs if "format=" not in href and "/template/" not in href]


def _links(desk: Desk, path: str) -> list[str]:
    answer = desk.page.context.request.get(desk.url + path)
    assert answer.ok, f"{answer.status}: {path}"
    return [unescape(href) for href in LINK.findall(answer.text())]


def pages_of(app: Flask, username: str) -> set[str]:
    """Names of the routes whose pages this user may see."""
    with app.app_context():
        user: User | None = find_user(username)
        assert user is not None
        actor = actor_for(user, today())
        db.session.remove()
    return {route.endpoint for route in routes(app) if route.method == "GET" and _may(route, actor)} - NOT_PAGES


def _may(route: Route, actor: object) -> bool:
    rule = route.permission
    return not rule.actions or any(actor.may(action, rule.register) for action in rule.actions)


def _name(app: Flask, path: str) -> str | None:
    parts = urlsplit(path)
    if parts.netloc or not parts.path:
        return None
    try:
        return str(app.url_map.bind("localhost").match(parts.path, method="GET")[0])
    except (HTTPException, RequestRedirect):
        return None
