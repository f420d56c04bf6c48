"""A loan at two desks: the commune asks, the bank lends and is paid back; settled only when nothing is owed."""

from collections.abc import Callable

import pytest

from registry.registers.credit import REGISTER
from tests.browser.desk import Desk, look
from tests.browser.lines import done, fill, pay, printed, refused, screen_is_files_are_paper, step, undo
from tests.conftest import postgresql_in_check
from tests.world import OURS, World

pytestmark = pytest.mark.browser
CREDIT = "/registers/credit"
DECISION = {"term_months": "60", "decision_no": "04/TD-12", "decision_date": "01/12/2021"}
SETTLED = {"on_date": "02/12/2021", "ends": "02/12/2021"}


@pytest.mark.check
@postgresql_in_check
def test_a_loan_is_asked_for_lent_and_given_back(desk: Callable[..., Desk], codes: World) -> None:
    clerk, bank = desk("clerk"), desk("health")
    there = asked(clerk, codes.ours[0])
    lent(bank, there)
    given_back(bank, there)
    told = screen_is_files_are_paper(bank, REGISTER, "ended=1")
    approved = {"amount_loan": 50_000_000, "amount_total": 50_000_000}
    assert told == (1, approved | {"paid_total": 50_000_000, "back_total": 50_000_000})
    text = printed(bank.page, "In danh sách", "Danh sách hộ vay vốn tín dụng chính sách")
    assert "Trần Thị Hoà" in text and "Không đồng" in text, "nothing is owed"


def asked(clerk: Desk, household: str) -> str:
    """The clerk's request, confirmed by the commune, on form 03/TD; the address of the line."""
    page = clerk.open(f"{CREDIT}/new?household={household}")
    page.locator("#person_code").select_option(label="Trần Thị Hoà · 1965")
    fill(page, programme="HN", purpose="Nuôi bò", asked="50.000.000", group_code=f"TO-{OURS}-01", starts="01/12/2021")
    done(page, "Đã lập dòng")
    there = page.url.removeprefix(clerk.url).partition("?")[0]
    step(page, "Xã xác nhận (mẫu 03/TD)", "Xã đã xác nhận", on_date="01/12/2021")
    text = printed(clerk.open(CREDIT), "In mẫu 03/TD", "Danh sách hộ gia đình đề nghị vay vốn")
    assert "Mẫu số 03/TD" in text and "Năm mươi triệu đồng" in text
    return there


def lent(bank: Desk, there: str) -> None:
    """Paid out before anybody wrote down what was approved: that is asked about once."""
    page = bank.open(there)
    step(page, "Ngân hàng phê duyệt", "Ngân hàng đã phê duyệt", on_date="01/12/2021", **DECISION)
    step(page, "Giải ngân", "Đã giải ngân", on_date="01/12/2021", due_date="01/12/2026")
    pay(bank, kind="disbursement", source="loan", on_date="01/12/2021", amount="50.000.000")
    page.get_by_role("link", name="Ghi số tiền được duyệt").click()
    fill(page, loan="50.000.000")
    done(page, "Đã ghi số tiền được duyệt")


def given_back(bank: Desk, there: str) -> None:
    """Not settled while the principal is owed; then settled, taken back and settled again."""
    refused(bank, f"{there}/moves/settle", "Còn nợ gốc 50.000.000 đồng nên chưa tất toán được", **SETTLED)
    page = bank.open(there)
    pay(bank, kind="repayment", source="loan", on_date="02/12/2021", amount="50.000.000")
    step(page, "Tất toán", "Đã tất toán", **SETTLED)
    look(page)
    undo(page, "Đã giải ngân")
    step(page, "Tất toán", "Đã tất toán", **SETTLED)
