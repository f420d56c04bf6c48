"""The household list, in the users' words."""

import unicodedata
from collections.abc import Callable

import pytest

from tests.world import CANARY, World


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


def test_a_number_typed_into_the_search_leaves_the_address(visit: Callable) -> None:
    answer = visit("clerk").get("/households?q=366123456")
    assert answer.status_code == 302
    assert "366" not in answer.headers["Location"]


def test_as_of_a_day_before_the_decision_nobody_is_poor(visit: Callable) -> None:
    visit("clerk", "/households?day=01/12/2020").sees("Hộ không nghèo", "Tính đến ngày 01/12/2020").sees_not(
        ">Hộ nghèo<"
    )


def test_units_are_counted_with_the_unit_removed_also_while_searching(visit: Callable) -> None:
    page = visit("coordinator", "/households?q=duc&unit=951")
    page.sees("1 hộ", "Huyện Trần Đề 1", "Huyện Châu Thành 1")
