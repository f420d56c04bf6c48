"""The household list, in the users' words."""

import unicodedata
from collections.abc import Callable

import pytest

from tests.conftest import postgresql_in_check
from tests.page import Page
from tests.pages.forms import send
from tests.world import CANARY, World

pytestmark = postgresql_in_check

NEW = {"sex": "male", "ethnicity": "Kinh", "starts": "01/12/2021"}


def test_a_clerk_sees_the_households_of_the_commune(visit: Callable, codes: World) -> None:
    page = visit("clerk", "/households").sees(*codes.ours, "Đặng Văn Đức", "3 hộ").sees_not(CANARY, *codes.theirs)
    assert len(page.rows()) == 3


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("dang", "Đặng Văn Đức"),
        ("duc", "Đặng Văn Đức"),
        ("hoa thuan", "Lý Hòa Thuận"),
        ("sa rinh", "Thạch Thị Sa Rinh"),
        ("rinh thach", "Thạch Thị Sa Rinh"),
        ("Đặng", "Đặng Văn Đức"),
        ("hoà", "Lý Hòa Thuận"),
        ("út", "Đặng Văn Đức"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_a_family_is_found_by_any_member_without_marks(visit: Callable, typed: str, found: str, form: str) -> None:
    visit("clerk", f"/households?q={unicodedata.normalize(form, typed)}").sees(found)


def test_names_are_ordered_by_given_name(visit: Callable) -> None:
    rows = visit("clerk", "/households").rows()
    assert [row.split(" HH-")[0] for row in rows] == ["Đặng Văn Đức", "Thạch Thị Sa Rinh", "Lý Hòa Thuận"]


@pytest.fixture
def namesakes(visit: Callable) -> None:
    """Four heads whose names differ in their marks alone, in the order of the alphabet."""
    clerk = visit("clerk")
    for born, name in enumerate(("Lâm Văn Hoa", "Lâm Văn Hòa", "Lâm Văn Hỏa", "Lâm Văn Hóa"), start=1960):
        assert send(clerk, "/households/new", {**NEW, "name": name, "birth": str(born)}).status == 303


def heads(page: Page) -> list[str]:
    return [row.split(" HH-")[0] for row in page.rows()]


def test_a_search_with_marks_shows_those_who_bear_them_first(visit: Callable, namesakes: None) -> None:
    as_listed = ["Lâm Văn Hoa", "Lâm Văn Hòa", "Lâm Văn Hỏa", "Lâm Văn Hóa"]
    assert heads(visit("clerk", "/households?q=lam+van+hoa")) == as_listed
    assert heads(visit("clerk", "/households?q=lam+van+Hóa"))[0] == "Lâm Văn Hóa"
    for typed in ("văn hỏa", "HỎA lam", unicodedata.normalize("NFD", "hoả")):
        assert heads(visit("clerk", f"/households?q={typed}"))[0] == "Lâm Văn Hỏa", typed


def test_a_member_or_a_hamlet_with_the_marks_counts_as_well(visit: Callable, namesakes: None) -> None:
    assert heads(visit("clerk", "/households?q=Hoà"))[:3] == ["Đặng Văn Đức", "Lâm Văn Hòa", "Lý Hòa Thuận"]
    assert len(heads(visit("clerk", "/households?q=Nôn"))) == 3


def test_marks_change_the_order_only_and_the_file_has_it_too(visit: Callable, namesakes: None) -> None:
    plain, marked = (visit("clerk", f"/households?q={typed}") for typed in ("hoa", "hóa"))
    assert sorted(heads(plain)) == sorted(heads(marked)) and heads(plain) != heads(marked)
    lines = visit("clerk").get("/households?q=hóa&format=csv").get_data().decode("utf-8-sig").splitlines()
    in_file = [line.split(",")[1] for line in lines[1:] if line.startswith("HH-")]
    assert in_file == heads(marked)
    by_code = visit("clerk", "/households?q=hóa&sort=code")
    assert heads(by_code)[-1] == "Lâm Văn Hóa", "an order that was chosen is kept"


def test_a_closed_household_is_found_again(visit: Callable, codes: World) -> None:
    clerk, gone = visit("clerk"), codes.ours[2]
    assert send(clerk, f"/households/{gone}/close", reason="moved_away", day="10/12/2021").status == 303
    clerk.open("/hamlets").sees("Đã đóng hộ")
    clerk.open("/households").sees("2 hộ", "Đã đóng").sees_not(gone)
    closed = clerk.open("/households?state=closed").sees("1 hộ", gone, "Lý Hòa Thuận")
    assert len(closed.rows()) == 1
    clerk.open("/households?state=closed&q=thuan&ethnicity=04").sees("1 hộ", gone)
    clerk.open("/households?state=closed&q=duc").sees("Không có hộ nào khớp")
    Page(clerk.get(f"/households/{gone}", follow_redirects=True), 0).sees("Lý Hòa Thuận")
    clerk.open("/households?state=closed&day=09/12/2021").sees_not(gone)
    clerk.open("/households?day=09/12/2021").sees(gone)
    visit("stranger", "/households?state=closed").sees_not(gone, "Lý Hòa Thuận")
    assert gone in clerk.get("/households?state=closed&format=csv").get_data(as_text=True)


def test_a_facet_is_counted_with_its_own_choice_removed(visit: Callable) -> None:
    page = visit("coordinator", "/households?class=poor")
    page.sees("2 hộ", "Hộ nghèo 2", "Hộ cận nghèo 2", "Hộ không nghèo 2")


def test_the_foot_splits_all_women_khmer_and_minorities(visit: Callable) -> None:
    page = visit("clerk", "/households")
    page.sees("Cộng 3 hộ 6", "Nữ 1 hộ 3", "Khmer 1 hộ 2", "DTTS 2 hộ 3")


def test_an_empty_answer_gives_advice(visit: Callable) -> None:
    visit("clerk", "/households?q=khongcoai").sees("Không có hộ nào khớp", "Bỏ hết điều kiện")


def test_csv_is_what_is_on_screen(visit: Callable) -> None:
    answer = visit("clerk").get("/households?q=dang&format=csv")
    lines = answer.get_data().decode("utf-8-sig").splitlines()
    assert lines[0].startswith("household_code,head_name,hamlet,unit_name,class")
    assert len(lines) == 2
    assert "Đặng Văn Đức" in lines[1]


@pytest.mark.parametrize("path", ["/households", "/registers/insurance", "/gaps/E01", "/coverage/insurance"])
def test_a_number_typed_into_the_search_leaves_the_address(visit: Callable, path: str) -> None:
    answer = visit("health").get(f"{path}?q=366123456")
    assert answer.status_code == 302
    assert "366" not in answer.headers["Location"]


def test_as_of_a_day_before_the_decision_nobody_is_poor(visit: Callable) -> None:
    visit("clerk", "/households?day=01/12/2020").sees("Hộ không nghèo", "Tính đến ngày 01/12/2020").sees_not(
        ">Hộ nghèo<"
    )


def test_units_are_counted_with_the_unit_removed_also_while_searching(visit: Callable) -> None:
    page = visit("coordinator", "/households?q=duc&unit=951")
    page.sees("1 hộ", "Huyện Trần Đề 1", "Huyện Châu Thành 1")
