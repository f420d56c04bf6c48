"""What the rules of projects and needs must find in the families as they were made: the definitions a second time."""

from collections.abc import Iterator
from itertools import permutations

from registry.demo.people import DAY
from registry.demo.projects import GIVEN, Candidate, Part, Venture, group_on

NEED_DAYS, REPEAT_YEARS, SHARE = 180, 3, 70
RULES = ("NEED-production", "O02", "T09", "A02", "A06", "A07")
Took = tuple[Venture, Part]


def of_household(one: Candidate, taken: list[Took]) -> Iterator[str]:
    """Of a family, and of its lines."""
    if one.asked_on and (DAY - one.asked_on).days > NEED_DAYS and not any(_serves(one, *took) for took in taken):
        yield "NEED-production"
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
