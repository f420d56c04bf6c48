"""What a list of households is asked for: the filters of its address, and the SQL they mean."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, not_, or_, select, tuple_

from registry.kernel.places import Place, Places
from registry.models import Household, HouseholdPeriod
from registry.models.area import COMMUNE_TYPES
from registry.models.household_period import CLASSES
from registry.models.parameter import parameter_int
from registry.vn.dates import months_before

ESCAPED = "newly_escaped"
STATUSES = (*list(CLASSES)[:2], ESCAPED, *list(CLASSES)[2:])


@dataclass(frozen=True)
class Filters:
    """The choices of an address; empty means everything. `units` are official codes read at `day`."""

    day: date
    q: str = ""
    units: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    ethnicities: frozenset[str] = frozenset()
    hamlets: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    head_sexes: frozenset[str] = frozenset()
    closed: bool = False
    sort: str = "name"


class Hit(NamedTuple):
    """A household a search found, with all that facets and sums count of it."""

    id: int
    head_sort: bytes
    hamlet_id: int | None
    unit_id: int
    status: str
    ethnicity: str
    head_sex: str
    members: int
    women: int
    khmer: int
    minority: int


@dataclass(frozen=True)
class Asked:
    """Filters with their codes resolved against the units of the day."""

    filters: Filters
    places: Places
    chosen: tuple[Place, ...]
    escaped_after: date
    hits: tuple["Hit", ...] | None = None
    more: bool = False
    first: frozenset[int] = frozenset()

    @property
    def day(self) -> date:
        return self.filters.day

    def status(self, class_: str, escaped_on: date | None) -> str:
        """The class as lists show it: who left poverty within the window is newly escaped, derived and never stored."""
        left = class_ not in ("poor", "near_poor") and escaped_on is not None and escaped_on > self.escaped_after
        return ESCAPED if left else class_

    def in_hamlets(self, hit: Hit) -> bool:
        return not self.filters.hamlets or str(hit.hamlet_id) in self.filters.hamlets

    def stored_units(self) -> frozenset[int] | None:
        """The stored communes of the chosen units and area types; None when nothing is chosen."""
        by_area = self._by_area() if self.filters.areas else None
        if not self.chosen:
            return by_area
        inside = frozenset().union(*(self.places.within(place.id, self.day) for place in self.chosen))
        return inside if by_area is None else inside & by_area

    def _by_area(self) -> frozenset[int]:
        communes = (u for u in self.places.units.values() if u.type in COMMUNE_TYPES)
        return frozenset(u.id for u in communes if self.places.on(u.id, self.day).area_type in self.filters.areas)


def ask(filters: Filters, places: Places) -> Asked:
    """Resolve the codes of the address; a free-text search is still to be made (`household_hits.search`)."""
    named = [place for code in sorted(filters.units) if (place := places.by_code(code, filters.day))]
    chosen = tuple(p for p in named if not any(p in places.parents(other) for other in named))
    window = parameter_int("newly_escaped_months", filters.day, 36)
    return Asked(filters, places, chosen, months_before(filters.day, window))


def standing(asked: Asked) -> ColumnElement[bool]:
    """The periods a list is about: those of the day; or, of households closed by then, the last ones."""
    if not asked.filters.closed:
        return HouseholdPeriod.on(asked.day)
    closed = select(Household.id, Household.ends).where(Household.ends <= asked.day)
    return tuple_(HouseholdPeriod.household_id, HouseholdPeriod.ends).in_(closed)


def holding(asked: Asked) -> list[ColumnElement[bool]]:
    """On the day, in the chosen units."""
    conditions = [standing(asked)]
    units = asked.stored_units()
    if units is not None:
        conditions.append(HouseholdPeriod.unit_id.in_(sorted(units)))
    return conditions


def chosen(asked: Asked) -> list[ColumnElement[bool]]:
    """Class, ethnicity and head's sex as chosen."""
    filters = asked.filters
    conditions = []
    if filters.classes:
        conditions.append(or_(*(_status_is(asked, status) for status in sorted(filters.classes))))
    if filters.ethnicities:
        conditions.append(HouseholdPeriod.ethnicity.in_(sorted(filters.ethnicities)))
    if filters.head_sexes:
        conditions.append(HouseholdPeriod.head_sex.in_(sorted(filters.head_sexes)))
    return conditions


def in_hamlets(asked: Asked) -> list[ColumnElement[bool]]:
    """The hamlets chosen, by id."""
    ids = sorted(int(hamlet) for hamlet in asked.filters.hamlets)
    return [HouseholdPeriod.hamlet_id.in_(ids)] if ids else []


def _status_is(asked: Asked, status: str) -> ColumnElement[bool]:
    escaped = and_(
        HouseholdPeriod.class_.in_(("average", "not_poor")), HouseholdPeriod.escaped_on > asked.escaped_after
    )
    if status == ESCAPED:
        return escaped
    if status in ("poor", "near_poor"):
        return HouseholdPeriod.class_ == status
    return and_(HouseholdPeriod.class_ == status, or_(HouseholdPeriod.escaped_on.is_(None), not_(escaped)))
