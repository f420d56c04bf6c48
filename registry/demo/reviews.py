"""What each review found of a family: points, deprivations, house; a few percent do not go with the class."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from registry.demo.histories import ROUNDS
from registry.demo.people import Family, day_between
from registry.demo.plan import PUBLISHED, YEARS
from registry.models import DeprivationIndicator, PovertyStandard

INCONSISTENT = 0.03
BY_INCOME = 0.05
PARTS_OF_2022 = ("frame", "wall", "roof")
POOR_HOUSE = "NHA_CHAT_LUONG"
OF_CHILDREN = frozenset({"GD_TRE_EM", "DINH_DUONG"})


@dataclass(frozen=True)
class Round:
    """A review, its standard and the indicators it asks for."""

    id: int
    year: int
    standard: PovertyStandard
    indicators: list[str]

    @property
    def code(self) -> str:
        return f"R{self.year}" if self.standard.code == "2016" else f"R{self.year}-{self.standard.code}"

    @property
    def fictional(self) -> bool:
        """Only two years' shares are published, both by the standard of 2016."""
        return self.year not in PUBLISHED

    def row(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "code": self.code,
            "kind": "periodic",
            "year": self.year,
            "standard_id": self.standard.id,
            "opens": date(self.year, 9, 1),
            "closes": date(self.year, 12, 14),
            "fictional": self.fictional,
        }


def make_rounds(standards: dict[str, PovertyStandard], indicators: list[DeprivationIndicator]) -> list[Round]:
    """A review a year by the standard of 2016, and one at the end of 2021 by that of 2022."""

    def made(number: int, year: int, standard: PovertyStandard) -> Round:
        codes = [one.code for one in sorted(indicators, key=lambda one: one.number) if one.standard_id == standard.id]
        return Round(number, year, standard, codes)

    rounds = [made(number, year, standards["2016"]) for number, year in enumerate(YEARS, 1)]
    return [*rounds, made(ROUNDS, YEARS[-1], standards["2022"])]


class Reviewer:
    """The reviews of one commune: one decision each, and evidence for every household on it."""

    def __init__(self, rng: Random, rounds: list[Round], urban: bool) -> None:
        self.rng, self.rounds, self.urban = rng, rounds, urban
        self.decisions = [self._decision(one) for one in rounds]
        self.inconsistent = 0
        """How many rows have evidence of another class."""

    def _decision(self, one: Round) -> tuple[str, date]:
        last = date(one.year, 12, 12 if one.standard.code == "2016" else 14)
        first = date(one.year, 12, 1 if one.standard.code == "2016" else 13)
        return f"{self.rng.randint(40, 420)}/QĐ-UBND", day_between(self.rng, first, last)

    def rows(self, family: Family) -> list[dict[str, Any]]:
        """The rows of household_class, oldest first, without id."""
        found = zip(family.history or (), self.rounds, self.decisions, strict=False)
        return [self._row(family, class_, one, decision) for class_, one, decision in found if class_]

    def _row(self, family: Family, class_: str, one: Round, decision: tuple[str, date]) -> dict[str, Any]:
        evidence = class_
        if self.rng.random() < INCONSISTENT:
            evidence = "not_poor" if class_ in ("poor", "near_poor") else "poor"
            self.inconsistent += 1
        deprivations = self._deprivations(evidence, one, _has_children(family, decision[1]))
        poor_house = POOR_HOUSE in deprivations
        income = self._income(evidence, one.standard, len(deprivations))
        return {
            "household_id": family.id,
            "round_id": one.id,
            "standard_id": one.standard.id,
            "class_": class_,
            "decision_no": decision[0],
            "decision_date": decision[1],
            "area_type": "urban" if self.urban else "rural",
            "score_b1": self._points(evidence, one.standard, len(deprivations)),
            "score_b2": 10 * len(deprivations),
            "income_pc": income,
            "deprivations": frozenset(deprivations),
            "weak_parts": self._weak_parts(poor_house),
            "certificate": class_ in ("poor", "near_poor") and self.rng.random() < 0.92,
            "fictional": one.fictional,
        }

    def _deprivations(self, class_: str, one: Round, children: bool) -> list[str]:
        """Three to six when poor; one poor household in two is so by income alone where the standard says "or"."""
        low, high = (3, 6) if class_ == "poor" else (0, 2)
        if class_ == "poor" and one.standard.poor_when == "or" and self.rng.random() < 0.5:
            low, high = 0, 2
        asked = [code for code in one.indicators if children or code not in OF_CHILDREN]
        return self.rng.sample(asked, self.rng.randint(low, high))

    def _points(self, class_: str, standard: PovertyStandard, deprived: int) -> int:
        """B1: under the line, between line and minimum, or above, in steps of five."""
        line = standard.urban_b1 if self.urban else standard.rural_b1
        minimum = standard.urban_b1_minimum if self.urban else standard.rural_b1_minimum
        low, high = _band(class_, line or 0, minimum or 0, standard, deprived, top=260)
        return 5 * self.rng.randint(low // 5 + 1, high // 5)

    def _income(self, class_: str, standard: PovertyStandard, deprived: int) -> int | None:
        """Known for households of average living and a few others; in thousands of đồng."""
        if class_ != "average" and self.rng.random() > BY_INCOME:
            return None
        line = standard.urban_line if self.urban else standard.rural_line
        minimum = standard.urban_minimum if self.urban else standard.rural_minimum
        average = standard.urban_average if self.urban else standard.rural_average
        if class_ == "average":
            return 1000 * self.rng.randint(minimum // 1000 + 1, average // 1000)
        floor = average if class_ == "not_poor" else 0
        low, high = _band(class_, line, minimum, standard, deprived, top=2 * average)
        return 1000 * self.rng.randint(max(low, floor) // 1000 + 1, high // 1000)

    def _weak_parts(self, poor_house: bool) -> frozenset[str]:
        """At least two of frame, wall and roof where the house counts as poor, else at most one."""
        count = self.rng.choice((2, 2, 3)) if poor_house else self.rng.choice((0, 0, 1))
        parts = self.rng.sample(PARTS_OF_2022, count)
        others = [part for part in ("foundation", "floor") if poor_house and self.rng.random() < 0.4]
        return frozenset(parts + others)


def _has_children(family: Family, day: date) -> bool:
    return any(0 <= stay.soul.age_on(day) < 16 for stay in family.stays if stay.starts <= day < stay.ends)


def _band(class_: str, line: int, minimum: int, standard: PovertyStandard, deprived: int, top: int) -> tuple[int, int]:
    """Above which and up to which value the evidence lies."""
    if class_ == "poor":
        enough = deprived >= standard.deprivations_for_poor
        return (line // 3, minimum if enough else line)
    if class_ == "near_poor":
        return (line, minimum) if standard.poor_when == "or" else (line // 3, line)
    return (minimum, top)
