"""How many: households and Khmer households of each commune, poor and near-poor at each review, splits by year.

Published are 18.18% poor at the end of 2015, 2.67% at the end of 2020 and 30.18% Khmer; all else is made up. The
plan is exact and needs no database, so that shares can be checked at any size.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from registry.kernel.places import Place

YEARS = range(2015, 2022)
PUBLISHED = (2015, 2020)
POOR = (0.1818, 0.1521, 0.1189, 0.0847, 0.0519, 0.0267, 0.0176)
NEAR_POOR = (0.1120, 0.1085, 0.1020, 0.0935, 0.0820, 0.0664, 0.0585)
POOR_2022, NEAR_POOR_2022 = 0.0585, 0.0815
KHMER_SHARE, KHMER_AREA_SHARE = 0.3018, 0.70
KHMER_AREAS = frozenset({"942", "947", "950", "951"})
SPLITS_PER_YEAR = 0.002


@dataclass(frozen=True)
class Size:
    """`households` of the province; `whole`: all of them are stored, not only those that were ever listed."""

    households: int
    whole: bool = False


SIZES = {"tiny": Size(8_100), "small": Size(26_000), "province": Size(330_000, whole=True)}


@dataclass
class CommunePlan:
    """The numbers of one commune; lists go by year, `poor` and `near_poor` end with the review by standard 2022."""

    place: Place
    district: str
    khmer_area: bool
    households: int
    splits: list[int] = field(default_factory=list)
    khmer_households: int = 0
    poor: list[int] = field(default_factory=list)
    near_poor: list[int] = field(default_factory=list)

    def households_at_end(self, year: int) -> int:
        return self.households + sum(self.splits[: year - YEARS[0] + 1])


def make_plan(communes: Sequence[tuple[Place, str]], size: Size, seed: int) -> list[CommunePlan]:
    """The plan for these communes, each with its district's code."""
    rng = Random(f"{seed}:plan")
    weights = [rng.uniform(0.6, 1.4) * (1.2 if place.type == "phuong" else 1) for place, _ in communes]
    growth = 1 + SPLITS_PER_YEAR * (len(YEARS) - 1)
    totals = share_out(round(size.households / growth), weights)
    plans = [
        CommunePlan(place, district, district in KHMER_AREAS, households)
        for (place, district), households in zip(communes, totals, strict=True)
    ]
    _plan_splits(plans)
    _plan_khmer(plans)
    _plan_poverty(plans, rng)
    return plans


def share_out(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers that add up to `total`, as near to the weights as can be (largest remainder)."""
    scale = total / sum(weights)
    exact = [weight * scale for weight in weights]
    parts = [int(one) for one in exact]
    by_rest = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in by_rest[: total - sum(parts)]:
        parts[at] += 1
    return parts


def _plan_splits(plans: list[CommunePlan]) -> None:
    weights = [plan.households for plan in plans]
    for year in YEARS:
        wanted = round(sum(weights) * SPLITS_PER_YEAR) if year > YEARS[0] else 0
        for plan, count in zip(plans, share_out(wanted, weights), strict=True):
            plan.splits.append(count)


def _plan_khmer(plans: list[CommunePlan]) -> None:
    """The share published for the province, and 70% in the four districts where most Khmer people live."""
    totals = [plan.households_at_end(YEARS[-1]) for plan in plans]
    inside = sum(total for plan, total in zip(plans, totals, strict=True) if plan.khmer_area)
    outside_share = (KHMER_SHARE * sum(totals) - KHMER_AREA_SHARE * inside) / (sum(totals) - inside)
    weights = [
        total * (KHMER_AREA_SHARE if plan.khmer_area else outside_share)
        for plan, total in zip(plans, totals, strict=True)
    ]
    for plan, count in zip(plans, share_out(round(sum(totals) * KHMER_SHARE), weights), strict=True):
        plan.khmer_households = count


def _plan_poverty(plans: list[CommunePlan], rng: Random) -> None:
    """Poorer where Khmer people live, less poor in wards; the same communes stay poor."""
    tilt = [rng.uniform(0.7, 1.3) * (1.4 if plan.khmer_area else 1) * _urban(plan) for plan in plans]
    years = [*zip(YEARS, POOR, NEAR_POOR, strict=True), (YEARS[-1], POOR_2022, NEAR_POOR_2022)]
    for year, poor, near_poor in years:
        totals = [plan.households_at_end(year) for plan in plans]
        weights = [total * factor for total, factor in zip(totals, tilt, strict=True)]
        for plan, count in zip(plans, share_out(round(sum(totals) * poor), weights), strict=True):
            plan.poor.append(count)
        for plan, count in zip(plans, share_out(round(sum(totals) * near_poor), weights), strict=True):
            plan.near_poor.append(count)


def _urban(plan: CommunePlan) -> float:
    return 0.5 if plan.place.type == "phuong" else 1
