"""Two communes and a family between them, page by page: what each clerk sees before and after the answer."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from tests.conftest import postgresql_in_check
from tests.page import Page
from tests.pages.desk_lines import card, house
from tests.pages.forms import send
from tests.scope.canaries import NUMBER
from tests.world import CANARY, OURS, THEIRS, World

pytestmark = postgresql_in_check

DAY = "01/12/2021"
BEFORE = "2021-11-30"


@pytest.fixture
def waiting(visit: Callable, codes: World) -> str:
    """The address of the hand-over of a family of the other commune, which ours is to accept."""
    code = codes.theirs[0]
    done = send(visit("stranger"), f"/households/{code}/hand-over", {"day": DAY, "to_unit_id": OURS})
    assert done.response.headers["Location"] == f"/households/{code}", done.text[:600]
    page = visit("clerk", "/handovers")
    return re.search(r"/handovers/[0-9A-Z]{8}", page.html)[0]


def test_who_is_to_accept_is_told_on_the_board_and_sees_code_place_day_and_people(
    visit: Callable, codes: World, waiting: str
) -> None:
    visit("clerk", "/").sees("1 hộ từ xã khác chuyển đến đang chờ nhận", "Xem và nhận hộ")
    visit("stranger", "/").sees_not("đang chờ nhận")
    visit("clerk", "/handovers").sees(
        codes.theirs[0], "2 người", "Xã Hồ Đắc Kiện", "01/12/2021", "Người stranger", "Nhận hộ", "Trả lại"
    )


def test_no_name_and_no_number_is_told_before_it_is_accepted_nor_when_it_is_returned(
    visit: Callable, codes: World, waiting: str
) -> None:
    clerk, code = visit("clerk"), codes.theirs[0]
    pages = ("/", "/handovers", f"{waiting}/accept", f"{waiting}/return", f"/households?q={code}")
    for path in pages:
        assert_nameless(clerk.open(path))
    for path in (f"/households/{code}", f"/households/{code}?day={BEFORE}"):
        assert_nameless(clerk.open(path, 404))
    assert_nameless(send(clerk, f"{waiting}/return", {"cause": "other", "note": ""}))
    assert_nameless(send(clerk, f"{waiting}/return", {"cause": "not_here"}))
    assert_nameless(clerk.open("/handovers").sees("Đã trả lại hộ cho Xã Hồ Đắc Kiện", "Hộ không về ở xã này"))


def assert_nameless(page: Page) -> None:
    page.sees_not(CANARY, NUMBER)


def test_the_commune_it_leaves_keeps_it_until_then_and_is_told_so(visit: Callable, codes: World, waiting: str) -> None:
    code = codes.theirs[0]
    visit("stranger", f"/households/{code}").sees("đang chờ xã ấy nhận", "Xã Đại Ân 2, Huyện Trần Đề")
    visit("stranger", "/handovers").sees(f"{CANARY} Một", "Chờ xã khác nhận (1)", "Rút lại")
    assert "đang chờ Xã Đại Ân 2" in send(visit("stranger"), f"/households/{code}/close", {"reason": "wrong"}).text


def test_accepted_it_is_ours_and_the_other_keeps_name_and_destination(
    visit: Callable, codes: World, waiting: str
) -> None:
    code = codes.theirs[0]
    before = visit("stranger", f"/households?day={BEFORE}").rows()
    done = send(visit("clerk"), f"{waiting}/accept", {"address": "Số 7"})
    assert done.response.headers["Location"] == f"/households/{code}", done.text[:600]
    visit("clerk", f"/households/{code}").sees(f"{CANARY} Một", "Số 7", "Đã nhận hộ", "Chuyển hộ đi xã khác")
    visit("stranger", f"/households/{code}", 404)
    visit("stranger", "/handovers").sees(f"{CANARY} Một", "Đã nhận", "Xã Đại Ân 2, Huyện Trần Đề")
    assert visit("stranger", f"/households?day={BEFORE}").rows() == before, "ngày cũ không đổi"
    visit("stranger", f"/households/{code}?day={BEFORE}").sees("hộ đã chuyển đến Xã Đại Ân 2, Huyện Trần Đề")
    assert visit("clerk", "/households").text.count(code) == 1


LISTS = ("/registers/insurance", "/registers/housing", "/gaps/E01", "/coverage/insurance?state=missing", "/households")


def told(visit: Callable, user: str, day: str = "") -> dict[str, str]:
    """The lists of a commune on a day, as files."""
    asked = {one: f"{one}{'&' if '?' in one else '?'}day={day}&format=csv" for one in LISTS}
    return {one: visit(user).get(address).get_data(as_text=True) for one, address in asked.items()}


def test_lines_money_and_findings_go_along_and_the_lists_of_days_before_stay(
    app: Flask, visit: Callable, codes: World
) -> None:
    """Nothing of it is seen from here while it waits; then all of it is, and the other commune has its old lists."""
    home = codes.theirs[0]
    there = f"/registers/insurance/{card(app, home, date(2021, 12, 31), f'{CANARY} Hai')}"
    built = f"/registers/housing/{house(app, home, {'central': 40_000_000}, ('payment', 'central', 15_000_000))}"
    before, elsewhere = told(visit, "stranger", BEFORE), told(visit, "clerk", BEFORE)
    send(visit("stranger"), f"/households/{home}/hand-over", {"day": DAY, "to_unit_id": OURS})
    address = re.search(r"/handovers/[0-9A-Z]{8}", visit("clerk", "/handovers").html)[0]
    for line in (there, built):
        visit("clerk", line, 404)
    assert not any(CANARY in text for text in told(visit, "clerk").values())
    assert send(visit("clerk"), f"{address}/accept", {"address": "Số 7"}).status == 303
    visit("clerk", there).sees(f"{CANARY} Hai", "Đã cấp thẻ")
    visit("clerk", built).sees("40.000.000", "15.000.000")
    assert all(CANARY in text for text in told(visit, "clerk").values())
    for line in (there, built):
        visit("stranger", line, 404)
    assert not any(home in text for text in told(visit, "stranger").values())
    assert (told(visit, "stranger", BEFORE), told(visit, "clerk", BEFORE)) == (before, elsewhere)


def test_an_acceptance_is_taken_back_from_its_notice(visit: Callable, codes: World, waiting: str) -> None:
    code, clerk = codes.theirs[0], visit("clerk")
    send(clerk, f"{waiting}/accept")
    page = clerk.open(f"/households/{code}")
    undo = re.search(r"/changes/[0-9a-f]+/undo", page.html)[0]
    answer = clerk.post(undo, {"next": f"/households/{code}"}, form="/households/new")
    assert answer.headers["Location"] == "/households"
    assert_nameless(clerk.open("/handovers").sees(code, "Nhận hộ"))
    visit("stranger", f"/households/{code}").sees("đang chờ xã ấy nhận")


def test_a_recalled_one_is_waited_for_no_more(visit: Callable, codes: World, waiting: str) -> None:
    assert visit("stranger").post(f"{waiting}/recall", form="/handovers").status_code == 303
    visit("stranger", "/handovers").sees("Đã rút lại việc chuyển hộ")
    page = send(visit("clerk"), f"{waiting}/accept")
    assert page.status == 422
    page.sees("Xã cũ đã rút lại việc chuyển hộ này")
    again = visit("stranger").post(f"{waiting}/recall", form="/households/new", follow_redirects=True)
    assert "Xã cũ đã rút lại" in again.get_data(as_text=True)


@pytest.mark.parametrize("user", ["stranger", "clerk"])
def test_the_other_sides_part_answers_as_if_it_did_not_exist(
    visit: Callable, codes: World, waiting: str, user: str
) -> None:
    if user == "clerk":
        assert visit(user).post(f"{waiting}/recall", form="/households/new").status_code == 404
    else:
        for part in ("accept", "return"):
            visit(user, f"{waiting}/{part}", 404)
    visit(user, "/handovers/ZZZZZZZZ/accept", 404)


def test_a_coordinator_does_both_sides(visit: Callable, codes: World, waiting: str) -> None:
    page = visit("coordinator", "/handovers").sees(f"{CANARY} Một", "Nhận hộ", "Trả lại", "Rút lại")
    assert page.text.index("Chờ nhận về (1)")
    send(visit("coordinator"), f"{waiting}/accept")
    visit("clerk", f"/households/{codes.theirs[0]}").sees(f"{CANARY} Một")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"to_unit_id": ""}, "Chưa điền ô này."),
        ({"to_unit_id": THEIRS}, "Giá trị này không có trong danh sách"),
        ({"to_unit_id": "xx"}, "Giá trị này không có trong danh sách"),
        ({"day": "31/02/2021"}, "31/02/2021"),
        ({"day": "16/12/2021"}, "ở sau ngày làm việc"),
        ({"day": "01/01/2018"}, "Hộ ở nơi hiện nay từ ngày 01/01/2018"),
    ],
)
def test_bad_input_is_told_at_its_field_and_the_form_kept(
    visit: Callable, codes: World, changed: dict[str, Any], said: str
) -> None:
    path = f"/households/{codes.theirs[0]}/hand-over"
    page = send(visit("stranger"), path, {"day": DAY, "to_unit_id": OURS} | changed)
    assert page.status == 422
    page.sees(said)


def test_a_list_without_any_says_what_to_do(visit: Callable) -> None:
    visit("clerk", "/handovers").sees("Không có hộ nào chờ nhận", "Muốn chuyển một hộ: mở trang hộ")
    visit("clerk", "/households").sees("Chuyển đi, chuyển đến")
