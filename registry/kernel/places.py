"""Administrative units through reforms: what a stored unit is called, and lies in, on any day (domain.md §3)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from sqlalchemy import select

from registry.kernel.settings import settings
from registry.models import Unit, UnitSuccession
from registry.models.area import COMMUNE_TYPES, DISTRICT_TYPES, PROVINCE_TYPES, UNIT_TYPES, URBAN_TYPES
from registry.storage import db

TITLES = {**UNIT_TYPES, "tp_tw": UNIT_TYPES["tp_tinh"]}
"""What stands before a unit's name: "Thành phố" for both kinds of city."""


def full_name(type_: str, name: str) -> str:
    """Type and name of a unit, the type once: "Xã Liêu Tú"."""
    return name if name.startswith(f"{TITLES[type_]} ") else f"{TITLES[type_]} {name}"


def bare_name(type_: str, name: str) -> str:
    """The name of a unit without its type: "Liêu Tú"."""
    return name.removeprefix(f"{TITLES[type_]} ")


@dataclass(frozen=True)
class Place:
    """A unit between two reforms."""

    id: int
    code: str
    name: str
    type: str
    parent_id: int | None
    starts: date
    ends: date

    @property
    def full_name(self) -> str:
        """Type and name in Vietnamese, never translated: it is a proper name."""
        return full_name(self.type, self.name)

    @property
    def area_type(self) -> str:
        """`urban` for a ward or township, else `rural`."""
        return "urban" if self.type in URBAN_TYPES else "rural"

    def holds_on(self, day: date) -> bool:
        return self.starts <= day < self.ends


class Places:
    """All units and their succession, held in memory: a few hundred rows that change with a reform."""

    def __init__(self, units: Iterable[Place], successions: Iterable[tuple[int, int]]) -> None:
        self.units = {unit.id: unit for unit in units}
        self._heirs: dict[int, list[int]] = {}
        for old, new in successions:
            self._heirs.setdefault(old, []).append(new)

    def on(self, unit_id: int, day: date) -> Place:
        """The unit that stands for a stored one on a day; itself where it still holds, began later, or was split."""
        place = self.units[unit_id]
        while place.ends <= day and len(heirs := self._heirs.get(place.id, [])) == 1:
            place = self.units[heirs[0]]
        return place

    def by_code(self, code: str, day: date) -> Place | None:
        """The unit with this official code on this day: codes are reused under new names."""
        return next((unit for unit in self.units.values() if unit.code == code and unit.holds_on(day)), None)

    def parents(self, place: Place) -> Iterator[Place]:
        """The units a place lies in, nearest first."""
        while place.parent_id is not None:
            place = self.units[place.parent_id]
            yield place

    def communes(self, day: date, inside: Place | None = None) -> list[Place]:
        """Commune-level units that hold on a day, all or those inside a district or province."""
        found = [u for u in self._of(COMMUNE_TYPES) if u.holds_on(day)]
        return [u for u in found if inside is None or u == inside or inside in self.parents(u)]

    def districts(self, day: date) -> list[Place]:
        """Districts that hold on a day; empty since 1/7/2025."""
        return [u for u in self._of(DISTRICT_TYPES) if u.holds_on(day)]

    def province(self, day: date) -> Place | None:
        return next((u for u in self._of(PROVINCE_TYPES) if u.holds_on(day)), None)

    def district_of(self, place: Place) -> Place | None:
        return next((u for u in self.parents(place) if u.type in DISTRICT_TYPES), None)

    def within(self, unit_id: int, day: date) -> frozenset[int]:
        """The stored communes that on a day are this unit, lie in it, or (a district since abolished) once did."""
        unit = self.units[unit_id]
        day = max(day, unit.starts)
        heir = self.on(unit_id, day)
        if heir.type in COMMUNE_TYPES:
            wanted = {heir.id}
        elif heir.holds_on(day):
            wanted = {place.id for place in self.communes(day, inside=heir)}
        else:
            wanted = {self.on(c.id, day).id for c in self._of(COMMUNE_TYPES) if heir in self.parents(c)}
        return frozenset(c.id for c in self._of(COMMUNE_TYPES) if self.on(c.id, day).id in wanted)

    def label(self, unit_id: int, day: date) -> str:
        """Commune and, where districts exist on that day, district: "Xã Đại Ân 2, Huyện Trần Đề"."""
        place = self.on(unit_id, day)
        district = self.district_of(place)
        return f"{place.full_name}, {district.full_name}" if district and district.holds_on(day) else place.full_name

    def _of(self, types: frozenset[str]) -> list[Place]:
        return self._by_types[types]

    @cached_property
    def _by_types(self) -> dict[frozenset[str], list[Place]]:
        levels = (COMMUNE_TYPES, DISTRICT_TYPES, PROVINCE_TYPES)
        ordered = sorted(self.units.values(), key=lambda unit: unit.code)
        return {types: [unit for unit in ordered if unit.type in types] for types in levels}


def places() -> Places:
    """The units of this registry; kept per process until the setting `units_stamp` says they changed."""
    stamp = settings().get("units_stamp", "")
    here: dict[str, Places] = db.session.info.setdefault("places", {})
    if stamp not in here:
        here[stamp] = _load(str(db.engine.url), stamp)
    return here[stamp]


@lru_cache(maxsize=1)
def _load(_registry: str, _stamp: str) -> Places:
    units = db.session.execute(select(Unit.id, Unit.code, Unit.name, Unit.type, Unit.parent_id, Unit.starts, Unit.ends))
    heirs = db.session.execute(select(UnitSuccession.from_id, UnitSuccession.to_id))
    return Places([Place(*row) for row in units], [(old, new) for old, new in heirs])
