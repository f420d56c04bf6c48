"""Roles × routes × areas: what the routes declare is what they do, kept as one generated table (docs/access.md)."""

import os
import secrets
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
from flask import Flask

from registry.kernel.actor import ANY, ROLES
from tests.conftest import postgresql_in_check
from tests.page import Page
from tests.scope.routes import ABSENT, Route, arguments, routes
from tests.world import CAST, World

pytestmark = postgresql_in_check

TABLE = Path(__file__).parents[2] / "docs" / "access.md"
GOLDEN = Path(__file__).parents[1] / "routes.txt"
ROLE_OF = {user: role for user, (role, _unit) in CAST.items()}
HEAD = """# Ai vào được trang nào

Bảng này do `make access` sinh ra từ khai báo `@allow` của từng trang; kiểm thử so lại và gọi từng trang bằng từng vai.
`✓` vào được · `–` bị từ chối (403) · `✓ địa bàn` chỉ dữ liệu của địa bàn mình, ngoài ra trả lời như không có (404)

"""


def test_p1_no_route_vanishes_or_appears_unseen(app: Flask) -> None:
    shown = "\n".join(f"{route.shown}  {route.endpoint}" for route in routes(app)) + "\n"
    if os.environ.get("REGENERATE"):
        GOLDEN.write_text(shown)
    assert shown == GOLDEN.read_text(), "đường dẫn đã đổi: xem lại rồi chạy `make access`"


def test_p1_the_table_of_access_is_up_to_date(app: Flask) -> None:
    if os.environ.get("REGENERATE"):
        TABLE.parent.mkdir(exist_ok=True)
        TABLE.write_text(_table(app))
    assert _table(app) == TABLE.read_text(), "quyền của trang đã đổi: xem lại rồi chạy `make access`"


def _table(app: Flask) -> str:
    users = list(CAST)
    lines = ["| trang | " + " | ".join(ROLES[ROLE_OF[user]].title for user in users if user != "stranger") + " |"]
    lines.append("|" + "---|" * len(users))
    for route in routes(app):
        cells = [_cell(route, user) for user in users if user != "stranger"]
        lines.append(f"| `{route.shown}` | " + " | ".join(cells) + " |")
    return HEAD + "\n".join(lines) + "\n"


def _cell(route: Route, user: str) -> str:
    if not _may(route, user):
        return "–"
    return "✓ địa bàn" if route.permission.personal and CAST[user][1] else "✓"


def _may(route: Route, user: str) -> bool:
    """What the declaration promises, worked out without the application's own gate."""
    rule, role = route.permission, ROLES[ROLE_OF[user]]
    where = {"households": role.households, ANY: role.households | role.registers}
    held = where.get(rule.register, role.registers)
    return rule.public or not rule.actions or bool(held & set(rule.actions))


@pytest.mark.parametrize("user", CAST)
def test_p1_each_role_reaches_what_is_declared_and_nothing_else(
    app: Flask, visit: Callable, codes: World, user: str
) -> None:
    """Without a form key a permitted unsafe request is refused after the gate (400), a forbidden one by it (403)."""
    visitor = visit(user)
    for route in routes(app):
        if route.endpoint in (
            "account.logout",
            "account.enter_demo",
            "language.choose",
            "setup.first_run",
            "setup.install",
        ):
            continue
        status = _send(app, visitor, route, _own(user, codes)[0], key=None)
        assert status < 500, f"{user} {route.shown}: {status}"
        assert (status == 403) != _may(route, user), f"{user} {route.shown}: {status}"


@pytest.mark.parametrize("user", ["clerk", "stranger", "district"])
def test_p2_another_areas_household_answers_as_if_it_did_not_exist(
    app: Flask, visit: Callable, codes: World, user: str
) -> None:
    visitor = visit(user)
    other = codes.ours if user == "stranger" else codes.theirs
    for route in routes(app):
        if not route.rule.rule.startswith("/households/<code>") or not _may(route, user):
            continue
        denied = _answer(app, visitor, route, other[0])
        absent = _answer(app, visitor, route, ABSENT)
        assert denied.status == absent.status == 404, f"{user} {route.shown}: {denied.status}, {absent.status}"
        assert _plain(denied, other[0]) == _plain(absent, ABSENT), route.shown


def test_p1_nobody_gets_in_without_signing_in(app: Flask, codes: World) -> None:
    client = app.test_client()
    token = Page(client.get("/login"), 0).token()
    for route in routes(app):
        if not route.permission.public:
            answer = client.open(
                _url(app, route, codes.ours[0]),
                method=route.method,
                data={"csrf_token": token} if route.method == "POST" else None,
            )
            assert answer.status_code == 302, route.shown
            assert answer.headers["Location"].startswith("/login"), route.shown


def _own(user: str, codes: World) -> list[str]:
    return codes.theirs if user == "stranger" else codes.ours


def _url(app: Flask, route: Route, code: str) -> str:
    with app.test_request_context():
        return app.url_for(route.endpoint, **arguments(app, route, code))


def _send(app: Flask, visitor: object, route: Route, code: str, key: str | None) -> int:
    answer = _request(app, visitor, route, code, key)
    answer.close()
    return int(answer.status_code)


def _answer(app: Flask, visitor: object, route: Route, code: str) -> Page:
    return Page(_request(app, visitor, route, code, secrets.token_hex(16)), 0)


def _request(app: Flask, visitor: object, route: Route, code: str, key: str | None):
    client = visitor.client  # type: ignore[attr-defined]
    url = _url(app, route, code)
    if route.method == "GET":
        return client.get(url)
    data = {"csrf_token": _token(visitor)}
    return client.post(url, data={**data, "form_key": key} if key else data)


def _token(visitor: object) -> str:
    known = getattr(visitor, "known_token", None) or Page(visitor.client.get("/account/password"), 0).token()  # type: ignore[attr-defined]
    visitor.known_token = known  # type: ignore[attr-defined]
    return known


def _plain(page: Page, code: str) -> str:
    """The page without what may differ: tokens, keys and the address asked for."""
    hidden = {
        e.get("value", "") for e in page.tree.iter("input") if e.get("name") in ("csrf_token", "form_key", "next")
    }
    text = page.html
    for value in sorted(hidden, key=len, reverse=True):
        text = text.replace(escape(value), "")
    return text.replace(code, "")
