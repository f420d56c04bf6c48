"""What the rules of projects and needs must find in the families as they were made: the definitions a second time."""

from collections.abc import Iterator
from datetime import date
from itertools import permutations

from registry.demo.people import DAY
from registry.demo.projects import GIVEN, LISTED, WINDOW, Candidate, Part, Venture, group_on, standing
from registry.storage import OPEN
from registry.vn.dates import months_before

NEED_DAYS, REPEAT_YEARS, SHARE = 180, 3, 70
RULES = ("E08", "E09", "NEED-production", "O02", "T09", "A02", "A06", "A07")
Took = tuple[Venture, Part]


def of_household(one: Candidate, taken: list[Took]) -> Iterator[str]:
    """Of a family, and of its lines."""
    if one.asked_on and (DAY - one.asked_on).days > NEED_DAYS and not any(_serves(one, *took) for took in taken):
        yield "NEED-production"
    class_, escaped = standing(one.spans, DAY)
    reached = one.lent or any(venture.status in GIVEN for venture, _ in taken)
    if class_ in LISTED and one.able and one.wants and not reached:
        yield "E08"
    lines = [*one.served, *((v.proposed, v.closed or OPEN, v.status in GIVEN) for v, _ in taken if v.has_served)]
    if escaped and escaped > months_before(DAY, WINDOW) and _is_dropped(escaped, lines):
        yield "E09"
    if any(_alike(first, second) for (first, _), (second, _) in permutations(taken, 2)):
        yield "O02"


def of_lines(venture: Venture) -> Iterator[tuple[str, Part]]:
    """Of the lines of a project."""
    for part in venture.parts:
        if part.handed and (venture.decided is None or part.handed < venture.decided):
            yield "T09", part
    if not venture.is_approved:
        return
    for part in venture.parts:
        if sum(part.amounts.values()) != part.quantity * part.price:
            yield "A02", part
    capital = sum(venture.capital.values())
    if venture.parts and sum(sum(part.amounts.values()) for part in venture.parts) > capital:
        yield "A06", max(venture.parts, key=lambda part: part.id)
    groups = {part: group_on(part.who.spans, venture.counts_on) for part in venture.parts}
    others = [part for part, group in groups.items() if group == "other"]
    if (len(groups) - len(others)) * 100 < SHARE * len(groups):
        for part in others:
            yield "A07", part


def _is_dropped(escaped: date, lines: list[tuple[date, date, bool]]) -> bool:
    """Something served the family on the day before it left poverty; nothing does now."""
    before = any(starts < escaped <= ends for starts, ends, _ in lines)
    return before and not any(serves and starts <= DAY < ends for starts, ends, serves in lines)


def _serves(one: Candidate, venture: Venture, part: Part) -> bool:
    if part.handed is None or one.asked_on is None:
        return False
    return part.handed >= one.asked_on or venture.status in GIVEN


def _alike(first: Venture, second: Venture) -> bool:
    if not (first.is_approved and second.is_approved and first.decided and second.decided):
        return False
    both = first.programme == "POVERTY" and second.programme == "ETHNIC" and first.content == second.content
    earlier, later = sorted((first.decided, second.decided))
    return both and later < earlier.replace(year=earlier.year + REPEAT_YEARS)
