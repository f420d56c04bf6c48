"""Communes and hamlets as files name them, inside the area the actor may import into."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from registry.kernel.actor import IMPORT, Actor
from registry.kernel.places import Place, Places
from registry.messages import N_, Message
from registry.models import Hamlet
from registry.models.area import COMMUNE_TYPES
from registry.storage import db
from registry.vn.fold import words

TYPES = frozenset({"ap", "khom", "thon"})
LISTED = 12


class Unknown(Exception):
    """A place that cannot be told; the message says why and what to write."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text)
        self.message = Message(text, **values)


@dataclass
class Finder:
    """Looks places up for one import; what it has found it remembers."""

    actor: Actor
    places: Places
    day: date
    register: str
    _units: dict[str, Place] = field(default_factory=dict)
    _hamlets: dict[int, dict[int, str]] = field(default_factory=dict)

    def allowed(self) -> frozenset[int] | None:
        """The stored communes of the actor's area; None is the whole province."""
        return self.actor.units(IMPORT, self.places, self.day, self.register)

    def unit(self, text: str | None) -> Place:
        """Today's commune of a name or code; the actor's only one when none is told. Raises Unknown."""
        key = text or ""
        if key not in self._units:
            self._units[key] = self._find(text) if text else self._only()
        return self._units[key]

    def _only(self) -> Place:
        mine = [place for place in self.places.communes(self.day) if self._is_mine(place)]
        if len(mine) == 1:
            return mine[0]
        raise Unknown(N_("Chưa rõ xã. Hãy thêm cột xã, hoặc chọn một xã cho cả tệp."))

    def _find(self, text: str) -> Place:
        named = {place.id: place for place in self._named(text)}
        mine = [place for place in named.values() if self._is_mine(place)]
        if len(mine) > 1:
            raise Unknown(
                N_("Có %(count)s xã tên “%(name)s”. Hãy ghi mã xã, hoặc thêm tên huyện."), count=len(mine), name=text
            )
        if not mine and named:
            raise Unknown(N_("“%(name)s” không thuộc địa bàn bạn được nhập. Hãy bỏ các dòng của xã này."), name=text)
        if not mine:
            raise Unknown(N_("Không có xã “%(name)s”. Hãy ghi đúng tên hoặc mã xã."), name=text)
        return mine[0]

    def _named(self, text: str) -> list[Place]:
        """Communes so called at any time, as they are today."""
        if text.isdigit():
            place = self.places.by_code(text, self.day)
            return [place] if place is not None and place.type in COMMUNE_TYPES else []
        wanted = words(text)
        found = [
            unit for unit in self.places.units.values() if unit.type in COMMUNE_TYPES and wanted in self._names(unit)
        ]
        return [self.places.on(unit.id, self.day) for unit in found]

    def _names(self, unit: Place) -> list[list[str]]:
        label = self.places.label(unit.id, max(self.day, unit.starts))
        return [words(unit.full_name), words(unit.name), words(label)]

    def _is_mine(self, place: Place) -> bool:
        allowed = self.allowed()
        return allowed is None or place.id in allowed

    def hamlet(self, unit: Place, text: str | None) -> int | None:
        """The hamlet of a name in a commune; None when none is told. Raises Unknown."""
        if not text:
            return None
        known = self._hamlets_of(unit)
        found = [id_ for id_, name in known.items() if _bare(name) == _bare(text)]
        if len(found) == 1:
            return found[0]
        names = ", ".join(sorted(known.values())[:LISTED])
        if found:
            raise Unknown(
                N_("Có %(count)s ấp, khóm tên “%(name)s” trong xã. Hãy sửa tên ấp trong sổ."),
                count=len(found),
                name=text,
            )
        if not known:
            raise Unknown(N_("Xã chưa có ấp, khóm nào trong sổ. Hãy thêm ấp “%(name)s” trước."), name=text)
        raise Unknown(N_("Không có ấp, khóm “%(name)s” trong xã. Trong sổ có: %(names)s."), name=text, names=names)

    def _hamlets_of(self, unit: Place) -> dict[int, str]:
        if unit.id not in self._hamlets:
            inside = self.places.within(unit.id, self.day)
            wanted = select(Hamlet.id, Hamlet.name).where(Hamlet.unit_id.in_(inside), Hamlet.ends > self.day)
            self._hamlets[unit.id] = dict(db.session.execute(wanted).all())
        return self._hamlets[unit.id]


def _bare(name: str) -> list[str]:
    """The folded words of a hamlet's name without its kind."""
    found = words(name)
    return found[1:] if len(found) > 1 and found[0] in TYPES else found
