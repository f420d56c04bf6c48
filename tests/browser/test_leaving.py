"""After signing out nothing stays behind on a shared PC."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.desk import PASSWORD, Desk, give_password, stored
from tests.pages.accounts import end_sessions
from tests.world import World

pytestmark = pytest.mark.browser


def test_p10_back_after_signing_out_shows_the_sign_in_page_and_no_data_stay(desk: Callable, codes: World) -> None:
    clerk: Desk = desk("clerk")
    page = clerk.open("/households")
    page.locator("#q").fill("dang")
    expect(page).to_have_url(re.compile("q=dang"))
    page.locator("a.row-link").first.click()
    expect(page.locator("#drawer")).to_contain_text(codes.ours[0])
    clerk.open(f"/households/{codes.ours[0]}")
    page.locator(".who summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.locator("h1")).to_have_text("Đăng nhập")
    assert stored(page) == {}
    page.go_back()
    expect(page.locator("h1")).to_have_text("Đăng nhập")
    assert "Đặng Văn Đức" not in page.content()
    assert stored(page) == {}


def test_another_person_who_signs_in_over_the_page_saves_nothing_of_the_first(
    desk: Callable, app: Flask, codes: World
) -> None:
    give_password(app, "auditor")
    clerk: Desk = desk("clerk")
    page = clerk.open(f"/households/{codes.ours[0]}/edit")
    page.locator("#note").fill("Của người trước")
    end_sessions(app)
    with clerk.awaiting(401):
        clerk.press("Control+s")
        expect(page.locator("dialog")).to_be_visible()
    page.locator("dialog [name=username]").fill("auditor")
    page.locator("dialog [name=password]").fill(PASSWORD)
    clerk.press("Enter")
    expect(page.locator("h1")).to_have_text("Bảng khoảng trống")
    expect(page.locator(".who summary")).to_contain_text("Người auditor")
    clerk.open(f"/households/{codes.ours[0]}")
    expect(page.locator("main")).not_to_contain_text("Của người trước")
