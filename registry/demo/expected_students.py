"""What the rules of pupils must find in the families as they were made: the definitions a second time, in plain
Python."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from registry.demo.people import DAY, Family, Soul
from registry.demo.students import APPROVED, AT_UNIVERSITY, LUNCH, NEW, OLD, SINCE, THIS, Aid, class_on

RULES = ("E06", "E07", "I03", "O03", "A03", "T05")
Span = tuple[date, date, str]


def of_person(soul: Soul, spans: list[Span], aids: list[Aid]) -> Iterator[str]:
    """The rules that find a living member, by the member's own lines."""
    if class_on(spans, DAY) == "poor" and _of_school_age(soul):
        of_year = [aid for aid in aids if aid.year == THIS]
        if all(aid.reason == "left_school" for aid in of_year):
            yield "E06"
        elif not any(aid.policy == "CPHT" and aid.status in APPROVED for aid in of_year):
            yield "E07"
    given = [aid for aid in aids if aid.status in APPROVED and aid.policy != "KHUYEN_HOC"]
    if any(_doubled(one, other) for one, other in combinations(given, 2)):
        yield "O03"


def of_line(aid: Aid, spans: list[Span]) -> Iterator[str]:
    """The rules that find a line."""
    if aid.status not in APPROVED:
        return
    if aid.policy == "CPHT" and aid.ground == "poor" and class_on(spans, aid.decided or DAY) != "poor":
        yield "I03"
    if (aid.months or 0) > (10 if aid.policy == "SV_DTTS" else 9) or aid.total not in (0, _due(aid)):
        yield "A03"
    if aid.policy == "CPHT" and _late(aid):
        yield "T05"


def look(family: Family, spans: list[Span], aids: list[Aid]) -> Iterator[tuple[str, Soul | Aid]]:
    """Every rule with whom or what it finds in the family."""
    for soul in family.living():
        own = [aid for aid in aids if aid.soul is soul]
        yield from ((rule, soul) for rule in of_person(soul, spans, own))
    for aid in aids:
        yield from ((rule, aid) for rule in of_line(aid, spans))


def _of_school_age(soul: Soul) -> bool:
    """Where only the year is known, three at its end and sixteen at its beginning."""
    latest = date(soul.born.year, 12, 31) if soul.year_only else soul.born
    earliest = date(soul.born.year, 1, 1) if soul.year_only else soul.born
    day = (DAY.month, DAY.day)
    three = (latest.year + 3, latest.month, latest.day) <= (DAY.year, *day)
    return three and (earliest.year + 16, earliest.month, earliest.day) > (DAY.year, *day)


def _doubled(one: Aid, other: Aid) -> bool:
    same = one.year == other.year and one.starts < other.ends and other.starts < one.ends
    return same and (one.policy == other.policy == "CPHT" or one.school != other.school)


def _due(aid: Aid) -> int:
    """The sum of all months, each by the rate of its last day; a fund's present is what it is."""
    if aid.policy == "CPHT":
        return sum(_rate(aid, at) for at in range(aid.months or 0))
    monthly = {"AN_TRUA": LUNCH, "SV_DTTS": AT_UNIVERSITY}.get(aid.policy, aid.rate or 0)
    return monthly * aid.months if aid.months else aid.total


def _rate(aid: Aid, at: int) -> int:
    months = aid.starts.year * 12 + aid.starts.month + at
    next_month = date(months // 12, months % 12 + 1, 1)
    return OLD if next_month <= SINCE else NEW


def _late(aid: Aid) -> bool:
    """Nothing by 31 December, or not all by 31 May; the deadlines of this school year have not come."""
    first, second = date(aid.year, 12, 31), date(aid.year + 1, 5, 31)
    paid = {day: sum(amount for on, amount, _ in aid.paid if on <= day) for day in (first, second)}
    return (first < DAY and paid[first] <= 0) or (second < DAY and paid[second] < aid.total)
