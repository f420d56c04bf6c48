"""The pages of the register of pupils: what is its own beside what every register has."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.conftest import postgresql_in_check
from tests.pages.forms import person_code, send
from tests.pages.lines import PUPILS, begin_student
from tests.print.lists import pages
from tests.world import World

pytestmark = postgresql_in_check

PUPIL = "Đặng Thị Út"
"""Born in 2015, of a poor family."""
TYPED = {
    "policy": "CPHT",
    "school_year": "2021-2022",
    "school": "TH-31672",
    "grade": "1A",
    "ground": "poor",
    "months": "9",
    "starts": "01/09/2021",
}
OFFICE = "variant=office&agency=SGDDT&signer=1&side=landscape"


@pytest.fixture
def line(visit: Callable[..., Any], codes: World) -> str:
    return begin_student(visit("clerk"), codes.ours[0])


def new(codes: World, visitor: Any) -> str:
    return f"{PUPILS}/new?household={codes.ours[0]}&person={person_code(visitor, codes.ours[0], PUPIL)}"


def test_a_clerk_begins_a_line_by_the_school_s_name(visit: Callable[..., Any], codes: World) -> None:
    clerk = visit("clerk")
    visit("clerk", new(codes, clerk)).sees("Trường Tiểu học Đại Ân 2", "Quỹ khuyến học, học bổng", "2021-2022")
    page = send(clerk, new(codes, clerk), TYPED)
    assert page.status == 303, page.text[:1500]
    page = visit("clerk", PUPILS).sees(PUPIL, "Trường Tiểu học Đại Ân 2", "1A", "Đã nộp hồ sơ", "31/08/2022")
    page.sees("Hỗ trợ chi phí học tập").sees_not("CPHT")
    assert page.statements <= 13
    visit("clerk", f"{PUPILS}?school=TH-31672").sees(PUPIL)
    visit("clerk", f"{PUPILS}?school=TH-31570").sees_not(PUPIL)
    visit("clerk", f"{PUPILS}?school_year=2020-2021").sees_not(PUPIL)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"starts": "31/08/2021"}, "Năm học 2021-2022 từ 01/09/2021"),
        ({"policy": "SV_DTTS"}, "không dành cho cấp Tiểu học"),
        ({"months": "13"}, "Chỉ nhận số từ 1 đến 12"),
        ({"rate": "99999999999"}, "Chỉ nhận số từ 1 đến 100.000.000"),
        ({"school": "TH-31675"}, "Giá trị này không có trong danh sách"),
        ({"grade": "1" * 21}, "tối đa 20"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(
    visit: Callable[..., Any], codes: World, typed: dict[str, str], said: str
) -> None:
    clerk = visit("clerk")
    page = send(clerk, new(codes, clerk), {**TYPED, **typed})
    assert page.status == 422
    assert said in page.text, page.text[:3000]


def test_a_second_policy_is_no_doubt_and_the_same_again_is(visit: Callable[..., Any], codes: World, line: str) -> None:
    clerk = visit("clerk")
    again = send(clerk, new(codes, clerk), TYPED)
    assert again.status == 422 and f"Đã có dòng {line}" in again.text
    assert send(clerk, new(codes, clerk), {**TYPED, "policy": "MGHP", "rate": "60000"}).status == 303


def test_from_papers_to_the_second_instalment_and_a_wrong_step_in_plain_words(
    visit: Callable[..., Any], line: str
) -> None:
    decided = {"decision_no": "15/QĐ-PGDĐT", "decision_date": "20/10/2021"}
    for user, move, given in (
        ("clerk", "review", {}),
        ("health", "appraise", {}),
        ("health", "approve", decided),
        ("clerk", "pay_first", {}),
        ("clerk", "pay_second", {}),
    ):
        page = send(visit(user), f"{PUPILS}/{line}/moves/{move}", given)
        assert page.status == 303, (move, page.text[:1500])
    visit("clerk", f"{PUPILS}/{line}").sees("Đã chi đợt 2", "15/QĐ-PGDĐT", "Đã chi đợt 1 → Đã chi đợt 2")
    visit("clerk", PUPILS).sees("1.300.000")
    wrong = send(visit("clerk"), f"{PUPILS}/{line}/moves/pay_first", {})
    assert wrong.status == 422 and "Dòng này đã ở trạng thái khác" in wrong.text


def paper(visit: Callable[..., Any], path: str) -> str:
    """The words of a paper, however its cells break them."""
    return " ".join(" ".join(pages(visit("coordinator").get(path).get_data())).split()).replace("/ ", "/")


def test_the_list_on_paper_has_the_columns_of_offices_and_the_sum_in_words(
    visit: Callable[..., Any], line: str
) -> None:
    text = paper(visit, f"{PUPILS}?format=pdf&{OFFICE}")
    for words in ("Mức/tháng", "Thành tiền", "Ký nhận", "Họ tên cha/mẹ", "1 x 100.000; 8 x 150.000", "1.300.000"):
        assert words in text, words
    assert "Một triệu ba trăm nghìn đồng" in text
    assert "Dân tộc" in text and "Kinh" in text


def test_the_list_of_a_school_names_it_and_the_posted_one_no_ground_and_no_money(
    visit: Callable[..., Any], line: str
) -> None:
    asked = f"{PUPILS}?paper=school&format=pdf&school=TH-31672"
    office = paper(visit, f"{asked}&{OFFICE}")
    assert "Trường Tiểu học Đại Ân 2" in office and "1.300.000" in office
    text = paper(visit, f"{asked}&{OFFICE.replace('office', 'posting')}")
    assert PUPIL in text and "1.300.000" not in text and "Nghèo" not in text


def test_a_bicycle_of_the_fund_is_approved_given_and_told_on_paper(visit: Callable[..., Any], codes: World) -> None:
    """A grant has no months and no rate: what it is worth is written down, and what it is stands on the list."""
    there = f"{PUPILS}/{begin_student(visit('clerk'), codes.ours[0], policy='KHUYEN_HOC', months=None)}"
    assert send(visit("clerk"), f"{there}/edit", grant_kind="bike").status == 303
    assert send(visit("health"), f"{there}/amounts", raised="2.000.000").status == 303
    decided = {"decision_no": "15/QĐ-HKH", "decision_date": "20/10/2021"}
    for user, move, given in (("clerk", "review", {}), ("health", "appraise", {}), ("health", "approve", decided)):
        assert send(visit(user), f"{there}/moves/{move}", given).status == 303
    paid = {"kind": "instalment", "source": "raised", "on_date": "01/11/2021", "amount": "2.000.000"}
    assert send(visit("clerk"), f"{there}/payments", paid | {"method": "in_kind"}).status == 303
    visit("clerk", there).sees("Xe đạp", "Hiện vật", "Hai triệu đồng", "Thực nhận: 2.000.000 đồng")
    visit("clerk", f"/households/{codes.ours[0]}").sees("Quỹ khuyến học, học bổng", "2.000.000")
    for asked in (PUPILS, f"{PUPILS}?paper=school&school=TH-31672"):
        text = paper(visit, f"{asked}{'&' if '?' in asked else '?'}format=pdf&{OFFICE}")
        assert "Khuyến học: xe đạp" in text and "Hai triệu đồng" in text, asked
    posted = paper(visit, f"{PUPILS}?format=pdf&{OFFICE.replace('office', 'posting')}")
    assert PUPIL in posted and "2.000.000" not in posted


def test_files_say_what_the_screen_says(visit: Callable[..., Any], line: str) -> None:
    rows = visit("clerk").get(f"{PUPILS}?format=csv").get_data().decode("utf-8-sig").splitlines()
    assert rows[0].startswith("entry_code,name,household_code,hamlet,unit_name,policy,school_year,school,grade")
    assert "Trường Tiểu học Đại Ân 2" in rows[1] and "2021-2022" in rows[1]
    book = load_workbook(io.BytesIO(visit("clerk").get(f"{PUPILS}?format=xlsx").get_data()))
    assert "Trường Tiểu học Đại Ân 2" in [cell.value for row in book.active.iter_rows() for cell in row]


def test_a_child_at_no_school_is_a_gap_that_a_line_turns_into_another(visit: Callable[..., Any], codes: World) -> None:
    visit("clerk", "/gaps/E06").sees(PUPIL)
    begin_student(visit("clerk"), codes.ours[0])
    visit("clerk", "/gaps/E06").sees_not(PUPIL)
    visit("clerk", "/gaps/E07").sees(PUPIL)
    visit("clerk", "/coverage/students?state=waiting").sees(PUPIL)


def test_the_administrator_keeps_the_schools(visit: Callable[..., Any]) -> None:
    visit("administrator", "/admin/schools").sees("Trường Tiểu học Đại Ân 2", "TH-31672", "Xã Đại Ân 2", "2 trường")
    visit("administrator", "/admin/schools?q=ho dac kien&level=th").sees("TH-31570").sees_not("TH-31672")
    visit("administrator", "/admin/schools?q=khong co").sees("Không có trường nào khớp")
    typed = {"code": "thcs-01", "name": "Trường THCS Hoa Sen", "level": "thcs", "unit_id": "31672"}
    assert send(visit("administrator"), "/admin/schools/new", typed).status == 303
    visit("administrator", "/admin/schools").sees("Trường THCS Hoa Sen", "THCS-01", "Hoàn tác")
    page = send(visit("administrator"), "/admin/schools/new", typed)
    assert page.status == 422 and "Đã có trường mang mã THCS-01" in page.text
    renamed = {"name": "Trường THCS Hoa Súng", "unit_id": ""}
    assert send(visit("administrator"), "/admin/schools/THCS-01/edit", renamed).status == 303
    visit("administrator", "/admin/schools").sees("Trường THCS Hoa Súng").sees_not("Trường THCS Hoa Sen")


def test_nobody_else_keeps_them(visit: Callable[..., Any]) -> None:
    assert visit("clerk").get("/admin/schools").status_code == 403
    assert visit("administrator").get("/admin/schools/NO/edit").status_code == 404
