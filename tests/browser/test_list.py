"""The household list as hands and eyes use it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.desk import look
from tests.pages.lines import INSURANCE, begin
from tests.world import World

pytestmark = pytest.mark.browser
LIST = "/households"


def test_typing_filters_at_once_keeps_focus_and_says_the_count(desk: Callable, codes: World) -> None:
    clerk = desk("clerk", LIST)
    clerk.press("/")
    clerk.type("dang")
    expect(clerk.page).to_have_url(re.compile("q=dang"))
    expect(clerk.page.locator("a.row-link")).to_have_text(["Đặng Văn Đức"])
    assert clerk.focused("#q")
    expect(clerk.page.locator("#q")).to_have_value("dang")
    expect(clerk.page.locator("#live")).to_contain_text("1 hộ")


def test_back_twice_restores_filters_ticks_and_rows(desk: Callable) -> None:
    page = desk("clerk", LIST).page
    rows, poor = page.locator("a.row-link"), page.get_by_label("Hộ nghèo", exact=False).first
    poor.check()
    expect(rows).to_have_count(1)
    page.locator("#q").fill("khong co ai")
    expect(rows).to_have_count(0)
    expect(page).to_have_url(re.compile("q=khong"))
    page.go_back()
    expect(rows).to_have_text(["Đặng Văn Đức"])
    expect(page.locator("#q")).to_have_value("")
    assert page.locator("input[name=class][value=poor]").is_checked()
    page.go_back()
    expect(rows).to_have_count(3)
    assert not page.locator("input[name=class][value=poor]").is_checked()


def test_enter_opens_the_drawer_and_escape_closes_it(desk: Callable, codes: World) -> None:
    clerk = desk("clerk", LIST)
    address = clerk.page.url
    clerk.press("j", "j", "k", "Enter")
    drawer = clerk.page.locator("#drawer")
    expect(drawer).to_contain_text(codes.ours[0])
    assert clerk.focused("#drawer h2")
    assert clerk.page.url == address
    look(clerk.page)
    clerk.press("Escape")
    expect(drawer).to_be_empty()
    assert clerk.focused("a.row-link")


def test_the_open_household_stays_open_while_filtering(desk: Callable, codes: World) -> None:
    page = desk("coordinator", LIST).page
    page.get_by_role("link", name="Đặng Văn Đức").click()
    expect(page.locator("#drawer")).to_contain_text("Trần Thị Hoà")
    expect(page.locator("tr[aria-current]")).to_contain_text(codes.ours[0])
    page.locator("input[name=class][value=poor]").check()
    expect(page.locator("a.row-link")).to_have_count(2)
    expect(page.locator("#drawer")).to_contain_text("Trần Thị Hoà")
    expect(page.locator("tr[aria-current]")).to_contain_text(codes.ours[0])


def test_a_line_of_a_register_opens_in_the_drawer_too(desk: Callable, visit: Callable, codes: World) -> None:
    line = begin(visit("clerk"), codes.ours[0])
    clerk = desk("clerk", INSURANCE)
    address = clerk.page.url
    clerk.press("j", "Enter")
    drawer = clerk.page.locator("#drawer")
    expect(drawer).to_contain_text(f"{line} · {codes.ours[0]}")
    assert clerk.focused("#drawer h2")
    assert clerk.page.url == address
    expect(clerk.page.locator("tr[aria-current]")).to_contain_text(line)
    look(clerk.page)
    clerk.press("Escape")
    expect(drawer).to_be_empty()
    assert clerk.focused("a.row-link")
    clerk.press("Enter")
    clerk.go("#drawer a.button.small", f"h1:text-is('{line} · Thẻ BHYT')")
