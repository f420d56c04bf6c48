"""A house at two desks: the commune looks, the hamlet votes, the list is posted, the office approves and pays, a family
lives in it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from registry.registers.housing import REGISTER
from tests.browser.desk import Desk, look
from tests.browser.lines import done, fill, pay, printed, refused, screen_is_files_are_paper, step, undo
from tests.conftest import postgresql_in_check
from tests.world import World

pytestmark = pytest.mark.browser
HOUSING = "/registers/housing"
SEEN = {"programme": "QD33", "work": "new", "weak_parts": "wall roof", "area": "20", "members": "3"}
DECISION = {"decision_no": "15/QĐ-UBND", "decision_date": "01/06/2021", "approved_by": "district"}


@pytest.mark.check
@postgresql_in_check
def test_a_house_is_voted_on_posted_approved_built_paid_for_and_lived_in(
    desk: Callable[..., Desk], codes: World
) -> None:
    clerk, office = desk("clerk"), desk("health")
    line = looked_at(clerk, codes.ours[0])
    to_the_list(clerk, office, line)
    approved(office, line)
    built(clerk, office, line)
    lived_in(clerk, line)
    told = screen_is_files_are_paper(clerk, REGISTER, "")
    approved_sums = {"amount_loan": 25_000_000, "amount_raised": 10_000_000, "amount_household": 5_500_000}
    assert told.sums == approved_sums | {"amount_total": 40_500_000, "paid_total": 35_000_000}
    text = printed(clerk.page, "In danh sách", "Danh sách hộ được hỗ trợ nhà ở")
    assert "DANH SÁCH HỘ ĐƯỢC HỖ TRỢ NHÀ Ở" in text and "Đặng Văn Đức" in text
    assert "Bốn mươi triệu năm trăm nghìn đồng" in text and "BẢN NHÁP" not in text


def looked_at(clerk: Desk, household: str) -> str:
    """The clerk writes down what the house is; where the line is."""
    page = clerk.open(f"{HOUSING}/new?household={household}")
    fill(page, **SEEN, starts="01/03/2021")
    done(page, "Đã lập dòng")
    look(page)
    found = re.search(rf"{HOUSING}/([0-9A-Z]+)", page.url)
    assert found
    return f"{HOUSING}/{found[1]}"


def to_the_list(clerk: Desk, office: Desk, line: str) -> None:
    """Vote, posting, the commune's list; the office cannot approve what was not posted. The ranked list is printed."""
    page = clerk.page
    step(page, "Ấp bình xét", "Ấp đã bình xét", on_date="10/03/2021", priority="1", votes_all="40", votes_for="38")
    refused(office, f"{line}/moves/approve", "Dòng này đã ở trạng thái khác", **DECISION)
    step(page, "Niêm yết", "Đang niêm yết", on_date="12/03/2021")
    step(page, "Xã lập danh sách", "Xã đã lập danh sách", on_date="20/03/2021")
    money(page)
    text = printed(clerk.open(HOUSING), "In danh sách xếp hạng", "theo thứ tự ưu tiên")
    assert "yếu khung-tường, mái; 20 m²" in text and "BẢN NHÁP" not in text


def money(page: Page) -> None:
    page.get_by_role("link", name="Ghi số tiền được duyệt").click()
    fill(page, loan="25.000.000", raised="10.000.000", household="5.500.000")
    done(page, "Đã ghi số tiền được duyệt")
    expect(page.locator("#money")).to_contain_text("Bốn mươi triệu năm trăm nghìn đồng")


def approved(office: Desk, line: str) -> None:
    """Approved, taken back, approved again; the first money goes out."""
    page = office.open(line)
    step(page, "Phê duyệt", "Đã phê duyệt", on_date="01/06/2021", **DECISION)
    undo(page, "Xã đã lập danh sách")
    step(page, "Phê duyệt", "Đã phê duyệt", on_date="01/06/2021", **DECISION)
    step(page, "Tạm ứng", "Đã tạm ứng", on_date="10/06/2021")
    pay(office, kind="advance", source="loan", on_date="10/06/2021", amount="15.000.000")


def built(clerk: Desk, office: Desk, line: str) -> None:
    page = clerk.open(line)
    step(page, "Khởi công", "Đã khởi công", on_date="15/06/2021", started_on="15/06/2021")
    step(page, "Nghiệm thu giai đoạn 1", "Đã nghiệm thu giai đoạn 1", on_date="15/08/2021")
    house = {"finished_on": "01/10/2021", "new_area": "36", "hard_parts": "floor walls roof"}
    step(page, "Hoàn thành", "Đã hoàn thành", on_date="01/10/2021", **house)
    step(office.open(line), "Thanh toán", "Đã thanh toán", on_date="15/10/2021")
    for source, amount in (("loan", "10.000.000"), ("raised", "10.000.000")):
        pay(office, kind="payment", source=source, on_date="15/10/2021", amount=amount)


def lived_in(clerk: Desk, line: str) -> None:
    page = clerk.open(line)
    step(page, "Đưa vào sử dụng", "Đã đưa vào sử dụng", on_date="20/10/2021")
    look(page)
    expect(page.locator(".page-head .actions").get_by_role("link")).to_have_text(["Đính chính"])
