"""The class a standard gives: computed to be compared with the recognised one, never to overwrite it (domain.md §2)."""

from dataclasses import dataclass

from registry.models import HouseholdClass, PovertyStandard


@dataclass(frozen=True)
class Evidence:
    """What a review measured: income in đồng per person and month, or B1 points; B2 points, ten per deprivation."""

    area_type: str
    income_pc: int | None
    score_b1: int | None
    score_b2: int | None
    deprivations: int


def evidence_of(row: HouseholdClass) -> Evidence:
    return Evidence(row.area_type, row.income_pc, row.score_b1, row.score_b2, len(row.deprivations))


def classify(standard: PovertyStandard, found: Evidence) -> str | None:
    """`poor`, `near_poor`, `average`, `not_poor` by income where known, else by points; None without either."""
    if found.income_pc is not None:
        return _by_income(standard, found, found.income_pc)
    if found.score_b1 is not None:
        return _by_points(standard, found, found.score_b1)
    return None


def _by_income(standard: PovertyStandard, found: Evidence, income: int) -> str:
    urban = found.area_type == "urban"
    line = standard.urban_line if urban else standard.rural_line
    minimum = standard.urban_minimum if urban else standard.rural_minimum
    average = standard.urban_average if urban else standard.rural_average
    deprived = found.deprivations >= standard.deprivations_for_poor
    if standard.poor_when == "or" and income <= line:
        return "poor"
    if income <= minimum:
        return "poor" if deprived else "near_poor"
    return "average" if income <= average else "not_poor"


def _by_points(standard: PovertyStandard, found: Evidence, points: int) -> str | None:
    urban = found.area_type == "urban"
    line = standard.urban_b1 if urban else standard.rural_b1
    minimum = standard.urban_b1_minimum if urban else standard.rural_b1_minimum
    if line is None or minimum is None:
        return None
    b2 = found.score_b2 if found.score_b2 is not None else 10 * found.deprivations
    if standard.poor_when == "or" and points <= line:
        return "poor"
    if points <= minimum:
        return "poor" if b2 >= standard.b2_for_poor else "near_poor"
    return "not_poor"
