"""Amounts in words, in the cases that other libraries get wrong."""

import pytest

from registry.vn.words import amount_words, number_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (115, "một trăm mười lăm"),
        (1_000, "một nghìn"),
        (1_005, "một nghìn không trăm linh năm"),
        (1_015, "một nghìn không trăm mười lăm"),
        (21_000, "hai mươi mốt nghìn"),
        (105_000, "một trăm linh năm nghìn"),
        (804_600, "tám trăm linh bốn nghìn sáu trăm"),
        (1_000_005, "một triệu không trăm linh năm"),
        (1_005_000, "một triệu không trăm linh năm nghìn"),
        (12_015_000, "mười hai triệu không trăm mười lăm nghìn"),
        (1_000_000_005, "một tỷ không trăm linh năm"),
        (4_001_015_000, "bốn tỷ không trăm linh một triệu không trăm mười lăm nghìn"),
        (15_005_000_000_000, "mười lăm nghìn không trăm linh năm tỷ"),
        (1_000_000_000_000_000_000, "một tỷ tỷ"),
        (-21, "âm hai mươi mốt"),
    ],
)
def test_a_number_reads_as_a_cashier_says_it(number: int, words: str) -> None:
    assert number_words(number) == words


def test_an_amount_begins_with_a_capital_and_ends_in_dong() -> None:
    assert amount_words(4_001_015_000) == "Bốn tỷ không trăm linh một triệu không trăm mười lăm nghìn đồng"
    assert amount_words(0) == "Không đồng"


def test_no_two_amounts_read_alike() -> None:
    numbers = [*range(2_000), *range(999_000, 1_002_000), *range(1_000_000_000, 1_000_003_000)]
    assert len({number_words(number) for number in numbers}) == len(set(numbers))
