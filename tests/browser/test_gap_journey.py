"""From a number to paper, to cards and back: one office prints who has no card, another brings them, the gap closes."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk, look
from tests.browser.test_looks import XLSX
from tests.inputs.lists import saved
from tests.print.lists import pages
from tests.world import World

pytestmark = pytest.mark.browser
HEADER = ["STT", "Họ và tên", "Năm sinh", "Mã hộ", "Mã thẻ BHYT", "Mã KCB", "Giá trị từ", "Giá trị đến"]
ISSUED = 2


def test_a_gap_is_printed_and_closes_when_the_cards_come(desk: Callable[..., Desk], codes: World) -> None:
    clerk, officer = desk("clerk"), desk("health")
    missing = number_on_the_board(clerk.page)
    assert missing > ISSUED
    clerk.page.locator(LINK).last.click()
    expect(clerk.page.locator("tbody th .row-link")).to_have_count(missing)
    people = csv_of(clerk.page)
    assert_paper_holds(clerk.page, people)
    bring_in(officer, people[:ISSUED])
    assert number_on_the_board(officer.open(f"/?unit={unit_of(clerk.page)}")) == missing - ISSUED
    clerk.page.reload()
    expect(clerk.page.locator("tbody th .row-link")).to_have_count(missing - ISSUED)
    assert number_on_the_board(clerk.open("/")) == missing - ISSUED
    household = clerk.open(f"/households/{people[0]['household_code']}")
    expect(household.locator("#benefits")).to_contain_text("Đã cấp thẻ")
    look(household)


LINK = "tfoot a[href*='/gaps/E01']"


def number_on_the_board(page: Page) -> int:
    """People without a card, as the last row of the board says."""
    return int(page.locator(LINK).last.inner_text().replace(".", ""))


def unit_of(page: Page) -> str:
    found = re.search(r"unit=(\d+)", page.url)
    assert found is not None
    return found[1]


def csv_of(page: Page) -> list[dict[str, str]]:
    body = page.request.get(page.url + ("&" if "?" in page.url else "?") + "format=csv").body()
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def assert_paper_holds(page: Page, people: list[dict[str, str]]) -> None:
    """Every name once, in the order of the list, and the sum in figures and words."""
    body = page.request.get(page.url + ("&" if "?" in page.url else "?") + "format=pdf").body()
    text = " ".join(pages(body))
    places = [text.index(f" {one['name']} {one['birth']} ") for one in people]
    assert places == sorted(places)
    assert all(text.count(f" {one['name']} {one['birth']} ") == 1 for one in people)
    homes = len({one["household_code"] for one in people})
    assert f"Danh sách có {homes} hộ, {len(people)} khẩu./." in text


def bring_in(officer: Desk, people: list[dict[str, str]]) -> None:
    """A departmental list of issued cards, through the pages of an import."""
    rows: list[list[Any]] = [["DANH SÁCH CẤP THẺ BHYT"], HEADER]
    for at, one in enumerate(people, 1):
        number = f"HN294{at:010}"
        rows.append(
            [at, one["name"].upper(), one["birth"][-4:], one["household_code"], number, "94001"]
            + ["01/01/2021", "31/12/2021"]
        )
    page = officer.open("/imports")
    page.locator("#target").select_option("insurance")
    page.locator("#file").set_input_files({"name": "the.xlsx", "mimeType": XLSX, "buffer": saved(rows)})
    for step in ("Đọc tệp", "Kiểm tra tệp"):
        page.get_by_role("button", name=step).click()
    expect(page.locator("main")).to_contain_text(re.compile(r"Khi ghi: đóng \d+ khoảng trống, mở 0"))
    look(page)
    page.get_by_role("button", name="Ghi tất cả vào sổ").click()
    expect(page.locator("#notices")).to_contain_text(f"{len(people)} dòng mới")
