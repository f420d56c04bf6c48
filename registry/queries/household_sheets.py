"""The household list as it is signed: commune by commune, hamlet by hamlet, each commune with its own sums."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from registry.kernel.places import Place
from registry.models import EthnicGroup, Hamlet, HouseholdPeriod
from registry.models.ethnic import KHMER, is_minority
from registry.queries.household_facets import STATUS_LABELS, Sums, sums
from registry.queries.household_filters import Asked, Filters
from registry.queries.household_groups import groups
from registry.queries.households import conditions, resolve
from registry.storage import db
from registry.vn.sort import counting_key, sort_key


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A household as paper shows it; `status` in words."""

    code: str
    head_name: str
    hamlet: str
    status: str
    ethnicity: str
    members: int
    since: date | None


@dataclass
class Sheet:
    """The list of one commune: its rows by hamlet, in the order of given names, and its sums."""

    place: Place
    district: Place | None
    day: date
    hamlets: dict[str, list[SheetRow]] = field(default_factory=dict)
    sums: Sums = field(default_factory=Sums)


def count_households(filters: Filters) -> int:
    """How many households the list holds."""
    asked = resolve(filters)
    return sums(asked, groups(asked)).households


def household_sheets(filters: Filters) -> list[Sheet]:
    """The whole list, one sheet a commune as the communes are on the day, by district and name."""
    asked = resolve(filters)
    sheets: dict[int, Sheet] = {}
    for row in db.session.execute(_statement(asked)):
        place = asked.places.on(row.unit_id, asked.day)
        sheet = sheets.get(place.id) or sheets.setdefault(place.id, _sheet(asked, place))
        sheet.hamlets.setdefault(row.hamlet or "", []).append(_row(asked, row))
        _add(sheet.sums, row)
    for sheet in sheets.values():
        sheet.hamlets = {name: sheet.hamlets[name] for name in sorted(sheet.hamlets, key=counting_key)}
    return sorted(sheets.values(), key=_order)


def empty_sheets(filters: Filters) -> list[Sheet]:
    """The communes of the list, in the same order, without their rows: what is printed is read one by one."""
    asked = resolve(filters)
    found = db.session.scalars(select(HouseholdPeriod.unit_id).where(*conditions(asked)).distinct())
    here = {place.id: place for place in (asked.places.on(unit_id, asked.day) for unit_id in found)}
    return sorted((_sheet(asked, place) for place in here.values()), key=_order)


def _statement(asked: Asked) -> Any:
    period = HouseholdPeriod
    columns = (
        period.code,
        period.head_name,
        period.unit_id,
        Hamlet.name.label("hamlet"),
        period.class_,
        period.escaped_on,
        period.class_from,
        period.ethnicity,
        EthnicGroup.name.label("ethnic_name"),
        period.head_sex,
        period.members,
        period.women,
        period.khmer,
        period.minority,
    )
    found = select(*columns).outerjoin(Hamlet, Hamlet.id == period.hamlet_id)
    found = found.outerjoin(EthnicGroup, EthnicGroup.code == period.ethnicity).where(*conditions(asked))
    return found.order_by(period.head_sort, period.id)


def _sheet(asked: Asked, place: Place) -> Sheet:
    district = asked.places.district_of(place)
    return Sheet(place, district if district and district.holds_on(asked.day) else None, asked.day)


def _row(asked: Asked, row: Any) -> SheetRow:
    status = STATUS_LABELS[asked.status(row.class_, row.escaped_on)]
    hamlet, ethnicity = row.hamlet or "", row.ethnic_name or ""
    return SheetRow(row.code, row.head_name, hamlet, status, ethnicity, row.members, row.class_from)


def _add(total: Sums, row: Any) -> None:
    total.households += 1
    total.members += row.members
    for label, heads, people in (
        ("women", row.head_sex == "female", row.women),
        ("khmer", row.ethnicity == KHMER, row.khmer),
        ("minority", is_minority(row.ethnicity or KHMER), row.minority),
    ):
        households, members = total.splits.get(label, (0, 0))
        total.splits[label] = (households + heads, members + people)


def _order(sheet: Sheet) -> tuple[bytes, bytes]:
    return sort_key(sheet.district.name if sheet.district else ""), sort_key(sheet.place.name)
