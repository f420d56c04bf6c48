"""Identity numbers of people who do not exist: well formed, unique, some missing, a few that contradict the person."""

from collections import Counter, defaultdict
from datetime import date
from random import Random
from typing import Any

from registry.demo.people import DAY, Soul, day_between, years_later
from registry.vn.ids import CCCD12, CMND9, DDCN12

MISSING, ODD = 0.03, 0.004
FIRST_YEAR = 1900
"""Nobody alive was born earlier: such a year is a mistake of an old list."""
FIRST_CCCD, LAST_CMND = date(2016, 1, 4), date(2020, 12, 31)
OTHER_PROVINCES = ("092", "093", "095", "096", "079")
STEP = 7919
"""A prime that divides no range of serials: counting in its steps meets each serial once."""


class Numbers:
    """Gives out numbers; what it planted is counted by kind."""

    def __init__(self) -> None:
        self._serials: dict[str, int] = defaultdict(int)
        self.planted: Counter[str] = Counter()

    def rows(self, rng: Random, soul: Soul) -> list[dict[str, Any]]:
        """The rows of person_number, without id."""
        if soul.born.year < FIRST_YEAR:
            return [self._row(soul, CMND9, self._old(), None)]
        of_age = years_later(soul.born, 14.02)
        if of_age > DAY:
            return [self._row(soul, DDCN12, self._citizen(rng, soul), None)] if rng.random() < 0.6 else []
        if rng.random() < MISSING:
            self.planted["missing_ids"] += 1
            return []
        newest = min(soul.died_on or DAY, DAY)
        draw = rng.random()
        first = max(of_age, FIRST_CCCD)
        if (draw < 0.25 or first > newest) and of_age < min(LAST_CMND, newest):
            issued = day_between(rng, max(of_age, date(1999, 1, 1)), min(LAST_CMND, newest))
            return [self._row(soul, CMND9, self._old(), issued)]
        rows = [
            self._row(
                soul, CCCD12, self._citizen(rng, soul), day_between(rng, first, newest) if first <= newest else None
            )
        ]
        if draw > 0.97 and of_age < LAST_CMND:
            rows.append(self._row(soul, CMND9, self._old(), None))
        return rows

    def _row(self, soul: Soul, kind: str, number: str, issued: date | None) -> dict[str, Any]:
        by = {CCCD12: "Cục Cảnh sát QLHC về TTXH", CMND9: "Công an tỉnh Sóc Trăng"}.get(kind) if issued else None
        return {"person_id": soul.id, "kind": kind, "number": number, "issued_on": issued, "issued_by": by}

    def _citizen(self, rng: Random, soul: Soul) -> str:
        """094, century and sex, year, serial; now and then the digit of sex or the year contradicts the person."""
        digit = 2 * (soul.born.year >= 2000) + (soul.sex == "female")
        year = soul.born.year
        draw = rng.random()
        if draw < ODD / 2:
            digit ^= 1
            self.planted["id_sex_mismatches"] += 1
        elif draw < ODD:
            year += 1 if year % 100 < 99 else -1
            self.planted["id_year_mismatches"] += 1
        province = rng.choice(OTHER_PROVINCES) if rng.random() < 0.05 else "094"
        middle = f"{digit}{year % 100:02}"
        return f"{province}{middle}{self._next(middle, 1_000_000):06}"

    def _old(self) -> str:
        return f"36{self._next(CMND9, 10_000_000):07}"

    def _next(self, series: str, size: int) -> int:
        """Series start at different places, so that first numbers do not all end alike."""
        self._serials[series] += 1
        return (self._serials[series] + 131 * sum(map(ord, series))) * STEP % size
