"""One morning of a clerk, hands on the keyboard only."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.desk import PASSWORD, Desk, give_password, look
from tests.conftest import postgresql_in_check
from tests.pages.accounts import end_sessions
from tests.world import World

pytestmark = pytest.mark.browser


@postgresql_in_check
def test_a_clerks_morning_by_keyboard(desk: Callable, app: Flask, codes: World) -> None:
    give_password(app, "clerk")
    clerk, code = desk(), codes.ours[0]
    sign_in(clerk)
    find_and_open(clerk, code)
    save_after_somebody_else(clerk, desk("coordinator"), code)
    save_after_the_session_ended(clerk, app)
    undo(clerk)
    reveal(clerk)
    switch_language(clerk)


def sign_in(clerk: Desk) -> None:
    clerk.open("/login?next=/households")
    clerk.tab_to("#username")
    clerk.type("clerk")
    clerk.press("Tab")
    clerk.type(PASSWORD)
    clerk.press("Enter")
    expect(clerk.page).to_have_url(re.compile("/households$"))


def find_and_open(clerk: Desk, code: str) -> None:
    rows = clerk.page.locator("a.row-link")
    expect(rows).to_have_count(3)
    clerk.press("/")
    clerk.type("duc")
    expect(rows).to_have_text(["Đặng Văn Đức"])
    clerk.go("a.row-link", "#drawer :text('Trần Thị Hoà')")
    clerk.go(f"#drawer a.button[href$='{code}']", f"h1:text-is('{code} · Đặng Văn Đức')")


def save_after_somebody_else(clerk: Desk, colleague: Desk, code: str) -> None:
    begin_correction(clerk)
    clerk.tab_to("#phone")
    clerk.type("0912 345 678")
    correct_phone(colleague, code, "0299 111 222")
    with clerk.awaiting(409):
        clerk.press("Control+s")
        expect(clerk.page.locator(".conflict .differs")).to_contain_text(["0912 345 678"])
    expect(clerk.page.locator(".conflict .differs")).to_contain_text(["0299 111 222"])
    assert clerk.focused(".error-summary")
    look(clerk.page)
    clerk.tab_to("button.primary")
    expect(clerk.page.locator("button:focus")).to_have_text("Giữ bản của tôi")
    clerk.press("Enter")
    expect(clerk.page.locator("#notices")).to_contain_text("Hoàn tác")
    expect(clerk.page.locator("#facts")).to_contain_text("0912 345 678")


def correct_phone(colleague: Desk, code: str, phone: str) -> None:
    page = colleague.open(f"/households/{code}/edit")
    page.locator("#phone").fill(phone)
    page.locator(".form-foot button.primary").click()
    expect(page.locator("#facts")).to_contain_text(phone)


def save_after_the_session_ended(clerk: Desk, app: Flask) -> None:
    begin_correction(clerk)
    clerk.tab_to("#note")
    clerk.type("Nhà bị tốc mái")
    end_sessions(app)
    with clerk.awaiting(401):
        clerk.press("Control+s")
        expect(clerk.page.locator("dialog")).to_be_visible()
    expect(clerk.page.locator("#note")).to_have_value("Nhà bị tốc mái")
    assert clerk.focused("dialog input[name=username]")
    look(clerk.page)
    with clerk.awaiting(422):
        answer_dialog(clerk, "nhầm mật khẩu rồi")
        expect(clerk.page.locator("dialog .error-summary")).to_contain_text("không đúng")
    assert clerk.focused("dialog .error-summary")
    clerk.tab_to("dialog input[name=username]")
    answer_dialog(clerk, PASSWORD)
    expect(clerk.page.locator("#facts")).to_contain_text("Nhà bị tốc mái")
    expect(clerk.page.locator("#facts")).to_contain_text("0912 345 678")


def answer_dialog(clerk: Desk, password: str) -> None:
    clerk.type("clerk")
    clerk.press("Tab")
    clerk.type(password)
    clerk.press("Enter")


def undo(clerk: Desk) -> None:
    clerk.tab_to("#notices button")
    clerk.press("Enter")
    expect(clerk.page.locator("#facts")).not_to_contain_text("Nhà bị tốc mái")
    expect(clerk.page.locator("#facts")).to_contain_text("0912 345 678")


def reveal(clerk: Desk) -> None:
    assert "366123456" not in clerk.page.content()
    clerk.go("a[href$='/reveal']", "#reason")
    clerk.tab_to("#reason")
    clerk.type("Đối chiếu hồ sơ bảo hiểm y tế")
    clerk.press("Enter")
    expect(clerk.page.locator("main")).to_contain_text("366123456")


def switch_language(clerk: Desk) -> None:
    clerk.open("/households?class=poor")
    clerk.tab_to(".who button")
    clerk.press("Enter")
    expect(clerk.page.locator("html")).to_have_attribute("lang", "en")
    expect(clerk.page).to_have_url(re.compile(r"/households\?class=poor$"))


def begin_correction(clerk: Desk) -> None:
    clerk.go("main .page-head a[href$='/edit']", "#phone")
