"""A register's list: a page of its lines, facets and sums, and the same rows for files."""

from array import array
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select

from registry.kernel.places import places
from registry.kernel.register import Register
from registry.kernel.scope import current_scope
from registry.kernel.table import Column, FacetGroup, Page, Table
from registry.messages import N_, Message
from registry.models import Entry, Hamlet, Household, HouseholdPeriod, Person
from registry.models.words import BEYOND, HEADLESS, in_words
from registry.queries.entry_facets import LineGroup, counted_lines, line_groups
from registry.queries.entry_filters import AskedLines, EntryFilters, chosen, facet, lines
from registry.queries.entry_money import CHUNK, NO_FUNDS, Funds, funds_in_all, funds_of, money_columns
from registry.queries.facets import Counted, Sums
from registry.queries.kept import Kept
from registry.storage import db, valid_through
from registry.vn.sort import name_key

Overview = tuple[Sums, tuple[FacetGroup, ...]]
OVERVIEWS: Kept[Overview] = Kept(64)
"""Sums and facets; one takes a few KB."""
ORDERS: Kept["array[int]"] = Kept(16)
"""8 bytes a line."""
PER_PAGE = (20, 50, 100)
SORTED = 5000
"""Up to so many lines are ordered by given name; more stand by the household's head, families together."""


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line as lists show it on a day; the name is empty where its person or household is beyond the reader's area
    (`is_here`) and where the household has no head."""

    entry: Entry
    name: str
    household_code: str
    hamlet: str
    unit: str
    is_here: bool
    funds: Funds = NO_FUNDS

    @property
    def whose(self) -> str:
        """The name, or why there is none."""
        return self.name or (HEADLESS if self.is_here and not self.entry.person_id else BEYOND)

    @property
    def valid_through(self) -> date | None:
        return valid_through(self.entry.ends)


@dataclass(frozen=True)
class LineList:
    """What the list page shows."""

    register: Register
    filters: EntryFilters
    page: Page
    table: Table
    facets: tuple[FacetGroup, ...]


def list_lines(register: Register, filters: EntryFilters, number: int, per_page: int) -> LineList:
    """One page of the list with its facets, every number exact."""
    asked = AskedLines(register, filters, places())
    sums, facets = OVERVIEWS.get(_key(asked), lambda: _look_over(asked))
    page = Page(max(1, number), per_page, sums[0][1]["lines"])
    page = Page(min(page.number, page.pages), per_page, page.total)
    rows = _page_of(asked, page) if page.total else []
    return LineList(register, filters, page, Table(columns(register), rows, sums), facets)


def _look_over(asked: AskedLines) -> Overview:
    counted = counted_lines(asked, line_groups(asked))
    return _sums(asked, counted), counted.facets()


def _sums(asked: AskedLines, counted: Counted[LineGroup]) -> Sums:
    """What stands below the list; the money of all lines beside their number."""
    (label, total), *splits = counted.sums()
    funds = funds_in_all(asked).sums if asked.register.money else {}
    return ((label, total | funds), *splits)


def _key(asked: AskedLines) -> Hashable:
    f = asked.filters
    choices = (f.day, f.q, f.units, frozenset(f.chosen.items()), f.ended, f.batch)
    return asked.register.key, asked.places, current_scope(), choices


def line_table(register: Register, filters: EntryFilters) -> Table:
    """All rows of the list for a file: same columns, order and sums as on screen."""
    asked = AskedLines(register, filters, places())
    sums = _sums(asked, counted_lines(asked, line_groups(asked)))
    return Table(columns(register), _all(asked, sums[0][1]["lines"]), sums)


class Picked(NamedTuple):
    """A line that somebody means to do something with; the name is None where its person is beyond their area."""

    id: int
    code: str
    status: str
    person_id: int | None
    unit_id: int
    name: str | None
    household_code: str


def matching_lines(register: Register, filters: EntryFilters, codes: list[str] | None, most: int) -> list[Picked]:
    """At most `most` lines with the commune of the day, those of a household together: the ones with these codes, or
    all the filters let through (None)."""
    if codes is not None:
        filters = EntryFilters(filters.day, ended=True)
    asked, model = AskedLines(register, filters, places()), register.model
    named = lines(
        asked, model.id, model.code, model.status, model.person_id, asked.unit_id, _name(asked), Household.code
    )
    wanted = named.where(*chosen(asked)).order_by(model.household_id, model.id).limit(most)
    found = db.session.execute(wanted if codes is None else wanted.where(model.code.in_(codes)))
    return [Picked(*row) for row in found]


def columns(register: Register) -> tuple[Column, ...]:
    """What the list shows of a register: the line, whose it is, its columns `in_list`, state and days."""
    own = (key for key in register.fields if facet(register, key).in_list)
    return (
        Column("entry_code", N_("Mã dòng"), lambda row: row.entry.code),
        Column("name", _whose(register), lambda row: row.name),
        Column("household_code", N_("Mã hộ"), lambda row: row.household_code),
        Column("hamlet", N_("Ấp, khóm"), lambda row: row.hamlet),
        Column("unit_name", N_("Địa bàn"), lambda row: row.unit),
        *(_own(register, key) for key in own),
        *money_columns(register),
        Column("state", N_("Trạng thái"), lambda row: Message(register.workflow.states[row.entry.status])),
        Column("starts", N_("Từ ngày"), lambda row: row.entry.starts),
        Column("valid_through", N_("Đến hết ngày"), lambda row: row.valid_through),
    )


def _whose(register: Register) -> str:
    return register.holder or (N_("Họ và tên") if register.names_person else N_("Chủ hộ"))


def _own(register: Register, key: str) -> Column:
    """Codes as they are where everybody who works with them knows them; all else in words, numbers masked."""
    human = facet(register, key)
    as_stored = not (human.said or human.masked)

    def value(row: LineRow) -> Any:
        stored = getattr(row.entry, key)
        if stored is None:
            return None
        return stored if as_stored else in_words(register.model, key, stored)

    numeric = isinstance(getattr(register.model, key).type, Integer)
    return Column(f"{key}_masked" if human.masked else key, human.label, value, numeric)


def _page_of(asked: AskedLines, page: Page) -> list[LineRow]:
    ids = _order(asked, page.total)[page.offset : page.offset + page.per_page]
    at = {id_: place for place, id_ in enumerate(ids)}
    found = _rows(asked, _selected(asked).where(asked.register.model.id.in_(ids)))
    return sorted(found, key=lambda row: at[row.entry.id])


def _order(asked: AskedLines, total: int) -> "array[int]":
    """The ids of all lines in order, kept until something changes."""
    read = _by_name if total <= SORTED else _by_head
    return ORDERS.get(_key(asked), lambda: read(asked))


def _by_name(asked: AskedLines) -> "array[int]":
    model = asked.register.model
    wanted = lines(asked, model.id, _name(asked), model.starts, *asked.register.rank(model)).where(*chosen(asked))
    found = sorted(db.session.execute(wanted), key=lambda row: (*row[3:], name_key(row[1] or ""), row[2], row[0]))
    return array("q", [row[0] for row in found])


def _by_head(asked: AskedLines) -> "array[int]":
    model = asked.register.model
    named = lines(asked, model.id).where(*chosen(asked))
    return array("q", db.session.scalars(named.order_by(*_heads(asked))))


def _heads(asked: AskedLines) -> tuple[Any, ...]:
    """By rank where lines have one; families together by their head, those that are no more on the day last."""
    model = asked.register.model
    return (*asked.register.rank(model), HouseholdPeriod.head_sort.nulls_last(), model.household_id, model.id)


def _name(asked: AskedLines) -> Any:
    return Person.name if asked.register.names_person else HouseholdPeriod.head_name


def _selected(asked: AskedLines) -> Select[Any]:
    here = HouseholdPeriod.id.is_not(None)
    found = lines(asked, asked.register.model, _name(asked), Household.code, Hamlet.name, asked.unit_id, here)
    return found.where(*chosen(asked))


def _rows(asked: AskedLines, statement: Select[Any]) -> Iterator[LineRow]:
    for some in db.session.execute(statement).partitions(CHUNK):
        funds = funds_of(asked.register, [row[0].id for row in some])
        for row in some:
            yield replace(_row(asked, *row), funds=funds.get(row[0].id, NO_FUNDS))


def _all(asked: AskedLines, total: int) -> Iterable[LineRow]:
    if total > SORTED:
        return _rows(asked, _selected(asked).order_by(*_heads(asked)).execution_options(yield_per=500))
    at = {id_: place for place, id_ in enumerate(_order(asked, total))}
    return sorted(_rows(asked, _selected(asked)), key=lambda row: at[row.entry.id])


def _row(
    asked: AskedLines, entry: Entry, name: str | None, code: str, hamlet: str | None, unit_id: int, is_here: bool
) -> LineRow:
    return LineRow(entry, name or "", code, hamlet or "", asked.places.label(unit_id, asked.day), is_here)
