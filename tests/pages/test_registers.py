"""The pages of a register, by the first of them: listed, begun, corrected, taken along, within area and register."""

from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.conftest import postgresql_in_check
from tests.page import Page, lint
from tests.pages.forms import again, confirmed, filled, person_code, send
from tests.pages.lines import INSURANCE, NEW, begin, take
from tests.world import World

pytestmark = postgresql_in_check


def test_a_clerk_drafts_a_card_and_finds_it_in_the_list(visit: Callable, line: str, codes: World) -> None:
    page = visit("clerk", INSURANCE).sees("Trần Thị Hoà", line, codes.ours[0], "Dự thảo", "1 dòng", "31/12/2021")
    assert len(page.rows()) == 1
    assert page.statements <= 12
    page.sees("Cộng 1 dòng", "Nữ 1 dòng", "Khmer 0 dòng", "DTTS 0 dòng")


def test_the_line_shows_what_it_says_and_which_steps_it_may_take(visit: Callable, line: str) -> None:
    page = visit("clerk", f"{INSURANCE}/{line}").sees("Trần Thị Hoà", "Hộ nghèo", "Xã duyệt danh sách", "Huỷ đề nghị")
    page.sees_not("Giao thẻ cho người dân")
    visit("leader", f"{INSURANCE}/{line}").sees("Trần Thị Hoà").sees_not("Xã duyệt danh sách", "Đính chính</a>")


def test_a_form_says_which_register_it_is_of_and_its_button_what_it_does(
    visit: Callable, line: str, codes: World
) -> None:
    step = visit("clerk", f"{INSURANCE}/{line}/moves/approve").sees("Thẻ BHYT · Trần Thị Hoà", "Ngày thực hiện")
    new = visit("clerk", f"{INSURANCE}/new?household={codes.ours[0]}").sees("Thẻ BHYT · Đặng Văn Đức")
    assert [main_button(page) for page in (step, new)] == ["Xã duyệt danh sách", "Lập dòng mới"]
    assert 'placeholder="ngày/tháng/năm"' in new.html


def main_button(page: Page) -> str:
    return next("".join(one.itertext()) for one in page.tree.iter("button") if one.get("class") == "button primary")


def test_the_drawer_is_a_part_of_the_line_s_page(visit: Callable, line: str) -> None:
    drawer = visit("clerk").get(f"{INSURANCE}/{line}", headers={"HX-Request": "true"}).get_data(as_text=True).strip()
    assert "<html" not in drawer and "Trần Thị Hoà" in drawer and "Dự thảo" in drawer
    assert drawer in visit("clerk", f"{INSURANCE}/{line}").html
    assert f'hx-get="{INSURANCE}/{line}" hx-target="#drawer"' in visit("clerk", INSURANCE).html


def test_a_card_is_issued_by_the_office_and_its_number_stays_masked_everywhere(visit: Callable, issued: str) -> None:
    for path in (INSURANCE, f"{INSURANCE}/{issued}", f"{INSURANCE}/{issued}/edit"):
        visit("health", path).sees("HN•••••6789").sees_not("HN2940123456789", "0123456789")
    rows = visit("health").get(f"{INSURANCE}?format=csv").get_data().decode("utf-8-sig").splitlines()
    assert rows[0].startswith("entry_code,name,household_code,hamlet,unit_name,subject_code,card_no_masked")
    assert "HN•••••6789" in rows[1]
    assert visit("health").get(f"{INSURANCE}?format=xlsx").get_data().startswith(b"PK")
    page = visit("health", f"{INSURANCE}/{issued}").sees("Đã cấp thẻ", "Dự thảo → Xã đã duyệt")
    page.sees("Người health")


def test_what_is_left_blank_keeps_a_masked_number(visit: Callable, issued: str) -> None:
    assert send(visit("health"), f"{INSURANCE}/{issued}/edit", note="đã đối chiếu").status == 303
    visit("health", f"{INSURANCE}/{issued}").sees("HN•••••6789", "đã đối chiếu")


@pytest.mark.parametrize("user", ["stranger", "administrator"])
def test_lines_beyond_the_grants_are_never_seen(visit: Callable, line: str, user: str) -> None:
    there, absent = (visit(user).get(f"{INSURANCE}/{code}") for code in (line, "0000000000"))
    assert there.status_code == absent.status_code == (404 if user == "stranger" else 403)
    if user == "stranger":
        visit(user, INSURANCE).sees("Chưa có dòng nào").sees_not(line, "Trần Thị Hoà")
        for kind in ("edit", "moves/approve"):
            assert visit(user).get(f"{INSURANCE}/{line}/{kind}").status_code == 404
        assert line not in visit(user).get(f"{INSURANCE}?format=csv&ended=1").get_data(as_text=True)


def test_another_commune_s_household_is_told_like_an_absent_one(visit: Callable, codes: World) -> None:
    for code in (codes.theirs[0], "HH-999999"):
        visit("clerk", f"{INSURANCE}/new?household={code}", 422).sees("Không có hộ mang mã này")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"starts": "31/02/2021"}, "31/02/2021"),
        ({"ends": "31/12/2020"}, "Ngày kết thúc phải từ ngày bắt đầu trở đi"),
        ({"subject_code": "ZZ"}, "Giá trị này không có trong danh sách"),
        ({"facility_code": "94"}, "Mã nơi khám chữa bệnh có 5 chữ số"),
        ({"card_kind": "BHXH10", "card_no": "12"}, "Mã số BHXH có đúng 10 chữ số"),
    ],
)
def test_bad_input_is_told_at_its_field(visit: Callable, codes: World, typed: dict[str, str], told: str) -> None:
    clerk = visit("clerk")
    path = f"{INSURANCE}/new?household={codes.ours[0]}"
    who = person_code(clerk, codes.ours[0], "Trần Thị Hoà")
    page = send(clerk, path, {**NEW, "person_code": who, **typed})
    assert page.status == 422
    lint(page)
    page.sees(told)


def test_what_is_missing_is_listed_in_the_order_of_the_page(visit: Callable, codes: World) -> None:
    page = send(visit("clerk"), f"{INSURANCE}/new?household={codes.ours[0]}")
    labels = ("Người hưởng", "Mã đối tượng", "Từ ngày")
    at = [page.text.index(f"{label}: Chưa điền ô này") for label in labels]
    assert page.status == 422 and at == sorted(at)


def test_a_second_card_for_the_same_days_is_warned_of_once(visit: Callable, line: str, codes: World) -> None:
    clerk, path = visit("clerk"), f"{INSURANCE}/new?household={codes.ours[0]}"
    page = send(clerk, path, {**NEW, "person_code": person_code(clerk, codes.ours[0], "Trần Thị Hoà")})
    assert page.status == 422
    page.sees("Đã có dòng", line, "đến 31/12/2021", "Dự thảo")
    assert confirmed(clerk, path, page).status == 303


def test_a_stale_form_shows_both_versions(visit: Callable, line: str) -> None:
    clerk, path = visit("clerk"), f"{INSURANCE}/{line}/edit"
    opened = Page(clerk.get(path), 0)
    assert send(visit("health"), path, note="của sở").status == 303
    page = again(clerk, path, opened, note="của xã")
    assert page.status == 409
    lint(page)
    page.sees("Người health đã lưu lúc", "của sở", "của xã")


def test_a_facet_is_counted_with_its_own_choice_removed(visit: Callable, line: str, codes: World) -> None:
    take(visit("clerk"), begin(visit("clerk"), codes.ours[1], "Thạch Sô Phan"), "approve")
    page = visit("clerk", f"{INSURANCE}?state=DU_THAO").sees("1 dòng", "Dự thảo 1", "Xã đã duyệt 1")
    assert [row.startswith("Chọn Trần Thị Hoà") for row in page.rows()] == [True]
    visit("clerk", f"{INSURANCE}?q=so+phan").sees("Thạch Sô Phan").sees_not("Trần Thị Hoà")
    visit("clerk", f"{INSURANCE}?q={line}").sees("Trần Thị Hoà").sees_not("Thạch Sô Phan")


def test_a_cancelled_line_is_shown_only_when_asked_for(visit: Callable, line: str) -> None:
    take(visit("clerk"), line, "cancel", reason_code="duplicate")
    visit("clerk", INSURANCE).sees("Chưa có dòng nào")
    visit("clerk", f"{INSURANCE}?ended=1").sees("Trần Thị Hoà", "Đã huỷ")


def test_the_register_is_a_tab_of_those_who_read_it(visit: Callable) -> None:
    visit("clerk", "/households").sees("Thẻ BHYT")
    visit("administrator", "/admin/users").sees_not("Thẻ BHYT")


def test_the_form_keeps_the_household_it_is_about(visit: Callable, codes: World) -> None:
    page = visit("clerk", f"{INSURANCE}/new?household={codes.ours[0]}")
    assert filled(page)["household"] == [codes.ours[0]]


def test_the_household_page_shows_its_lines_to_those_who_read_the_register(
    visit: Callable, line: str, codes: World
) -> None:
    page = visit("clerk", f"/households/{codes.ours[0]}").sees("Được hưởng", "Thẻ BHYT", "Dự thảo", "Lập Thẻ BHYT cho")
    assert page.statements <= 12
    visit("leader", f"/households/{codes.ours[0]}").sees("Dự thảo").sees_not("Lập Thẻ BHYT cho")


def test_undoing_a_new_line_leads_back_to_the_list(visit: Callable, codes: World) -> None:
    whose = f"household={codes.ours[0]}&person={person_code(visit('clerk'), codes.ours[0], 'Trần Thị Hoà')}"
    made = send(visit("clerk"), f"{INSURANCE}/new?{whose}", NEW)
    page = visit("clerk", line := made.response.headers["Location"])
    undo = next(f.get("action") for f in page.tree.iter("form") if "/undo" in (f.get("action") or ""))
    sent = {"csrf_token": page.token(), "form_key": page.form_key(), "next": line}
    answer = visit("clerk").client.post(undo, data=sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, INSURANCE)
    visit("clerk", INSURANCE).sees("Đã hoàn tác", "Chưa có dòng nào")


def test_a_file_holds_the_rows_of_the_screen_in_its_order(visit: Callable, line: str, codes: World) -> None:
    other = begin(visit("clerk"), codes.ours[1], "Thạch Sô Phan")
    shown = [next(code for code in (line, other) if code in row) for row in visit("clerk", INSURANCE).rows()]
    text = visit("clerk").get(f"{INSURANCE}?format=csv").get_data().decode("utf-8-sig")
    assert [row.partition(",")[0] for row in text.splitlines()[1:3]] == shown
    book = load_workbook(BytesIO(visit("clerk").get(f"{INSURANCE}?format=xlsx").get_data())).active
    cells = [row[0] for row in book.iter_rows(values_only=True)]
    assert [cell for cell in cells if cell in (line, other)] == shown


def test_the_list_of_another_day_shows_what_held_or_waited_then(visit: Callable, issued: str) -> None:
    visit("health", f"{INSURANCE}?day=2021-06-30").sees("Trần Thị Hoà", "Tính đến ngày 30/06/2021")
    visit("health", f"{INSURANCE}?day=2022-06-30").sees("Chưa có dòng nào").sees_not("Trần Thị Hoà")


def test_a_line_s_code_is_never_taken_for_an_id_number(visit: Callable, line: str) -> None:
    """An id number is led away from the address; a code, though all its signs be digits, is searched for."""
    visit("clerk", f"{INSURANCE}?q={'9' * len(line)}").sees("Không có dòng nào")
