"""Cut a household's dated facts into periods during which nothing about it changed (docs/decisions/0002)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from registry.models.ethnic import KHMER, is_minority
from registry.storage import OPEN
from registry.vn.fold import search_text
from registry.vn.sort import name_key

ESCAPED_FROM = ("poor", "near_poor")


class Span(NamedTuple):
    """Something that held from `starts` up to, not including, `ends`."""

    starts: date
    ends: date
    value: Any


class Somebody(NamedTuple):
    """What a period needs to know of a member."""

    id: int
    name: str
    sex: str
    ethnicity: str
    died_on: date | None


class Recognised(NamedTuple):
    """A class and the first day it counts: the decision's, but not before its standard applies; in the order of
    time, of one day the last recorded last."""

    starts: date
    id: int
    class_: str


@dataclass
class Facts:
    """All dated facts of one household."""

    household_id: int
    code: str
    starts: date
    ends: date
    homes: list[Span] = field(default_factory=list)
    heads: list[Span] = field(default_factory=list)
    members: list[Span] = field(default_factory=list)
    classes: list[Recognised] = field(default_factory=list)
    hamlets: dict[int, str] = field(default_factory=dict)


def periods(facts: Facts) -> Iterator[dict[str, Any]]:
    """Rows of household_period, in order; none for the days before the household has a home."""
    standing = _class_spans(sorted(facts.classes))
    days = sorted({day for day in _cuts(facts, standing) if facts.starts <= day < facts.ends})
    for starts, ends in pairwise([*days, facts.ends]):
        home = _at(facts.homes, starts)
        if home is not None:
            yield _row(facts, standing, home, starts, ends)


def _cuts(facts: Facts, standing: list[Span]) -> Iterator[date]:
    yield facts.starts
    for span in (*facts.homes, *facts.heads, *facts.members, *standing):
        yield span.starts
        yield span.ends
    for span in facts.members:
        if span.value.died_on:
            yield span.value.died_on


def _row(facts: Facts, standing: list[Span], home: tuple[int, int | None], starts: date, ends: date) -> dict[str, Any]:
    people = _living(facts.members, starts)
    head = _at(facts.heads, starts)
    class_, class_from, class_id, escaped_on = _at(standing, starts) or ("not_poor", None, None, None)
    unit_id, hamlet_id = home
    return {
        "household_id": facts.household_id,
        "code": facts.code,
        "starts": starts,
        "ends": ends,
        "unit_id": unit_id,
        "hamlet_id": hamlet_id,
        "class_": class_,
        "class_from": class_from,
        "class_id": class_id,
        "escaped_on": escaped_on,
        "head_id": head.id if head else None,
        "head_sex": head.sex if head else "",
        "head_name": head.name if head else "",
        "head_sort": name_key(head.name) if head else b"",
        "ethnicity": head.ethnicity if head else "",
        **_counts(people),
        "search": _search(facts, people, hamlet_id),
    }


def _living(members: list[Span], day: date) -> list[Somebody]:
    """Who belongs to the household on the day, each once even where old lists give somebody two rows."""
    holding = (span.value for span in members if span.starts <= day < span.ends)
    return list({person.id: person for person in holding if not _dead(person, day)}.values())


def _counts(people: list[Somebody]) -> dict[str, int]:
    return {
        "members": len(people),
        "women": sum(person.sex == "female" for person in people),
        "khmer": sum(person.ethnicity == KHMER for person in people),
        "minority": sum(is_minority(person.ethnicity) for person in people),
    }


def _search(facts: Facts, people: list[Somebody], hamlet_id: int | None) -> str:
    hamlet = facts.hamlets.get(hamlet_id, "") if hamlet_id else ""
    return search_text(*(person.name for person in people), hamlet, facts.code)[:4000]


def _class_spans(classes: list[Recognised]) -> list[Span]:
    """Each class until the next; `escaped_on` is the day the household last left poor or near-poor for good class."""
    spans, escaped_on, previous = [], None, "not_poor"
    for index, now in enumerate(classes):
        ends = classes[index + 1].starts if index + 1 < len(classes) else OPEN
        escaped_on = _escape(previous, now, escaped_on)
        if now.starts < ends:
            spans.append(Span(now.starts, ends, (now.class_, now.starts, now.id, escaped_on)))
        previous = now.class_
    return spans


def _escape(previous: str, now: Recognised, escaped_on: date | None) -> date | None:
    """Re-entry ends the window, a second exit restarts it (QĐ 28/2015; domain.md §2.6)."""
    if now.class_ in ESCAPED_FROM:
        return None
    return now.starts if previous in ESCAPED_FROM else escaped_on


def _at(spans: Iterable[Span], day: date) -> Any:
    """What held on the day; the latest begun where records overlap."""
    holding = [span for span in spans if span.starts <= day < span.ends]
    return max(holding, key=lambda span: span.starts).value if holding else None


def _dead(person: Somebody, day: date) -> bool:
    return person.died_on is not None and person.died_on <= day
