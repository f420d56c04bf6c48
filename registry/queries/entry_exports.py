"""What outsiders compute with, of any register: codes, its own columns, state, decision, days (docs/exports.md)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from registry.kernel.places import places
from registry.kernel.register import Register
from registry.kernel.table import Column, Table
from registry.messages import N_
from registry.models import Household, HouseholdPeriod, Person
from registry.models.entry import COMMON_FIELDS
from registry.queries.entry_filters import AskedLines, EntryFilters, facet, lines
from registry.queries.entry_money import NO_FUNDS, Funds, funds_of, money_columns
from registry.storage import db, valid_through
from registry.vn.ids import mask


@dataclass(frozen=True)
class ExportRow:
    """A line with the codes of its household and person, and its money."""

    line: Any
    household: str
    person: str | None
    funds: Funds


def register_table(register: Register, day: Any, history: bool, units: frozenset[int] | None) -> Table:
    """Lines that hold or wait on the day, or every one; of the stored communes, or of everywhere (None)."""
    return Table(export_columns(register), _rows(register, day, history, units))


def export_columns(register: Register) -> tuple[Column, ...]:
    """Between the codes and the state a register says what it declares, else each column of its own."""
    own = [key for key in register.fields if key not in COMMON_FIELDS]
    declared = register.columns or tuple(column_of(register, key) for key in own)
    return (
        Column("entry_code", N_("Mã dòng"), lambda row: row.line.code),
        Column("person_code", N_("Mã người"), lambda row: row.person),
        Column("household_code", N_("Mã hộ"), lambda row: row.household),
        *(Column(one.key, one.label, _of_line(one)) for one in declared),
        *money_columns(register),
        Column("state", N_("Trạng thái"), lambda row: row.line.status),
        Column("decision_no", N_("Số quyết định"), lambda row: row.line.decision_no),
        Column("decision_date", N_("Ngày quyết định"), lambda row: row.line.decision_date),
        Column("starts", N_("Từ ngày"), lambda row: row.line.starts),
        Column("valid_through", N_("Đến hết ngày"), lambda row: valid_through(row.line.ends)),
        Column("class", N_("Diện hộ khi lập"), lambda row: row.line.class_),
    )


def column_of(register: Register, key: str) -> Column:
    """A column as it is stored, a number masked and named so."""
    human = facet(register, key)
    if not human.masked:
        return Column(key, human.label, lambda line: getattr(line, key))
    return Column(f"{key}_masked", human.label, lambda line: mask(getattr(line, key) or ""))


def _of_line(column: Column) -> Any:
    return lambda row: column.value(row.line)


def _rows(register: Register, day: Any, history: bool, units: frozenset[int] | None) -> Iterator[ExportRow]:
    asked, model = AskedLines(register, EntryFilters(day, ended=history), places()), register.model
    wanted = lines(asked, model, Household.code, Person.code).order_by(Household.code, model.starts, model.id)
    if units is not None:
        wanted = wanted.where(HouseholdPeriod.unit_id.in_(sorted(units)))
    for some in db.session.execute(wanted.execution_options(yield_per=1000)).partitions():
        funds = funds_of(register, [line.id for line, _household, _person in some])
        for line, household, person in some:
            yield ExportRow(line, household, person, funds.get(line.id, NO_FUNDS))
