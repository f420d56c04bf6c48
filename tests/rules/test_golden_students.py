"""Golden fixture 7 of domain.md §6.3: the rate of CPHT changes inside a school year."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from registry.commands.change import command
from registry.kernel.actor import CONSOLE
from registry.models import Parameter
from registry.registers.students.aid import StudentAid
from registry.registers.students.rates import Rates, months_from
from registry.storage import OPEN, db
from registry.storage.transaction import transaction
from tests.rules.families_students import prepare


@pytest.fixture
def rates(world: Flask) -> Iterator[None]:
    with transaction():
        _prepare(CONSOLE)
    yield
    db.session.rollback()


@command("tests.students", "Dựng mức hỗ trợ", "")
def _prepare(actor: object) -> None:
    prepare()


@command("tests.rate_day", "Đổi cách chọn mức", "")
def _choose(actor: object, day: int) -> None:
    row = {"key": "student_rate_day", "scope": "", "value": str(day), "legal_basis": "-"}
    db.session.add(Parameter(**row, starts=date(2015, 9, 1), ends=OPEN))


def line(starts: date = date(2021, 9, 1), months: int = 9, policy: str = "CPHT", **more: object) -> StudentAid:
    return StudentAid(policy=policy, starts=starts, months=months, **more)


def test_7_cpht_from_september_2021_to_may_2022(rates: None) -> None:
    """NĐ 86/2015: 100.000 a month to 14/10/2021; NĐ 81/2021: 150.000 from 15/10/2021.

    By hand, each month at the rate of its last day: September 2021 (30/9) is before 15/10, so 100.000; October (31/10),
    November, December, January, February, March, April and May are after it, 8 x 150.000 = 1.200.000. In all
    1.300.000 đồng, neither 9 x 100.000 = 900.000 nor 9 x 150.000 = 1.350.000.
    """
    assert Rates().months(line()) == [100_000, *[150_000] * 8]
    assert Rates().due(line()) == 1_300_000
    assert Rates().in_words(line()) == "1 x 100.000; 8 x 150.000"


class Undone(Exception):
    """Takes a transaction back."""


def test_7_by_the_rate_of_the_first_day_october_too_is_paid_the_old_rate(rates: None) -> None:
    """The parameter says 1: on 1/10/2021 the rate still is 100.000, so 2 x 100.000 + 7 x 150.000 = 1.250.000."""
    with pytest.raises(Undone), transaction():
        _choose(CONSOLE, 1)
        assert Rates().due(line()) == 1_250_000
        raise Undone
    assert Rates().due(line()) == 1_300_000


@pytest.mark.parametrize(
    ("day", "old"), [(14, 2), (15, 1), (31, 1)], ids=["the day before", "the day itself", "the month's last day"]
)
def test_the_deciding_day_one_day_to_either_side(rates: None, day: int, old: int) -> None:
    with pytest.raises(Undone), transaction():
        _choose(CONSOLE, day)
        assert Rates().months(line()).count(100_000) == old
        raise Undone


def test_tuition_is_paid_at_what_the_line_says_and_nothing_is_known_without(rates: None) -> None:
    assert Rates().due(line(policy="MGHP", rate=60_000)) == 540_000
    assert Rates().due(line(policy="MGHP")) is None
    assert Rates().due(line(months=0)) is None


def test_months_go_over_the_new_year() -> None:
    found = list(months_from(date(2021, 11, 15), 3))
    assert found == [date(2021, 11, 1), date(2021, 12, 1), date(2022, 1, 1)]
