"""Golden fixtures of domain.md §6.3 that rules and parameters must always give."""

from datetime import date

import pytest

from registry.checks.classification import Evidence, classify
from registry.models import PovertyStandard
from registry.vn.dates import PartialDate, at_least
from tests.commands.world import standard


@pytest.fixture
def old() -> PovertyStandard:
    return standard("2016")


@pytest.fixture
def new() -> PovertyStandard:
    return standard("2022")


def by_income(income: int, deprivations: int, area: str = "rural") -> Evidence:
    return Evidence(area, income, None, None, deprivations)


def by_points(b1: int, b2: int | None, area: str = "rural", deprivations: int = 0) -> Evidence:
    return Evidence(area, None, b1, b2, deprivations)


@pytest.mark.parametrize(
    ("income", "deprivations", "expected"),
    [(1_500_000, 3, "poor"), (1_500_000, 2, "near_poor"), (1_500_001, 3, "average"), (1_500_001, 0, "average")],
)
def test_3_a_rural_household_by_the_standard_of_2022(
    new: PovertyStandard, income: int, deprivations: int, expected: str
) -> None:
    assert classify(new, by_income(income, deprivations)) == expected


def test_4_the_standard_of_2016_needs_no_deprivation_below_its_policy_line(old: PovertyStandard) -> None:
    assert classify(old, by_income(700_000, 0)) == "poor"


@pytest.mark.parametrize(
    ("income", "deprivations", "expected"),
    [
        (700_001, 0, "near_poor"),
        (700_001, 3, "poor"),
        (1_000_000, 2, "near_poor"),
        (1_000_001, 3, "average"),
        (1_500_000, 0, "average"),
        (1_500_001, 9, "not_poor"),
    ],
)
def test_the_standard_of_2016_one_dong_to_either_side(
    old: PovertyStandard, income: int, deprivations: int, expected: str
) -> None:
    assert classify(old, by_income(income, deprivations)) == expected


@pytest.mark.parametrize(
    ("area", "income", "expected"),
    [
        ("urban", 2_000_000, "poor"),
        ("urban", 2_000_001, "average"),
        ("urban", 3_000_001, "not_poor"),
        ("rural", 2_250_000, "average"),
        ("rural", 2_250_001, "not_poor"),
    ],
)
def test_a_reform_that_makes_a_household_urban_moves_its_lines(
    new: PovertyStandard, area: str, income: int, expected: str
) -> None:
    assert classify(new, by_income(income, 3, area)) == expected


@pytest.mark.parametrize(
    ("b1", "b2", "area", "expected"),
    [
        (120, 0, "rural", "poor"),
        (121, 20, "rural", "near_poor"),
        (150, 30, "rural", "poor"),
        (151, 90, "rural", "not_poor"),
        (140, 0, "urban", "poor"),
        (175, 30, "urban", "poor"),
        (175, 20, "urban", "near_poor"),
        (176, 30, "urban", "not_poor"),
    ],
)
def test_points_of_2016(old: PovertyStandard, b1: int, b2: int, area: str, expected: str) -> None:
    assert classify(old, by_points(b1, b2, area)) == expected


@pytest.mark.parametrize(
    ("b1", "b2", "area", "expected"),
    [
        (140, 30, "rural", "poor"),
        (140, 20, "rural", "near_poor"),
        (141, 30, "rural", "not_poor"),
        (175, 30, "urban", "poor"),
        (176, 30, "urban", "not_poor"),
    ],
)
def test_points_of_2022(new: PovertyStandard, b1: int, b2: int, area: str, expected: str) -> None:
    assert classify(new, by_points(b1, b2, area)) == expected


def test_deprivations_stand_in_for_points_that_are_missing(new: PovertyStandard) -> None:
    assert classify(new, by_points(140, None, deprivations=3)) == "poor"
    assert classify(new, by_points(140, None, deprivations=2)) == "near_poor"


def test_without_income_and_points_there_is_nothing_to_compare(new: PovertyStandard) -> None:
    assert classify(new, Evidence("rural", None, None, 30, 3)) is None


def test_5_who_is_born_in_1941_is_eighty_for_certain_only_at_the_end_of_2021() -> None:
    born = PartialDate(1941)
    assert at_least(born, 80, date(2021, 6, 30)) == (False, False)
    assert at_least(born, 80, date(2021, 12, 31)) == (True, True)
