"""The administrator's accounts: made with a slip, locked at once, given and losing roles; and P1, P5, P14 on them."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from registry.kernel.scope import unscoped
from registry.models import AuditEvent, Grant, User
from registry.storage import db
from tests.conftest import Visitor, postgresql_in_check
from tests.page import Page
from tests.pages.accounts import employ, is_in, sid, sign_in, signed_in, take_back
from tests.world import OURS

pytestmark = postgresql_in_check

NEW = {"username": "hoa.ly", "name": "Lý Thị Hoa", "role": "commune", "unit_id": OURS, "starts": "15/12/2021"}


def code_on(page: Page) -> str:
    return next(one.text or "" for one in page.tree.iter("dd") if one.get("class") == "secret")


def users(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(User)) or 0


def admin(visit: Callable[..., Any]) -> Visitor:
    visitor: Visitor = visit("administrator")
    return visitor


def create(visit: Callable[..., Any], **other: str) -> Page:
    return Page(admin(visit).post("/admin/users/new", {**NEW, **other}), 0)


def post_on(visitor: Visitor, username: str, act: str, **data: str) -> Any:
    """Send a form with the version that the person's page shows."""
    page = visitor.open(f"/admin/user/{username}")
    return visitor.post(f"/admin/user/{username}/{act}", {"version": page.field("version"), **data}, page_of(username))


def page_of(username: str) -> str:
    return f"/admin/user/{username}"


def test_the_list_is_searched_and_filtered(visit: Callable[..., Any]) -> None:
    visit("administrator", "/admin/users").sees("8 tài khoản", "Người clerk", "Xã Đại Ân 2, Huyện Trần Đề")
    visit("administrator", "/admin/users?q=nguoi+cle").sees("1 tài khoản", "Người clerk")
    visit("administrator", "/admin/users?role=commune").sees("2 tài khoản", "Người stranger").sees_not("Người leader")
    visit("administrator", "/admin/users?state=off").sees("0 tài khoản", "Không có tài khoản nào khớp")


def test_a_person_s_page_says_what_the_roles_allow(visit: Callable[..., Any]) -> None:
    visit("administrator", "/admin/user/clerk").sees("Trong một xã, phường, thị trấn", "thêm, sửa, đóng hộ", "nay")
    visit("administrator", "/admin/user/administrator").sees("Không xem dữ liệu của hộ và người")


@pytest.mark.parametrize(
    "path",
    ["/admin/users/new", "/admin/users/paste", "/admin/user/clerk/edit", "/admin/user/clerk/grants/new",
     "/admin/user/clerk/grants/1/end"],
)  # fmt: skip
def test_every_form_opens_and_is_sound(visit: Callable[..., Any], path: str) -> None:
    visit("administrator", path)


@pytest.mark.parametrize("who", ["coordinator", "clerk", "auditor", "leader", "health", "district"])
@pytest.mark.parametrize("path", ["/admin/users", "/admin/user/clerk", "/admin/users/new", "/admin/users/paste"])
def test_p1_only_administrators_come_here(visit: Callable[..., Any], who: str, path: str) -> None:
    assert visit(who).get(path).status_code == 403


def test_the_slip_is_shown_once_and_its_code_stands_nowhere_else(
    app: Flask, visit: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    page = create(visit).sees("hoa.ly", "Lý Thị Hoa", "http://localhost/")
    code = code_on(page)
    assert len(code) == 19 and page.response.request.query_string == b""
    assert page.response.headers["Cache-Control"] == "no-store"
    visit("administrator", "/admin/user/hoa.ly").sees("Chưa đổi mã một lần").sees_not(code)
    with app.app_context(), unscoped():
        assert not [body for body in db.session.scalars(select(AuditEvent.body)) if code in body]
    assert code not in caplog.text


def test_the_code_signs_in_once_to_choose_a_password(app: Flask, visit: Callable[..., Any]) -> None:
    code, client = code_on(create(visit)), app.test_client()
    assert sign_in(client, "hoa.ly", code).headers["Location"] == "/"
    assert client.get("/households").headers["Location"] == "/account/password"
    page = Page(client.get("/account/password"), 0).sees("Bạn đang dùng mã một lần")
    sent = {"csrf_token": page.token(), "form_key": page.form_key(), "current": code}
    differing = {**sent, "new": "con trâu đi trước", "again": "con trâu đi sau"}
    assert "không giống nhau" in client.post("/account/password", data=differing).get_data(as_text=True)
    chosen = {**sent, "new": "con trâu đi trước", "again": "con trâu đi trước"}
    assert client.post("/account/password", data=chosen).status_code == 303
    assert client.get("/households").status_code == 200
    assert sign_in(app.test_client(), "hoa.ly", code).status_code == 422


def test_p14_a_form_sent_twice_makes_one_account_and_leads_to_it(app: Flask, visit: Callable[..., Any]) -> None:
    client = admin(visit).client
    page = Page(client.get("/admin/users/new"), 0)
    sent = {"csrf_token": page.token(), "form_key": page.form_key(), **NEW}
    before = users(app)
    assert client.post("/admin/users/new", data=sent).status_code == 200
    again = client.post("/admin/users/new", data=sent)
    assert (again.status_code, again.headers["Location"]) == (303, "/admin/user/hoa.ly")
    assert users(app) == before + 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"username": ""}, "Chưa điền ô này"),
        ({"username": "Hoa Lý"}, "3-40 ký tự"),
        ({"username": "clerk"}, "đã có; hãy chọn tên khác"),
        ({"username": "x\x00y.z"}, "ký tự ẩn"),
        ({"name": "Lý​Hoa"}, "ký tự ẩn"),
        ({"name": "L" * 101}, "tối đa 100"),
        ({"agency_id": "KHONG"}, "không có trong danh sách"),
        ({"role": ""}, "Chưa điền ô này"),
        ({"role": "king"}, "không có trong danh sách"),
        ({"unit_id": ""}, "cần một xã, phường, thị trấn"),
        ({"unit_id": "951"}, "cần một xã, phường, thị trấn"),
        ({"unit_id": "99999"}, "không có trong danh sách"),
        ({"role": "leader"}, "không gắn với một địa bàn"),
        ({"starts": "31/2/2021"}, "không có trong lịch"),
        ({"starts": "x"}, "Không đọc được ngày"),
        ({"ends": "1/1/2020"}, "phải sau ngày bắt đầu"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_kept(
    app: Flask, visit: Callable[..., Any], wrong: dict[str, str], said: str
) -> None:
    before = users(app)
    page = create(visit, **wrong).sees(said)
    assert page.status == 422
    assert page.field("name") == {**NEW, **wrong}["name"]
    assert users(app) == before


def test_many_are_pasted_and_each_gets_a_slip(app: Flask, visit: Callable[..., Any]) -> None:
    rows = f"ba.ly; Lý Thị Ba; SYT; commune; {OURS}\n\nsau.son\tSơn Sáu\t\tleader\t\n"
    page = Page(admin(visit).post("/admin/users/paste", {"rows": rows}), 0).sees("Lý Thị Ba", "sau.son")
    assert page.html.count('class="secret"') == 2


def test_one_wrong_line_and_none_is_kept(app: Flask, visit: Callable[..., Any]) -> None:
    before = users(app)
    rows = f"ba.ly; Lý Thị Ba; SYT; commune; {OURS}\nsau.son; Sơn Sáu; XXX; leader\nmot cot"
    page = Page(admin(visit).post("/admin/users/paste", {"rows": rows}), 0)
    page.sees("Dòng 2: không có cơ quan mang mã XXX.", "Dòng 3: cần 4 hoặc 5 cột", "Có 2 lỗi", "mot cot")
    assert (page.status, users(app)) == (422, before)


@pytest.mark.parametrize(
    "rows", ["", " \n ", ";;;;", "\x00;\x00;\x00;\x00", "a;b;c;d;e;f", "x;" * 9000, "a.b.c;T\u202eên;;leader"]
)
def test_no_paste_breaks_the_page(visit: Callable[..., Any], rows: str) -> None:
    assert admin(visit).post("/admin/users/paste", {"rows": rows}).status_code == 422


def test_p5_locked_is_out_now_and_undone_from_the_notice(app: Flask, visit: Callable[..., Any]) -> None:
    employ(app, "nam.thach")
    cookie = sid(signed_in(app, "nam.thach"))
    assert is_in(app, cookie)
    assert post_on(admin(visit), "nam.thach", "disable").status_code == 303
    assert not is_in(app, cookie)
    assert sign_in(app.test_client(), "nam.thach").status_code == 422
    page = visit("administrator", page_of("nam.thach")).sees("Đã khoá nam.thach", "Hoàn tác", "Tài khoản đang khoá")
    take_back(admin(visit).client, page)
    assert signed_in(app, "nam.thach")
    assert not is_in(app, cookie), "an undone lock brings no old session back"


def test_locked_and_opened_again(app: Flask, visit: Callable[..., Any]) -> None:
    employ(app, "nam.thach")
    post_on(admin(visit), "nam.thach", "disable")
    assert post_on(admin(visit), "nam.thach", "enable").status_code == 303
    assert signed_in(app, "nam.thach")


def test_the_last_administrator_is_not_locked(visit: Callable[..., Any]) -> None:
    assert post_on(admin(visit), "administrator", "disable").status_code == 303
    visit("administrator", "/admin/user/administrator").sees("quản trị viên cuối cùng", "Đang dùng")


def test_p5_a_reset_ends_sessions_and_gives_a_code(app: Flask, visit: Callable[..., Any]) -> None:
    employ(app, "nam.thach")
    cookie = sid(signed_in(app, "nam.thach"))
    page = Page(post_on(admin(visit), "nam.thach", "reset"), 0).sees("nam.thach", "Mã một lần")
    assert not is_in(app, cookie)
    assert sign_in(app.test_client(), "nam.thach").status_code == 422
    assert sign_in(app.test_client(), "nam.thach", code_on(page).lower().replace("-", " ")).status_code == 303


def test_p5_a_new_role_and_a_lost_one_end_sessions(app: Flask, visit: Callable[..., Any]) -> None:
    employ(app, "nam.thach")
    cookie = sid(signed_in(app, "nam.thach"))
    given = {"role": "commune", "unit_id": OURS, "starts": "15/12/2021"}
    assert admin(visit).post("/admin/user/nam.thach/grants/new", given).status_code == 303
    assert not is_in(app, cookie)
    cookie = sid(signed_in(app, "nam.thach"))
    path = "/admin/user/nam.thach/grants/2/end"
    version = admin(visit).open(path).field("version")
    ended = admin(visit).post(path, {"ends": "31/12/2021", "version": version})
    assert ended.status_code == 303
    assert not is_in(app, cookie)
    visit("administrator", "/admin/user/nam.thach").sees("15/12/2021 – 31/12/2021", "Đã kết thúc quyền")


def test_a_role_may_be_given_over_one_register_only(app: Flask, visit: Callable[..., Any]) -> None:
    employ(app, "nam.thach")
    given = {"role": "department", "register": "insurance", "starts": "15/12/2021"}
    assert admin(visit).post("/admin/user/nam.thach/grants/new", {**given, "register": "none"}).status_code == 422
    assert admin(visit).post("/admin/user/nam.thach/grants/new", given).status_code == 303
    visit("administrator", "/admin/user/nam.thach").sees("Cán bộ sở, ngành", "chỉ sổ Thẻ BHYT")


def test_renamed_with_another_agency_and_taken_back(app: Flask, visit: Callable[..., Any]) -> None:
    visitor = admin(visit)
    version = visitor.open("/admin/user/clerk/edit").field("version")
    answer = visitor.post("/admin/user/clerk/edit", {"name": "Sơn Thị Năm", "agency_id": "SYT", "version": version})
    assert answer.status_code == 303
    page = visit("administrator", "/admin/user/clerk").sees("Sơn Thị Năm", "Sở Y tế", "Hoàn tác")
    take_back(admin(visit).client, page)
    visit("administrator", "/admin/user/clerk").sees("Người clerk").sees_not("Sơn Thị Năm")


def test_p15_what_somebody_else_changed_meanwhile_is_not_overwritten(visit: Callable[..., Any]) -> None:
    visitor = admin(visit)
    stale = {"name": "Sơn Thị Năm", "version": visitor.open("/admin/user/clerk/edit").field("version")}
    assert visitor.post("/admin/user/clerk/edit", stale).status_code == 303
    assert visitor.post("/admin/user/clerk/edit", {**stale, "name": "Sơn Sáu"}).status_code == 409
    assert visitor.post("/admin/user/clerk/edit", {**stale, "version": "9" * 30}).status_code == 409
    assert visitor.post("/admin/user/clerk/edit", {**stale, "version": "x"}).status_code == 409


@pytest.mark.parametrize(
    "path",
    ["/admin/user/nobody", "/admin/user/x%00y", "/admin/user/clerk/grants/2/end", "/admin/user/clerk/grants/x/end",
     "/admin/user/clerk/grants/99999999999999999999999/end", "/admin/user/nobody/edit", "/admin/user/%F0%9F%90%83"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(visit: Callable[..., Any], path: str) -> None:
    assert admin(visit).get(path).status_code == 404


@pytest.mark.parametrize(
    "query", ["page=0", "page=-5", "page=" + "9" * 400, "page=x", "state=%00", "q=%00", "q=" + "x" * 3000]
)
def test_no_address_breaks_the_list(visit: Callable[..., Any], query: str) -> None:
    visit("administrator", f"/admin/users?{query}")


def test_grants_of_one_person_are_not_reached_through_another(app: Flask, visit: Callable[..., Any]) -> None:
    with app.app_context():
        foreign = db.session.scalar(select(Grant.id).join(User).where(User.username == "leader"))
    assert admin(visit).get(f"/admin/user/clerk/grants/{foreign}/end").status_code == 404


@pytest.mark.parametrize(
    ("path", "tab"),
    [
        ("/admin/user/clerk/edit", "Người dùng"),
        (f"/admin/unit/{OURS}", "Địa bàn"),
        ("/admin/agencies", "Địa bàn"),
        ("/admin/rounds/new", "Tham số"),
    ],
)
def test_every_page_stands_under_its_tab(visit: Callable[..., Any], path: str, tab: str) -> None:
    page = visit("administrator", path, headers={"Accept-Language": "vi"})
    assert [link.text for link in page.tree.iter("a") if link.get("aria-current") == "page"] == [tab]
