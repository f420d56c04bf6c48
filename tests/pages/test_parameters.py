"""Parameters, rounds and the working day, as the administrator keeps them."""

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

import registry
from registry.kernel.scope import unscoped
from registry.models import AuditEvent
from registry.queries.parameter_cases import case_of
from registry.storage import db
from tests.conftest import Visitor, postgresql_in_check
from tests.page import Page
from tests.pages.accounts import take_back

pytestmark = postgresql_in_check

SHIPPED = Path(registry.__file__).with_name("data") / "parameters.csv"

MONTHS = {"key": "newly_escaped_months", "value": "24", "legal_basis": "QĐ mới", "starts": "01/01/2022"}
PATH = "/admin/parameters/newly_escaped_months/2015-09-05"
ROUND = {
    "code": "r2021",
    "kind": "periodic",
    "year": "2021",
    "standard_id": "2022",
    "opens": "01/09/2021",
    "closes": "14/12/2021",
}


def admin(visit: Callable[..., Any]) -> Visitor:
    visitor: Visitor = visit("administrator")
    return visitor


def test_what_laws_set_is_shown_with_basis_and_period(visit: Callable[..., Any]) -> None:
    page = visit("administrator", "/admin/parameters")
    page.sees("Số tháng tính là mới thoát nghèo", "36", "QĐ 28/2015/QĐ-TTg, Điều 1", "05/09/2015 – nay")
    page.sees("NĐ 07/2021/NĐ-CP", "1.500.000", "R2020", "15/12/2021")


def test_a_day_of_the_year_is_shown_and_typed_as_one(visit: Callable[..., Any]) -> None:
    visitor, path = admin(visit), "/admin/parameters/student_second_pay/2015-09-01"
    visitor.open("/admin/parameters").sees("31/12", "31/05").sees_not("1.231")
    form = visitor.open(f"{path}/correct")
    assert form.field("value") == "31/05"
    right = {"value": "15/6", "legal_basis": "Công văn của Sở", "version": form.field("version")}
    for wrong in ("31/6", "1199", "tháng 6"):
        page = Page(visitor.post(f"{path}/correct", {**right, "value": wrong}), 0)
        assert page.status == 422 and page.field("value") == wrong
    assert visitor.post(f"{path}/correct", right).status_code == 303
    visitor.open("/admin/parameters").sees("15/06")
    version = visitor.open(f"{PATH}/correct").field("version")
    wrong = {"value": "1/2", "legal_basis": "QĐ", "version": version}
    Page(visitor.post(f"{PATH}/correct", wrong), 0).sees("Hãy nhập số nguyên")


def test_the_case_a_value_is_for_is_told_in_words(visit: Callable[..., Any]) -> None:
    page = visit("administrator", "/admin/parameters")
    page.sees("Cho vay đi làm việc ở nước ngoài · Hộ cận nghèo", "XKLD/near_poor", "Cho vay hộ nghèo", "mọi trường hợp")
    page.sees("Xoá nhà tạm 2024 · Xây mới · hỗ trợ không hoàn lại, mọi nguồn", "NO_TEMPORARY.new.support")
    path = "/admin/parameters/credit_rate/2015-09-01/correct?scope=XKLD/dtts"
    visit("administrator", path).sees("Lao động là người dân tộc thiểu số")
    with SHIPPED.open(encoding="utf-8") as file:
        rows = [(row["key"], row["scope"]) for row in csv.DictReader(file) if row["scope"]]
    untold = {scope for key, scope in rows if any(part in str(case_of(key, scope)) for part in re.split("[/.]", scope))}
    assert rows and not untold, "cases that are still told as codes"


def test_a_value_ends_and_another_begins(visit: Callable[..., Any]) -> None:
    visitor = admin(visit)
    clash = Page(visitor.post("/admin/parameters/new", MONTHS), 0).sees("Đã có giá trị trong thời gian này")
    assert clash.status == 422
    version = visitor.open(f"{PATH}/end").field("version")
    assert visitor.post(f"{PATH}/end", {"day": "31/12/2021", "version": version}).status_code == 303
    visitor.open("/admin/parameters").sees("05/09/2015 – 31/12/2021", "Hoàn tác")
    assert visitor.post("/admin/parameters/new", MONTHS).status_code == 303
    visitor.open("/admin/parameters").sees("01/01/2022 – nay", "24")


def test_a_value_is_corrected_and_the_correction_taken_back(visit: Callable[..., Any]) -> None:
    visitor = admin(visit)
    right = {"value": "30", "legal_basis": "QĐ 28/2015", "version": visitor.open(f"{PATH}/correct").field("version")}
    assert visitor.post(f"{PATH}/correct", right).status_code == 303
    page = visitor.open("/admin/parameters").sees("30")
    take_back(admin(visit).client, page)
    visitor.open("/admin/parameters").sees("36")
    assert visitor.post(f"{PATH}/correct", right).status_code == 409


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"key": "x"}, "không có trong danh sách"),
        ({"value": "36 tháng"}, "Hãy nhập số nguyên"),
        ({"value": "0"}, "Chỉ nhận số từ 1 đến 120"),
        ({"value": "99999"}, "Chỉ nhận số từ 1 đến 120"),
        ({"value": ""}, "Chưa điền ô này"),
        ({"legal_basis": ""}, "Chưa điền ô này"),
        ({"legal_basis": "q\x00"}, "ký tự ẩn"),
        ({"starts": ""}, "Chưa điền ô này"),
        ({"ends": "1/1/2020"}, "phải sau ngày bắt đầu"),
    ],
)
def test_a_bad_value_is_told_at_its_field(visit: Callable[..., Any], wrong: dict[str, str], said: str) -> None:
    page = Page(admin(visit).post("/admin/parameters/new", {**MONTHS, **wrong}), 0).sees(said)
    assert page.status == 422


@pytest.mark.parametrize("day", ["", "x", "01/01/2015", "04/09/2015"])
def test_a_bad_last_day_is_told(visit: Callable[..., Any], day: str) -> None:
    version = admin(visit).open(f"{PATH}/end").field("version")
    assert admin(visit).post(f"{PATH}/end", {"day": day, "version": version}).status_code == 422


def test_a_round_is_added_and_corrected(visit: Callable[..., Any]) -> None:
    visitor = admin(visit)
    assert visitor.post("/admin/rounds/new", ROUND).status_code == 303
    visitor.open("/admin/parameters").sees("R2021", "01/09/2021 – 14/12/2021")
    assert visitor.open("/admin/rounds/R2021").field("opens") == "01/09/2021"
    assert corrected(visitor, "R2021", {**ROUND, "closes": "20/12/2021"}).status_code == 303
    visitor.open("/admin/parameters").sees("01/09/2021 – 20/12/2021")


def corrected(visitor: Visitor, code: str, sent: dict[str, str]) -> Any:
    """Open the round's form and send it with these values."""
    version = visitor.open(f"/admin/rounds/{code}").field("version")
    return visitor.post(f"/admin/rounds/{code}", {**sent, "version": version})


def test_a_round_is_taken_back_from_the_notice(visit: Callable[..., Any]) -> None:
    visitor = admin(visit)
    visitor.post("/admin/rounds/new", ROUND)
    take_back(visitor.client, visitor.open("/admin/parameters").sees("R2021"))
    visitor.open("/admin/parameters").sees("Đã hoàn tác").sees_not("R2021")
    assert visitor.get("/admin/rounds/R2021").status_code == 404
    visitor.post("/admin/rounds/new", ROUND)
    corrected(visitor, "R2021", {**ROUND, "closes": "20/12/2021"})
    take_back(visitor.client, visitor.open("/admin/parameters").sees("01/09/2021 – 20/12/2021"))
    visitor.open("/admin/parameters").sees("01/09/2021 – 14/12/2021")


@pytest.mark.parametrize("version", ["1", "", "x", "9" * 5000])
def test_p15_a_round_somebody_else_corrected_meanwhile_is_not_overwritten(
    visit: Callable[..., Any], version: str
) -> None:
    visitor = admin(visit)
    visitor.post("/admin/rounds/new", ROUND)
    corrected(visitor, "R2021", {**ROUND, "closes": "20/12/2021"})
    stale = Page(visitor.post("/admin/rounds/R2021", {**ROUND, "version": version}), 0)
    assert stale.status == 409
    stale.sees("Người khác đã sửa")
    visitor.open("/admin/parameters").sees("01/09/2021 – 20/12/2021")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"code": "R2020"}, "Đã có kỳ rà soát R2020"),
        ({"code": "kỳ 1"}, "2-20 ký tự"),
        ({"code": "x\x00y"}, "ký tự ẩn"),
        ({"kind": "x"}, "không có trong danh sách"),
        ({"year": "21"}, "Chỉ nhận năm từ 1990 đến 2100, ví dụ 2021."),
        ({"year": "x"}, "Hãy nhập số nguyên"),
        ({"standard_id": "1"}, "không có trong danh sách"),
        ({"closes": "01/08/2021"}, "phải từ ngày mở kỳ"),
    ],
)
def test_a_bad_round_is_told_at_its_field(visit: Callable[..., Any], wrong: dict[str, str], said: str) -> None:
    page = Page(admin(visit).post("/admin/rounds/new", {**ROUND, **wrong}), 0).sees(said)
    assert page.status == 422


def test_the_standard_of_a_round_with_classes_stays(visit: Callable[..., Any]) -> None:
    changed = {**ROUND, "year": "2020", "opens": "01/09/2020", "closes": "14/12/2020"}
    page = Page(corrected(admin(visit), "R2020", changed), 0).sees("nên không đổi chuẩn nghèo được")
    assert page.status == 422


def test_the_working_day_is_changed_for_everybody(visit: Callable[..., Any]) -> None:
    visitor = admin(visit)
    assert visitor.post("/admin/working-day", {"value": "15/01/2026"}).status_code == 303
    visitor.open("/admin/parameters").sees("Ngày làm việc: 15/01/2026", "Thành phố Cần Thơ")
    assert visitor.post("/admin/working-day", {"value": ""}).status_code == 303
    visitor.open("/admin/parameters").sees("theo lịch thật")


def test_a_day_on_which_the_administrator_is_nobody_is_refused(visit: Callable[..., Any]) -> None:
    page = Page(admin(visit).post("/admin/working-day", {"value": "01/01/2010"}), 0)
    page.sees("không có quyền quản trị, nên sẽ không đổi lại được")
    assert page.status == 422
    visit("administrator", "/admin/parameters").sees("Ngày làm việc: 15/12/2021")


@pytest.mark.parametrize("value", ["x", "31/02/2021", "\x00", "9" * 300])
def test_no_working_day_breaks_the_page(visit: Callable[..., Any], value: str) -> None:
    assert admin(visit).post("/admin/working-day", {"value": value}).status_code == 422


def test_a_day_fixed_from_outside_is_said_and_not_offered(
    visit: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REGISTRY_TODAY", "2021-12-20")
    visit("administrator", "/admin/parameters").sees("REGISTRY_TODAY", "20/12/2021").sees_not("/admin/working-day")


@pytest.mark.parametrize(
    "path",
    ["/admin/parameters/x/2015-09-05/correct", "/admin/parameters/newly_escaped_months/x/end",
     "/admin/parameters/%00/%00/end", f"{PATH}/correct?scope=x", "/admin/rounds/x", "/admin/rounds/a/b%00"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(visit: Callable[..., Any], path: str) -> None:
    assert admin(visit).get(path).status_code == 404


@pytest.mark.parametrize("who", ["coordinator", "clerk", "auditor"])
@pytest.mark.parametrize("path", ["/admin/parameters", f"{PATH}/end", "/admin/rounds/new", "/admin/working-day"])
def test_p1_only_administrators_come_here(visit: Callable[..., Any], who: str, path: str) -> None:
    assert visit(who).get(path).status_code == 403


def test_rounds_are_in_the_log(app: Flask, visit: Callable[..., Any]) -> None:
    admin(visit).post("/admin/rounds/new", ROUND)
    corrected(admin(visit), "R2021", {**ROUND, "closes": "20/12/2021"})
    with app.app_context(), unscoped():
        told = select(AuditEvent.command, AuditEvent.body).where(AuditEvent.entity == "review_round")
        events = db.session.execute(told.order_by(AuditEvent.seq)).all()[-2:]
    assert [command for command, _ in events] == ["add_round", "correct_round"]
    assert '"before":{"closes":"2021-12-14"}' in events[1].body
