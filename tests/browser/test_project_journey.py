"""A project at two desks: begun with its capital, families taken in, approved, bought for, handed over, closed."""

import csv
import io
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from registry.registers.production import REGISTER
from tests.browser.desk import Desk, look
from tests.browser.lines import done, fill, pay, printed, refused, screen_is_files_are_paper, step, undo
from tests.conftest import postgresql_in_check
from tests.pages.test_projects import AN_OX, OXEN, PROJECTS
from tests.world import World

pytestmark = pytest.mark.browser
THERE = f"{PROJECTS}/DA-0001"
DECISION = {"on_date": "01/04/2021", "decision_no": "15/QĐ-UBND", "decision_date": "01/04/2021"}
HANDED = {"on_date": "01/05/2021", "handed_on": "01/05/2021", "minutes_no": "01/BB"}


@pytest.mark.check
@postgresql_in_check
def test_a_project_is_begun_approved_handed_over_and_closed(desk: Callable[..., Desk], codes: World) -> None:
    clerk, office = desk("clerk"), desk("health")
    begun(clerk)
    taken_in(clerk.page, *codes.ours[:2])
    approved(clerk, office)
    handed_over(clerk, office)
    closed(clerk, office)
    told = screen_is_files_are_paper(clerk, REGISTER, "project=DA-0001&ended=1")
    sums = {"amount_central": 27_000_000, "amount_household": 3_000_000, "amount_total": 30_000_000}
    assert told.sums == sums | {"paid_total": 13_500_000}
    text = printed(clerk.page, "In danh sách", "Danh sách hộ tham gia dự án")
    assert "Bò cái sinh sản" in text and "Ba mươi triệu đồng" in text and "BẢN NHÁP" not in text
    the_list_of_projects_says_the_same(clerk)


def begun(clerk: Desk) -> None:
    """From the register to the page of the projects, a new one, its capital by source."""
    page = clerk.open("/registers/production")
    page.get_by_role("link", name="Các dự án").click()
    page.get_by_role("link", name="Lập dự án").first.click()
    fill(page, **{key: value for key, value in OXEN.items() if key != "commune"})
    done(page, "Đã lập dự án DA-0001")
    page.get_by_role("link", name="Ghi vốn").click()
    fill(page, central="27.000.000", household="3.000.000")
    expect(page.locator("#money tfoot")).to_contain_text("30.000.000")


def taken_in(page: Page, *households: str) -> None:
    """Each by its code; what each gets is looked at before it is written."""
    for at, code in enumerate(households, 1):
        page.locator("#household").fill(code)
        page.get_by_role("button", name="Đưa một hộ vào").click()
        expect(page.locator("main")).to_contain_text("Sẽ đưa vào dự án: 1 hộ")
        fill(page, **AN_OX)
        expect(page.locator("#participants h2")).to_contain_text(f"({at})")
    expect(page.locator("#facts")).to_contain_text("100,0% (2/2)")
    look(page)


def approved(clerk: Desk, office: Desk) -> None:
    """The families meet; the office cannot approve before it has appraised; approved, taken back, approved again."""
    step(clerk.page, "Họp nhóm hộ", "Nhóm hộ đã họp, cùng 2 hộ", on_date="15/03/2021")
    refused(office, f"{THERE}/moves/approve", "đã ở trạng thái khác", **DECISION)
    page = office.open(THERE)
    step(page, "Thẩm định", "Đã thẩm định, cùng 2 hộ", on_date="20/03/2021")
    step(page, "Phê duyệt", "Đã phê duyệt, cùng 2 hộ", **DECISION)
    undo(page, "Đã thẩm định")
    expect(page.locator("#participants tbody tr").first).to_contain_text("Đã thẩm định")
    step(page, "Phê duyệt", "Đã phê duyệt, cùng 2 hộ", **DECISION)


def handed_over(clerk: Desk, office: Desk) -> None:
    page = clerk.open(THERE)
    step(page, "Mua sắm", "Đang mua sắm, cùng 2 hộ", on_date="15/04/2021")
    step(page, "Bàn giao", "Đã bàn giao, cùng 2 hộ", **HANDED)
    expect(page.locator("#money tfoot")).to_contain_text("30.000.000")
    office.open(THERE).locator("#participants .row-link").first.click()
    pay(office, kind="payment", source="central", on_date="02/05/2021", amount="13.500.000")


def closed(clerk: Desk, office: Desk) -> None:
    page = office.open(THERE)
    step(page, "Nghiệm thu", "Đã nghiệm thu, cùng 2 hộ", on_date="01/11/2021")
    step(page, "Quyết toán", "Đã quyết toán, cùng 2 hộ", on_date="15/11/2021")
    page = clerk.open(THERE)
    step(page, "Đóng dự án", "Đã đóng, cùng 2 hộ", on_date="01/12/2021")
    expect(page.locator(".page-head .actions").get_by_role("link")).to_have_text(["Đính chính"])
    look(page)


def the_list_of_projects_says_the_same(clerk: Desk) -> None:
    page = clerk.open(PROJECTS)
    body = page.request.get(f"{page.url}?format=csv").body().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(body))
    assert (row["code"], row["households"], row["granted"]) == ("DA-0001", "2", "30000000")
    expect(page.locator("tbody tr")).to_contain_text(["DA-0001"])
    expect(page.locator("tbody tr")).to_contain_text(["30.000.000"])
