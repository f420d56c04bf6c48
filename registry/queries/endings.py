"""Lines that end soon, of every register the reader may see: a page of them with facets, the same rows for files and
sheets."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from registry.kernel.register import Register
from registry.kernel.scope import current_scope
from registry.kernel.table import Column, FacetGroup, Page, Table
from registry.messages import N_, Message
from registry.models import Agency, AgencyDuty, Entry, Hamlet, HouseholdPeriod, Person
from registry.models.words import BEYOND
from registry.queries.ending_facets import FOLLOWS, counted_endings, ending_groups
from registry.queries.ending_filters import (
    FOLLOWING,
    AskedEndings,
    EndingFilters,
    ask_endings,
    choices,
    follows_sql,
    lines,
)
from registry.queries.gap_totals import split_of
from registry.queries.household_facets import STATUS_LABELS
from registry.queries.kept import Kept
from registry.queries.line_words import any_line, told, told_columns
from registry.queries.sheets import Sheet, Sheets
from registry.registers import registers
from registry.storage import db, valid_through

PER_PAGE = (20, 50, 100)
ORDERS: Kept["array[int]"] = Kept(16)
"""8 bytes a line."""


@dataclass(frozen=True, slots=True)
class EndingRow:
    """A line that ends, with whose it is; the name is "" where it is the household's, or its person beyond the reader's
    area."""

    register: Register
    line: str
    told: str
    name: str
    beyond: bool
    household: str
    head: str
    hamlet: str
    unit_id: int
    unit: str
    status: str
    through: date
    days: int
    follows: str
    agency: str
    sex: str
    ethnicity: str

    @property
    def whose(self) -> str | Message:
        """The person, or the head where the line is the household's."""
        return Message(BEYOND) if self.beyond else self.name or self.head


COLUMNS = (
    Column("entry_code", N_("Mã dòng"), lambda row: row.line),
    Column("register", N_("Sổ"), lambda row: Message(row.register.title)),
    Column("programme", N_("Chương trình"), lambda row: Message(row.told) if row.told else ""),
    Column("name", N_("Người hưởng"), lambda row: row.whose),
    Column("household_code", N_("Mã hộ"), lambda row: row.household),
    Column("head_name", N_("Chủ hộ"), lambda row: row.head),
    Column("hamlet", N_("Ấp, khóm"), lambda row: row.hamlet),
    Column("unit_name", N_("Địa bàn"), lambda row: row.unit),
    Column("class", N_("Diện"), lambda row: Message(STATUS_LABELS[row.status])),
    Column("valid_through", N_("Đến hết ngày"), lambda row: row.through),
    Column("days_left", N_("Còn (ngày)"), lambda row: row.days, numeric=True),
    Column("follows", N_("Nối tiếp"), lambda row: Message(FOLLOWS[row.follows])),
    Column("agency", N_("Cơ quan"), lambda row: row.agency),
)


@dataclass(frozen=True)
class EndingList:
    """What the list page shows."""

    filters: EndingFilters
    page: Page
    table: Table
    facets: tuple[FacetGroup, ...]


def list_endings(filters: EndingFilters, number: int, per_page: int) -> EndingList:
    """One page of the list with its facets, every number exact."""
    asked = ask_endings(filters)
    counted = counted_endings(asked, ending_groups(asked))
    sums = counted.sums()
    page = Page(max(1, number), per_page, sums[0][1]["lines"])
    page = Page(min(page.number, page.pages), per_page, page.total)
    rows = _page_of(asked, page) if page.total else []
    return EndingList(filters, page, Table(COLUMNS, rows, sums), counted.facets())


def ending_table(filters: EndingFilters) -> Table:
    """All rows of the list for a file: same columns, order and sums as on screen."""
    asked, line = ask_endings(filters), any_line()
    streamed = _selected(asked).where(*choices(asked, line)).order_by(*_order(line)).execution_options(yield_per=500)
    return Table(COLUMNS, _rows(asked, streamed), counted_endings(asked, ending_groups(asked)).sums())


def count_endings(filters: EndingFilters) -> int:
    """How many lines the list has."""
    asked = ask_endings(filters)
    return counted_endings(asked, ending_groups(asked)).sums()[0][1]["lines"]


def ending_sheets(filters: EndingFilters) -> list[Sheet]:
    """The list as it is signed, commune by commune; sums count lines."""
    sheets = Sheets(filters.day)
    for row in ending_table(filters).rows:
        sheets.add(row.unit_id, row.hamlet, row)
    finished = sheets.finished()
    for sheet in finished:
        sheet.sums.households, sheet.sums.members = len({row.household for row in sheet.rows}), len(sheet.rows)
        sheet.sums.splits = split_of(sheet.rows)
    return finished


def _page_of(asked: AskedEndings, page: Page) -> list[EndingRow]:
    ids = ORDERS.get((asked, current_scope()), lambda: _ids(asked))[page.offset : page.offset + page.per_page]
    line = any_line()
    return list(_rows(asked, _selected(asked).where(line.id.in_(ids)).order_by(*_order(line))))


def _ids(asked: AskedEndings) -> "array[int]":
    """The ids of all lines in order, kept until something changes."""
    wanted = lines(asked, Entry, Entry.id).where(*choices(asked, Entry)).order_by(*_order(Entry))
    return array("q", db.session.scalars(wanted))


def _order(line: Any) -> tuple[Any, ...]:
    """The nearest end first; of one day, families together."""
    return (line.ends, HouseholdPeriod.head_sort, line.household_id, line.id)


def _selected(asked: AskedEndings) -> Select[Any]:
    p, line = HouseholdPeriod, any_line()
    own = (line.register, line.code.label("line"), line.person_id, line.ends, follows_sql(line).label("follows"))
    home = (p.code, p.head_name, p.head_sex, p.ethnicity, p.unit_id, p.class_, p.escaped_on)
    person = (Person.name, Person.sex, Person.ethnicity.label("own_ethnicity"))
    found = lines(asked, line, *own, *told_columns(line), *home, *person, Hamlet.name.label("hamlet"))
    return found.outerjoin(Hamlet, Hamlet.id == p.hamlet_id)


def _rows(asked: AskedEndings, statement: Select[Any]) -> Iterator[EndingRow]:
    known, agencies = {register.key: register for register in registers()}, _agencies(asked.day)
    for row in db.session.execute(statement):
        yield _row(asked, known[row.register], agencies.get(known[row.register].duty, ""), row)


def _row(asked: AskedEndings, register: Register, agency: str, row: Any) -> EndingRow:
    through = valid_through(row.ends)
    assert through is not None  # noqa: S101 - an open line does not end soon
    return EndingRow(
        register,
        row.line,
        told(register, row),
        row.name or "",
        row.person_id is not None and row.name is None,
        row.code,
        row.head_name,
        row.hamlet or "",
        row.unit_id,
        asked.homes.places.label(row.unit_id, asked.day),
        asked.homes.status(row.class_, row.escaped_on),
        through,
        (through - asked.day).days,
        FOLLOWING[row.follows],
        agency,
        row.sex or row.head_sex or "",
        row.own_ethnicity or row.ethnicity or "",
    )


def _agencies(day: date) -> dict[str, str]:
    """Who answers for a duty on the day; the first of several."""
    holding = select(AgencyDuty.duty, Agency.short_name).join(Agency, Agency.id == AgencyDuty.agency_id)
    rows = db.session.execute(holding.where(AgencyDuty.on(day)).order_by(Agency.id.desc()))
    return {row.duty: row.short_name for row in rows}
