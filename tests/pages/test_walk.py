"""Every page, before and after the reforms: no error, no empty picker, the names of the day."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.conftest import postgresql_in_check
from tests.page import Page, lint
from tests.scope.routes import arguments, routes
from tests.world import World

pytestmark = postgresql_in_check

DAYS = ["2021-12-15", pytest.param("2024-09-01", marks=pytest.mark.check), "2026-01-15"]


@pytest.mark.check
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("user", ["coordinator", "clerk", "administrator", "auditor"])
def test_every_page_opens_on_the_day(
    app: Flask, visit: Callable, codes: World, user: str, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = visit(user)
    monkeypatch.setenv("REGISTRY_TODAY", day)
    for route in routes(app):
        if route.method != "GET" or route.endpoint == "setup.first_run":
            continue
        with app.test_request_context():
            url = app.url_for(route.endpoint, **arguments(app, route, codes.ours[0]))
        answer = visitor.client.get(url, follow_redirects=True)
        assert answer.status_code in (200, 403, 404), f"{day} {user} {url}: {answer.status_code}"
        if answer.status_code == 200 and answer.mimetype == "text/html":
            page = Page(answer, 0)
            lint(page)
            assert not _empty_pickers(page), f"{day} {user} {url}: {_empty_pickers(page)}"


def test_after_the_reform_units_have_new_names_and_no_districts(
    visit: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = visit("coordinator", "/households").sees("Huyện Trần Đề", "Xã Đại Ân 2")
    assert "Xã Lịch Hội Thượng" not in before.text
    monkeypatch.setenv("REGISTRY_TODAY", "2026-01-15")
    visit("coordinator", "/households").sees_not("Huyện Trần Đề", "Huyện Châu Thành")


def _empty_pickers(page: Page) -> list[str]:
    """Selects without a single choice, but for hamlets of a commune yet to be chosen."""
    waiting = any(s.get("name") == "unit_id" for s in page.tree.iter("select"))
    selects = [s for s in page.tree.iter("select") if not (waiting and s.get("name") == "hamlet_id")]
    return [s.get("name", "?") for s in selects if not [o for o in s.iter("option") if o.get("value")]]
