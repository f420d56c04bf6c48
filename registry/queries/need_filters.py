"""What a list of needs is asked for: households as the household list filters them, with their answers on the day."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from registry.kernel.places import places
from registry.models import HouseholdPeriod, Need
from registry.models.need import UNKNOWN, current
from registry.queries.household_filters import Asked, Filters, ask, chosen, holding, in_hamlets
from registry.queries.household_hits import matching

MEANT = ("poor", "near_poor")
"""Whom the programmes are for, beside the newly escaped: of them it is to be known what they need."""
STATE = func.coalesce(Need.answer, UNKNOWN)


@dataclass(frozen=True)
class NeedFilters:
    """The choices of an address: a programme, answers (empty: any), and those of the household list. `everybody`: also
    households no programme is for, which have answered nothing."""

    programme: str
    households: Filters
    answers: frozenset[str] = frozenset()
    everybody: bool = False


@dataclass(frozen=True)
class AskedNeeds:
    """The same with unit codes resolved on the day."""

    filters: NeedFilters
    homes: Asked

    @property
    def households(self) -> Filters:
        return self.filters.households


def ask_needs(filters: NeedFilters) -> AskedNeeds:
    return AskedNeeds(filters, ask(filters.households, places()))


def lines(asked: AskedNeeds, *columns: Any) -> Select[Any]:
    """Columns of households on the day beside their answers, one row an answer; facets still open."""
    period, day = HouseholdPeriod, asked.homes.day
    about = and_(Need.household_id == period.household_id, Need.programme == asked.filters.programme, current(day))
    found = select(*columns).select_from(period).outerjoin(Need, about)
    return found.where(period.on(day), *_meant(asked), *matching(asked.households.q))


def _meant(asked: AskedNeeds) -> list[ColumnElement[bool]]:
    if asked.filters.everybody:
        return []
    return [or_(Need.id.is_not(None), meant(asked.homes))]


def meant(homes: Asked) -> ColumnElement[bool]:
    """Households the programmes are for."""
    return or_(HouseholdPeriod.class_.in_(MEANT), HouseholdPeriod.escaped_on > homes.escaped_after)


def choices(asked: AskedNeeds) -> list[ColumnElement[bool]]:
    """Every choice of the facets and units."""
    answers = [STATE.in_(sorted(asked.filters.answers))] if asked.filters.answers else []
    return [*holding(asked.homes), *chosen(asked.homes), *in_hamlets(asked.homes), *answers]
