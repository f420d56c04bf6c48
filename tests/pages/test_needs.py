"""Needs on the pages: recorded on the household page, for a whole list at once, from a file; listed and taken out."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import postgresql_in_check
from tests.inputs.lists import saved
from tests.page import Page
from tests.pages.forms import again, filled, send
from tests.pages.test_imports import mapped
from tests.world import CANARY, OURS, World

pytestmark = postgresql_in_check

CREDIT = "/needs/credit"
LOAN = {"programme": "credit", "detail": "HN", "answer": "asked", "on_date": "01/12/2021", "source": "survey"}
MANY = LOAN | {"answer": "declined", "reason": "Biên bản họp ấp"}


def said(visit: Callable, code: str, user: str = "clerk", **changed: Any) -> Page:
    return send(visit(user), f"/households/{code}/needs/new", LOAN | changed)


def rows(visit: Callable, query: str = "", user: str = "clerk") -> list[str]:
    return visit(user, f"{CREDIT}{query}").rows()


def test_the_household_page_says_what_was_asked_and_what_is_not_known(visit: Callable, codes: World) -> None:
    code = codes.ours[0]
    visit("clerk", "/households")
    visit("clerk", f"/households/{code}").sees("Hỗ trợ sản xuất ? Chưa xác định nhu cầu", "Ghi câu trả lời mới")
    done = said(visit, code, note="Nuôi bò")
    assert done.response.headers["Location"] == f"/households/{code}#needs", done.text[:600]
    page = visit("clerk", f"/households/{code}")
    page.sees("Đã ghi nhu cầu của hộ", "Có nhu cầu", "Cho vay hộ nghèo", "Rà soát, khảo sát tại hộ: Nuôi bò")
    said(visit, code, answer="declined", on_date="10/12/2021")
    visit("clerk", f"/households/{code}").sees("Không có nhu cầu", "1 câu trả lời trước đó")
    visit("clerk", f"/households/{code}?day=2021-12-05").sees_not("câu trả lời trước đó", "Ghi câu trả lời mới")


def test_the_need_of_a_member_names_him(visit: Callable, codes: World) -> None:
    form = f"/households/{codes.ours[0]}/needs/new"
    child = re.search(r'value="([0-9A-Z]{8})">Đặng Thị Út', visit("clerk", form).html)[1]
    said(visit, codes.ours[0], person=child, detail="HSSV")
    visit("clerk", f"/households/{codes.ours[0]}").sees("Cho vay học sinh, sinh viên · Đặng Thị Út")
    assert any("Đặng Thị Út" in row for row in rows(visit))


def test_an_answer_is_corrected_and_taken_away_with_a_reason(visit: Callable, codes: World) -> None:
    code, clerk = codes.ours[0], visit("clerk")
    said(visit, code)
    edit = re.search(rf"/households/{code}/needs/\d+/edit", clerk.open(f"/households/{code}").html)[0]
    assert filled(clerk.open(edit))["answer"] == ["asked"]
    send(clerk, edit, {"answer": "unsuitable"})
    visit("clerk", f"/households/{code}").sees("Không phù hợp", "Có nhu cầu → Không phù hợp")
    away = edit.replace("/edit", "/withdraw")
    assert send(clerk, away, {"reason": ""}).status == 422
    send(clerk, away, {"reason": "Ghi nhầm hộ"})
    visit("clerk", f"/households/{code}").sees("Đã bỏ nhu cầu ghi nhầm", "Hoàn tác").sees_not("Không phù hợp</span>")


def test_who_saved_first_is_shown_beside_what_was_typed(visit: Callable, codes: World) -> None:
    code, clerk = codes.ours[0], visit("clerk")
    said(visit, code)
    edit = re.search(rf"/households/{code}/needs/\d+/edit", clerk.open(f"/households/{code}").html)[0]
    mine = clerk.open(edit)
    send(visit("coordinator"), edit, {"answer": "unsuitable"})
    page = again(clerk, edit, mine, answer="declined")
    assert page.status == 409
    page.sees("Không phù hợp", "Không có nhu cầu")


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"answer": ""}, "Chưa điền ô này."),
        ({"answer": "maybe"}, "Giá trị này không có trong danh sách"),
        ({"programme": "x"}, "Giá trị này không có trong danh sách"),
        ({"detail": "CHUOI"}, "không thuộc chương trình đã chọn"),
        ({"on_date": "32/12/2021"}, "32/12/2021"),
        ({"on_date": "01/01/2031"}, "ở sau ngày làm việc"),
        ({"person": "ZZZZZZZZ"}, "Giá trị này không có trong danh sách"),
        ({"note": "a\u200bb"}, "ký tự ẩn"),
    ],
)
def test_bad_input_is_told_at_its_field_and_kept(visit: Callable, codes: World, changed: Any, text: str) -> None:
    page = said(visit, codes.ours[0], **{"note": "giữ lại"} | changed)
    assert page.status == 422
    page.sees(text)
    assert "giữ lại" in page.html or "note" in changed


def test_the_list_counts_who_is_not_known_and_filters_by_answer(visit: Callable, codes: World) -> None:
    assert visit("clerk", CREDIT).sees("2 hộ", "Chưa xác định nhu cầu").rows()[0].endswith("–")
    said(visit, codes.ours[0])
    page = visit("clerk", CREDIT).sees("Có nhu cầu", "Cho vay hộ nghèo", "01/12/2021")
    assert page.statements <= 12
    assert len(rows(visit, "?answer=unknown")) == len(rows(visit, "?answer=asked")) == 1
    assert codes.ours[0] in rows(visit, "?answer=asked")[0]
    visit("clerk", f"{CREDIT}?q=sa rinh").sees("1 hộ", "Thạch Thị Sa Rinh")
    visit("clerk", "/needs/production").sees("Nhu cầu: Hỗ trợ sản xuất").sees_not("Cho vay hộ nghèo")
    visit("clerk", "/needs/x", 404)


def test_a_household_that_answers_twice_is_counted_once(visit: Callable, codes: World) -> None:
    said(visit, codes.ours[1])
    said(visit, codes.ours[1], detail="NSVSMT")
    page = visit("clerk", CREDIT).sees("2 hộ · 3 câu trả lời", "Tất cả hộ khớp bộ lọc (2 hộ)")
    page.sees("Cộng 2 hộ · 3 câu trả lời Nữ 1 hộ · 2 câu trả lời Khmer 1 hộ · 2 câu trả lời")
    visit("clerk", f"{CREDIT}?answer=asked").sees("1 hộ · 2 câu trả lời")
    part = visit("clerk").get(CREDIT, headers={"HX-Request": "true"}).get_data(as_text=True)
    assert "Tất cả hộ khớp bộ lọc (2 hộ)" in part and "<html" not in part


def test_a_file_holds_what_the_screen_shows(visit: Callable, codes: World) -> None:
    said(visit, codes.ours[0], note="=1+1")
    body = visit("clerk").get(f"{CREDIT}?format=csv").get_data(as_text=True).removeprefix("\ufeff")
    found = list(csv.DictReader(io.StringIO(body)))
    shown = [row for row in rows(visit) if "HH-" in row]
    assert [line["household_code"] for line in found] == [re.search(r"HH-\d+", row)[0] for row in shown]
    line = next(one for one in found if one["household_code"] == codes.ours[0])
    assert (line["answer"], line["on_date"], line["note"]) == ("Có nhu cầu", "2021-12-01", "'=1+1")
    assert visit("clerk").get(f"{CREDIT}?format=xlsx").get_data()[:2] == b"PK"
    assert visit("leader").get(f"{CREDIT}?format=csv").status_code == 403


def test_a_whole_filtered_list_answers_at_once_and_is_taken_back_at_once(visit: Callable, codes: World) -> None:
    clerk = visit("clerk")
    said(visit, codes.ours[0])
    page = clerk.open(f"{CREDIT}/record?all=1&class=poor&class=near_poor")
    page.sees("Sẽ ghi cho: 2 hộ", "1 hộ đã trả lời trước đó", "Ghi cho 2 hộ")
    assert again(clerk, f"{CREDIT}/record", page, MANY, reason="").status == 422
    done = again(clerk, f"{CREDIT}/record", page, MANY, on_date="10/12/2021")
    assert done.response.headers["Location"] == f"{CREDIT}?class=poor&class=near_poor", done.text[:600]
    page = clerk.open(CREDIT).sees("Đã ghi nhu cầu của 2 hộ")
    assert sum("Không có nhu cầu" in row for row in page.rows()) == 2
    undo = re.search(r"/changes/[0-9a-f]+/undo", page.html)[0]
    clerk.post(undo, {"next": CREDIT}, form="/households/new")
    assert sum("Không có nhu cầu" in row for row in rows(visit)) == 0
    assert any("Có nhu cầu" in row for row in rows(visit))


def test_ticked_households_and_the_household_list_answer_too(visit: Callable, codes: World) -> None:
    clerk = visit("clerk")
    clerk.open(f"{CREDIT}/record?household={codes.ours[0]}").sees("Sẽ ghi cho: 1 hộ", "Đặng Văn Đức")
    href = re.search(r'href="(/needs/production/record\?[^"]*)"', clerk.open("/households?class=not_poor").html)[1]
    page = clerk.open(href.replace("&amp;", "&")).sees("Sẽ ghi cho: 1 hộ", "Lý Hòa Thuận")
    again(clerk, "/needs/production/record", page, MANY)
    visit("clerk", f"/households/{codes.ours[2]}").sees("Vay vốn ưu đãi 01/12/2021 – Không có nhu cầu")
    assert any(codes.ours[2] in row for row in rows(visit)), "ai đã trả lời thì có trong danh sách"


def test_nothing_ticked_and_what_is_anothers_are_left_out(visit: Callable, codes: World) -> None:
    visit("clerk", f"{CREDIT}/record").sees("Chưa chọn hộ nào")
    visit("clerk", f"{CREDIT}/record?household={codes.theirs[0]}").sees("Chưa chọn hộ nào").sees_not(CANARY)
    page = visit("clerk", f"{CREDIT}/record?household={codes.ours[0]}")
    sent = again(visit("clerk"), f"{CREDIT}/record", page, MANY, chosen=f"{codes.ours[0]} {codes.theirs[0]}")
    assert sent.status == 303
    visit("stranger", f"/households/{codes.theirs[0]}").sees_not("Không có nhu cầu")


def test_whose_the_programme_is_not_sees_no_form(visit: Callable, codes: World) -> None:
    visit("auditor", f"/households/{codes.ours[0]}").sees("Chưa xác định nhu cầu").sees_not("Ghi câu trả lời mới")
    visit("leader", CREDIT).sees("Chưa xác định nhu cầu").sees_not("Ghi nhu cầu cho các hộ đã chọn")
    visit("stranger", CREDIT).sees_not("Đặng Văn Đức")


def test_a_file_is_brought_in_through_the_pages(visit: Callable, codes: World) -> None:
    clerk = visit("clerk")
    table = [["DANH SÁCH NHU CẦU VAY VỐN"], ["STT", "Mã hộ", "Nhu cầu", "Ngày hỏi", "Ghi chú"]]
    table += [[1, codes.ours[0], "Có", "01/12/2021", "Nuôi bò"], [2, codes.ours[1], "không", "01/12/2021", ""]]
    clerk.open("/imports").sees("Nhu cầu của hộ")
    posted = clerk.post("/imports", {"target": "needs", "file": (io.BytesIO(saved(table)), "nc.xlsx")})
    mapping = posted.headers["Location"]
    given = {"given-programme": "Vay vốn ưu đãi", "given-source": "Họp ấp, khóm"}
    check = clerk.post(mapping, mapped(clerk.open(mapping), **given)).headers["Location"]
    page = clerk.open(check).sees("2 dòng mới · 0 thay đổi", codes.ours[0])
    clerk.post(check.replace("/check", "/apply"), {"expected": page.field("expected")}, form=check)
    clerk.open("/imports").sees("2 dòng mới", "nc.xlsx")
    assert sum("Có nhu cầu" in row or "Không có nhu cầu" in row for row in rows(visit)) == 2


def test_the_template_offers_answers_to_choose(visit: Callable) -> None:
    assert visit("clerk").get("/imports/template/needs").get_data()[:2] == b"PK"
    assert OURS


def test_pages_say_why_more_are_missing_than_have_waited_too_long(visit: Callable) -> None:
    visit("coordinator", "/").sees("“Nhu cầu vay” chỉ gồm hộ đã chờ quá hạn")
    for path in ("/coverage/credit", "/gaps/NEED-credit"):
        visit("coordinator", path).sees("“Nhu cầu vay” chỉ gồm hộ đã chờ quá 180 ngày")
    visit("coordinator", "/gaps/E01").sees_not("chỉ gồm hộ đã chờ")
