"""Somebody else saved first: both versions side by side, nothing typed is lost, either can be kept."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import postgresql_in_check
from tests.page import Page, lint
from tests.pages.forms import again, filled, person_code, send
from tests.world import World

pytestmark = postgresql_in_check


@pytest.fixture
def stale(visit: Callable, codes: World) -> Any:
    """The clerk's form on a household that the coordinator has saved since, sent off."""
    clerk, path = visit("clerk"), f"/households/{codes.ours[0]}/edit"
    opened = Page(clerk.get(path), 0)
    assert send(visit("coordinator"), path, phone="0900", note="của điều phối").status == 303
    return clerk, path, again(clerk, path, opened, phone="0911", causes=["1", "3"])


def test_both_versions_are_shown_in_words(stale: Any) -> None:
    _clerk, _path, page = stale
    assert page.status == 409
    lint(page)
    page.sees("Người coordinator đã lưu lúc", "Bạn nhập", "Người khác đã lưu", "0911", "0900", "của điều phối")
    page.sees("Không có đất sản xuất; Không có lao động", "Điện thoại – → 0900")


def test_mine_is_kept_with_the_fresh_version(visit: Callable, stale: Any) -> None:
    clerk, path, page = stale
    assert again(clerk, path, page).status == 303
    visit("clerk", path.removesuffix("/edit")).sees("0911", "Không có đất sản xuất; Không có lao động").sees(
        "Ghi chú của điều phối → –"
    )


def test_each_field_can_be_taken_from_the_other(visit: Callable, stale: Any) -> None:
    clerk, path, page = stale
    chosen = {"keep-note": "saved", "keep-phone": "mine", "keep-causes": "saved"}
    assert again(clerk, path, page, chosen).status == 303
    page = visit("clerk", path.removesuffix("/edit")).sees("Điện thoại 0911", "Ghi chú của điều phối")
    page.sees("Nguyên nhân nghèo –")


def test_the_saved_version_is_kept_by_going_back(visit: Callable, stale: Any) -> None:
    _clerk, path, page = stale
    back = next(a.get("href") for a in page.tree.iter("a") if "Dùng bản đã lưu" in "".join(a.itertext()))
    assert back == path.removesuffix("/edit")
    visit("clerk", back).sees("Điện thoại 0900")


def test_it_arrives_in_the_form_s_place(visit: Callable, codes: World) -> None:
    clerk, path = visit("clerk"), f"/households/{codes.ours[0]}/edit"
    data = filled(Page(clerk.get(path), 0))
    send(visit("coordinator"), path, phone="0900")
    answer = clerk.client.post(path, data=data, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    text = answer.get_data(as_text=True)
    assert text.strip().startswith("<form") and "<html" not in text and "0900" in text


@pytest.mark.parametrize("version", ["", "x", "0", "-1", "9" * 5000, "1.5"])
def test_a_version_that_is_none_is_stale(visit: Callable, codes: World, version: str) -> None:
    page = send(visit("clerk"), f"/households/{codes.ours[0]}/edit", version=version, phone="0911")
    assert page.status == 409
    page.sees("Giữ bản của tôi", "0911")


def test_a_change_from_a_day_says_what_was_saved_and_keeps_what_was_typed(visit: Callable, codes: World) -> None:
    code, clerk = codes.ours[0], visit("clerk")
    opened = Page(clerk.get(f"/households/{code}/close"), 0)
    send(visit("coordinator"), f"/households/{code}/edit", phone="0900")
    page = again(clerk, f"/households/{code}/close", opened, reason="moved_away", note="đi xa")
    assert page.status == 409
    lint(page)
    page.sees("Đính chính hộ", "0900", "Chuyển đi khỏi tỉnh", "đi xa")
    assert again(clerk, f"/households/{code}/close", page).status == 303


def test_people_and_stays_conflict_too(visit: Callable, codes: World) -> None:
    code, clerk = codes.ours[0], visit("clerk")
    path = f"/households/{code}/people/{person_code(clerk, code, 'Trần Thị Hoà')}/edit"
    opened = Page(clerk.get(path), 0)
    send(visit("coordinator"), path, birth="1964")
    page = again(clerk, path, opened, birth="1963")
    assert page.status == 409
    page.sees("1963", "1964", "Năm sinh 1965 → 1964")
    assert again(clerk, path, page, {"keep-birth": "saved", "name": "Trần Thị Hòa"}).status == 303
    visit("clerk", f"/households/{code}").sees("Trần Thị Hòa", "1964")


def test_a_conflict_does_not_count_the_form_as_sent(visit: Callable, stale: Any) -> None:
    """The same form sent again gets the same page, not the answer of a form already taken in."""
    clerk, path, page = stale
    data = {**filled(page), "version": "0"}
    assert clerk.client.post(path, data=data).status_code == 409
    assert clerk.client.post(path, data=data).status_code == 409
