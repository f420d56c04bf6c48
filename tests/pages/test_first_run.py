"""The first run: an empty registry shows one form, becomes somebody's once, and then asks to sign in."""

import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from registry.kernel.scope import unscoped
from registry.models import AuditEvent, Household, Unit, User
from registry.storage import db
from tests.conftest import postgresql_in_check
from tests.page import Page, lint
from tests.pages.accounts import PASSWORD, sign_in

pytestmark = postgresql_in_check

FORM = {
    "source": "built_in",
    "agency": "Sở Lao động - Thương binh và Xã hội",
    "administrator_username": "quan.tri",
    "administrator_name": "Trần Quản Trị",
    "administrator_password": PASSWORD,
    "administrator_again": PASSWORD,
    "coordinator_username": "dieu.phoi",
    "coordinator_name": "Lâm Điều Phối",
    "coordinator_password": PASSWORD,
    "coordinator_again": PASSWORD,
}


def count(app: Flask, model: Any) -> int:
    with app.app_context(), unscoped():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def filled(client: Any, **other: Any) -> dict[str, Any]:
    page = Page(client.get("/setup"), 0)
    return {"csrf_token": page.token(), "form_key": page.form_key(), **FORM, **other}


@pytest.mark.parametrize("path", ["/", "/login", "/households", "/admin/users", "/account/password"])
def test_an_empty_registry_sends_everybody_to_the_first_run(empty_app: Flask, path: str) -> None:
    answer = empty_app.test_client().get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/setup")


def test_the_page_is_sound_and_speaks_the_browser_s_language(empty_app: Flask) -> None:
    page = Page(empty_app.test_client().get("/setup", headers={"Accept-Language": "vi"}), 0)
    page.sees("Thiết lập sổ", "Tỉnh Sóc Trăng", "Cơ quan điều phối", "Quản trị hệ thống")
    lint(page)
    assert empty_app.test_client().get("/healthz").status_code == 200


def test_it_leads_to_the_sign_in_page_and_to_a_first_household(empty_app: Flask) -> None:
    client = empty_app.test_client()
    answer = client.post("/setup", data=filled(client))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login")
    page = Page(client.get("/login"), 0).sees("Sổ đã sẵn sàng", "dieu.phoi", "quan.tri")
    lint(page)
    assert PASSWORD not in page.html
    assert client.get("/households").headers["Location"].startswith("/login"), "the first run signs nobody in"
    assert sign_in(client, "dieu.phoi").status_code == 303
    Page(client.get("/households"), 0).sees("Chưa có hộ nào", "Thêm hộ")
    assert count(empty_app, Household) == 0
    assert sign_in(empty_app.test_client(), "quan.tri").status_code == 303


def test_afterwards_there_is_no_such_page(empty_app: Flask) -> None:
    client = empty_app.test_client()
    late = filled(client)
    early = empty_app.test_client()
    early.post("/setup", data=filled(early))
    assert client.get("/setup").status_code == 404
    assert client.post("/setup", data=late).status_code == 404
    assert count(empty_app, User) == 2


def test_p14_a_double_click_sets_up_once(empty_app: Flask) -> None:
    client = empty_app.test_client()
    sent = filled(client)
    answers = [client.post("/setup", data=sent) for _ in range(2)]
    assert [(one.status_code, one.headers["Location"]) for one in answers] == [(303, "/login")] * 2
    assert count(empty_app, User) == 2


def test_p14_browsers_at_once_set_up_once(empty_app: Flask) -> None:
    browsers = [empty_app.test_client() for _ in range(4)]
    sent = [filled(browser, administrator_username=f"quan.tri{n}") for n, browser in enumerate(browsers)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda at: browsers[at].post("/setup", data=sent[at]).status_code, range(4)))
    assert set(answers) <= {303, 404} and 303 in answers
    assert count(empty_app, User) == 2


def test_p4_without_its_token_nothing_happens(empty_app: Flask) -> None:
    client = empty_app.test_client()
    sent = filled(client)
    assert client.post("/setup", data={**sent, "csrf_token": "x"}).status_code == 400
    assert client.post("/setup", data={**sent, "form_key": ""}).status_code == 400
    assert client.post("/setup", data={**sent, "form_key": "\x00" * 20}).status_code == 400
    assert client.post("/setup", data=sent, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert count(empty_app, User) == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"source": "x"}, "không có trong danh sách"),
        ({"source": ""}, "Chưa điền ô này"),
        ({"source": "file"}, "Chưa chọn tệp"),
        ({"agency": ""}, "Chưa điền ô này"),
        ({"agency": "ab"}, "từ 3 đến 200 ký tự"),
        ({"agency": "x\u200byz"}, "ký tự ẩn"),
        ({"administrator_username": "Quản trị"}, "3-40 ký tự"),
        ({"administrator_name": ""}, "Chưa điền ô này"),
        ({"administrator_password": "ngắn", "administrator_again": "ngắn"}, "ít nhất 12 ký tự"),
        ({"administrator_again": "khác hẳn rồi"}, "không giống nhau"),
        ({"coordinator_username": "quan.tri"}, "đã có; hãy chọn tên khác"),
        ({"coordinator_password": "matkhau123456", "coordinator_again": "matkhau123456"}, "mật khẩu"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_kept(empty_app: Flask, wrong: dict[str, str], said: str) -> None:
    client = empty_app.test_client()
    answer = client.post("/setup", data=filled(client, **wrong))
    page = Page(answer, 0).sees(said)
    lint(page)
    assert answer.status_code == 422
    assert page.field("coordinator_name") == "Lâm Điều Phối"
    assert PASSWORD not in page.html
    assert (count(empty_app, User), count(empty_app, Unit), count(empty_app, AuditEvent)) == (0, 0, 0)
    assert client.post("/setup", data=filled(client)).status_code == 303, "a refused try stands in nobody's way"


WRONG = "Mã thiết lập chưa đúng"
COLLEAGUE = {"environ_overrides": {"REMOTE_ADDR": "192.168.1.44"}}


def test_a_stranger_in_the_network_cannot_make_the_registry_theirs(empty_app: Flask) -> None:
    client = empty_app.test_client()
    lint(Page(client.get("/setup", **COLLEAGUE), 0).sees("Mã thiết lập"))
    for code, said in {"": "Chưa điền ô này", "0000-0000-0000-0000": WRONG, "é" * 30: WRONG}.items():
        answer = client.post("/setup", data=filled(client, code=code), **COLLEAGUE)
        assert answer.status_code == 422
        lint(Page(answer, 0).sees(said))
    assert (count(empty_app, User), count(empty_app, Unit)) == (0, 0)


def test_a_proxy_of_the_same_machine_lets_nobody_in_without_the_code(empty_app: Flask) -> None:
    client = empty_app.test_client()
    answer = client.post("/setup", data=filled(client), headers={"X-Forwarded-For": "127.0.0.1"})
    assert (answer.status_code, count(empty_app, User)) == (422, 0)


def test_with_the_code_of_the_console_another_computer_sets_up(empty_app: Flask) -> None:
    told = empty_app.test_cli_runner().invoke(args=["registry", "setup-code"])
    client = empty_app.test_client()
    answer = client.post("/setup", data=filled(client, code=told.stdout.strip().lower().replace("0", "o")), **COLLEAGUE)
    assert (answer.status_code, count(empty_app, User)) == (303, 2)
    late = empty_app.test_cli_runner().invoke(args=["registry", "setup-code"])
    assert late.exit_code == 1 and "đã được thiết lập" in late.stderr


def test_on_the_server_itself_no_code_is_asked_for(empty_app: Flask) -> None:
    client = empty_app.test_client()
    Page(client.get("/setup"), 0).sees_not("Mã thiết lập")
    assert client.post("/setup", data=filled(client)).status_code == 303


PROVINCE = """uid,code,name,type,parent_uid,valid_from,valid_to,successor_uid
1,95,Tỉnh Bạc Liêu,tinh,,,,
2,954,Thành phố Bạc Liêu,tp_tinh,1,,,
3,31813,Phường 2,phuong,2,,,
"""


def test_another_province_begins_with_its_own_file(empty_app: Flask) -> None:
    client = empty_app.test_client()
    file = {"source": "file", "units": (io.BytesIO(PROVINCE.encode()), "bac-lieu.csv")}
    assert client.post("/setup", data=filled(client, **file)).status_code == 303
    assert count(empty_app, Unit) == 3
    Page(client.get("/login"), 0).sees("Tỉnh Bạc Liêu")


def test_a_faulty_file_is_told_row_by_row(empty_app: Flask) -> None:
    client = empty_app.test_client()
    file = {"source": "file", "units": (io.BytesIO(PROVINCE.replace(",tinh,", ",vua,").encode()), "x.csv")}
    answer = client.post("/setup", data=filled(client, **file))
    assert answer.status_code == 422
    Page(answer, 0).sees("Dòng 2: không có loại “vua”")
    assert count(empty_app, Unit) == 0


def test_the_language_is_switched_before_there_is_anybody(empty_app: Flask) -> None:
    client = empty_app.test_client()
    sent = {"csrf_token": Page(client.get("/setup"), 0).token(), "language": "en", "next": "/setup"}
    assert client.post("/language", data=sent).headers["Location"] == "/setup"
    assert Page(client.get("/setup"), 0).tree.get("lang") == "en"
