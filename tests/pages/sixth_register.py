"""The register of docs/add-a-register.md at work. Run by tests/docs in a copy of the project that has it."""

from collections.abc import Callable
from io import BytesIO

from flask import Flask
from openpyxl import load_workbook

from registry.kernel.scope import EVERYTHING, set_scope
from registry.queries.exports import Wanted, export_table
from tests.pages.forms import again, person_code, send
from tests.world import DAY, World

CASES = "/registers/legal-aid"


def begin(visit: Callable, code: str) -> str:
    clerk = visit("clerk")
    path = f"{CASES}/new?household={code}&person={person_code(clerk, code, 'Trần Thị Hoà')}"
    page = send(clerk, path, {"way": "advice", "matter": "Tranh chấp đất", "starts": "01/10/2021"})
    assert page.status == 303, page.text[:1500]
    return str(page.response.headers["Location"].rpartition("/")[2])


def test_a_line_is_begun_listed_filtered_and_taken_to_its_end(visit: Callable, codes: World) -> None:
    line = begin(visit, codes.ours[0])
    page = visit("clerk", f"{CASES}?way=advice").sees("Trợ giúp pháp lý", "Trần Thị Hoà", "Đã nhận đơn", "advice")
    assert page.statements <= 12
    assert visit("clerk").get(f"{CASES}/{line}/moves/accept").status_code == 403
    assert send(visit("health"), f"{CASES}/{line}/moves/accept", {"lawyer": "Luật sư Lý"}).status == 303
    assert send(visit("clerk"), f"{CASES}/{line}/moves/finish", {"ends": "30/11/2021"}).status == 303
    visit("clerk", f"{CASES}/{line}").sees("Đã trợ giúp xong", "Luật sư Lý", "30/11/2021", "Đang trợ giúp")
    visit("stranger", CASES).sees_not("Trần Thị Hoà")
    assert visit("administrator").get(CASES).status_code == 403


def test_many_lines_are_refused_with_a_reason(visit: Callable, codes: World) -> None:
    line = begin(visit, codes.ours[0])
    page = visit("health", f"{CASES}/bulk?key=refuse&all=1").sees("Sẽ chuyển: 1 dòng")
    assert again(visit("health"), f"{CASES}/bulk", page, reason_code="withdrawn").status == 303
    visit("health", f"{CASES}/{line}").sees("Đã từ chối", "Người dân rút đơn")


def test_it_stands_on_the_household_s_page_and_speaks_english(visit: Callable, codes: World) -> None:
    begin(visit, codes.ours[0])
    visit("clerk", f"/households/{codes.ours[0]}").sees("Trợ giúp pháp lý", "Đã nhận đơn", "Lập Trợ giúp pháp lý cho")
    visit("clerk", "/").sees("Bảng khoảng trống")
    visit("clerk").post("/language", {"language": "en", "next": CASES}, form=CASES)
    visit("clerk", f"{CASES}/new?household={codes.ours[0]}").sees("Form of aid")


def test_it_is_written_to_files(visit: Callable, app: Flask, codes: World) -> None:
    line = begin(visit, codes.ours[0])
    csv = visit("clerk").get(f"{CASES}?format=csv").get_data().decode("utf-8-sig")
    assert csv.startswith("entry_code,name,household_code,hamlet,unit_name,way,matter,lawyer")
    book = load_workbook(BytesIO(visit("clerk").get(f"{CASES}?format=xlsx").get_data()))
    assert any(line in row for row in book.active.iter_rows(values_only=True))
    with app.app_context():
        set_scope(EVERYTHING)
        table = export_table("legal_aid", Wanted(DAY, False, None))
        assert [next(iter(table.columns)).value(row) for row in table.rows] == [line]
