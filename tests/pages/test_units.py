"""Units of a day, their totals from outside, and files of units taken in whole or not at all."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from registry.commands import reference
from registry.models import Denominator, Unit
from registry.storage import db
from tests.conftest import Visitor, postgresql_in_check
from tests.page import Page
from tests.pages.accounts import take_back
from tests.world import OURS

pytestmark = postgresql_in_check

SHIPPED = (Path(reference.__file__).parents[1] / "data" / "units.csv").read_text("utf-8")
HEAD = "uid,code,name,type,parent_uid,valid_from,valid_to,successor_uid"
COMMUNE = f"/admin/unit/{OURS}"
TOTAL = {"measure": "households", "value": "3.127", "source": "Niên giám thống kê 2020", "starts": "01/01/2021"}


def admin(visit: Callable[..., Any]) -> Visitor:
    visitor: Visitor = visit("administrator")
    return visitor


def send(visit: Callable[..., Any], content: bytes | str, **other: str) -> Any:
    raw = content if isinstance(content, bytes) else content.encode()
    data = {"units": (io.BytesIO(raw), "don-vi.csv"), **other}
    return admin(visit).post("/admin/units/upload", data, content_type="multipart/form-data")


def units(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Unit)) or 0


def test_the_tree_of_2021_has_districts_and_says_what_became_of_each(visit: Callable[..., Any]) -> None:
    page = visit("administrator", "/admin/units").sees("109 đơn vị cấp xã", "Huyện Trần Đề", "Xã Đại Ân 2")
    row = next(row for row in page.rows() if row.startswith("Xã Đại Ân 2"))
    assert "01/07/2025: Xã Trần Đề" in row


def test_the_tree_of_2026_has_none(visit: Callable[..., Any]) -> None:
    page = visit("administrator", "/admin/units?day=15/01/2026").sees("43 đơn vị cấp xã", "Thành phố Cần Thơ")
    page.sees_not("Huyện Trần Đề")


def test_a_day_before_all_units_is_an_empty_page_with_a_way_back(visit: Callable[..., Any]) -> None:
    visit("administrator", "/admin/units?day=01/01/1850").sees("Không có đơn vị nào vào ngày này", "Về ngày làm việc")


@pytest.mark.parametrize("path", ["/admin/units", "/admin/agencies", COMMUNE])
@pytest.mark.parametrize("day", ["x", "31/02/2021", "%00", "9" * 400])
def test_no_day_breaks_a_page(visit: Callable[..., Any], path: str, day: str) -> None:
    assert admin(visit).get(f"{path}?day={day}").status_code == 400


def test_a_commune_shows_its_past_and_future_under_a_code_used_again(visit: Callable[..., Any]) -> None:
    visit("administrator", COMMUNE).sees("31672 · Xã Đại Ân 2", "Ngày 01/07/2025, thành Xã Trần Đề (31673)")
    visit("administrator", "/admin/unit/31673?day=15/01/2026").sees("từ Xã Đại Ân 2 (31672)")
    assert admin(visit).get(f"{COMMUNE}?day=15/01/2026").status_code == 404


def test_a_total_from_outside_ends_the_one_before_and_can_be_taken_back(visit: Callable[..., Any]) -> None:
    visitor, path = admin(visit), f"{COMMUNE}/total"
    assert visitor.post(path, TOTAL).status_code == 303
    assert visitor.post(path, {**TOTAL, "value": "3200", "starts": "01/07/2021"}).headers["Location"] == COMMUNE
    page = visitor.open(COMMUNE).sees("3.127", "01/01/2021 – 30/06/2021", "3.200", "Hoàn tác")
    visitor.open("/admin/units").sees("3.200")
    take_back(visitor.client, page)
    visitor.open(COMMUNE).sees("01/01/2021 – nay").sees_not("3.200")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"value": ""}, "Chưa điền ô này"),
        ({"value": "1,5"}, "Hãy nhập số nguyên"),
        ({"value": "-3"}, "Chỉ nhận số từ 0"),
        ({"value": "9" * 40}, "15 chữ số"),
        ({"value": "999999999"}, "Chỉ nhận số từ 0"),
        ({"measure": "cows"}, "không có trong danh sách"),
        ({"source": ""}, "Chưa điền ô này"),
        ({"source": "n\x00"}, "ký tự ẩn"),
        ({"source": "n" * 201}, "tối đa 200"),
        ({"starts": "hôm qua"}, "Không đọc được ngày"),
    ],
)
def test_a_bad_total_is_told_at_its_field(
    app: Flask, visit: Callable[..., Any], wrong: dict[str, str], said: str
) -> None:
    page = Page(admin(visit).post(f"{COMMUNE}/total", {**TOTAL, **wrong}), 0).sees(said)
    assert page.status == 422
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Denominator)) == 0


def test_a_file_is_looked_at_before_it_is_taken_in(app: Flask, visit: Callable[..., Any]) -> None:
    before = units(app)
    more = SHIPPED + "x1,39999,Xã Tân Lập,xa,92n,2026-07-01,,,,\n"
    looked = send(visit, more, check="1")
    assert looked.status_code == 200
    Page(looked, 0).sees("1 đơn vị mới", f"{before} giữ nguyên")
    assert units(app) == before
    assert send(visit, more).headers["Location"] == "/admin/units"
    visit("administrator", "/admin/units").sees("thêm 1 đơn vị")
    visit("administrator", "/admin/units?day=01/08/2026").sees("Xã Tân Lập", "44 đơn vị cấp xã")


@pytest.mark.parametrize("check", [{}, {"check": "1"}])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "Chưa chọn tệp"),
        ("uid;code\n1;2\n", "Tệp thiếu cột"),
        (b"\xff\xfe\x00", "không phải UTF-8"),
        (SHIPPED.replace(",tinh,", ",vuong_quoc,"), "Dòng 2: không có loại “vuong_quoc”"),
        (SHIPPED.replace("2025-07-01", "01/07/2025"), "Hãy ghi dạng 2025-07-01"),
        (f'{HEAD}\n"1', "Không đọc được tệp"),
    ],
)
def test_a_faulty_file_is_refused_at_its_rows(
    app: Flask, visit: Callable[..., Any], content: bytes | str, said: str, check: dict[str, str]
) -> None:
    before = units(app)
    answer = send(visit, content, **check)
    assert answer.status_code == 422
    Page(answer, 0).sees(said)
    assert units(app) == before


def test_another_province_s_file_is_refused_and_looking_says_so(visit: Callable[..., Any]) -> None:
    other = f"{HEAD}\n1,95,Bạc Liêu,tinh,,,,\n2,31813,Phường 2,phuong,1,,,\n"
    Page(send(visit, other, check="1"), 0).sees("2 đơn vị mới", "Tệp thiếu")
    answer = send(visit, other)
    assert answer.status_code == 422
    Page(answer, 0).sees("Hãy dùng tệp của đúng tỉnh này")


def test_a_file_over_two_megabytes_is_refused(visit: Callable[..., Any]) -> None:
    kind = "multipart/form-data; boundary=b"
    sent = admin(visit).client.post("/admin/units/upload", data=b"x" * (3 << 20), content_type=kind)
    assert sent.status_code == 413


def test_agencies_of_a_day_with_what_they_answer_for(visit: Callable[..., Any]) -> None:
    page = visit("administrator", "/admin/agencies").sees("Điều phối giảm nghèo", "Ủy ban nhân dân Xã Đại Ân 2")
    assert "Sở Lao động" in next(row for row in page.rows() if "Điều phối giảm nghèo" in row)
    visit("administrator", "/admin/agencies?day=15/01/2026").sees_not("Sở Lao động - Thương binh và Xã hội")


@pytest.mark.parametrize("path", ["/admin/unit/0", "/admin/unit/x%00", "/admin/unit/x/total", f"{COMMUNE}/total?day=x"])
def test_what_is_not_there_is_not_found(visit: Callable[..., Any], path: str) -> None:
    assert admin(visit).get(path).status_code in (400, 404)


@pytest.mark.parametrize("who", ["coordinator", "clerk", "auditor"])
@pytest.mark.parametrize(
    "path", ["/admin/units", "/admin/agencies", COMMUNE, f"{COMMUNE}/total", "/admin/units/upload"]
)
def test_p1_only_administrators_come_here(visit: Callable[..., Any], who: str, path: str) -> None:
    assert visit(who).get(path).status_code == 403
