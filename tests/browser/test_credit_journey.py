"""A loan at two desks: the commune asks, the bank lends and is paid back; settled only when nothing is owed."""

import csv
import io
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk, look
from tests.print.lists import pages
from tests.world import OURS, World

pytestmark = pytest.mark.browser
CREDIT = "/registers/credit"


def test_a_loan_is_asked_for_lent_and_given_back(desk: Callable[..., Desk], codes: World) -> None:
    clerk, bank = desk("clerk"), desk("health")
    there = asked(clerk, codes.ours[0])
    step(clerk.page, "Xã xác nhận (mẫu 03/TD)", on_date="01/12/2021")
    assert "Mẫu số 03/TD" in paper(clerk.page, f"{clerk.url}{CREDIT}?paper=03-td&format=pdf")
    page = bank.open(there)
    step(page, "Ngân hàng phê duyệt", on_date="01/12/2021", term_months="60", decision_no="04/TD-12",
         decision_date="01/12/2021")  # fmt: skip
    step(page, "Giải ngân", on_date="01/12/2021", due_date="01/12/2026")
    paid(bank, "disbursement", "50.000.000", "01/12/2021")
    page.get_by_role("link", name="Tất toán").click()
    with bank.awaiting(422):
        filled(page, on_date="02/12/2021", ends="02/12/2021")
        expect(page.locator("main")).to_contain_text("Còn nợ gốc 50.000.000 đồng nên chưa tất toán được")
    look(page)
    bank.open(there)
    paid(bank, "repayment", "50.000.000", "02/12/2021")
    step(page, "Tất toán", on_date="02/12/2021", ends="02/12/2021")
    expect(page.locator("main")).to_contain_text("Đã tất toán")
    look(page)
    page.locator("#notices").get_by_role("button", name="Hoàn tác").click()
    expect(page.locator(".dossier-head")).to_contain_text("Đã giải ngân")
    same_on_screen_and_in_the_file(bank)


def asked(clerk: Desk, household: str) -> str:
    """The clerk's request; the address of the line."""
    page = clerk.open(f"{CREDIT}/new?household={household}")
    page.locator("#person_code").select_option(index=1)
    page.locator("#programme").select_option("HN")
    filled(page, purpose="Nuôi bò", asked="50.000.000", group_code=f"TO-{OURS}-01", starts="01/12/2021")
    expect(page.locator("#notices")).to_contain_text("Đã lập dòng")
    return page.url.removeprefix(clerk.url).partition("?")[0]


def filled(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"main [name={name}]").fill(value)
    page.locator("main form .form-foot button.primary, main form button.primary").first.click()


def step(page: Page, title: str, **values: str) -> None:
    page.get_by_role("link", name=title, exact=True).click()
    filled(page, **values)
    expect(page.locator("#notices")).to_contain_text("Dòng")


def paid(bank: Desk, kind: str, amount: str, day: str) -> None:
    """Nothing was written down as approved: what is paid out is asked about once."""
    page = bank.page
    page.get_by_role("link", name="Ghi khoản chi, thu").click()
    page.locator("#kind").select_option(kind)
    page.locator("#source").select_option("loan")
    with bank.awaiting(*((422,) if kind == "disbursement" else ())):
        filled(page, on_date=day, amount=amount)
        confirm(page)
    expect(page.locator("#notices")).to_contain_text(amount)


def confirm(page: Page) -> None:
    again = page.get_by_role("button", name="Đã xem, vẫn lưu")
    expect(again.or_(page.locator("#notices .notice")).first).to_be_visible()
    if again.count():
        again.click()


def paper(page: Page, address: str) -> str:
    return " ".join(pages(page.request.get(address).body()))


def same_on_screen_and_in_the_file(bank: Desk) -> None:
    """The list's foot says what the file adds up to."""
    page = bank.open(CREDIT)
    body = page.request.get(f"{bank.url}{CREDIT}?format=csv").body().decode("utf-8-sig")
    back = sum(int(row["back_total"] or 0) for row in csv.DictReader(io.StringIO(body)))
    assert back == 50_000_000
    expect(page.locator("tfoot").first).to_contain_text("Đã thu lại (đồng): 50.000.000")
