"""What a list of households is asked for: the filters of its address, and the SQL they mean."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, not_, or_, select

from registry.kernel.parameters import months_before, parameter_int
from registry.kernel.places import Place, Places
from registry.models import HouseholdPeriod
from registry.models.area import COMMUNE_TYPES
from registry.models.household_period import CLASSES
from registry.storage import db
from registry.vn.fold import words

ENOUGH = 1000
"""A free-text search stops counting here when it runs over the whole province."""

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
    sort: str = "name"


@dataclass(frozen=True)
class Asked:
    """Filters with their codes resolved against the units of the day."""

    filters: Filters
    places: Places
    chosen: tuple[Place, ...]
    escaped_after: date
    hits: tuple[int, ...] | None = None
    more: bool = False

    @property
    def day(self) -> date:
        return self.filters.day

    def status(self, class_: str, escaped_on: date | None) -> str:
        """The class as lists show it: who left poverty within the window is newly escaped, derived and never stored."""
        left = class_ not in ("poor", "near_poor") and escaped_on is not None and escaped_on > self.escaped_after
        return ESCAPED if left else class_

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


def ask(filters: Filters, places: Places, bounded: bool) -> Asked:
    """Resolve codes and, for a free-text search, find its first hits. `bounded`: the reader sees only some communes."""
    named = [place for code in sorted(filters.units) if (place := places.by_code(code, filters.day))]
    chosen = tuple(p for p in named if not any(p in places.parents(other) for other in named))
    window = parameter_int("newly_escaped_months", filters.day, 36)
    asked = Asked(filters, places, chosen, months_before(filters.day, window))
    if not words(filters.q):
        return asked
    return _with_hits(asked, bounded)


def _with_hits(asked: Asked, bounded: bool) -> Asked:
    """Hits in the reader's whole area, so that units can be counted with the chosen ones removed."""
    found = tuple(db.session.scalars((_nearby(asked) if bounded else _anywhere(asked)).limit(ENOUGH + 1)))
    if len(found) <= ENOUGH:
        return replace(asked, hits=found)
    exact = bounded or bool(asked.chosen)
    return asked if exact else replace(asked, hits=found[:ENOUGH], more=True)


def _anywhere(asked: Asked) -> Select[int]:
    return select(HouseholdPeriod.id).where(HouseholdPeriod.on(asked.day), *matching(asked.filters.q))


def _nearby(asked: Asked) -> Select[int]:
    """Hits in the reader's few communes: households first, then words. PostgreSQL would search the province first."""
    living = select(HouseholdPeriod.id, HouseholdPeriod.search).where(HouseholdPeriod.on(asked.day))
    here = living.cte().prefix_with("MATERIALIZED")
    return select(here.c.id).where(*matching(asked.filters.q, here.c.search))


def holding(asked: Asked) -> list[ColumnElement[bool]]:
    """On the day, in the chosen units."""
    conditions = [HouseholdPeriod.on(asked.day)]
    units = asked.stored_units()
    if units is not None:
        conditions.append(HouseholdPeriod.unit_id.in_(sorted(units)))
    return conditions


def matching(q: str, text: Any = HouseholdPeriod.search) -> list[ColumnElement[bool]]:
    """Every word begins some word of the household's names, hamlet or code; `words` leaves no LIKE wildcard in them.

    SQLite is first asked whether the word stands anywhere: it skips to its first letter, but would stop at each space.
    """
    quick = ["%"] if db.session.get_bind().dialect.name == "sqlite" else []
    return [text.like(f"{before}{word}%") for before in (*quick, "% ") for word in words(q)]


def searched(asked: Asked) -> list[ColumnElement[bool]]:
    """The free-text search: by its hits where they are few, else by the words themselves."""
    if asked.hits is not None:
        return [HouseholdPeriod.id.in_(asked.hits)]
    return matching(asked.filters.q)


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
