"""Somebody typed in one commune lives in another: two clerks, asked, declined, asked again, granted."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import Desk, look
from tests.scope.canaries import NUMBER
from tests.world import CANARY, World

pytestmark = pytest.mark.browser
TYPED, HEAD = f"{CANARY} Hai", f"{CANARY} Một"
PHONE = {"width": 390, "height": 844}


@pytest.mark.check
@pytest.mark.parametrize("viewport", [None, PHONE])
def test_a_commune_asks_is_refused_asks_again_and_the_other_hands_over(
    desk: Callable[..., Desk], codes: World, viewport: dict[str, int] | None
) -> None:
    size = {"viewport": viewport} if viewport else {}
    asks, answers, secret = desk("clerk", **size), desk("stranger", **size), (HEAD, NUMBER, *codes.theirs)
    ask(asks, codes.ours[0], "Đã về ấp Đại Nôn", secret)
    page = told_on_board(answers, codes.theirs[0])
    page.get_by_role("link", name="Từ chối").click()
    page.locator("#note").fill("Người khác, trùng tên")
    look(page)
    page.get_by_role("button", name="Từ chối").click()
    expect(page.locator("#notices")).to_contain_text("Đã từ chối đề nghị của Xã Đại Ân 2")
    page = asks.open("/handovers")
    expect(page.locator("#answered")).to_contain_text("Người khác, trùng tên")
    untold(page, secret)
    ask(asks, codes.ours[0], "Có giấy chuyển hộ khẩu", secret)
    page = told_on_board(answers, codes.theirs[0])
    page.get_by_role("link", name="Chuyển hộ").click()
    expect(page.locator("#to_unit_id option:checked")).to_have_text("Xã Đại Ân 2")
    page.get_by_role("button", name="Chuyển hộ đi xã khác").click()
    expect(page.locator("main")).to_contain_text("đang chờ xã ấy nhận")
    page = asks.open("/handovers")
    expect(page.locator("#answered")).to_contain_text("Đã chuyển theo đề nghị")
    expect(page.locator("#incoming")).to_contain_text(codes.theirs[0])
    untold(page, (HEAD, NUMBER))


def ask(asks: Desk, ours: str, reason: str, secret: tuple[str, ...]) -> None:
    """From the sentence beside the typed person, in a tab of its own: what was typed stays."""
    page = asks.open(f"/households/{ours}/members/new")
    page.locator("#name").fill(TYPED)
    page.get_by_label("Nữ", exact=True).check()
    page.locator("#birth").fill("1955")
    page.locator("#ethnicity").fill("Kinh")
    page.locator("#relationship").select_option("11")
    page.locator("#joined_reason").select_option("moved_in")
    button: Locator = page.get_by_role("link", name=re.compile("Đề nghị Xã Hồ Đắc Kiện.* chuyển hộ"))
    with asks.awaiting(422):
        page.get_by_role("button", name="Thêm thành viên", exact=True).click()
        expect(button).to_be_visible()
    untold(page, secret)
    look(page)
    with page.context.expect_page() as opened:
        button.click()
    form = opened.value
    form.locator("#reason").fill(reason)
    untold(form, (*secret, CANARY))
    look(form)
    form.get_by_role("button", name="Gửi đề nghị").click()
    expect(form.locator("#notices")).to_contain_text("Đã gửi đề nghị tới Xã Hồ Đắc Kiện")
    expect(form.locator("#asked")).to_contain_text(reason)
    untold(form, (*secret, CANARY))
    look(form)
    form.close()
    expect(page.locator("#name")).to_have_value(TYPED)


def told_on_board(answers: Desk, code: str) -> Page:
    page = answers.open("/")
    page.get_by_role("link", name="Xem và trả lời").click()
    expect(page.locator("#requests tbody tr")).to_contain_text([re.compile(f"{HEAD}.*{code}.*{TYPED}", re.DOTALL)])
    look(page)
    return page


def untold(page: Page, secret: tuple[str, ...]) -> None:
    told = [word for word in secret if word in page.content()]
    assert not told, f"{page.url}: {told}"
