"""Rows as they are signed: commune by commune as they are on a day, hamlet by hamlet."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from registry.kernel.places import Place, places
from registry.vn.sort import counting_key, sort_key


@dataclass
class Sums:
    """What stands at the foot of a list: households and people, in all and of each split; đồng approved by source."""

    households: int = 0
    members: int = 0
    splits: dict[str, tuple[int, int]] = field(default_factory=dict)
    approved: dict[str, int] = field(default_factory=dict)


@dataclass
class Sheet:
    """The list of one commune, or the `part` of it that has its own: its rows by hamlet, in the order they were added,
    its sums, whether it is a draft."""

    place: Place
    district: Place | None
    day: date
    hamlets: dict[str, list[Any]] = field(default_factory=dict)
    sums: Sums = field(default_factory=Sums)
    draft: bool = False
    part: str = ""

    @property
    def rows(self) -> list[Any]:
        """All rows, hamlet by hamlet."""
        return [row for rows in self.hamlets.values() for row in rows]


class Sheets:
    """Sheets that are being filled."""

    def __init__(self, day: date) -> None:
        self.day = day
        self._by_place: dict[tuple[int, str], Sheet] = {}

    def of(self, unit_id: int, part: str = "") -> Sheet:
        """The sheet of the commune that this stored one is on the day."""
        place = places().on(unit_id, self.day)
        key = (place.id, part)
        return self._by_place.get(key) or self._by_place.setdefault(key, self._sheet(place, part))

    def add(self, unit_id: int, hamlet: str, row: Any, part: str = "") -> Sheet:
        """Put the row on the sheet of its commune."""
        sheet = self.of(unit_id, part)
        sheet.hamlets.setdefault(hamlet, []).append(row)
        return sheet

    def finished(self) -> list[Sheet]:
        """By district, name and part, hamlets in counting order."""
        for sheet in self._by_place.values():
            sheet.hamlets = {name: sheet.hamlets[name] for name in sorted(sheet.hamlets, key=counting_key)}
        return sorted(self._by_place.values(), key=_order)

    def _sheet(self, place: Place, part: str) -> Sheet:
        district = places().district_of(place)
        return Sheet(place, district if district and district.holds_on(self.day) else None, self.day, part=part)


def _order(sheet: Sheet) -> tuple[bytes, bytes, bytes]:
    return sort_key(sheet.district.name if sheet.district else ""), sort_key(sheet.place.name), sort_key(sheet.part)
