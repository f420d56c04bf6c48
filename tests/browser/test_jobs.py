"""A long list ordered, followed and taken away at a browser: with JavaScript or without, on a screen or a phone."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.desk import Desk, look
from tests.jobs.desk import work
from tests.pages.accounts import end_sessions

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every list is a long one."""
    monkeypatch.setattr("registry.blueprints.papers.AT_ONCE", 0)


@pytest.mark.usefixtures("long")
@pytest.mark.parametrize("how", [{}, PHONE, {"java_script_enabled": False}])
def test_a_list_is_ordered_followed_and_taken_away(desk: Callable[..., Desk], app: Flask, how: dict) -> None:
    clerk = desk("clerk", **how)
    page = clerk.open("/households?format=pdf&class=poor")
    if clerk.scripts:
        look(page)
    page.get_by_role("button", name="Lập ở nền").click()
    expect(page.locator("#job")).to_contain_text("Máy sắp bắt đầu")
    if clerk.scripts:
        look(page)
    work(app)
    if not clerk.scripts:
        page.get_by_role("link", name="Xem lại").click()
    expect(page.locator("#job")).to_contain_text("Đã vẽ 1/1 xã")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Tải PDF").click()
    assert taken.value.suggested_filename == "danh-sach-ho-2021-12-15.pdf"
    clerk.open("/jobs")
    if clerk.scripts:
        look(page)


@pytest.mark.usefixtures("long")
def test_a_page_whose_session_ended_asks_once_to_sign_in(desk: Callable[..., Desk], app: Flask) -> None:
    clerk = desk("clerk")
    page = clerk.open("/households?format=pdf")
    page.get_by_role("button", name="Lập ở nền").click()
    end_sessions(app)
    with clerk.awaiting(401):
        expect(page.locator("dialog")).to_be_visible()
        page.locator("dialog [name=username]").fill("cler")
        page.wait_for_timeout(2500)
        expect(page.locator("dialog [name=username]")).to_have_value("cler")
