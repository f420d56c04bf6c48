"""Administrative units as the administrator keeps them: on a day, with what became of them and what is said of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from registry.inputs.units import UnitRow
from registry.kernel.places import Place, places
from registry.models import AreaClass, Denominator, Unit, UnitSuccession
from registry.storage import db, valid_through


@dataclass(frozen=True)
class ClassRow:
    """A class the law gives a unit for a time."""

    area_class: str
    legal_basis: str
    starts: date
    valid_through: date | None


@dataclass(frozen=True)
class TotalRow:
    """A total from outside, of a unit, for a time."""

    measure: str
    value: int
    source: str
    starts: date
    valid_through: date | None
    holds: bool


@dataclass(frozen=True)
class Step:
    """A unit that went over into another on a day; `other` is the one or the other, as asked."""

    other: Place
    day: date
    kind: str
    legal_basis: str


@dataclass(frozen=True)
class UnitLine:
    """A unit with its classes and totals on a day, and its successors whenever they came."""

    place: Place
    classes: tuple[ClassRow, ...]
    totals: dict[str, int]
    heirs: tuple[Step, ...]


@dataclass(frozen=True)
class Branch:
    """A district, or the province where there are none, and its communes."""

    head: UnitLine
    communes: list[UnitLine]


@dataclass(frozen=True)
class UnitChanges:
    """What a file of units would do: units added, renamed or ended otherwise, left as they are, and not in the file."""

    added: int
    changed: int
    same: int
    missing: int


def unit_tree(day: date) -> list[Branch]:
    """The units that hold on a day."""
    known, lines = places(), _Lines(day)
    heads = known.districts(day) or [one for one in [known.province(day)] if one]
    return [Branch(lines.of(head), [lines.of(one) for one in known.communes(day, inside=head)]) for head in heads]


class _Lines:
    """Looks up, once for all units, what is said of them on a day."""

    def __init__(self, day: date) -> None:
        self.classes: dict[int, list[ClassRow]] = {}
        for one in db.session.scalars(select(AreaClass).where(AreaClass.on(day), AreaClass.hamlet_id.is_(None))):
            self.classes.setdefault(one.unit_id, []).append(_class(one))
        self.totals: dict[int, dict[str, int]] = {}
        for total in db.session.scalars(select(Denominator).where(Denominator.on(day))):
            self.totals.setdefault(total.unit_id, {})[total.measure] = total.value
        self.heirs: dict[int, list[Step]] = {}
        for step in db.session.scalars(select(UnitSuccession).order_by(UnitSuccession.day, UnitSuccession.id)):
            self.heirs.setdefault(step.from_id, []).append(_step(step, step.to_id))

    def of(self, place: Place) -> UnitLine:
        classes, heirs = self.classes.get(place.id, []), self.heirs.get(place.id, [])
        return UnitLine(place, tuple(classes), self.totals.get(place.id, {}), tuple(heirs))


def succession(place: Place) -> tuple[list[Step], list[Step]]:
    """What the unit was made of, and what became of it."""
    of = select(UnitSuccession).order_by(UnitSuccession.day, UnitSuccession.id)
    before = db.session.scalars(of.where(UnitSuccession.to_id == place.id))
    after = db.session.scalars(of.where(UnitSuccession.from_id == place.id))
    return [_step(one, one.from_id) for one in before], [_step(one, one.to_id) for one in after]


def classes_of(place: Place) -> list[ClassRow]:
    """Every class the unit ever had, newest first."""
    given = select(AreaClass).where(AreaClass.unit_id == place.id, AreaClass.hamlet_id.is_(None))
    return [_class(one) for one in db.session.scalars(given.order_by(AreaClass.starts.desc(), AreaClass.id))]


def totals_of(place: Place, day: date) -> list[TotalRow]:
    """Every total of the unit, newest first; `holds` on the day."""
    kept = select(Denominator).where(Denominator.unit_id == place.id)
    rows = db.session.scalars(kept.order_by(Denominator.measure, Denominator.starts.desc()))
    return [
        TotalRow(one.measure, one.value, one.source, one.starts, valid_through(one.ends), one.holds_on(day))
        for one in rows
    ]


def compare_units(rows: Iterable[UnitRow]) -> UnitChanges:
    """What these rows of a file would change here."""
    known = {(unit.code, unit.starts): unit for unit in db.session.scalars(select(Unit))}
    asked = {(row.code, row.starts): row for row in rows}
    both = known.keys() & asked.keys()
    changed = sum(_differs(known[key], asked[key]) for key in both)
    return UnitChanges(len(asked.keys() - both), changed, len(both) - changed, len(known.keys() - both))


def _differs(unit: Unit, row: UnitRow) -> bool:
    return (unit.name, unit.type, unit.ends) != (row.name, row.type, row.ends)


def _class(row: AreaClass) -> ClassRow:
    return ClassRow(row.area_class, row.legal_basis, row.starts, valid_through(row.ends))


def _step(row: UnitSuccession, other: int) -> Step:
    return Step(places().units[other], row.day, row.kind, row.legal_basis)
