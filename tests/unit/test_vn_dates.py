from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.messages import Message
from registry.vn.dates import (
    PartialDate,
    age_text,
    at_least,
    format_day,
    format_partial,
    parse_birth,
    parse_day,
    under,
)

BORN_1941 = PartialDate(1941)


def sentence(error: pytest.ExceptionInfo[ValueError]) -> str:
    assert isinstance(error.value.args[0], Message)
    return str(error.value)


@pytest.mark.parametrize(
    ("typed", "birth"),
    [
        ("1954", PartialDate(1954)),
        (" 1954 ", PartialDate(1954)),
        ("5/1954", PartialDate(1954, 5)),
        ("05-1954", PartialDate(1954, 5)),
        ("1/5/1954", PartialDate(1954, 5, 1)),
        ("01.05.1954", PartialDate(1954, 5, 1)),
        ("1 / 5 / 1954", PartialDate(1954, 5, 1)),
        ("０１/０５/１９５４", PartialDate(1954, 5, 1)),
        ("1954-05-01", PartialDate(1954, 5, 1)),
        ("1954-05", PartialDate(1954, 5)),
        ("29/2/2004", PartialDate(2004, 2, 29)),
        ("00/00/1954", PartialDate(1954)),
        ("00/05/1954", PartialDate(1954, 5)),
    ],
)
def test_a_birth_is_read_as_far_as_it_is_known(typed: str, birth: PartialDate) -> None:
    assert parse_birth(typed) == birth


@pytest.mark.parametrize("typed", ["54", "5/54", "01/05/54", "1-5-54"])
def test_a_year_of_two_digits_is_asked_for_in_four(typed: str) -> None:
    with pytest.raises(ValueError) as error:
        parse_birth(typed)
    assert "đủ 4 chữ số" in sentence(error)


@pytest.mark.parametrize("typed", ["31/02/1954", "13/1954", "05/31/1954", "29/02/2003", "15/00/1954"])
def test_a_day_the_calendar_lacks_is_refused(typed: str) -> None:
    with pytest.raises(ValueError) as error:
        parse_birth(typed)
    assert "không có trong lịch" in sentence(error)
    assert typed in sentence(error)


@pytest.mark.parametrize("typed", ["", "   ", "khoảng 1954", "1954/5/1/2", "19840", "1/5/", "1954-05-01T00:00", "១៩៥៤"])
def test_what_is_no_date_gets_an_example(typed: str) -> None:
    with pytest.raises(ValueError) as error:
        parse_birth(typed)
    assert "01/05/1954" in sentence(error)


@pytest.mark.parametrize("typed", ["0054", "1/1/0000", "2564", "9999-12-31"])
def test_a_year_out_of_all_bounds_is_refused(typed: str) -> None:
    with pytest.raises(ValueError) as error:
        parse_birth(typed)
    assert "Năm" in sentence(error)


@given(st.text())
def test_no_typed_text_breaks_the_reader(typed: str) -> None:
    for parse in (parse_birth, parse_day):
        try:
            parse(typed)
        except ValueError as error:
            assert isinstance(error.args[0], Message)
            assert len(str(error)) < 250


@pytest.mark.parametrize(
    ("birth", "shown", "iso"),
    [
        (PartialDate(1954), "1954", "1954"),
        (PartialDate(1954, 5), "05/1954", "1954-05"),
        (PartialDate(1954, 5, 1), "01/05/1954", "1954-05-01"),
    ],
)
def test_a_birth_is_shown_as_far_as_it_is_known(birth: PartialDate, shown: str, iso: str) -> None:
    assert (format_partial(birth), birth.iso()) == (shown, iso)
    assert parse_birth(shown) == parse_birth(iso) == birth


@pytest.mark.parametrize(
    ("birth", "earliest", "latest"),
    [
        (PartialDate(1954), date(1954, 1, 1), date(1954, 12, 31)),
        (PartialDate(2004, 2), date(2004, 2, 1), date(2004, 2, 29)),
        (PartialDate(1954, 12), date(1954, 12, 1), date(1954, 12, 31)),
        (PartialDate(1954, 5, 1), date(1954, 5, 1), date(1954, 5, 1)),
    ],
)
def test_a_birth_lies_between_two_days(birth: PartialDate, earliest: date, latest: date) -> None:
    assert (birth.earliest(), birth.latest()) == (earliest, latest)


@pytest.mark.parametrize("parts", [(1954, None, 1), (1954, 13, None), (1954, 2, 30), (1954, 5, 0), (0, None, None)])
def test_an_impossible_partial_date_cannot_exist(parts: tuple[int, int | None, int | None]) -> None:
    with pytest.raises(ValueError) as error:
        PartialDate(*parts)
    assert sentence(error)


@pytest.mark.parametrize(
    "typed", ["05/02/2021", "5/2/2021", "5.2.2021", "5-2-2021", "2021-02-05", " 05/02/2021 ", "05022021"]
)
def test_a_day_is_read_however_it_is_typed(typed: str) -> None:
    assert parse_day(typed) == date(2021, 2, 5)


@pytest.mark.parametrize("typed", ["2021", "2/2021", "00/02/2021", "05/02/21", "31/02/2021", "", "hôm nay"])
def test_a_day_must_be_whole_and_real(typed: str) -> None:
    with pytest.raises(ValueError) as error:
        parse_day(typed)
    assert sentence(error)


def test_a_day_that_cannot_be_read_says_nothing_of_births() -> None:
    with pytest.raises(ValueError) as error:
        parse_day("hôm qua")
    assert sentence(error) == "Không đọc được ngày “hôm qua”. Hãy nhập ngày/tháng/năm, ví dụ 05/02/2021."


@given(st.dates(min_value=date(1800, 1, 1), max_value=date(2199, 12, 31)))
def test_a_day_shown_reads_back_as_itself(day: date) -> None:
    assert parse_day(format_day(day)) == day
    assert parse_birth(format_day(day)).latest() == day


def test_days_are_shown_with_both_zeros() -> None:
    assert format_day(date(2021, 2, 5)) == "05/02/2021"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2020, 12, 31), (False, True)),
        (date(2021, 1, 1), (False, False)),
        (date(2021, 6, 30), (False, False)),
        (date(2021, 12, 30), (False, False)),
        (date(2021, 12, 31), (True, True)),
    ],
)
def test_born_1941_is_surely_80_only_on_the_last_day_of_2021(day: date, expected: tuple[bool, bool]) -> None:
    assert at_least(BORN_1941, 80, day) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2021, 4, 30), (False, True)),
        (date(2021, 5, 1), (False, False)),
        (date(2021, 5, 30), (False, False)),
        (date(2021, 5, 31), (True, True)),
    ],
)
def test_born_in_may_2005_is_surely_16_only_on_the_31st(day: date, expected: tuple[bool, bool]) -> None:
    assert at_least(PartialDate(2005, 5), 16, day) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2020, 12, 31), (True, True)),
        (date(2021, 1, 1), (False, False)),
        (date(2021, 12, 30), (False, False)),
        (date(2021, 12, 31), (False, True)),
    ],
)
def test_born_2015_is_surely_under_6_only_until_2021_begins(day: date, expected: tuple[bool, bool]) -> None:
    assert under(PartialDate(2015), 6, day) == expected


def test_a_birthday_counts_from_the_day_itself() -> None:
    born = PartialDate(2005, 5, 10)
    assert at_least(born, 16, date(2021, 5, 9)) == (False, True)
    assert at_least(born, 16, date(2021, 5, 10)) == (True, True)
    assert under(born, 16, date(2021, 5, 9)) == (True, True)
    assert under(born, 16, date(2021, 5, 10)) == (False, True)


def test_born_on_29_february_grows_older_on_1_march() -> None:
    born = PartialDate(2004, 2, 29)
    assert at_least(born, 17, date(2021, 2, 28)) == (False, True)
    assert at_least(born, 17, date(2021, 3, 1)) == (True, True)


@given(
    st.dates(date(1920, 1, 1), date(2021, 12, 31)),
    st.integers(0, 100),
    st.integers(-400, 400),
)
def test_a_known_birthday_is_never_uncertain(born: date, years: int, offset: int) -> None:
    birth = PartialDate(born.year, born.month, born.day)
    day = born + timedelta(days=int(years * 365.25) + offset)
    reached, certain = at_least(birth, years, day)
    assert certain
    assert under(birth, years, day) == (not reached, True)


@given(st.integers(1920, 2021), st.integers(0, 100), st.dates(date(1920, 1, 1), date(2121, 12, 31)))
def test_a_year_alone_is_certain_just_when_every_day_of_it_agrees(year: int, years: int, day: date) -> None:
    days = [PartialDate(year, month, 1) for month in range(1, 13)]
    ends = [PartialDate(year, 1, 1), *days, PartialDate(year, 12, 31)]
    answers = {at_least(PartialDate(b.year, b.month, b.earliest().day), years, day)[0] for b in ends}
    answer, certain = at_least(PartialDate(year), years, day)
    assert certain == (len(answers) == 1)
    assert answer == (answers == {True})


@pytest.mark.parametrize(
    ("birth", "shown"),
    [
        (PartialDate(1954, 5, 1), "67 tuổi"),
        (PartialDate(1954), "66-67 tuổi"),
        (PartialDate(1954, 12), "66-67 tuổi"),
        (PartialDate(1954, 3), "67 tuổi"),
        (PartialDate(2021, 3, 1), "dưới 1 tuổi"),
        (PartialDate(2021), "dưới 1 tuổi"),
        (PartialDate(2020), "0-1 tuổi"),
        (PartialDate(2022), "chưa sinh"),
    ],
)
def test_an_age_is_told_as_far_as_it_is_known(birth: PartialDate, shown: str) -> None:
    assert str(age_text(birth, date(2021, 12, 15))) == shown
