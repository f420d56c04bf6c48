"""A citizen stands at the desk: from sign-in to the family in a dozen keys, then all answers on one page."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk, look
from tests.pages.desk_lines import MOTHER, card, house
from tests.print.lists import pages
from tests.world import World

pytestmark = pytest.mark.browser
MOST_KEYS = 12
SUMS = ("amount_central", "amount_raised", "amount_total", "paid_total", "back_total")


@pytest.fixture
def family(app: Flask, codes: World) -> str:
    """A household with a card that ends, and two houses with money from two sources."""
    home = codes.ours[0]
    card(app, home, date(2021, 12, 31))
    house(app, home, {"central": 40_000_000, "raised": 5_000_000}, ("payment", "central", 15_000_000))
    house(app, home, {"raised": 25_000_000}, ("payment", "raised", 25_000_000), ("recovery", "raised", 1_000_000))
    return home


def press(desk: Desk, *keys: str) -> int:
    desk.press(*keys)
    return len(keys)


def test_from_sign_in_to_the_right_family_in_twelve_keys_and_one_click(desk: Callable[..., Desk], family: str) -> None:
    """The clerk knows a name without its marks: search, letters, Enter. Nothing is clicked but the sign-in."""
    clerk = desk()
    page = clerk.sign_in("clerk")
    keys = press(clerk, "/", *"van duc", "Enter")
    expect(page.locator("h1")).to_have_text(f"{family} · Đặng Văn Đức")
    assert keys <= MOST_KEYS
    answers(page)
    totals(page, family)
    look(page)


def test_of_several_families_one_click_opens_the_right_one(desk: Callable[..., Desk], family: str) -> None:
    clerk = desk("clerk")
    keys = press(clerk, "/", *"dai non", "Enter")
    expect(clerk.page.locator("a.row-link")).to_have_count(3)
    assert keys <= MOST_KEYS
    clerk.page.get_by_role("link", name="Đặng Văn Đức").click()
    expect(clerk.page.locator("#drawer")).to_contain_text(family)


def answers(page: Page) -> None:
    """What is had and from whom, what is missing, what ends, at one glance."""
    expect(page.locator("#benefits")).to_contain_text(re.compile("Thẻ BHYT.*Sở Y tế", re.DOTALL))
    expect(page.locator("#benefits")).to_contain_text(re.compile("Nhà đại đoàn kết.*Sở Xây dựng", re.DOTALL))
    expect(page.locator("#gaps")).to_contain_text("E01")
    expect(page.locator("#endings")).to_contain_text(re.compile(f"còn 16 ngày.*{MOTHER}", re.DOTALL))
    expect(page.locator(".answers")).to_contain_text("Đang hưởng 1")


def totals(page: Page, home: str) -> None:
    """The sums on the page are what somebody else adds up from the register's csv."""
    link = page.locator("#money tbody tr").first.locator("a").get_attribute("href")
    origin = re.match("https?://[^/]+", page.url)
    assert origin and link
    body = page.request.get(f"{origin[0]}{link}&format=csv").body().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert {row["household_code"] for row in rows} == {home} and len(rows) == 2
    sums = [sum(int(row[key] or 0) for row in rows) for key in SUMS]
    assert sums == [40_000_000, 30_000_000, 70_000_000, 40_000_000, 1_000_000]
    shown = [int(text.replace(".", "")) for text in page.locator("#money .total td").all_inner_texts()]
    assert shown == [*sums, sums[-2] - sums[-1]]


def test_the_sheet_is_printed_and_each_answer_begins_something(desk: Callable[..., Desk], family: str) -> None:
    clerk = desk("clerk", f"/households/{family}")
    page = clerk.page
    page.get_by_role("link", name="In phiếu").click()
    expect(page.locator(".papers")).to_contain_text("Phiếu thông tin hộ gia đình")
    look(page)
    with page.expect_download() as got:
        page.get_by_role("button", name="Tải PDF").click()
    (text,) = pages(got.value.path().read_bytes())
    assert "TM. ỦY BAN NHÂN DÂN" in text and MOTHER in text and "70.000.000" in text
    page.get_by_role("link", name="Về trang hộ").click()
    page.locator("#endings").get_by_role("link", name=MOTHER).click()
    expect(page.locator("#person_code")).to_have_value(re.compile("[0-9A-Z]{8}"))
    clerk.open(f"/households/{family}").locator("#gaps").get_by_role("link", name="Ghi nhu cầu").first.click()
    expect(page.locator("h1")).to_contain_text("Ghi nhu cầu")


@pytest.mark.check
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", [1366, 390])
def test_the_pages_look_right(desk: Callable[..., Desk], family: str, width: int, language: str) -> None:
    """On a desk's screen and a telephone, in both languages."""
    clerk = desk("clerk", viewport={"width": width, "height": 800})
    if language == "en":
        clerk.page.get_by_role("button", name="English").click()
        expect(clerk.page.get_by_role("button", name="Tiếng Việt")).to_be_visible()
    for path in (f"/households/{family}", "/endings", "/"):
        look(clerk.open(path))


def test_what_ends_is_reached_from_the_board_and_leads_back_to_the_family(
    desk: Callable[..., Desk], family: str
) -> None:
    clerk = desk("clerk")
    clerk.page.get_by_role("link", name="Trong 30 ngày").click()
    row = clerk.page.locator("a.row-link")
    expect(row).to_have_text([MOTHER])
    row.click()
    expect(clerk.page).to_have_url(re.compile(f"/households/{family}#endings$"))
