"""What the rules of houses must find in the families as they were made: the definitions a second time."""

from collections.abc import Iterator
from datetime import date
from itertools import permutations

from registry.demo.houses import APPROVED, BEGUN, LENT, SPAN, House, is_temporary, was_split_off
from registry.demo.people import DAY, Family

START_DAYS, SEPARATE_YEARS, MENDED_YEARS = 90, 3, 10
FOR_THE_POOR = frozenset({"QD33"})
RULES = ("E05", "I04", "O01", "T07", "T08", "A01-housing")


def of_household(class_: str, weak: frozenset[str], houses: list[House]) -> Iterator[str]:
    """Of the household itself; `class_` and `weak` are those in force."""
    if class_ == "poor" and is_temporary(weak) and not houses:
        yield "E05"
    if any(_too_often(one, other) for one, other in permutations([h for h in houses if h.status in APPROVED], 2)):
        yield "O01"


def of_house(family: Family, house: House, spans: list[SPAN]) -> Iterator[str]:
    """Of one of its lines."""
    if house.status not in APPROVED or house.decided is None:
        return
    then = next((class_ for starts, ends, class_ in spans if starts <= house.decided < ends), "not_poor")
    wrong = house.programme in FOR_THE_POOR and then != "poor"
    if wrong or (was_split_off(family) and family.starts > _years_before(house.decided, SEPARATE_YEARS)):
        yield "I04"
    if house.started is None and (DAY - house.decided).days > START_DAYS:
        yield "T07"
    if house.status in BEGUN and house.started and (house.finished or DAY) > _years_before(house.started, -1):
        yield "T08"
    if house.programme == "QD33" and house.amounts.get("loan", 0) > LENT:
        yield "A01-housing"


def _too_often(one: House, other: House) -> bool:
    if one.decided is None or other.decided is None or other.work != "new":
        return False
    if one.work == "new":
        return True
    soon = one.decided > _years_before(other.decided, MENDED_YEARS)
    return one.decided <= other.decided and soon


def _years_before(day: date, years: int) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap else day.day)
