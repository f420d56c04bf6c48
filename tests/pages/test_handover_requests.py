"""Somebody typed in one commune lives in another: told by commune only, asked for, granted or declined."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from registry.storage.activity import view_table
from tests.conftest import postgresql_in_check
from tests.page import Page
from tests.pages.forms import confirmed, person_code, send
from tests.scope.canaries import NUMBER
from tests.world import CANARY, OURS, World

pytestmark = postgresql_in_check

HEAD = f"{CANARY} Một"
TYPED = f"{CANARY} Hai"
"""What the clerk types: of the household only the head is secret then."""
JOIN = {"relationship": "11", "joined_reason": "moved_in", "starts": "1/12/2021"}
MEMBER = {"sex": "female", "ethnicity": "kinh", **JOIN}


@pytest.fixture
def typed(visit: Callable, codes: World) -> Callable[..., Page]:
    """The clerk's page after typing somebody into the first household."""
    page = visit("stranger", f"/households/{codes.theirs[0]}")
    row = next(row for row in page.rows() if row.startswith(TYPED))
    born = re.search(r"\b(19|20)[0-9]{2}\b", row.removeprefix(TYPED).split(maxsplit=1)[1])[0]

    def new(**changed: Any) -> Page:
        sent = {**MEMBER, "name": TYPED, "birth": born, **changed}
        return send(visit("clerk"), f"/households/{codes.ours[0]}/members/new", sent)

    return new


def ask_of(page: Page) -> str:
    """Where "Đề nghị … chuyển hộ" leads."""
    (link,) = {a.get("href"): a for a in page.tree.iter("a") if "/handovers/ask/" in (a.get("href") or "")}.values()
    assert "".join(link.itertext()) == "Đề nghị Xã Hồ Đắc Kiện, Huyện Châu Thành chuyển hộ"
    return str(link.get("href"))


def assert_unnamed(page: Page, codes: World) -> Page:
    """Neither the household nor anybody of it but who was typed."""
    return page.sees_not(HEAD, NUMBER, *codes.theirs)


@pytest.fixture
def asked(visit: Callable, codes: World, typed: Callable[..., Page]) -> str:
    """The address of a request our clerk has sent."""
    done = send(visit("clerk"), ask_of(typed()), {"reason": "Hộ đã về ấp Đại Nôn"})
    assert done.response.headers["Location"] == "/handovers", done.text[:800]
    page = visit("clerk", "/handovers")
    assert_unnamed(page, codes).sees("Đã gửi đề nghị tới Xã Hồ Đắc Kiện, Huyện Châu Thành.")
    return re.search(r"/handovers/[0-9A-Z]{8}", page.html)[0]


def test_who_lives_elsewhere_is_a_commune_and_a_button(visit: Callable, codes: World, typed: Callable) -> None:
    page = typed()
    assert page.status == 422
    assert_unnamed(page, codes).sees("Có một người trùng tên, trùng năm sinh ở Xã Hồ Đắc Kiện, Huyện Châu Thành.")
    form = visit("clerk", ask_of(page))
    assert_unnamed(form, codes).sees(
        "Đề nghị chuyển hộ", "Xã Hồ Đắc Kiện, Huyện Châu Thành", "Xã ấy biết đề nghị về ai"
    )
    form.sees_not(CANARY)


def test_a_new_household_and_a_number_of_somebody_elsewhere_say_so_too(
    visit: Callable, codes: World, typed: Callable
) -> None:
    theirs = person_code(visit("stranger"), codes.theirs[0], HEAD)
    path = f"/households/{codes.theirs[0]}/people/{theirs}/numbers"
    send(visit("stranger"), path, kind="CMND9", number="365999888")
    number = {"name": "Lý Thị Khác", "kind": "CMND9", "number": "365 999 888"}
    page = typed(**number)
    assert_unnamed(page, codes).sees("Số này đã ghi cho một người ở Xã Hồ Đắc Kiện, Huyện Châu Thành.")
    ask_of(page)
    head = {"sex": "male", "birth": "1970", "ethnicity": "kinh", "unit_id": OURS, "starts": "1/12/2021"}
    page = send(visit("clerk"), "/households/new", {**head, **number})
    assert_unnamed(page, codes)
    ask_of(page)


def test_who_is_taken_in_by_code_says_so_too_and_is_refused_all_the_same(visit: Callable, codes: World) -> None:
    theirs = person_code(visit("stranger"), codes.theirs[0], TYPED)
    path, clerk = f"/households/{codes.ours[1]}/members/admit", visit("clerk")
    page = send(clerk, path, {"person_code": theirs, "relationship": "11", "joined_reason": "moved_in"})
    assert_unnamed(page, codes).sees("Người này đang ở một hộ của Xã Hồ Đắc Kiện").sees_not(CANARY)
    ask_of(page)
    again = confirmed(clerk, path, page)
    assert again.status == 422
    assert_unnamed(again, codes).sees("Người này còn là thành viên ở Xã Hồ Đắc Kiện")
    ask_of(again)


def test_that_it_was_told_is_in_the_view_log(app: Flask, codes: World, typed: Callable) -> None:
    typed()
    with app.extensions["activity"].connect() as connection:
        seen = connection.execute(select(view_table).where(view_table.c.detail == "elsewhere")).all()
    assert [(row.user_name, row.kind, row.subject) for row in seen] == [("Người clerk", "household", codes.theirs[0])]


def test_the_commune_asked_is_told_on_the_board_and_sees_its_household(
    visit: Callable, codes: World, asked: str
) -> None:
    visit("stranger", "/").sees("1 đề nghị chuyển hộ của xã khác đang chờ trả lời", "Xem và trả lời")
    visit("clerk", "/").sees_not("đề nghị chuyển hộ")
    visit("stranger", "/handovers").sees(
        "Xã khác đề nghị chuyển (1)",
        HEAD,
        codes.theirs[0],
        "Xã Đại Ân 2, Huyện Trần Đề",
        f"về người: {TYPED}",
        "Người clerk",
        "Hộ đã về ấp Đại Nôn",
        "Chuyển hộ",
        "Từ chối",
    )
    visit("clerk", "/handovers").sees("Đã đề nghị, chờ trả lời (1)", "Rút đề nghị").sees_not(CANARY, *codes.theirs)


def test_granted_by_the_form_with_its_destination_filled_in(visit: Callable, codes: World, asked: str) -> None:
    page = visit("stranger", "/handovers")
    grant = next(a.get("href") for a in page.tree.iter("a") if "/hand-over?" in (a.get("href") or ""))
    assert send(visit("stranger"), grant, {"day": "01/12/2021"}).status == 303
    visit("stranger", "/").sees_not("đề nghị chuyển hộ")
    visit("stranger", "/handovers").sees("Đã chuyển theo đề nghị", "Chờ xã khác nhận (1)").sees_not("Xã khác đề nghị")
    page = visit("clerk", "/handovers").sees("Đã chuyển theo đề nghị", "Chờ nhận về (1)", codes.theirs[0])
    page.sees_not(CANARY)


def test_declined_with_a_reason_the_asker_reads(visit: Callable, codes: World, asked: str) -> None:
    page = send(visit("stranger"), f"{asked}/decline", {"note": " "})
    assert page.status == 422
    page.sees("Chưa điền ô này.", codes.theirs[0])
    assert send(visit("stranger"), f"{asked}/decline", {"note": "Người khác, trùng tên"}).status == 303
    visit("stranger", "/handovers").sees("Đã từ chối đề nghị của Xã Đại Ân 2, Huyện Trần Đề.")
    page = visit("clerk", "/handovers").sees_not(CANARY, *codes.theirs)
    page.sees("Đã từ chối", "Người khác, trùng tên", "Hộ đã đề nghị", "Hộ đã về ấp Đại Nôn")


def test_withdrawn_it_is_answered_no_more(visit: Callable, codes: World, asked: str) -> None:
    assert visit("clerk").post(f"{asked}/withdraw", form="/handovers").status_code == 303
    visit("clerk", "/handovers").sees("Đã rút lại đề nghị chuyển hộ.", "Đã rút đề nghị").sees_not(CANARY)
    page = send(visit("stranger"), f"{asked}/decline", {"note": "Không phải"})
    assert page.status == 422
    page.sees("Xã đề nghị đã rút lại đề nghị này")


def test_sent_twice_it_is_refused_and_the_reason_kept(
    visit: Callable, codes: World, asked: str, typed: Callable[..., Page]
) -> None:
    page = send(visit("clerk"), ask_of(typed()), {"reason": "Gửi lại lần hai"})
    assert page.status == 422
    assert_unnamed(page, codes).sees("Đề nghị này đã gửi, đang chờ trả lời", "Gửi lại lần hai")


def test_too_long_a_reason_is_told_at_its_field(visit: Callable, typed: Callable[..., Page]) -> None:
    page = send(visit("clerk"), ask_of(typed()), {"reason": "a" * 501})
    assert page.status == 422
    page.sees("500")


@pytest.mark.parametrize("user", ["stranger", "clerk"])
def test_the_other_sides_part_answers_as_if_it_did_not_exist(visit: Callable, asked: str, user: str) -> None:
    if user == "stranger":
        assert visit(user).post(f"{asked}/withdraw", form="/households/new").status_code == 404
    else:
        visit(user, f"{asked}/decline", 404)
    for part in ("accept", "return"):
        visit(user, f"{asked}/{part}", 404)


def test_what_one_was_told_nobody_else_asks_for(visit: Callable, typed: Callable[..., Page]) -> None:
    there = ask_of(typed())
    visit("stranger", there, 404)
    visit("clerk", f"{there[:-1]}{'0' if there[-1] != '0' else '1'}", 404)


def test_a_coordinator_answers_for_any_commune(visit: Callable, codes: World, asked: str) -> None:
    visit("coordinator", "/handovers").sees("Xã khác đề nghị chuyển (1)", HEAD, "Từ chối", "Rút đề nghị")
