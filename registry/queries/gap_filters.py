"""What lists of people behind a number are asked for, and who of the rows is let through."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import select

from registry.kernel.places import Place, places
from registry.kernel.settings import today
from registry.messages import N_
from registry.models import AreaClass
from registry.queries.facets import SPLITS
from registry.queries.found import Found
from registry.storage import db
from registry.vn.fold import fold


@dataclass(frozen=True)
class Asked:
    """What an address asks for; empty means everything. `units` are official codes read at `day`."""

    day: date
    q: str = ""
    unit: frozenset[str] = frozenset()
    hamlet: frozenset[str] = frozenset()
    class_: frozenset[str] = frozenset()
    ethnicity: frozenset[str] = frozenset()
    sex: frozenset[str] = frozenset()
    group: frozenset[str] = frozenset()
    state: frozenset[str] = frozenset()
    reason: frozenset[str] = frozenset()
    owner: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()
    per: str = ""


GROUPS = {"women": N_("Nữ"), "khmer": N_("Khmer"), "minority": N_("DTTS"), "special": N_("Vùng đặc biệt khó khăn")}
SPECIAL = frozenset({"KV3", "AP_DBKK"})


def matches(one: Found, typed: list[str]) -> bool:
    if not typed:
        return True
    there = f" {fold(one.name)} {fold(one.head)} {fold(one.hamlet)} {one.household.lower()}"
    return all(f" {word}" in there for word in typed)


NONE = "none"
LATE = {"late": N_("Quá hạn"), "in_time": N_("Còn hạn"), NONE: N_("Chưa đặt hạn")}


class Alike(NamedTuple):
    """How many are alike in everything a facet asks about."""

    unit_id: int
    hamlet_id: int | None
    hamlet: str
    class_: str
    ethnicity: str
    sex: str
    state: str
    reason: str
    owner: str
    owner_name: str
    due: date | None
    rows: int


def alike(everyone: Iterable[Found]) -> list[Alike]:
    """Rows put together, so that facets look at few."""
    counted = Counter(map(attrgetter(*Alike._fields[:-1]), everyone))
    return [Alike._make((*values, rows)) for values, rows in counted.items()]


def lateness(one: Found | Alike) -> str:
    """Whether what was to be done by a day is late on the working day."""
    if one.due is None:
        return NONE
    return "late" if one.due < today() else "in_time"


VALUES: dict[str, Callable[[Any], str]] = {
    "hamlet": lambda one: str(one.hamlet_id or 0),
    "class_": attrgetter("class_"),
    "ethnicity": attrgetter("ethnicity"),
    "sex": attrgetter("sex"),
    "state": attrgetter("state"),
    "reason": lambda one: one.reason or NONE,
    "owner": lambda one: one.owner or NONE,
    "late": lateness,
}
"""What each facet but the units' and the overlapping groups' asks of a row."""


One = TypeVar("One", Found, Alike)


def selected(asked: Asked, everyone: Iterable[One], leaving_out: str = "") -> list[One]:
    """Those every choice lets through, but for the facet that is being counted."""
    inside = inside_of(asked) if asked.unit and leaving_out != "unit" else None
    chosen = [(VALUES[name], getattr(asked, name)) for name in VALUES if name != leaving_out and getattr(asked, name)]
    groups = frozenset() if leaving_out == "group" else asked.group
    special = special_places(asked.day) if "special" in groups else frozenset()
    return [
        one
        for one in everyone
        if (inside is None or one.unit_id in inside)
        and all(value(one) in values for value, values in chosen)
        and all(is_in(group, one, special) for group in groups)
    ]


def is_in(group: str, one: Found | Alike, special: frozenset[tuple[int, int | None]]) -> bool:
    if group == "special":
        return (one.unit_id, None) in special or (one.unit_id, one.hamlet_id) in special
    return group in GROUPS and SPLITS[GROUPS[group]](one)


def special_places(day: date) -> frozenset[tuple[int, int | None]]:
    """Communes of area III (hamlet None) and specially difficult hamlets, as the law classed them on the day.

    Every facet asks: read once per session and day.
    """
    known: dict[date, frozenset[tuple[int, int | None]]] = db.session.info.setdefault("special_places", {})
    if day not in known:
        there = (AreaClass.area_class.in_(SPECIAL), AreaClass.on(day))
        rows = db.session.execute(select(AreaClass.unit_id, AreaClass.hamlet_id).where(*there))
        known[day] = frozenset((unit_id, hamlet_id) for unit_id, hamlet_id in rows)
    return known[day]


def chosen_places(asked: Asked) -> tuple[Place, ...]:
    """The chosen units, as they are on the day."""
    return tuple(place for code in asked.unit if (place := places().by_code(code, asked.day)))


def inside_of(asked: Asked) -> frozenset[int]:
    """The stored communes of the chosen units."""
    return frozenset().union(*(places().within(place.id, asked.day) for place in chosen_places(asked)))
