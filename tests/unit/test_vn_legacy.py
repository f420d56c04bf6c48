"""Names typed in the fonts of before Unicode: found out by a column's vote, converted, left alone otherwise."""

import json
from pathlib import Path

import pytest

import registry
from registry.vn.legacy import decode_bytes, guess_font, is_syllable, to_unicode

SAMPLES = json.loads((Path(registry.__file__).parent / "data" / "legacy_fonts.json").read_text())["samples"]
TCVN3 = ["NguyÔn V¨n Hïng", "TrÇn ThÞ S\xad¬ng", "Th¹ch Ph\xad¬ng", "Lª Hßa"]
VNI = ["Nguyeãn Vaên Huøng", "Traàn Thò Söông", "Thaïch Phöông", "Leâ Hoøa"]
UNICODE = ["Nguyễn Văn Hùng", "Trần Thị Sương", "Thạch Phương", "Lê Hòa"]


@pytest.mark.parametrize(("font", "typed", "meant"), SAMPLES)
def test_the_known_samples_read_as_they_were_meant(font: str, typed: str, meant: str) -> None:
    assert guess_font([typed]) == font
    assert to_unicode(typed, font) == meant


@pytest.mark.parametrize(("column", "font"), [(TCVN3, "tcvn3"), (VNI, "vni"), (UNICODE, "")])
def test_a_column_votes_for_its_font(column: list[str], font: str) -> None:
    assert guess_font(column) == font
    assert [to_unicode(text, font) for text in column] == UNICODE


def test_plain_and_khmer_names_vote_for_nothing() -> None:
    assert guess_font(["Danh Sa Rinh", "Kim Sphia", ""]) == ""
    assert guess_font(["Lê Hà", "Sơn Ngọc Thành"]) == ""


def test_a_unicode_name_in_a_column_of_old_text_stays() -> None:
    assert to_unicode("Đặng Văn Đức", "tcvn3") == "Đặng Văn Đức"
    assert to_unicode("Lê Hà", "vni") == "Lê Hà"


def test_lost_tcvn3_capitals_come_back_as_one_a_word() -> None:
    assert to_unicode("®Æng v¨n ®øc", "tcvn3") == "Đặng Văn Đức"


def test_the_soft_hyphen_is_a_letter() -> None:
    assert to_unicode("Th\xad", "tcvn3") == "Thư"


@pytest.mark.parametrize("word", ["Nguyễn", "Khuya", "Quốc", "Gìn", "Giêng", "Ửng", "Ngoằn", "Thuở", "Quý", "Ê"])
def test_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["ViÖt", "NguyÔn", "Coäng", "hßa", "Thöôøng", "Nguyeãn", "áà", "brông"])
def test_what_no_vietnamese_writes_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


def test_an_eight_bit_file_is_taken_for_windows_only_where_it_reads_best() -> None:
    assert decode_bytes([["NguyêÞn Thiò Thuyì"]]) == [["Nguyễn Thị Thuý"]]
    assert decode_bytes([[TCVN3[0]]]) == [[TCVN3[0]]]
    assert decode_bytes([["abc"]]) == [["abc"]]
