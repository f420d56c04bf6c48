"""The household list as it is signed: commune by commune, hamlet by hamlet, each commune with its own sums."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from registry.models import EthnicGroup, Hamlet, HouseholdPeriod
from registry.models.ethnic import KHMER, is_minority
from registry.queries.household_facets import STATUS_LABELS, sums
from registry.queries.household_filters import Asked, Filters
from registry.queries.household_groups import groups
from registry.queries.households import conditions, resolve
from registry.queries.sheets import Sheet, Sheets, Sums
from registry.storage import db


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


def count_households(filters: Filters) -> int:
    """How many households the list holds."""
    asked = resolve(filters)
    return sums(asked, groups(asked)).households


def household_sheets(filters: Filters) -> list[Sheet]:
    """The whole list, one sheet a commune as the communes are on the day, by district and name."""
    asked = resolve(filters)
    sheets = Sheets(asked.day)
    for row in db.session.execute(_statement(asked)):
        _add(sheets.add(row.unit_id, row.hamlet or "", _row(asked, row)).sums, row)
    return sheets.finished()


def empty_sheets(filters: Filters) -> list[Sheet]:
    """The communes of the list, in the same order, without their rows: what is printed is read one by one."""
    asked = resolve(filters)
    found = db.session.scalars(select(HouseholdPeriod.unit_id).where(*conditions(asked)).distinct())
    sheets = Sheets(asked.day)
    for unit_id in found:
        sheets.of(unit_id)
    return sheets.finished()


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
