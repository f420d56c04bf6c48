"""Logs hold no personal data and cannot be forged (security.md P34)."""

import json
import logging
from collections.abc import Callable

import pytest
from flask import Flask

from tests.world import World

SECRETS = ["Đặng Văn Đức", "dang van duc", "366123456"]


def test_p34_a_request_is_one_line_of_json_without_anything_typed(
    visit: Callable, codes: World, caplog: pytest.LogCaptureFixture
) -> None:
    clerk = visit("clerk")
    with caplog.at_level(logging.INFO):
        clerk.get("/households?q=dang van duc")
        clerk.get(f"/households/{codes.ours[0]}", headers={"User-Agent": '{"status": 200} %s', "Referer": "/%s"})
        clerk.client.post("/households/by-number", data={"number": "366123456"})
    lines = [record.getMessage() for record in caplog.records if record.name == "registry.requests"]
    assert [json.loads(line)["page"] for line in lines] == [
        "households.index",
        "households.show",
        "households.by_number",
    ]
    assert not [
        secret for secret in [*SECRETS, *codes.ours] if any(secret in record.getMessage() for record in caplog.records)
    ]


def test_p34_an_unexpected_error_says_where_not_what(
    app: Flask, visit: Callable, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = visit("clerk")
    monkeypatch.setitem(app.config, "TESTING", False)

    def fail() -> None:
        raise ValueError("Đặng Văn Đức 366123456")

    monkeypatch.setitem(app.view_functions, "health.status", _allowed(app, fail))
    with caplog.at_level(logging.INFO):
        answer = clerk.get("/healthz")
    assert answer.status_code == 500
    assert "Đặng" not in answer.get_data(as_text=True)
    assert "ValueError at health.status" in caplog.text
    assert "366123456" not in caplog.text


def _allowed(app: Flask, view: Callable) -> Callable:
    view.rule = app.view_functions["health.status"].rule  # type: ignore[attr-defined]
    return view
