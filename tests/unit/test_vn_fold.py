import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.vn.fold import fold, search_text, words

FORMS = ("NFC", "NFD", "NFKC", "NFKD")


def finds(query: str, text: str) -> bool:
    """What `LIKE '% word%'` for every word answers."""
    return all(f" {word}" in search_text(text) for word in words(query))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["Đặng", "ĐẶNG", "đặng", "Ðặng", "Ɖặng", "ðặng"])
def test_searching_dang_finds_Đặng_in_every_unicode_form(name: str, form: str) -> None:
    typed = unicodedata.normalize(form, name)  # type: ignore[arg-type]
    assert fold(typed) == "dang"
    assert finds("dang", f"{typed} Văn Hùng")


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("duc", "Trần Minh Đức"),
        ("đức", "TRAN MINH DUC"),
        ("hoa thuan", "Xã Hòa Thuận"),
        ("hoa thuan", "Xã Hoà Thuận"),
        ("hoà", "Hòa"),
        ("hòa", "Hoà"),
        ("thuý quy", "Nguyễn Quý Thúy"),
        ("van dang", "Đặng Văn Hùng"),
        ("da", "Đào"),
        ("me", "Khơ-me"),
        ("HH-000123", "HH-000123"),
        ("000123", "HH-000123"),
        ("thach so phia", "Thạch  Sô\u00a0Phia"),
        ("nguyen", "Ng\u200buyễn"),
        ("nguyen", "Nguy\u00adễn"),
        ("nguyen", "\u202eNguyễn"),
        ("094", "０９４"),
        ("so 5", "Số 5 (mất)"),
        ("mat", "Số 5 (mất)"),
    ],
)
def test_a_search_finds_it_however_it_was_typed(query: str, text: str) -> None:
    assert finds(query, text)


@pytest.mark.parametrize(("query", "text"), [("ang", "Đặng"), ("dang hung", "Đặng Văn"), ("le a", "Lê")])
def test_a_search_does_not_find_what_is_not_there(query: str, text: str) -> None:
    assert not finds(query, text)


def test_folding_collapses_every_kind_of_space() -> None:
    assert fold("  Lý\u00a0\u2003Thị\t\n Hoa ") == "ly thi hoa"


def test_folding_covers_every_vietnamese_letter() -> None:
    vowels = "aăâeêioôơuưy"
    tones = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
    letters = [unicodedata.normalize("NFC", vowel + tone) for vowel in vowels for tone in tones]
    assert {fold(letter) for letter in letters} == set("aeiouy")
    assert {fold(letter.upper()) for letter in letters} == set("aeiouy")


def test_folding_leaves_khmer_script_alone() -> None:
    assert fold("ខ្មែរ") == "ខ្មែរ"


def test_a_lone_surrogate_cannot_reach_the_database() -> None:
    assert search_text("Lê \ud800An") == " le an "


def test_search_text_joins_its_parts_and_keeps_a_space_at_both_ends() -> None:
    assert search_text("Đặng Văn Hùng", "Ấp Hòa-Mỹ", "HH-000123") == " dang van hung ap hoa my hh 000123 "
    assert search_text() == search_text("") == search_text(" ") == "  "


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_words_never_hold_what_a_like_pattern_reads_as_a_sign(text: str) -> None:
    assert not set("%_\\ '\"") & set("".join(words(text)))
    assert all(words(text))


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)), st.sampled_from(FORMS))
def test_the_unicode_form_never_matters(text: str, form: str) -> None:
    assert fold(unicodedata.normalize(form, text)) == fold(text)  # type: ignore[arg-type]
