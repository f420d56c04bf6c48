"""After signing out nothing stays behind on a shared PC."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk, stored
from tests.world import World

pytestmark = pytest.mark.browser


def test_p10_back_after_signing_out_shows_the_sign_in_page_and_no_data_stay(desk: Callable, codes: World) -> None:
    clerk: Desk = desk("clerk")
    page = clerk.page
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
