"""Exact headers on every answer (security.md P9)."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.conftest import postgresql_in_check

pytestmark = postgresql_in_check

EXPECTED = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; "
        "manifest-src 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
PATHS = [
    ("/households/by-number", 200),
    ("/households", 200),
    ("/households?format=csv", 200),
    ("/households?format=xlsx", 200),
    ("/households?format=pdf", 200),
    ("/households?format=print", 200),
    ("/households?day=31/02/2021", 400),
    ("/admin/users", 403),
    ("/khong-co", 404),
    ("/households/HH-999999", 404),
    ("/healthz", 200),
    ("/static/css/base.css", 200),
    ("/static/khong-co.css", 404),
]


@pytest.mark.parametrize(("path", "status"), PATHS)
def test_p9_every_answer_carries_exactly_these_headers(visit: Callable, path: str, status: int) -> None:
    answer = visit("clerk").get(path)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
    answer.close()
    if not path.startswith("/static/css"):
        assert answer.headers["Cache-Control"] == "no-store"


def test_p9_refused_forms_carry_them_too(visit: Callable) -> None:
    answer = visit("clerk").client.post("/households/new", data={"name": "x"})
    assert answer.status_code == 400
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED


def test_p9_a_body_too_large_is_refused(visit: Callable) -> None:
    answer = visit("clerk").client.post("/households/new", data={"note": "x" * (3 << 20)})
    assert answer.status_code == 413
    assert answer.headers["Content-Security-Policy"] == EXPECTED["Content-Security-Policy"]


def test_p9_https_asks_to_stay_on_https(app: Flask) -> None:
    answer = app.test_client().get("/login", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
