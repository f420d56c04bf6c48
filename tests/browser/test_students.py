"""A pupil's aid from the gap to paper: begun, approved, undone, paid; screen, file and paper say the same."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk, look
from tests.print.lists import pages
from tests.world import World

pytestmark = pytest.mark.browser

PUPILS = "/registers/students"
PUPIL = "Đặng Thị Út"
TYPED = {"policy": "CPHT", "school_year": "2021-2022", "school": "TH-31672", "ground": "poor"}
PAPER = "format=pdf&variant=office&agency=SGDDT&signer=1&side=landscape"


def test_a_pupil_s_aid_from_the_gap_to_the_paper(desk: Callable[..., Desk], codes: World) -> None:
    clerk, office = desk("clerk"), desk("health")
    expect(clerk.open("/gaps/E06").locator("main")).to_contain_text(PUPIL)
    line = begin(clerk, codes.ours[0])
    take(clerk, line, "review", "Trường đã xét")
    refused(clerk, line, "review")
    take(office, line, "appraise", "Đã thẩm định")
    approve(office, line)
    expect(office.page.locator("main")).to_contain_text("1.300.000")
    expect(office.page.locator("main")).to_contain_text("Một triệu ba trăm nghìn đồng")
    look(office.page)
    undo(office)
    approve(office, line)
    pay(clerk, line)
    take(clerk, line, "pay_first", "Đã chi đợt 1")
    for rule in ("E06", "E07"):
        expect(clerk.open(f"/gaps/{rule}").locator("main")).not_to_contain_text(PUPIL)
    screen_is_file_is_paper(clerk.open(PUPILS))


def begin(clerk: Desk, household: str) -> str:
    """A line as a clerk types it; where it is."""
    page = clerk.open(f"{PUPILS}/new?household={household}")
    page.locator("#person_code").select_option(label=f"{PUPIL} · 2015")
    for name, value in TYPED.items():
        page.locator(f"#{name}").select_option(value)
    page.locator("#grade").fill("1A")
    page.locator("#months").fill("9")
    page.locator("#starts").fill("01/09/2021")
    look(page)
    save(page)
    expect(page.locator("#notices")).to_contain_text("Đã lập dòng")
    expect(page.locator("main")).to_contain_text("31/08/2022")
    found = re.search(rf"{PUPILS}/([0-9A-Z]+)", page.url)
    assert found
    return f"{PUPILS}/{found[1]}"


def save(page: Page) -> None:
    page.locator(".form-foot button.primary").click()


def take(one: Desk, line: str, move: str, state: str) -> None:
    """A step by its button on the line's page."""
    page = one.open(line)
    page.locator(f"a[href$='/moves/{move}']").first.click()
    save(page)
    expect(page.locator("#notices")).to_contain_text(state)


def refused(one: Desk, line: str, move: str) -> None:
    """The same step again, by somebody who has not seen that it was taken."""
    page = one.open(f"{line}/moves/{move}")
    with one.awaiting(422):
        save(page)
        expect(page.locator(".error-summary")).to_contain_text("Dòng này đã ở trạng thái khác")


def approve(one: Desk, line: str) -> None:
    page = one.open(f"{line}/moves/approve")
    page.locator("#decision_no").fill("15/QĐ-PGDĐT")
    page.locator("#decision_date").fill("20/10/2021")
    save(page)
    expect(page.locator("#notices")).to_contain_text("Đã phê duyệt")


def undo(one: Desk) -> None:
    """Taken back whole: the state and the sum."""
    one.page.locator("#notices button").first.click()
    expect(one.page.locator("#notices")).to_contain_text("hoàn tác")
    expect(one.page.locator("main")).to_contain_text("Đã thẩm định")
    expect(one.page.locator("main")).not_to_contain_text("1.300.000")


def pay(one: Desk, line: str) -> None:
    """Four months: 100.000 and three times 150.000."""
    page = one.open(f"{line}/payments")
    page.locator("#kind").select_option("instalment")
    page.locator("#source").select_option("central")
    page.locator("#on_date").fill("10/12/2021")
    page.locator("#amount").fill("550.000")
    look(page)
    save(page)
    expect(page.locator("main")).to_contain_text("550.000")


def screen_is_file_is_paper(page: Page) -> None:
    """One line: its name, school and sums alike on the screen, in the file and on paper."""
    look(page)
    expect(page.locator("tbody th .row-link")).to_have_text([PUPIL])
    (row,) = csv.DictReader(io.StringIO(page.request.get(page.url + "?format=csv").body().decode("utf-8-sig")))
    assert (row["name"], row["school"], row["grade"]) == (PUPIL, "Trường Tiểu học Đại Ân 2", "1A")
    assert (row["amount_total"], row["paid_total"]) == ("1300000", "550000")
    for text in (row["school"], "1.300.000", "550.000"):
        expect(page.locator("main tbody")).to_contain_text(text)
    words = " ".join(pages(page.request.get(f"{page.url}?{PAPER}").body()))
    assert PUPIL in words and "1.300.000" in words and "Một triệu ba trăm nghìn đồng" in words
