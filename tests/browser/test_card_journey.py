"""A card at two desks: asked for on D03-TS, issued, put into somebody's hand, given up when the person moves away."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from registry.registers.insurance import REGISTER
from tests.browser.desk import Desk, look
from tests.browser.lines import done, fill, printed, refused, screen_is_files_are_paper, step, undo
from tests.conftest import postgresql_in_check
from tests.pages.lines import INSURANCE, ISSUED, NEW
from tests.world import World

pytestmark = pytest.mark.browser
MOTHER = "Trần Thị Hoà"


@pytest.mark.check
@postgresql_in_check
def test_a_card_is_asked_for_issued_handed_over_and_given_up(desk: Callable[..., Desk], codes: World) -> None:
    clerk, office = desk("clerk"), desk("health")
    line = asked_for(clerk, codes.ours[0])
    sent(clerk, line)
    issued(office, line)
    given_up(clerk, line)
    told = screen_is_files_are_paper(clerk, REGISTER, "ended=1")
    assert told == (1, {})
    text = printed(clerk.page, "In danh sách", "Danh sách thẻ BHYT")
    assert "DANH SÁCH THẺ BHYT" in text and MOTHER in text and "HN•••••6789" in text and "Đã báo giảm" in text


def asked_for(clerk: Desk, household: str) -> str:
    """The clerk's proposal; where the line is."""
    page = clerk.open(f"{INSURANCE}/new?household={household}")
    page.locator("#person_code").select_option(label=f"{MOTHER} · 1965")
    fill(page, **NEW)
    done(page, "Đã lập dòng")
    found = re.search(rf"{INSURANCE}/([0-9A-Z]+)", page.url)
    assert found
    return f"{INSURANCE}/{found[1]}"


def sent(clerk: Desk, line: str) -> None:
    """Approved by the commune, printed as D03-TS and sent; who has not seen it cannot approve it again."""
    step(clerk.page, "Xã duyệt danh sách", "Xã đã duyệt")
    refused(clerk, f"{line}/moves/approve", "Dòng này đã ở trạng thái khác")
    text = printed(clerk.open(INSURANCE), "In D03-TS", "Danh sách người chỉ tham gia BHYT")
    assert MOTHER in text and "Tám trăm linh bốn nghìn sáu trăm đồng" in text
    step(clerk.open(line), "Gửi BHXH", "Đã gửi BHXH")


def issued(office: Desk, line: str) -> None:
    """Issued, taken back, issued again; no number stands on the page."""
    page = office.open(line)
    step(page, "Cấp thẻ", "Đã cấp thẻ", **ISSUED)
    undo(page, "Đã gửi BHXH")
    step(page, "Cấp thẻ", "Đã cấp thẻ", **ISSUED)
    expect(page.locator("main")).to_contain_text("HN•••••6789")
    assert ISSUED["card_no"] not in page.content()
    look(page)


def given_up(clerk: Desk, line: str) -> None:
    page = clerk.open(line)
    step(page, "Giao thẻ cho người dân", "Đã giao thẻ")
    step(page, "Báo giảm", "Đã báo giảm", reason_code="moved", ends="30/11/2021")
    expect(page.locator("#facts")).to_contain_text("30/11/2021")
    look(page)
