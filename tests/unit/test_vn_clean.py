import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.vn.clean import clean, find_invisible, strip_invisible


def test_a_name_is_stored_in_one_form_with_single_spaces() -> None:
    typed = "  " + unicodedata.normalize("NFD", "Đặng  Thị\u00a0Hoà ")
    assert clean(typed) == "Đặng Thị Hoà"


@pytest.mark.parametrize("typed", ["Ðặng", "Ɖặng"])
def test_a_look_alike_Đ_is_repaired(typed: str) -> None:
    assert clean(typed) == "Đặng"


@pytest.mark.parametrize("typed", ["ðào", "ɖào"])
def test_a_look_alike_đ_is_repaired(typed: str) -> None:
    assert clean(typed) == "đào"


def test_capitals_are_kept_as_typed() -> None:
    assert clean("THẠCH sô PHIA") == "THẠCH sô PHIA"


def test_a_note_keeps_its_lines() -> None:
    assert clean(" Dòng  một \r\n\r\n dòng hai\n", multiline=True) == "Dòng một\n\ndòng hai"
    assert clean("Dòng một\ndòng hai") == "Dòng một dòng hai"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Nguyễn", None),
        ("Lê\u00a0An", None),
        ("Ng\u200buyễn", (3, "U+200B ZERO WIDTH SPACE")),
        ("\u202eAn", (1, "U+202E RIGHT-TO-LEFT OVERRIDE")),
        ("Th\u00ad\u200bơ", (3, "U+00AD SOFT HYPHEN")),
        ("An\x00", (3, "U+0000")),
        ("Lê\tAn", (3, "U+0009")),
        ("Lê\nAn", (3, "U+000A")),
        ("An\ud800", (3, "U+D800")),
        ("", None),
    ],
)
def test_an_invisible_character_is_found_with_its_place(typed: str, found: tuple[int, str] | None) -> None:
    assert find_invisible(typed) == found


def test_a_note_may_hold_lines_and_tabs_but_nothing_else_invisible() -> None:
    assert find_invisible("a\r\n\tb", multiline=True) is None
    assert find_invisible("a\n\u200fb", multiline=True) == (3, "U+200F RIGHT-TO-LEFT MARK")


def test_stripping_takes_out_just_the_invisible_ones() -> None:
    assert strip_invisible("\ufeffNg\u200buyễn\x00 \tAn\udfff") == "Nguyễn \tAn"


@given(st.text(alphabet=st.characters()))
def test_stripped_text_has_nothing_invisible_and_cleaning_settles_it(text: str) -> None:
    stripped = strip_invisible(text)
    assert find_invisible(clean(stripped)) is None
    assert clean(clean(stripped)) == clean(stripped)
