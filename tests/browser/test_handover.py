"""A family moves between two communes, two clerks at their browsers: returned, sent again, accepted."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk, look
from tests.conftest import postgresql_in_check
from tests.scope.canaries import NUMBER
from tests.world import CANARY, OURS, World

pytestmark = pytest.mark.browser
BEFORE = "2021-11-30"


@pytest.mark.check
@postgresql_in_check
def test_a_family_is_returned_then_accepted_and_nothing_is_lost(desk: Callable[..., Desk], codes: World) -> None:
    leaves, takes, code = desk("stranger"), desk("clerk"), codes.theirs[0]
    old_list, old_board = rows_on(leaves.page, BEFORE), board_on(leaves, BEFORE)
    gaps = people_missing(leaves.open("/"))
    let_go(leaves, code)
    take_back_the_answer(takes, code)
    expect(leaves.open("/handovers").locator("#answered")).to_contain_text("Sai ngày chuyển: Hộ về từ tháng mười hai")
    let_go(leaves, code)
    accept(takes, code)
    assert rows_on(leaves.page, BEFORE) == old_list, "danh sách ngày cũ không đổi"
    assert board_on(leaves, BEFORE) == old_board, "bảng ngày cũ không đổi"
    page = leaves.open("/handovers")
    expect(page.locator("#answered tbody tr").first).to_contain_text(re.compile(f"{CANARY} Một.*Đại Ân 2", re.DOTALL))
    look(page)
    assert people_missing(leaves.open("/")) == gaps - 2
    with leaves.awaiting(404):
        expect(leaves.open(f"/households/{code}").locator("h1")).not_to_contain_text(CANARY)


def let_go(leaves: Desk, code: str) -> None:
    page = leaves.open(f"/households/{code}")
    page.get_by_text("Thay đổi từ ngày", exact=True).click()
    page.get_by_role("link", name="Chuyển hộ đi xã khác").click()
    page.locator("#day").fill("01/12/2021")
    page.locator("#to_unit_id").select_option(OURS)
    look(page)
    page.get_by_role("button", name="Chuyển hộ đi xã khác").click()
    expect(page.locator("main")).to_contain_text("đang chờ xã ấy nhận")
    look(page)


def take_back_the_answer(takes: Desk, code: str) -> None:
    """From the board to the list; returned with a reason, and no name seen on the way."""
    page = waiting_list(takes, code)
    page.get_by_role("link", name="Trả lại").click()
    nameless(page)
    page.locator("#cause").select_option("wrong_day")
    page.locator("#note").fill("Hộ về từ tháng mười hai")
    page.get_by_role("button", name="Trả lại").click()
    expect(page.locator("#notices")).to_contain_text("Đã trả lại hộ cho Xã Hồ Đắc Kiện")
    expect(page.locator("#incoming")).to_contain_text("Không có hộ nào chờ nhận")
    nameless(page)


def accept(takes: Desk, code: str) -> None:
    page = waiting_list(takes, code)
    page.get_by_role("link", name="Nhận hộ").click()
    nameless(page)
    page.locator("#hamlet_id").select_option(label="Ấp Đại Nôn")
    look(page)
    page.get_by_role("button", name="Nhận hộ").click()
    expect(page.locator("h1")).to_have_text(f"{code} · {CANARY} Một")
    expect(page.locator("#homes")).to_contain_text(re.compile("Ấp Đại Nôn.*Hồ Đắc Kiện", re.DOTALL))
    look(page)
    page.get_by_text("Hoàn tác", exact=False).first.click()
    expect(page.locator("#notices")).to_contain_text("Đã hoàn tác")
    nameless(page)
    waiting_list(takes, code).get_by_role("link", name="Nhận hộ").click()
    page.get_by_role("button", name="Nhận hộ").click()
    expect(page.locator("h1")).to_contain_text(CANARY)


def waiting_list(takes: Desk, code: str) -> Page:
    page = takes.open("/")
    nameless(page)
    page.get_by_role("link", name="Xem và nhận hộ").click()
    expect(page.locator("#incoming tbody tr")).to_contain_text([code])
    nameless(page)
    look(page)
    return page


def nameless(page: Page) -> None:
    assert CANARY not in page.content() and NUMBER not in page.content(), page.url


def rows_on(page: Page, day: str) -> list[dict[str, str]]:
    body = page.request.get(f"{re.match('https?://[^/]+', page.url)[0]}/households?day={day}&format=csv").body()
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def board_on(leaves: Desk, day: str) -> str:
    return leaves.open(f"/?day={day}").locator("#board").inner_text()


def people_missing(page: Page) -> int:
    """People without a card, as the last row of the board says; without such a column nobody is."""
    found = page.locator("tfoot a[href*='/gaps/E01']")
    return int(found.last.inner_text().replace(".", "")) if found.count() else 0
