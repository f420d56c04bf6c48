"""A pupil's aid from the gap to paper: begun, approved, undone, paid, settled; screen, files and paper say the same."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from registry.registers.students import REGISTER
from tests.browser.desk import Desk, look
from tests.browser.lines import done, fill, pay, printed, refused, screen_is_files_are_paper, step, undo
from tests.conftest import postgresql_in_check
from tests.world import World

pytestmark = pytest.mark.browser

PUPILS = "/registers/students"
PUPIL = "Đặng Thị Út"
TYPED = {"policy": "CPHT", "school_year": "2021-2022", "school": "TH-31672", "ground": "poor"}
DECISION = {"decision_no": "15/QĐ-PGDĐT", "decision_date": "20/10/2021"}


@pytest.mark.check
@postgresql_in_check
def test_a_pupil_s_aid_from_the_gap_to_the_paper(desk: Callable[..., Desk], codes: World) -> None:
    clerk, office = desk("clerk"), desk("health")
    expect(clerk.open("/gaps/E06").locator("main")).to_contain_text(PUPIL)
    line = begin(clerk, codes.ours[0])
    step(clerk.page, "Trường xét", "Trường đã xét")
    refused(clerk, f"{line}/moves/review", "Dòng này đã ở trạng thái khác")
    approved(office, line)
    paid(clerk, line)
    for rule in ("E06", "E07"):
        expect(clerk.open(f"/gaps/{rule}").locator("main")).not_to_contain_text(PUPIL)
    settled(office, line)
    told = screen_is_files_are_paper(clerk, REGISTER, "ended=1")
    assert told == (1, {"amount_central": 1_300_000, "amount_total": 1_300_000, "paid_total": 550_000})
    text = printed(clerk.page, "In theo trường", "Danh sách học sinh được hỗ trợ của trường")
    assert PUPIL in text and "1.300.000" in text and "Một triệu ba trăm nghìn đồng" in text


def begin(clerk: Desk, household: str) -> str:
    """A line as a clerk types it; where it is."""
    page = clerk.open(f"{PUPILS}/new?household={household}")
    page.locator("#person_code").select_option(label=f"{PUPIL} · 2015")
    look(page)
    fill(page, **TYPED, grade="1A", months="9", starts="01/09/2021")
    done(page, "Đã lập dòng")
    expect(page.locator("main")).to_contain_text("31/08/2022")
    found = re.search(rf"{PUPILS}/([0-9A-Z]+)", page.url)
    assert found
    return f"{PUPILS}/{found[1]}"


def approved(office: Desk, line: str) -> None:
    """The decision approves what the rates come to; taken back, the state and the sum are gone; approved again."""
    page = office.open(line)
    step(page, "Phòng, Sở thẩm định", "Đã thẩm định")
    step(page, "Phê duyệt", "Đã phê duyệt", **DECISION)
    expect(page.locator("main")).to_contain_text("Một triệu ba trăm nghìn đồng")
    look(page)
    undo(page, "Đã thẩm định")
    expect(page.locator("main")).not_to_contain_text("1.300.000")
    step(page, "Phê duyệt", "Đã phê duyệt", **DECISION)


def paid(clerk: Desk, line: str) -> None:
    """Four months: 100.000 and three times 150.000."""
    clerk.open(line)
    pay(clerk, kind="instalment", source="central", on_date="10/12/2021", amount="550.000")
    step(clerk.page, "Chi đợt 1", "Đã chi đợt 1")


def settled(office: Desk, line: str) -> None:
    page = office.open(line)
    step(page, "Quyết toán", "Đã quyết toán")
    expect(page.locator(".page-head .actions").get_by_role("link")).to_have_text(["Đính chính"])
    look(page)
