"""From an empty registry to its first household, typed by hand."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.desk import PASSWORD, Desk, look, serving

pytestmark = pytest.mark.browser

PEOPLE = {
    "administrator_name": "Trần Quản Trị",
    "administrator_username": "quan.tri",
    "coordinator_name": "Lê Điều Phối",
    "coordinator_username": "dieu.phoi",
    "agency": "Sở Lao động - Thương binh và Xã hội",
}


def test_an_empty_registry_leads_to_its_first_household(
    empty_app: Flask, new_context: Callable[..., BrowserContext]
) -> None:
    with serving(empty_app) as url:
        desk = Desk(new_context(locale="vi-VN", reduced_motion="reduce", viewport={"width": 390, "height": 844}), url)
        set_up(desk)
        sign_in(desk.page)
        add_a_household(desk.page)
        assert not desk.mishaps, "\n".join(desk.mishaps)


def set_up(desk: Desk) -> None:
    page = desk.open("/")
    expect(page.locator("h1")).to_have_text("Thiết lập sổ")
    with desk.awaiting(422):
        page.get_by_role("button", name="Lập sổ").click()
        expect(page.locator(".error-summary")).to_be_focused()
    look(page)
    for name, text in PEOPLE.items():
        page.locator(f"[name={name}]").fill(text)
    for secret in page.locator("input[type=password]").all():
        secret.fill(PASSWORD)
    page.get_by_role("button", name="Lập sổ").click()
    expect(page.locator("#notices")).to_contain_text("Sổ đã sẵn sàng")


def sign_in(page: Page) -> None:
    page.locator("#username").fill("dieu.phoi")
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.locator(".empty")).to_contain_text("Không có khoảng trống nào")
    page.locator(".empty").get_by_role("link", name="Xem danh sách hộ").click()
    expect(page.locator(".empty")).to_contain_text("Chưa có hộ nào")
    look(page)


def add_a_household(page: Page) -> None:
    page.locator(".empty").get_by_role("link", name="Thêm hộ").click()
    page.locator("[name=unit_id]").select_option(label="Xã Đại Ngãi")
    for name, text in {"name": "Thạch Thị Ngọc Bích", "birth": "1975", "ethnicity": "Khơ-me"}.items():
        page.locator(f".form [name={name}]").fill(text)
    page.locator("input[name=sex][value=female]").check()
    page.locator(".form-foot button.primary").click()
    expect(page.locator("#notices")).to_contain_text("Đã thêm hộ HH-")
    expect(page.locator("#facts")).to_contain_text("Xã Đại Ngãi")
    expect(page.locator("#facts")).to_contain_text("Khmer")
