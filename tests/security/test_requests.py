"""Forms come from our own pages, once; reading never writes (security.md P4, P14)."""

import hashlib
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import MetaData, select

from registry.storage.attach import engines
from tests.conftest import postgresql_in_check
from tests.scope.routes import arguments, routes
from tests.world import World

NEW = {
    "name": "Trần Văn Mới",
    "sex": "male",
    "birth": "1980",
    "ethnicity": "Kinh",
    "starts": "15/12/2021",
    "address": "Số 9",
}


MAY = (("manage", "administrator"), ("approve", "health"))
"""Who is let in where a clerk is not."""


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 400),
        ({"X-CSRFToken": "x"}, 400),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_p4_an_unsafe_request_without_our_token_or_from_elsewhere_is_refused(
    app: Flask, visit: Callable, headers: dict[str, str], status: int
) -> None:
    for route in routes(app):
        if route.method == "POST" and route.endpoint != "setup.first_run":
            somebody = visit(next((name for action, name in MAY if action in route.permission.actions), "clerk"))
            url = _url(app, route, World().ours)
            assert somebody.client.post(url, headers=headers).status_code == status, route.shown


def test_p4_another_sessions_token_is_refused(visit: Callable) -> None:
    token = visit("coordinator").open("/households/new").token()
    answer = visit("clerk").client.post("/households/new", data={"csrf_token": token})
    assert answer.status_code == 400


@postgresql_in_check
def test_p4_no_get_changes_the_registry(app: Flask, visit: Callable, codes: World) -> None:
    before = _digest(app)
    for user in ("coordinator", "clerk", "administrator", "auditor"):
        for route in routes(app):
            if route.method == "GET":
                visit(user).get(_url(app, route, codes.ours))
    assert _digest(app) == before


def test_p14_a_form_sent_six_times_counts_once(visit: Callable) -> None:
    clerk = visit("clerk")
    page = clerk.open("/households/new")
    data = {**NEW, **{name: page.field(name) for name in ("csrf_token", "form_key", "unit_id")}}
    answers = [clerk.client.post("/households/new", data=data) for _ in range(6)]
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    clerk.open("/households?q=tran van moi").sees("1 hộ")


def _url(app: Flask, route: object, ours: list[str]) -> str:
    code = ours[0] if ours else "HH-000001"
    with app.test_request_context():
        return app.url_for(route.endpoint, **arguments(app, route, code))  # type: ignore[attr-defined]


def _digest(app: Flask) -> dict[str, str]:
    """One value for all rows of each table of the registry."""
    engine = engines(app)[0]
    meta = MetaData()
    meta.reflect(engine)
    with engine.connect() as connection:
        return {
            table.name: hashlib.sha256(
                "".join(sorted(map(repr, connection.execute(select(table))))).encode()
            ).hexdigest()
            for table in meta.sorted_tables
        }
