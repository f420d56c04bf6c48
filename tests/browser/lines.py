"""A line as hands take it along: forms filled in, steps, a refusal, an undo; its list on screen, in files, on paper."""

import re

from playwright.sync_api import Page, expect

from registry.kernel.register import Register
from registry.vn.numbers import format_int
from tests.browser.desk import Desk, look
from tests.pages.sums import Told, assert_alike, rows
from tests.print.lists import pages

DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
FOLDED = re.compile("amount_(?!total)|back_total|paid_total|valid_through")
"""Columns whose place on the screen is below a cell or in the list's foot."""


def fill(page: Page, **values: str) -> None:
    """Type into these fields, choose in these lists, tick these boxes, and save."""
    for name, value in values.items():
        field = page.locator(f"main form.form [name={name}]")
        kind = field.first.evaluate("one => one.type")
        if kind == "select-one":
            field.select_option(value)
        elif kind == "checkbox":
            for ticked in value.split():
                page.locator(f"[name={name}][value={ticked}]").check()
        else:
            field.fill(value)
    page.locator("main form.form .form-foot button.primary").click()


def done(page: Page, told: str) -> None:
    expect(page.locator("#notices")).to_contain_text(told)


def step(page: Page, title: str, then: str, **values: str) -> None:
    """Take a step by its button on the page of a line or a project, and read what has become of it."""
    page.locator(".page-head .actions").get_by_role("link", name=title, exact=True).click()
    fill(page, **values)
    done(page, then)


def refused(one: Desk, address: str, told: str, **values: str) -> None:
    """A form that is sent all the same is refused in these words; the page looks right with them."""
    page = one.open(address)
    with one.awaiting(422):
        fill(page, **values)
        expect(page.locator(".error-summary")).to_contain_text(told)
    look(page)


def undo(page: Page, then: str) -> None:
    """Take the last change back by its notice; what the head of the page says then."""
    page.locator("#notices").get_by_role("button", name="Hoàn tác").click()
    done(page, "Đã hoàn tác")
    expect(page.locator(".dossier-head")).to_contain_text(then)


def pay(one: Desk, **values: str) -> None:
    """Write down a movement; what is asked about once is so."""
    page = one.page
    page.get_by_role("link", name="Ghi khoản chi, thu").click()
    with one.awaiting(422):
        fill(page, **values)
        again = page.get_by_role("button", name="Đã xem, vẫn lưu")
        expect(again.or_(page.locator("#notices .notice")).first).to_be_visible()
        if again.count():
            again.click()
    done(page, values["amount"])


def printed(page: Page, button: str, title: str) -> str:
    """A paper of the list on screen, by its button, looked at, then taken; its text."""
    page.get_by_role("link", name=button, exact=True).click()
    expect(page.locator(".papers")).to_contain_text(title)
    with page.expect_download() as got:
        page.get_by_role("button", name="Tải PDF").click()
    return " ".join(pages(got.value.path().read_bytes()))


def screen_is_files_are_paper(one: Desk, register: Register, asked: str) -> Told:
    """Every cell of the csv stands in its row on the screen; the sums are everywhere the same. Returns these."""
    page = one.open(f"/registers/{register.slug}?{asked}")
    look(page)

    def fetch(kind: str) -> bytes:
        return page.request.get(f"{page.url}&format={kind}").body() if kind else page.content().encode()

    shown, told = page.locator("table.register tbody tr").all_inner_texts(), rows(fetch("csv"))
    for text, row in zip(shown, told, strict=True):
        cells = [as_read(cell) for key, cell in row.items() if cell and not FOLDED.match(key)]
        assert [cell for cell in cells if cell not in text] == [], text
    return assert_alike(register, fetch)


def as_read(cell: str) -> str:
    """A csv cell as people read it: days and numbers in the country's way."""
    if found := DAY.fullmatch(cell):
        return "/".join(reversed(found.groups()))
    return format_int(int(cell)) if cell.isdigit() and len(cell) > 5 else cell
