import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.messages import Message
from registry.vn.ids import (
    CCCD12,
    CMND9,
    DDCN12,
    FEMALE,
    MALE,
    PROVINCES,
    check_number,
    guess_kind,
    mask,
    normalise_number,
    problem,
)

GOOD = "094085001234"  # Sóc Trăng, a man born in 1985


def test_a_number_that_lost_its_zero_in_Excel_gets_it_back_with_a_warning() -> None:
    number, warnings = normalise_number("94085001234")
    assert number == GOOD
    assert len(warnings) == 1
    assert "số 0" in str(warnings[0])


@pytest.mark.parametrize(
    "typed",
    [
        GOOD,
        " 094085001234 ",
        "094 085 001 234",
        "094.085.001.234",
        "094-085-001234",
        "０９４０８５００１２３４",
        "'094085001234",
    ]
    + ["094\u00a0085\u200b001234", "094085001234.0"],
)
def test_a_number_is_read_however_it_is_typed(typed: str) -> None:
    assert normalise_number(typed) == (GOOD, [])


def test_a_number_with_a_missing_digit_is_not_padded() -> None:
    number, warnings = normalise_number("09408500123")
    assert (number, warnings) == ("09408500123", [])
    assert problem(CCCD12, number) is not None


@pytest.mark.parametrize("typed", ["9,4085E+10", "9.4085E+10", "9.4085e10", "9E+10", " 1,23E+11 "])
def test_a_number_Excel_cut_short_is_refused_with_the_remedy(typed: str) -> None:
    with pytest.raises(ValueError) as error:
        normalise_number(typed)
    assert isinstance(error.value.args[0], Message)
    assert "Excel" in str(error.value)


@pytest.mark.parametrize(
    ("kind", "number"), [(CCCD12, GOOD), (DDCN12, "094315001234"), (CMND9, "366123456"), (CMND9, "012345678")]
)
def test_a_right_number_raises_no_problem(kind: str, number: str) -> None:
    assert problem(kind, number) is None


@pytest.mark.parametrize(
    ("kind", "number", "word"),
    [
        (CCCD12, "09408500123A", "chữ số"),
        (CCCD12, "366123456", "12"),
        (DDCN12, "0940850012345", "12"),
        (CMND9, GOOD, "9"),
        (CMND9, "", "Hãy nhập"),
        (CCCD12, "០៩៤០៨៥០០១២៣៤", "chữ số"),
    ],
)
def test_what_cannot_be_an_id_is_a_problem(kind: str, number: str, word: str) -> None:
    assert word in str(problem(kind, number))


@pytest.mark.parametrize(
    ("number", "sex", "year"),
    [
        (GOOD, MALE, 1985),
        ("094185001234", FEMALE, 1985),
        ("092215001234", MALE, 2015),
        ("093315001234", FEMALE, 2015),
        (GOOD, None, None),
    ],
)
def test_a_number_that_fits_the_person_passes_in_silence(number: str, sex: str | None, year: int | None) -> None:
    assert check_number(CCCD12, number, sex, year) == []


@pytest.mark.parametrize(
    ("number", "sex", "year", "word"),
    [
        (GOOD, FEMALE, 1985, "giới tính"),
        (GOOD, MALE, 1986, "năm sinh 1985"),
        (GOOD, MALE, 2085, "năm sinh 1985"),
        ("094290001234", MALE, 1990, "năm sinh 2090"),
        ("097085001234", MALE, 1985, "mã tỉnh 097"),
        ("094485001234", None, None, "thứ tư"),
        ("0940850012", MALE, 1985, "12"),
    ],
)
def test_a_number_that_does_not_fit_the_person_is_a_warning(
    number: str, sex: str | None, year: int | None, word: str
) -> None:
    warnings = check_number(CCCD12, number, sex, year)
    assert len(warnings) == 1
    assert word in str(warnings[0])


def test_every_doubt_is_told_at_once() -> None:
    assert len(check_number(CCCD12, "097185001234", MALE, 1990)) == 3


def test_an_old_card_tells_nothing_about_its_holder() -> None:
    assert check_number(CMND9, "366123456", FEMALE, 1960) == []


def test_the_63_provinces_of_before_2025_keep_their_codes() -> None:
    assert len(PROVINCES) == 63
    assert {"001", "079", "092", "093", "094", "096"} <= PROVINCES
    assert all(len(code) == 3 and code.isdigit() and code <= "096" for code in PROVINCES)


@pytest.mark.parametrize(
    ("number", "kind"), [(GOOD, CCCD12), ("366123456", CMND9), ("0901234567", None), ("", None), ("abc", None)]
)
def test_the_kind_is_guessed_from_the_count_of_digits(number: str, kind: str | None) -> None:
    assert guess_kind(number) == kind


@pytest.mark.parametrize(
    ("number", "shown"), [(GOOD, "094•••••1234"), ("366123456", "36••••456"), ("12345", "•••••"), ("", "")]
)
def test_a_masked_number_keeps_its_ends_only(number: str, shown: str) -> None:
    assert mask(number) == shown


@given(st.text())
def test_no_typed_text_breaks_the_reader(typed: str) -> None:
    try:
        number, _ = normalise_number(typed)
    except ValueError as error:
        assert isinstance(error.args[0], Message)
    else:
        assert all(isinstance(each, Message) for each in check_number(CCCD12, number, MALE, 1985))
        assert guess_kind(number) in (None, CCCD12, CMND9)


@given(st.from_regex(r"[0-9]{12}", fullmatch=True))
def test_warnings_never_hold_the_number_itself(number: str) -> None:
    assert not any(number in str(each) for each in check_number(CCCD12, number, FEMALE, 1800))
