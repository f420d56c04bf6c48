"""Forms that go wrong, forms that are fed scripts, forms without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk, look
from tests.world import World

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=fired=1 hx-get=/x hx-trigger=load><script>fired=1</script>"
TYPED = {"name": "Trần Văn Mới", "birth": "1980", "ethnicity": "Kinh", "address": "Số 9"}


def fill(page: Page, **typed: str) -> None:
    for name, text in typed.items():
        page.locator(f".form [name={name}]").fill(text)


def test_errors_come_in_place_and_the_summary_takes_the_focus(desk: Callable) -> None:
    clerk: Desk = desk("clerk")
    page = clerk.open("/households/new")
    page.evaluate("() => { window.stayed = true }")
    fill(page, name="", birth="31/02/1980")
    with clerk.awaiting(422):
        page.locator("button.primary").click()
        expect(page.locator(".error-summary")).to_be_focused()
    for name in ("name", "birth"):
        field = page.locator(f".form [name={name}]")
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(page.locator(f"#{field.get_attribute('aria-describedby').split()[-1]}")).to_contain_text("Lỗi")
    expect(page.locator(".form [name=birth]")).to_have_value("31/02/1980")
    assert page.evaluate("() => window.stayed"), "trang đã được tải lại"
    look(page)
    clerk.press("Tab", "Enter")
    expect(page.locator(".form [name=name]")).to_be_focused()


def test_p10_what_is_typed_never_runs(desk: Callable) -> None:
    clerk: Desk = desk("clerk")
    page = clerk.open("/households/new")
    page.locator("input[name=sex]").first.check()
    texts = page.locator(".form input:not([type]), .form input[type=text], .form textarea")
    names = [box.get_attribute("name") for box in texts.all()]
    assert {"name", "address", "note"} <= set(names)
    fill(page, **dict.fromkeys(names, HOSTILE))
    with clerk.awaiting(422):
        page.locator("button.primary").click()
        expect(page.locator(".error-summary")).to_be_focused()
    fill(page, **(TYPED | {"name": HOSTILE, "address": HOSTILE, "starts": "15/12/2021", "number": "", "phone": ""}))
    page.locator("button.primary").click()
    expect(page.locator("h1")).to_contain_text("<script>")
    expect(page.locator("#facts")).to_contain_text(HOSTILE)
    clerk.open("/households?q=script")
    page.locator("a.row-link").first.click()
    expect(page.locator("#drawer")).to_contain_text("<script>")
    assert page.evaluate("() => window.fired") is None
    assert page.locator("main script, main img, main [onerror]").count() == 0


def test_everything_works_without_scripts(desk: Callable) -> None:
    clerk: Desk = desk("clerk", java_script_enabled=False)
    page = clerk.open("/households")
    page.locator("input[name=class][value=poor]").check()
    page.get_by_role("button", name="Lọc").click()
    expect(page.locator("a.row-link")).to_have_text(["Đặng Văn Đức"])
    page.locator("a.row-link").click()
    expect(page.locator("h1")).to_contain_text("Đặng Văn Đức")
    clerk.open("/households").get_by_role("link", name="Thêm hộ").click()
    with clerk.awaiting(422):
        page.locator("button.primary").click()
    expect(page.locator(".error-summary")).to_contain_text("Họ và tên")
    fill(page, **TYPED)
    page.locator("input[name=sex][value=male]").check()
    page.locator("button.primary").click()
    expect(page.locator("#notices")).to_contain_text("Đã thêm hộ")
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator("#notices")).to_contain_text("Đã hoàn tác")
    expect(page.locator("h1")).to_have_text("Hộ gia đình")
    expect(page.locator("a.row-link")).to_have_count(3)


def test_a_form_sent_twice_counts_once(desk: Callable, codes: World) -> None:
    page = desk("clerk").open("/households/new")
    fill(page, **TYPED)
    page.locator("input[name=sex][value=male]").check()
    page.locator("button.primary").dblclick()
    expect(page.locator("#notices")).to_contain_text("Đã thêm hộ")
    page.goto(page.url.split("/households")[0] + "/households?q=tran van moi")
    expect(page.locator("a.row-link")).to_have_count(1)


def test_on_a_telephone_the_open_menu_and_the_open_tab_are_in_sight(desk: Callable, codes: World) -> None:
    clerk: Desk = desk("clerk", viewport={"width": 390, "height": 844})
    page = clerk.open(f"/households/{codes.ours[0]}")
    page.get_by_text("Thay đổi từ ngày", exact=True).click()
    menu = page.locator(".page-head .menu-items").bounding_box()
    assert menu and menu["x"] >= 0 and menu["x"] + menu["width"] <= 390
    expect(clerk.open("/registers/students").locator(".tabs [aria-current]")).to_be_in_viewport(ratio=1)
