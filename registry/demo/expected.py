"""What the rules must find in the families as they were made: the definitions a second time, in plain Python."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Any

from registry.demo import expected_houses, expected_projects
from registry.demo.cards import COVERING, LISTED, Card, sixth_birthday
from registry.demo.codes import public_code
from registry.demo.houses import House
from registry.demo.people import DAY, Family, Soul
from registry.demo.projects import Candidate, Venture
from registry.storage import OPEN
from registry.vn.ids import CCCD12, DDCN12

RULES = (
    *expected_houses.RULES,
    *expected_projects.RULES,
    *("E01", "E02", "E03", "E04", "MISCLASSIFIED", "D01", "D04", "I01", "T01", "V01"),
    *("Q01", "Q02", "Q03", "Q04", "Q05"),
    *("E06", "E07", "I03", "O03", "A03", "T05"),
    *("NEED-credit", "I02", "D07", "O04", "A01", "A05"),
)
BY_BUDGET = frozenset({"HN", "CN", "TE", "BT", "CB", "HS"})
LOWER = {"poor": ("HS", "GD", "CN"), "near_poor": ("HS", "GD")}
DAYS = 30
Span = tuple[date, date, str]


class Expected:
    """Subjects of each rule, by their public codes, gathered family by family."""

    def __init__(self) -> None:
        self.subjects: dict[str, list[str]] = {rule: [] for rule in RULES}

    def manifest(self) -> dict[str, dict[str, Any]]:
        """How many and which, by rule."""
        found = {rule: sorted(subjects) for rule, subjects in self.subjects.items()}
        return {rule: {"count": len(subjects), "subjects": subjects} for rule, subjects in found.items()}

    def look(self, family: Family, spans: list[Span], cards: list[Card]) -> None:
        """A family that is there on the working day: `spans` are its classes and from when to when each held."""
        if not family.is_there:
            return
        class_ = class_on(spans)
        home = f"HH-{family.id:06d}"
        for rule in self._of_household(family, class_, cards):
            self.subjects[rule].append(home)
        for soul in family.living():
            own = [card for card in cards if card.soul is soul]
            for rule in (*_of_person(soul, class_, own), *_of_record(soul)):
                self.subjects[rule].append(f"{home}/{public_code(soul.id)}")
        for card in cards:
            for rule in _of_card(card, cards, spans):
                self.subjects[rule].append(f"{home}/{entry_code(card.id)}")

    def look_at_numbers(self, holders: list[tuple[Family, Card]]) -> None:
        """The cards of a commune: a number that stands on those of two people."""
        by_number: dict[str, dict[Soul, Family]] = defaultdict(dict)
        for family, card in holders:
            by_number[card.bhxh][card.soul] = family
        for people in by_number.values():
            for soul, family in people.items() if len(people) > 1 else ():
                if soul.died_on is None:
                    self.subjects["D04"].append(f"HH-{family.id:06d}/{public_code(soul.id)}")

    def look_at_houses(self, family: Family, spans: list[Span], weak: frozenset[str], houses: list[House]) -> None:
        """The houses of a family that is there; `weak` are the parts the sheet in force calls so."""
        if not family.is_there:
            return
        class_, home = class_on(spans), f"HH-{family.id:06d}"
        for rule in expected_houses.of_household(class_, weak, houses):
            self.subjects[rule].append(home)
        for house in houses:
            for rule in expected_houses.of_house(family, house, spans):
                self.subjects[rule].append(f"{home}/{entry_code(house.id)}")

    def look_at_projects(self, candidates: list[Candidate], ventures: list[Venture]) -> None:
        """The projects of a commune and the families that may take part."""
        for one in candidates:
            taken = [(venture, part) for venture in ventures for part in venture.parts if part.who is one]
            for rule in expected_projects.of_household(one, taken):
                self.subjects[rule].append(f"HH-{one.family.id:06d}")
        for venture in ventures:
            for rule, part in expected_projects.of_lines(venture):
                self.subjects[rule].append(f"HH-{part.who.family.id:06d}/{entry_code(part.id)}")

    def _of_household(self, family: Family, class_: str, cards: list[Card]) -> Iterator[str]:
        insured = {card.soul for card in cards if card.covers(DAY)}
        living = family.living()
        if class_ in LISTED:
            if living and not any(soul in insured for soul in living):
                yield "E03"
            older = [soul for soul in living if sixth_birthday(soul.born) <= DAY]
            lacking = [soul for soul in older if soul not in insured]
            if (older and not lacking) if family.ticked else lacking:
                yield "E04"
        if sum(starts <= DAY < ends for starts, ends, _ in family.heads) != 1:
            yield "Q05"


def class_on(spans: list[Span]) -> str:
    """The class on the working day."""
    return next((class_ for starts, ends, class_ in spans if starts <= DAY < ends), "not_poor")


def entry_code(number: int) -> str:
    """The code of the line of this number."""
    return f"T{public_code(number)}"


def _of_person(soul: Soul, class_: str, cards: list[Card]) -> Iterator[str]:
    codes = {card.code for card in cards if card.covers(DAY)}
    if class_ in LISTED:
        if not codes:
            yield "E01" if class_ == "poor" else "E02"
        elif codes <= set(LOWER[class_]):
            yield "MISCLASSIFIED"
    paid = [card for card in cards if card.status in COVERING and card.code in BY_BUDGET and card.starts <= DAY]
    if any(one.starts < other.ends and other.starts < one.ends for one, other in combinations(paid, 2)):
        yield "D01"


def _of_record(soul: Soul) -> Iterator[str]:
    fourteen = (soul.born.year + 14, *((12, 31) if soul.year_only else (soul.born.month, soul.born.day)))
    if not soul.numbers and fourteen <= (DAY.year, DAY.month, DAY.day):
        yield "Q01"
    citizen = [number for kind, number in soul.numbers if kind in (CCCD12, DDCN12)]
    if any((int(number[3]) % 2 == 1) != (soul.sex == "female") for number in citizen):
        yield "Q02"
    if any((2000 if number[3] in "23" else 1900) + int(number[4:6]) != soul.born.year for number in citizen):
        yield "Q03"
    if soul.born.year < 1900 or soul.born > DAY:
        yield "Q04"


def _of_card(card: Card, cards: list[Card], spans: list[Span]) -> Iterator[str]:
    if card.status not in COVERING:
        return
    if card.code == "HN" and any(_outlasts(card, *span) for span in spans):
        yield "I01"
    if card.code in ("HN", "CN") and card.starts <= DAY and card.row is not None and _is_late(card):
        yield "T01"
    died = card.soul.died_on
    if died is not None and (DAY - died).days > DAYS and card.starts <= died < card.ends and _unreported(card, died):
        yield "V01"


def _unreported(card: Card, died: date) -> bool:
    return card.status != "BAO_GIAM" or (card.stepped_on - died).days > DAYS


def _outlasts(card: Card, starts: date, ends: date, class_: str) -> bool:
    """The card goes on after the year in which the household stopped being poor, while it still is not."""
    grace_over = date(starts.year + 1, 1, 1)
    reached = max(card.starts, grace_over)
    left = class_ != "poor" and starts <= DAY
    return left and card.ends > grace_over and ends > reached and max(starts, reached) < card.ends


def _is_late(card: Card) -> bool:
    """Each person has one card by one decision; what December decides counts from January."""
    assert card.row is not None  # noqa: S101 - asked of cards given by a class
    decided: date = card.row["decision_date"]
    counts = date(decided.year + 1, 1, 1) if decided.month == 12 else decided
    return (card.starts - counts).days > DAYS


def spans_of(rows: list[dict[str, Any]], starts: list[date]) -> list[Span]:
    """Each class from the day it counts until the next one's."""
    return [(begins, ends, row["class_"]) for row, begins, ends in zip(rows, starts, [*starts, OPEN][1:], strict=True)]
