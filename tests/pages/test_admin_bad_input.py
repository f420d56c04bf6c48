"""Whatever is sent to the administrator's forms: a sentence, never a 500; and nothing is set that was not asked."""

from collections.abc import Callable
from secrets import token_hex
from typing import Any

import pytest

from tests.conftest import Visitor, postgresql_in_check
from tests.page import Page
from tests.world import OURS

pytestmark = postgresql_in_check

HOSTILE = [
    "", " ", "x", "31/02/2021", "0", "-1", "9" * 20, "9" * 5000, "a" * 600, "<img src=x onerror=alert(1)>", "a\u200bb",
    "a\x00b", "\u202e1954", "'; DROP TABLE user_account;--", "%(name)s %s {0} {{ 7*7 }}", "١٢٣", "01/01/0001",
    "31/12/9999", "31/12/2199", "😀" * 50, b"\xed\xa0\x80", b"\xff\xfe",
]  # fmt: skip
GRANT = {"role": "commune", "unit_id": OURS, "starts": "15/12/2021", "ends": ""}
FORMS = {
    "/admin/users/new": {"username": "hoa.ly", "name": "Lý Thị Hoa", "agency_id": "SYT", **GRANT},
    "/admin/users/paste": {"rows": f"hoa.ly;Lý Thị Hoa;;commune;{OURS}"},
    "/admin/user/clerk/edit": {"name": "Sơn Năm", "agency_id": "SYT", "version": "1"},
    "/admin/user/leader/grants/new": GRANT,
    "/admin/user/clerk/grants/1/end": {"ends": "31/12/2021", "version": "1"},
    f"/admin/unit/{OURS}/total": {"measure": "households", "value": "3000", "source": "NGTK", "starts": "01/01/2021"},
    "/admin/parameters/new": {
        "key": "newly_escaped_months", "value": "24", "legal_basis": "QĐ", "starts": "01/01/2010", "ends": "01/01/2011",
    },
    "/admin/parameters/newly_escaped_months/2015-09-05/correct": {"value": "24", "legal_basis": "QĐ", "version": "1"},
    "/admin/parameters/newly_escaped_months/2015-09-05/end": {"day": "31/12/2021", "version": "1"},
    "/admin/rounds/new": {
        "code": "R2021", "kind": "periodic", "year": "2021", "standard_id": "2016", "opens": "01/09/2021",
        "closes": "14/12/2021",
    },
    "/admin/rounds/R2020": {
        "code": "R2020", "kind": "periodic", "year": "2020", "standard_id": "2016", "opens": "01/09/2020",
        "closes": "14/12/2020",
    },
    "/admin/working-day": {"value": "20/12/2021"},
    "/admin/units/upload": {"check": "1", "units": "no file"},
}  # fmt: skip
STORED = [typed for typed in HOSTILE if len(typed) > 10 or typed in ("", "-1", "a\x00b", b"\xff\xfe")]
"""What a database might mind: lengths, bytes, days and numbers out of its range. The rest is refused before it."""
TAKEN = {200, 303}
REFUSED = {400, 409, 422}


@pytest.mark.parametrize("path", FORMS)
def test_p32_no_typing_in_any_field_breaks_a_form(visit: Callable[..., Any], path: str, kind: str) -> None:
    visitor: Visitor = visit("administrator")
    token = Page(visitor.client.get(path), 0).token()
    for field in FORMS[path]:
        for typed in HOSTILE if kind == "sqlite" else STORED:
            ours = {"csrf_token": token, "form_key": token_hex(16)}
            answer = visitor.client.post(path, data={**ours, **FORMS[path], field: typed})
            assert answer.status_code in TAKEN | REFUSED, (field, typed, answer.status_code)
            assert "onerror=alert(1)>" not in answer.get_data(as_text=True), f"{field} is not escaped"


@pytest.mark.parametrize("path", FORMS)
def test_p4_no_form_is_taken_without_its_token_and_key(visit: Callable[..., Any], path: str) -> None:
    visitor: Visitor = visit("administrator")
    page = Page(visitor.client.get(path), 0)
    sent = {**FORMS[path], "csrf_token": page.token(), "form_key": page.form_key()}
    assert visitor.client.post(path, data={**sent, "csrf_token": ""}).status_code == 400
    assert visitor.client.post(path, data={**sent, "csrf_token": "\x00"}).status_code == 400
    for key in ("", "short", "x" * 41, "\x00" * 20):
        assert visitor.client.post(path, data={**sent, "form_key": key}).status_code == 400, key
    assert visitor.client.post(path, data=sent, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_p3_no_form_sets_what_it_does_not_show(visit: Callable[..., Any]) -> None:
    visitor: Visitor = visit("administrator")
    hidden = {"active": "", "password_hash": "x", "auth_epoch": "0", "demo": "1", "username": "root", "withdrawn": "1"}
    version = visitor.open("/admin/user/clerk/edit").field("version")
    assert visitor.post("/admin/user/clerk/edit", {"name": "Sơn Năm", "version": version, **hidden}).status_code == 303
    visitor.open("/admin/user/clerk").sees("clerk · Sơn Năm", "Đang dùng")
    assert visitor.get("/admin/user/root").status_code == 404


@pytest.mark.parametrize("code", ["%00", "x", "9" * 300, "%F0%9F%90%83"])
def test_undo_of_what_never_was_is_not_found(visit: Callable[..., Any], code: str) -> None:
    visitor: Visitor = visit("administrator")
    assert visitor.post(f"/changes/{code}/undo", form="/admin/users/new").status_code == 404
