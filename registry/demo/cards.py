"""Health-insurance cards: everybody on today's lists has one, but for gaps and faults planted to be found."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from registry.demo.codes import insurance_number
from registry.demo.people import DAY, Family, Soul, day_between
from registry.demo.reviews import OF_CHILDREN
from registry.demo.reviews import POOR_HOUSE as HOUSE

THIS_YEAR, NEXT_YEAR, YEAR_AFTER = date(2021, 1, 1), date(2022, 1, 1), date(2023, 1, 1)
LAST_YEAR_ROUND, THIS_YEAR_ROUND = 6, 7
"""Which review gave the class of the year's cards, and which one gives the class of the working day."""
LISTED = ("poor", "near_poor")
OF_CLASS = {"poor": "HN", "near_poor": "CN"}
COVERING = frozenset({"DA_CAP", "DA_GIAO", "BAO_GIAM"})
WAITING = ("DU_THAO", "XA_DUYET", "GUI_BHXH", "TRA_LAI")
LATE_COMMUNES, LATE_GAPS, GAPS, WHOLE_HOUSEHOLDS = 0.15, 0.14, 0.012, 0.004
TWICE, LOWER, SHARED, LATE_CARDS, TOO_LONG, CONFLICTS = 0.005, 0.01, 0.002, 0.008, 0.04, 0.03
FORGOTTEN, REPORTED_LATE = 0.4, 0.6
INSURED_OTHERS = 0.55
TICK = "BHYT"


@dataclass(slots=True, eq=False)
class Card:
    """A card, or a line that waits for one (without `number` nothing was issued); `row`: the class it was given by."""

    soul: Soul
    code: str
    starts: date
    ends: date
    status: str
    stepped_on: date
    row: dict[str, Any] | None = None
    class_: str = "not_poor"
    bhxh: str = ""
    reason: str | None = None
    id: int = 0

    def covers(self, day: date) -> bool:
        return self.status in COVERING and self.starts <= day < self.ends


class CardMaker:
    """Chooses the cards of a commune's families. In some communes lists came late, and many people have none; `late`
    makes it one of them."""

    def __init__(self, rng: Random, indicators: list[str], late: bool = False) -> None:
        self.rng, self.indicators = rng, indicators
        late |= rng.random() < LATE_COMMUNES
        self.gaps = LATE_GAPS if late else GAPS
        self.whole = 4 * WHOLE_HOUSEHOLDS if late else WHOLE_HOUSEHOLDS
        self._last: Card | None = None

    def choose(self, family: Family, rows: list[dict[str, Any]]) -> list[Card]:
        """The family's cards; the review sheet in force is made to agree with them, now and then not."""
        if not rows or not family.is_there:
            return []
        by_round = {row["round_id"]: row for row in rows}
        now = [row for row in rows if row["round_id"] <= THIS_YEAR_ROUND][-1:]
        given = by_round.get(LAST_YEAR_ROUND)
        cards = self._of_the_dead(family, given)
        if now and now[0]["class_"] in LISTED:
            cards += self._of_listed(family, now[0], given)
            self._settle_sheet(family, now[0], cards)
        else:
            cards += self._of_others(family, now[0] if now else None, given)
        return cards

    def _of_listed(self, family: Family, now: dict[str, Any], given: dict[str, Any] | None) -> list[Card]:
        whole, cards = self.rng.random() < self.whole, []
        for soul in family.living():
            if whole or self.rng.random() < self.gaps:
                cards += self._waiting(soul, now)
            else:
                cards += self._with_faults(soul, self._proper(soul, now, given))
        return cards

    def _proper(self, soul: Soul, now: dict[str, Any], given: dict[str, Any] | None) -> Card:
        """By age or work where that group comes first in the law, else by the class: last year's, or a new one's from
        its decision on."""
        own = self._own_code(soul)
        if own:
            return self._issued(soul, own, *self._days(soul, own), None, now["class_"])
        if given and (given["class_"] == "poor" or given["class_"] == now["class_"]):
            return self._by_class(soul, given)
        return self._issued(soul, OF_CLASS[now["class_"]], now["decision_date"], YEAR_AFTER, now, now["class_"])

    def _by_class(self, soul: Soul, row: dict[str, Any]) -> Card:
        return self._issued(soul, OF_CLASS[row["class_"]], THIS_YEAR, NEXT_YEAR, row, row["class_"])

    def _with_faults(self, soul: Soul, card: Card) -> list[Card]:
        """Now and then a lower code, a card too late, a number of somebody else, or a second card."""
        rng = self.rng
        if card.row is not None and rng.random() < LOWER:
            card.code, card.row = ("HS" if soul.age_on(DAY) < 18 else "GD"), None
        elif card.row is not None and card.starts == THIS_YEAR and rng.random() < LATE_CARDS:
            card.starts = day_between(rng, date(2021, 2, 10), date(2021, 5, 31))
            card.stepped_on = card.starts + timedelta(days=5)
        if self._last is not None and rng.random() < SHARED:
            card.bhxh, self._last = self._last.bhxh, None
        else:
            self._last = card
        if card.row is not None and rng.random() < TWICE:
            return [
                card,
                self._issued(soul, "CB" if soul.age_on(DAY) > 40 else "BT", THIS_YEAR, NEXT_YEAR, None, card.class_),
            ]
        return [card]

    def _of_others(self, family: Family, now: dict[str, Any] | None, given: dict[str, Any] | None) -> list[Card]:
        """Who left the lists keeps the year's card, some longer than the law allows; others insure themselves."""
        class_, cards = now["class_"] if now else "not_poor", []
        too_long = self.rng.random() < TOO_LONG
        for soul in family.living():
            own = self._own_code(soul)
            if own:
                cards.append(self._issued(soul, own, *self._days(soul, own), None, class_))
            elif given and given["class_"] in LISTED:
                cards.append(self._by_class(soul, given))
                if too_long and given["class_"] == "poor":
                    cards[-1].ends = YEAR_AFTER
            elif self.rng.random() < INSURED_OTHERS:
                code = "HS" if soul.age_on(DAY) < 18 else "GD"
                cards.append(self._issued(soul, code, THIS_YEAR, NEXT_YEAR, None, class_))
        return cards

    def _of_the_dead(self, family: Family, given: dict[str, Any] | None) -> list[Card]:
        """Cards of the year's dead: most were reported in time, some late, some never."""
        cards = []
        for soul in family.died_since(THIS_YEAR) if given and given["class_"] in LISTED else ():
            assert given is not None and soul.died_on is not None  # noqa: S101 - so chosen
            card, draw = self._by_class(soul, given), self.rng.random()
            if draw >= FORGOTTEN:
                after = self.rng.randint(35, 100) if draw < REPORTED_LATE else self.rng.randint(2, 18)
                card.stepped_on = min(soul.died_on + timedelta(days=after), DAY)
                card.status, card.ends, card.reason = "BAO_GIAM", card.stepped_on, "died"
            cards.append(card)
        return cards

    def _waiting(self, soul: Soul, now: dict[str, Any]) -> list[Card]:
        """For half of those without a card one is asked for, from the coming year on."""
        rng = self.rng
        if rng.random() < 0.5:
            return []
        status = rng.choice(WAITING)
        reason = rng.choice(("wrong_name", "wrong_birth", "no_id")) if status == "TRA_LAI" else None
        stepped = day_between(rng, now["decision_date"], DAY)
        code = OF_CLASS[now["class_"]]
        number = insurance_number(soul.id)
        return [Card(soul, code, NEXT_YEAR, YEAR_AFTER, status, stepped, now, now["class_"], number, reason)]

    def _own_code(self, soul: Soul) -> str:
        age, draw = soul.age_on(DAY), self.rng.random()
        if sixth_birthday(soul.born) > DAY:
            return "TE"
        if age >= 80:
            return "BT"
        if age >= 60 and draw < 0.04:
            return "HT"
        return "DN" if 20 <= age <= 58 and draw < 0.05 else ""

    def _days(self, soul: Soul, code: str) -> tuple[date, date]:
        """Small children are insured from birth to 72 months, others for the year."""
        return (soul.born, sixth_birthday(soul.born)) if code == "TE" else (THIS_YEAR, NEXT_YEAR)

    def _issued(self, soul: Soul, code: str, starts: date, ends: date, row: dict[str, Any] | None, class_: str) -> Card:
        status = "DA_GIAO" if self.rng.random() < 0.94 else "DA_CAP"
        stepped = min(starts + timedelta(days=self.rng.randint(0, 20)), DAY)
        return Card(soul, code, starts, ends, status, stepped, row, class_, insurance_number(soul.id))

    def _settle_sheet(self, family: Family, row: dict[str, Any], cards: list[Card]) -> None:
        """The sheet ticks the lack of insurance where somebody of six or more has none; a few say the contrary."""
        insured = {card.soul for card in cards if card.covers(DAY)}
        lacks = any(soul not in insured for soul in family.living() if sixth_birthday(soul.born) <= DAY)
        ticked = lacks != (self.rng.random() < CONFLICTS)
        marks, family.ticked = row["deprivations"], ticked
        if ticked == (TICK in marks):
            return
        row["deprivations"] = self._with_tick(marks) if ticked else self._without_tick(marks)
        row["score_b2"] = 10 * len(row["deprivations"])

    def _with_tick(self, marks: frozenset[str]) -> frozenset[str]:
        """In another's place, so that their number goes on with the class; the house's mark goes with its parts."""
        others = sorted(marks - {HOUSE})
        return marks - set(others[:1]) | {TICK}

    def _without_tick(self, marks: frozenset[str]) -> frozenset[str]:
        free = [code for code in self.indicators if code not in marks and code not in (TICK, HOUSE, *OF_CHILDREN)]
        return marks - {TICK} | {self.rng.choice(free)}


def sixth_birthday(born: date) -> date:
    """1 March for those born on 29 February."""
    leap = (born.month, born.day) == (2, 29)
    return date(born.year + 6, 3, 1) if leap else born.replace(year=born.year + 6)
