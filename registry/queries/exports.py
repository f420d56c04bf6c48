"""Exports that outsiders compute with: households, members, classes; what holds on a day, or every period."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from registry.kernel.places import places
from registry.kernel.table import Column, Table
from registry.messages import N_
from registry.models import (
    EthnicGroup,
    Hamlet,
    Household,
    HouseholdPeriod,
    Membership,
    Person,
    PersonNumber,
)
from registry.queries.class_exports import CLASSES, asked_classes
from registry.queries.class_exports import rows as class_rows
from registry.queries.entry_exports import register_table
from registry.queries.need_exports import NEEDS, asked_needs
from registry.queries.need_exports import rows as need_rows
from registry.queries.project_list import ProjectFilters, project_table
from registry.registers import register_of, registers
from registry.storage import db, valid_through
from registry.vn.ids import mask


@dataclass(frozen=True)
class Wanted:
    """Which rows: of a day or of all time (`history`), of the stored communes or of everywhere (None)."""

    day: date
    history: bool = False
    units: frozenset[int] | None = None


def export_table(key: str, wanted: Wanted) -> Table:
    """The table of an export; raises KeyError for an unknown one."""
    register = register_of(key)
    if register:
        return register_table(register, wanted.day, wanted.history, wanted.units)
    if key == PROJECTS:
        return project_table(ProjectFilters(units=wanted.units))
    columns, rows = EXPORTS[key]
    return Table(tuple(Column(name, label, _item(at)) for at, (name, label) in enumerate(columns)), rows(wanted))


def _item(at: int) -> Callable[[Any], Any]:
    return lambda row: row[at]


HOUSEHOLDS = (
    ("household_code", N_("Mã hộ")),
    ("unit_code", N_("Mã đơn vị")),
    ("unit_name", N_("Địa bàn")),
    ("hamlet", N_("Ấp, khóm")),
    ("area_type", N_("Khu vực")),
    ("head_person_code", N_("Mã chủ hộ")),
    ("head_name", N_("Chủ hộ")),
    ("head_ethnicity", N_("Dân tộc chủ hộ")),
    ("class", N_("Diện")),
    ("class_from", N_("Diện từ ngày")),
    ("members", N_("Nhân khẩu")),
    ("starts", N_("Từ ngày")),
    ("valid_through", N_("Đến hết ngày")),
)


def _households(wanted: Wanted) -> Iterator[tuple[Any, ...]]:
    period = HouseholdPeriod
    statement = (
        select(
            period.code,
            period.unit_id,
            Hamlet.name,
            Person.code,
            period.head_name,
            EthnicGroup.name,
            period.class_,
            period.class_from,
            period.members,
            period.starts,
            period.ends,
        )
        .outerjoin(Hamlet, Hamlet.id == period.hamlet_id)
        .outerjoin(Person, Person.id == period.head_id)
        .outerjoin(EthnicGroup, EthnicGroup.code == period.ethnicity)
        .order_by(period.code, period.starts)
    )
    for code, unit_id, *middle, starts, ends in _stream(_narrowed(statement, wanted)):
        place = places().on(unit_id, wanted.day if not wanted.history else starts)
        yield (
            code,
            place.code,
            place.full_name,
            middle[0] or "",
            place.area_type,
            *middle[1:],
            starts,
            valid_through(ends),
        )


MEMBERS = (
    ("person_code", N_("Mã người")),
    ("household_code", N_("Mã hộ")),
    ("name", N_("Họ và tên")),
    ("sex", N_("Giới tính")),
    ("birth", N_("Sinh")),
    ("ethnicity", N_("Dân tộc")),
    ("relationship", N_("Quan hệ với chủ hộ")),
    ("id_kind", N_("Loại giấy tờ")),
    ("id_masked", N_("Số giấy tờ")),
    ("starts", N_("Từ ngày")),
    ("valid_through", N_("Đến hết ngày")),
    ("died_on", N_("Ngày mất")),
)


def _members(wanted: Wanted) -> Iterator[tuple[Any, ...]]:
    statement = (
        select(Membership, Person, Household.code, EthnicGroup.name, PersonNumber.kind, PersonNumber.number)
        .join(Person, Person.id == Membership.person_id)
        .join(Household, Household.id == Membership.household_id)
        .outerjoin(EthnicGroup, EthnicGroup.code == Person.ethnicity)
        .outerjoin(PersonNumber, PersonNumber.id == _first_number())
        .order_by(Household.code, Membership.starts, Membership.id)
    )
    if not wanted.history:
        statement = statement.where(Membership.on(wanted.day))
    for row, person, code, ethnicity, kind, number in _stream(_in_units(statement, wanted)):
        yield (
            person.code,
            code,
            person.name,
            person.sex,
            person.birth.iso(),
            ethnicity,
            row.relationship,
            kind or "",
            mask(number) if number else "",
            row.starts,
            valid_through(row.ends),
            person.died_on,
        )


def _first_number() -> Any:
    """One number a person: the one recorded last."""
    newest = select(PersonNumber.id).where(PersonNumber.person_id == Person.id)
    return newest.order_by(PersonNumber.id.desc()).limit(1).correlate(Person).scalar_subquery()


def _classes(wanted: Wanted) -> Iterator[tuple[Any, ...]]:
    yield from class_rows(_stream(_in_units(asked_classes(), wanted)), wanted.day, wanted.history)


def _needs(wanted: Wanted) -> Iterator[tuple[Any, ...]]:
    yield from need_rows(_stream(_in_units(asked_needs(wanted.day, wanted.history), wanted)))


def _narrowed(statement: Select[*tuple[Any, ...]], wanted: Wanted) -> Select[*tuple[Any, ...]]:
    if not wanted.history:
        statement = statement.where(HouseholdPeriod.on(wanted.day))
    return statement if wanted.units is None else statement.where(HouseholdPeriod.unit_id.in_(sorted(wanted.units)))


def _in_units(statement: Select[*tuple[Any, ...]], wanted: Wanted) -> Select[*tuple[Any, ...]]:
    """Households that live in the wanted communes on the day."""
    if wanted.units is None:
        return statement
    there = select(HouseholdPeriod.household_id).where(
        HouseholdPeriod.on(wanted.day), HouseholdPeriod.unit_id.in_(sorted(wanted.units))
    )
    return statement.where(Household.id.in_(there))


def _stream(statement: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    yield from db.session.execute(statement.execution_options(yield_per=1000))


EXPORTS: dict[str, tuple[tuple[tuple[str, str], ...], Callable[[Wanted], Iterator[tuple[Any, ...]]]]] = {
    "households": (HOUSEHOLDS, _households),
    "members": (MEMBERS, _members),
    "classes": (CLASSES, _classes),
    "needs": (NEEDS, _needs),
}


PROJECTS = "projects"
"""As its page lists them."""


def export_keys() -> list[str]:
    """Everything that can be exported: the household tables, each register, the projects."""
    return sorted([*EXPORTS, PROJECTS, *(register.key for register in registers())])
