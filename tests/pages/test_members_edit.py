"""Members: joined, corrected, gone, dead, taken in again; their numbers, masked but for a reason."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from registry.storage.activity import view_table
from tests.conftest import postgresql_in_check
from tests.pages.forms import confirmed, person_code, send
from tests.world import CANARY, World

pytestmark = postgresql_in_check

CHILD = {
    "name": "Đặng Minh Khang",
    "sex": "male",
    "birth": "02/2020",
    "ethnicity": "kinh",
    "relationship": "03",
    "joined_reason": "born",
    "starts": "1/3/2020",
}


@pytest.fixture
def home(visit: Callable, codes: World) -> Any:
    """The first household and its members' codes."""
    names = {"head": "Đặng Văn Đức", "wife": "Trần Thị Hoà", "child": "Đặng Thị Út"}
    return {"code": codes.ours[0]} | {who: person_code(visit("clerk"), codes.ours[0], n) for who, n in names.items()}


def test_a_member_is_added(visit: Callable, home: Any) -> None:
    assert send(visit("clerk"), f"/households/{home['code']}/members/new", CHILD).status == 303
    visit("clerk", f"/households/{home['code']}").sees("Đặng Minh Khang", "02/2020", "01/03/2020", "4 nhân khẩu")


def test_another_head_is_refused(visit: Callable, home: Any) -> None:
    page = send(visit("clerk"), f"/households/{home['code']}/members/new", {**CHILD, "relationship": "01"})
    assert page.status == 422
    page.sees("Giá trị này không có trong danh sách")


def test_nobody_joins_before_being_born_or_before_the_household_was(visit: Callable, home: Any) -> None:
    path = f"/households/{home['code']}/members/new"
    send(visit("clerk"), path, {**CHILD, "starts": "1/1/2019"}).sees("Ngày 01/01/2019 ở trước ngày sinh 02/2020")
    send(visit("clerk"), path, {**CHILD, "birth": "2015", "starts": "1/1/2017"}).sees("Hộ lập ngày 01/01/2018")


def test_a_person_is_corrected(visit: Callable, home: Any) -> None:
    path = f"/households/{home['code']}/people/{home['wife']}/edit"
    visit("clerk", path).sees("Đính chính", "Trong hộ", "Giấy tờ").sees_not("Ngày mất")
    assert send(visit("clerk"), path, name="Trần Thị Hòa", birth="01/05/1966", ethnicity="KM").status == 303
    page = visit("clerk", f"/households/{home['code']}").sees("Trần Thị Hòa", "01/05/1966")
    page.sees("Họ và tên Trần Thị Hoà → Trần Thị Hòa", "Dân tộc Kinh → Khmer")


def test_a_member_is_related_otherwise_from_a_day_on(visit: Callable, home: Any) -> None:
    clerk, path = visit("clerk"), f"/households/{home['code']}/people/{home['child']}/relationship"
    clerk.open(f"/households/{home['code']}").sees("Đổi quan hệ Đặng Thị Út")
    clerk.open(path).sees("Đổi quan hệ với chủ hộ", "Thay đổi từ ngày")
    assert send(clerk, path, relationship="08", day="1/12/2021").status == 303
    clerk.open(f"/households/{home['code']}").sees("Đã đổi quan hệ với chủ hộ của Đặng Thị Út", "Cháu")
    was = clerk.open(f"/households/{home['code']}?day=30/11/2021")
    assert [row for row in was.rows() if row.startswith("Đặng Thị Út") and "Con" in row]
    send(clerk, path, relationship="08", day="5/12/2021").sees("Quan hệ này đã ghi rồi")
    send(clerk, path, relationship="03", day="1/12/2021").sees("Quan hệ hiện nay ghi từ ngày 01/12/2021")
    send(clerk, path, relationship="01", day="5/12/2021").sees("Giá trị này không có trong danh sách")
    head = f"/households/{home['code']}/people/{home['head']}/relationship"
    send(clerk, head, relationship="03", day="5/12/2021").sees("Người này là chủ hộ. Hãy dùng Đổi chủ hộ")


def test_the_day_a_head_died_is_corrected_without_undoing(visit: Callable, home: Any) -> None:
    clerk, person = visit("clerk"), f"/households/{home['code']}/people/{home['head']}"
    assert send(clerk, f"{person}/died", died_on="1/11/2021", new_head=home["wife"]).status == 303
    assert send(clerk, f"{person}/edit", died_on="5/11/2021").status == 303
    heads = {day: clerk.open(f"/households?q=duc&day={day}").rows() for day in ("04/11/2021", "05/11/2021")}
    assert heads["04/11/2021"][0].startswith("Đặng Văn Đức") and heads["05/11/2021"] == []
    clerk.open("/households?day=05/11/2021").sees("Trần Thị Hoà")


def test_a_stay_is_corrected(visit: Callable, home: Any) -> None:
    page = visit("clerk", f"/households/{home['code']}/people/{home['child']}/edit")
    path = next(a.get("href") for a in page.tree.iter("a") if "/stays/" in (a.get("href") or ""))
    assert send(visit("clerk"), path, starts="5/6/2019", joined_reason="moved_in").status == 303
    visit("clerk", f"/households/{home['code']}").sees("05/06/2019")
    before = visit("clerk", f"/households/{home['code']}?day=4/6/2019")
    assert not any(row.startswith("Đặng Thị Út") for row in before.rows())


def test_a_member_leaves_and_comes_back(visit: Callable, home: Any) -> None:
    code, child = home["code"], home["child"]
    path = f"/households/{code}/people/{child}/leave"
    sent = {"day": "1/6/2021", "reason": "moved_out", "destination": "Cần Thơ"}
    assert send(visit("clerk"), path, sent).status == 303
    visit("clerk", f"/households/{code}").sees("– 31/05/2021 · Chuyển đi (Cần Thơ)")
    send(visit("clerk"), path, sent).sees("Người này đã rời hộ")
    sent = {"person_code": child.lower(), "relationship": "03", "joined_reason": "moved_in", "starts": "1/9/2021"}
    assert send(visit("clerk"), f"/households/{code}/members/admit", sent).status == 303
    rows = [row for row in visit("clerk", f"/households/{code}").rows() if row.startswith("Đặng Thị Út")]
    assert len(rows) == 2
    visit("clerk", f"/households/{code}/people/{child}/edit").sees("Trong hộ từ 01/01/2018", "Trong hộ từ 01/09/2021")


def test_who_left_is_offered_to_be_taken_in(visit: Callable, home: Any, codes: World) -> None:
    leave = f"/households/{home['code']}/people/{home['child']}/leave"
    send(visit("clerk"), leave, day="1/6/2021", reason="married")
    again = {**CHILD, "name": "dang thi ut", "birth": "2015", "sex": "female", "starts": "1/7/2021"}
    page = send(visit("clerk"), f"/households/{codes.ours[1]}/members/new", again).sees("từng ở hộ " + home["code"])
    href = next(a.get("href") for a in page.tree.iter("a") if "/admit?" in (a.get("href") or ""))
    assert home["child"] in visit("clerk", href).html


def test_nobody_belongs_to_two_households(visit: Callable, home: Any, codes: World) -> None:
    sent = {"person_code": home["child"], "relationship": "11", "joined_reason": "moved_in"}
    page = send(visit("clerk"), f"/households/{codes.ours[1]}/members/admit", sent)
    assert page.status == 422
    page.sees(f"Người này còn là thành viên ở {home['code']}")


def test_whose_household_lies_elsewhere_is_only_a_commune(visit: Callable, codes: World) -> None:
    theirs = person_code(visit("stranger"), codes.theirs[0], f"{CANARY} Hai")
    sent = {"person_code": theirs, "relationship": "11", "joined_reason": "moved_in"}
    page = send(visit("clerk"), f"/households/{codes.ours[1]}/members/admit", sent)
    page.sees("Xã Hồ Đắc Kiện").sees_not(CANARY, *codes.theirs)


def test_a_member_dies(visit: Callable, home: Any) -> None:
    path = f"/households/{home['code']}/people/{home['wife']}/died"
    assert send(visit("clerk"), path, died_on="3/12/2021").status == 303
    visit("clerk", f"/households/{home['code']}").sees("02/12/2021 · Đã mất")
    visit("clerk", f"/households/{home['code']}/people/{home['wife']}/edit").sees("Ngày mất")


def test_a_head_who_dies_is_followed(visit: Callable, home: Any) -> None:
    path = f"/households/{home['code']}/people/{home['head']}/died"
    send(visit("clerk"), path, died_on="3/12/2021").sees("Hãy chọn chủ hộ mới trong các thành viên")
    assert send(visit("clerk"), path, died_on="3/12/2021", new_head=home["wife"]).status == 303
    assert visit("clerk", f"/households/{home['code']}").h1 == f"{home['code']} · Trần Thị Hoà"


def test_a_household_of_one_is_closed_instead(visit: Callable, codes: World) -> None:
    alone = person_code(visit("clerk"), codes.ours[2], "Lý Hòa Thuận")
    path = f"/households/{codes.ours[2]}/people/{alone}/died"
    send(visit("clerk"), path, died_on="3/12/2021").sees("Hãy đóng hộ với lý do cả hộ đã mất")


def test_a_number_is_doubted_then_saved_masked_then_corrected(visit: Callable, home: Any) -> None:
    clerk, path = visit("clerk"), f"/households/{home['code']}/people/{home['wife']}/numbers"
    page = send(clerk, path, kind="CCCD12", number="094 065 001 234")
    page.sees("không khớp giới tính")
    assert confirmed(clerk, path, page).status == 303
    page = visit("clerk", path).sees("094•••••1234").sees_not("094065001234")
    edit = next(a.get("href") for a in page.tree.iter("a") if "/numbers/" in (a.get("href") or ""))
    visit("clerk", edit).sees("Đang ghi 094•••••1234").sees_not("094065001234")
    assert send(clerk, edit, number="094165001235").status == 303
    page = visit("clerk", path).sees("094•••••1235")
    action = next(f.get("action") for f in page.tree.iter("form") if (f.get("action") or "").endswith("/withdraw"))
    stale = {"csrf_token": page.token(), "form_key": page.form_key(), "version": "1"}
    assert clerk.client.post(action, data=stale).status_code == 409
    page = visit("clerk", path)
    fresh = {"csrf_token": page.token(), "form_key": page.form_key(), "version": page.field("version")}
    assert clerk.client.post(action, data=fresh).status_code == 303
    visit("clerk", path).sees("Chưa ghi số giấy tờ nào")


@pytest.mark.parametrize(("typed", "said"), [("12345", "có 12 chữ số"), ("9,4E+10", "Excel đã rút gọn"), ("", "Chưa")])
def test_what_cannot_be_a_number_is_refused(visit: Callable, home: Any, typed: str, said: str) -> None:
    path = f"/households/{home['code']}/people/{home['wife']}/numbers"
    page = send(visit("clerk"), path, kind="CCCD12", number=typed)
    assert page.status == 422
    page.sees(said)


def views(app: Flask, kind: str) -> list[Any]:
    with app.extensions["activity"].connect() as connection:
        return list(connection.execute(select(view_table).where(view_table.c.kind == kind)))


def test_a_number_is_shown_for_a_reason_that_is_logged_first(app: Flask, visit: Callable, home: Any) -> None:
    path = f"/households/{home['code']}/people/{home['head']}/reveal"
    page = visit("clerk", path).sees("Vì sao cần xem số đầy đủ").sees_not("366123456")
    without = visit("clerk").client.post(path, data={"csrf_token": page.token(), "reason": " "})
    assert without.status_code == 422
    assert b"366123456" not in without.get_data()
    assert views(app, "reveal") == []
    shown = visit("clerk").client.post(path, data={"csrf_token": page.token(), "reason": "Đối chiếu thẻ BHYT"})
    assert "366123456" in shown.get_data(as_text=True)
    assert shown.headers["Cache-Control"] == "no-store"
    (seen,) = views(app, "reveal")
    assert (seen.subject, seen.reason) == (home["code"], "Đối chiếu thẻ BHYT")
    assert home["head"] in seen.detail


def test_a_leader_reveals_nothing(visit: Callable, home: Any) -> None:
    path = f"/households/{home['code']}/people/{home['head']}/reveal"
    assert visit("leader").get(path).status_code == 403
    visit("leader", f"/households/{home['code']}").sees_not("Hiện số", "Đính chính</a>", "366123456")


def test_who_moved_beyond_the_area_is_a_name_and_no_more(visit: Callable, home: Any, codes: World) -> None:
    code, child = home["code"], home["child"]
    send(visit("clerk"), f"/households/{code}/people/{child}/leave", day="1/6/2021", reason="married")
    joining = {"person_code": child, "relationship": "04", "joined_reason": "married", "starts": "1/6/2021"}
    assert send(visit("coordinator"), f"/households/{codes.theirs[0]}/members/admit", joining).status == 303
    page = visit("clerk", f"/households/{code}").sees("Đặng Thị Út", "nay ở ngoài địa bàn của bạn")
    page.sees_not(child, *codes.theirs)
    for path in ("edit", "leave", "died", "numbers", "reveal"):
        assert visit("clerk").get(f"/households/{code}/people/{child}/{path}").status_code == 404
