"""What lists of people behind a number are asked for, and who of the rows is let through."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from registry.kernel.places import places
from registry.kernel.settings import today
from registry.messages import N_
from registry.models import AreaClass
from registry.models.ethnic import KHMER, is_minority
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


SPLITS: dict[str, Callable[[Any], bool]] = {
    N_("Nữ"): lambda one: one.sex == "female",
    N_("Khmer"): lambda one: one.ethnicity == KHMER,
    N_("DTTS"): lambda one: is_minority(one.ethnicity or "01"),
}
GROUPS = {"women": N_("Nữ"), "khmer": N_("Khmer"), "minority": N_("DTTS"), "special": N_("Vùng đặc biệt khó khăn")}
SPECIAL = frozenset({"KV3", "AP_DBKK"})


def matches(one: Found, typed: list[str]) -> bool:
    if not typed:
        return True
    there = f" {fold(one.name)} {fold(one.head)} {fold(one.hamlet)} {one.household.lower()}"
    return all(f" {word}" in there for word in typed)


def values_of(one: Found) -> dict[str, str]:
    return {
        "hamlet": str(one.hamlet_id or 0),
        "class_": one.class_,
        "ethnicity": one.ethnicity,
        "sex": one.sex,
        "state": one.state,
        "reason": one.reason or NONE,
        "owner": one.owner or NONE,
        "late": lateness(one),
    }


CHOICES = ("hamlet", "class_", "ethnicity", "sex", "state", "reason", "owner", "late")
NONE = "none"
LATE = {"late": N_("Quá hạn"), "in_time": N_("Còn hạn"), NONE: N_("Chưa đặt hạn")}


def lateness(one: Found) -> str:
    """Whether what was to be done by a day is late on the working day."""
    if one.due is None:
        return NONE
    return "late" if one.due < today() else "in_time"


def selected(asked: Asked, everyone: Iterable[Found], leaving_out: str = "") -> list[Found]:
    """Those every choice lets through, but for the facet that is being counted."""
    inside = inside_of(asked) if asked.unit and leaving_out != "unit" else None
    chosen = {name: getattr(asked, name) for name in CHOICES if name != leaving_out and getattr(asked, name)}
    groups = frozenset() if leaving_out == "group" else asked.group
    special = special_places(asked.day) if "special" in groups else frozenset()
    return [
        one
        for one in everyone
        if (inside is None or one.unit_id in inside)
        and all(values_of(one)[name] in values for name, values in chosen.items())
        and all(is_in(group, one, special) for group in groups)
    ]


def is_in(group: str, one: Found, special: frozenset[tuple[int, int | None]]) -> bool:
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


def inside_of(asked: Asked) -> frozenset[int]:
    """The stored communes of the chosen units."""
    known = (places().by_code(code, asked.day) for code in asked.unit)
    return frozenset().union(*(places().within(place.id, asked.day) for place in known if place))
