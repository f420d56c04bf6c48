import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.messages import Message
from registry.vn.numbers import format_hundredths, format_int, parse_int, parse_percent


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "0"), (999, "999"), (1000, "1.000"), (1234567, "1.234.567"), (-1500000, "-1.500.000")]
)
def test_thousands_are_parted_by_dots(number: int, shown: str) -> None:
    assert format_int(number) == shown


@pytest.mark.parametrize(
    "typed", ["1.234.567", "1234567", " 1.234.567 ", "1 234 567", "1\u00a0234\u00a0567", "１２３４５６７"]
)
def test_a_number_is_read_however_it_is_typed(typed: str) -> None:
    assert parse_int(typed) == 1234567


@pytest.mark.parametrize(
    "typed", ["1.5", "1,5", "1,234", "12.34.567", "1.234 567", "abc", "12 triệu", "", "-", "1.", "២"]
)
def test_what_is_no_whole_number_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValueError) as error:
        parse_int(typed)
    assert isinstance(error.value.args[0], Message)
    assert "1.500.000" in str(error.value)


@pytest.mark.parametrize("typed", ["9" * 16, "9" * 5000, "1" + ".000" * 6])
def test_a_number_too_long_to_keep_is_refused(typed: str) -> None:
    with pytest.raises(ValueError) as error:
        parse_int(typed)
    assert "15 chữ số" in str(error.value)


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_a_number_shown_reads_back_as_itself(number: int) -> None:
    assert parse_int(format_int(number)) == number


@given(st.text())
def test_no_typed_text_breaks_the_reader(typed: str) -> None:
    try:
        parse_int(typed)
    except ValueError as error:
        assert isinstance(error.args[0], Message)


@pytest.mark.parametrize("typed", ["7,92", "7.92", " 7,92 % ", "7,92%/năm", "7,92% / năm", "7,92 phần trăm một năm"])
def test_a_rate_is_read_however_it_is_typed(typed: str) -> None:
    assert parse_percent(typed) == 792


@pytest.mark.parametrize("typed", ["7,925", "0.0792", "bảy", "", "%", "7,92%/tháng", "-1", "7.", "1.000,5", "٧"])
def test_what_is_no_rate_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValueError) as error:
        parse_percent(typed)
    assert "ví dụ 7,92" in str(error.value)


@pytest.mark.parametrize(("number", "shown"), [(792, "7,92"), (660, "6,6"), (300, "3"), (5, "0,05"), (0, "0")])
def test_hundredths_stand_behind_a_comma(number: int, shown: str) -> None:
    assert format_hundredths(number) == shown


@given(st.integers(0, 99_999))
def test_a_rate_shown_reads_back_as_itself(number: int) -> None:
    assert parse_percent(format_hundredths(number)) == parse_percent(str(number / 100)) == number
