import random
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.vn.sort import counting_key, name_key, sort_key

ALPHABET = list("019aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")
SYLLABLES = re.findall(
    r"\w+",
    "a à ả ã á ạ an Ân ân ăn anh Anh bà bé Đan đan dan Hoa HOA hoa hỏa hóa họa khang Lâm lam lan lân le lê Lê lệ ma mà "
    "mả mã má mạ nga ngô NGÔ Nguyễn NGUYỄN nguyên ơn on ôn phụ phú thị Thị thi út Út văn Văn van y ý 2 10",
)


def shuffled(texts: list[str]) -> list[str]:
    return random.Random(len(texts)).sample(texts, len(texts))


def spec_key(text: str) -> tuple[list[int], list[int], list[bool]]:
    """The published order, character by character: letters, then tones, then case."""
    tones = {"\u0300": 2, "\u0309": 3, "\u0303": 4, "\u0301": 5, "\u0323": 6}
    letters: list[int] = []
    marks: list[int] = []
    for char in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", char)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones)).lower()
        letters.append("0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz".find(base))
        marks.append(max((tones.get(part, 1) for part in parts), default=1))
    return letters, marks, [char.isupper() for char in text]


def test_the_alphabet_stands_in_its_order() -> None:
    assert sorted(shuffled(ALPHABET), key=sort_key) == ALPHABET


def test_tones_stand_none_huyền_hỏi_ngã_sắc_nặng() -> None:
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma"], key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]


@pytest.mark.parametrize(
    "names",
    [
        ["An Lân", "Anh Phụ"],
        ["Lê A", "Lên"],
        ["Ấp Hòa", "Ấp Hòa An", "Ấp Hòa Ba"],
        ["Dân", "Đan"],
        ["Xã Long Đức", "Xã Lộc"],
        ["Út", "Ưng"],
        ["Hòa An", "Hoa Lan"],
        ["Zoan", "Œ"],
        ["Ấp 1", "Ấp A"],
        ["Zu", "ខ្មែរ"],
    ],
)
def test_words_count_before_tones_and_a_short_word_comes_first(names: list[str]) -> None:
    assert sorted(shuffled(names), key=sort_key) == names


def test_lists_go_by_given_name_then_by_the_rest() -> None:
    expected = [
        "Lý An",
        "Trần Thị An",
        "Lê Thị Kim Anh",
        "Nguyễn Văn Ân",
        "Đặng Văn Bé",
        "Thạch Đa Ra",
        "Sơn Thị Ươl",
    ]
    assert sorted(shuffled(expected), key=name_key) == expected


def test_a_name_in_capitals_stands_with_its_namesakes() -> None:
    expected = ["nguyễn an", "NGUYỄN AN", "Nguyễn Bảo An", "NGUYỄN VĂN AN", "Nguyễn Xuân AN"]
    assert sorted(shuffled(expected), key=name_key) == expected


def test_case_decides_only_between_names_otherwise_equal() -> None:
    assert sorted(["NGUYỄN B", "Nguyễn A", "nguyễn C"], key=sort_key) == ["Nguyễn A", "NGUYỄN B", "nguyễn C"]
    assert sorted(["NGUYỄN", "Nguyễn", "nguyễn"], key=sort_key) == ["nguyễn", "Nguyễn", "NGUYỄN"]
    assert sorted(["Mã", "MA"], key=sort_key) == ["MA", "Mã"], "the tone counts before the case"


@pytest.mark.parametrize(
    ("one", "other"), [("Hoà", "Hòa"), ("Thuý", "Thúy"), ("Ðặng", "Đặng"), (" Lê\u00a0 A", "Lê A")]
)
def test_one_name_in_two_spellings_has_one_place(one: str, other: str) -> None:
    assert sort_key(one) == sort_key(other)
    assert name_key(one) == name_key(other)


def test_numbered_hamlets_are_counted() -> None:
    assert sorted(["Khóm 10", "Khóm 2", "Ấp 9", "Khóm 1", "Ấp Sóc"], key=counting_key) == [
        "Ấp 9",
        "Ấp Sóc",
        "Khóm 1",
        "Khóm 2",
        "Khóm 10",
    ]


def test_a_name_of_one_word_and_an_empty_one_have_a_place() -> None:
    assert sorted(["Danh Kiệt", "Kiệt", ""], key=name_key) == ["", "Kiệt", "Danh Kiệt"]


@given(st.lists(st.sampled_from(SYLLABLES), max_size=4), st.lists(st.sampled_from(SYLLABLES), max_size=4))
def test_the_key_orders_as_the_specification_does(one: list[str], other: list[str]) -> None:
    first, second = " ".join(one), " ".join(other)
    assert (sort_key(first) < sort_key(second)) == (spec_key(first) < spec_key(second))


@given(st.text())
def test_every_text_has_a_key_whatever_its_unicode_form(text: str) -> None:
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(text)
    assert isinstance(name_key(text + "\ud800"), bytes)
