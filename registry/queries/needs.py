"""Needs by programme: a page of households with what each has answered, and the same rows for files."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from registry.kernel.scope import current_scope
from registry.kernel.table import Column, FacetGroup, Page, Table
from registry.messages import N_, Message
from registry.models import EthnicGroup, Hamlet, Household, HouseholdPeriod, Need, Person
from registry.models.need import ANSWERS, DETAIL_LABELS, SOURCES, UNKNOWN, current
from registry.queries.facets import SPLITS, Counted, Sums
from registry.queries.household_facets import STATUS_LABELS
from registry.queries.household_needs import Whose, whose
from registry.queries.kept import Kept
from registry.queries.need_facets import NeedGroup, counted_needs, need_groups
from registry.queries.need_filters import AskedNeeds, NeedFilters, ask_needs, choices, lines
from registry.storage import db

PER_PAGE = (20, 50, 100)
ORDER = (HouseholdPeriod.head_sort, HouseholdPeriod.id, Need.on_date.desc(), Need.id)
Line = tuple[int, int]
Overview = tuple[Sums, tuple[FacetGroup, ...]]
OVERVIEWS: Kept[Overview] = Kept(64)
"""One takes a few KB."""
LINES: Kept[list[Line]] = Kept(8)
"""About 100 bytes a line."""


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A household with one of its answers on the day; `on_date` is None where nobody has asked."""

    code: str
    head: str
    unit: str
    hamlet: str
    status: str
    ethnicity: str
    answer: str
    detail: str
    person: Whose
    on_date: date | None
    source: str
    note: str


COLUMNS = (
    Column("household_code", N_("Mã hộ"), lambda row: row.code),
    Column("head_name", N_("Chủ hộ"), lambda row: row.head),
    Column("hamlet", N_("Ấp, khóm"), lambda row: row.hamlet),
    Column("unit_name", N_("Địa bàn"), lambda row: row.unit),
    Column("class", N_("Diện"), lambda row: Message(STATUS_LABELS[row.status])),
    Column("head_ethnicity", N_("Dân tộc"), lambda row: row.ethnicity),
    Column("answer", N_("Câu trả lời"), lambda row: Message(ANSWERS[row.answer])),
    Column("detail", N_("Chương trình cụ thể"), lambda row: Message(DETAIL_LABELS[row.detail]) if row.detail else ""),
    Column("person_name", N_("Nhu cầu của"), lambda row: row.person),
    Column("on_date", N_("Ngày hỏi"), lambda row: row.on_date),
    Column("source", N_("Nguồn"), lambda row: Message(SOURCES[row.source]) if row.source else ""),
    Column("note", N_("Ghi chú"), lambda row: row.note),
)


@dataclass(frozen=True)
class NeedList:
    """What the list page shows."""

    filters: NeedFilters
    page: Page
    table: Table
    facets: tuple[FacetGroup, ...]

    @property
    def day(self) -> date:
        return self.filters.households.day


def list_needs(filters: NeedFilters, number: int, per_page: int) -> NeedList:
    """One page of the list with its facets, every number exact."""
    asked = ask_needs(filters)
    sums, facets = OVERVIEWS.get(_key(asked), lambda: _look_over(asked))
    page = Page(max(1, number), per_page, sums[0][1]["lines"])
    page = Page(min(page.number, page.pages), per_page, page.total)
    rows = _page_of(asked, page) if page.total else []
    return NeedList(filters, page, Table(COLUMNS, rows, sums), facets)


def _look_over(asked: AskedNeeds) -> Overview:
    counted = counted_needs(asked, need_groups(asked))
    return _sums(asked, counted), counted.facets()


def _sums(asked: AskedNeeds, counted: Counted[NeedGroup]) -> Sums:
    """Lines, and of how many households they are: one may have answered of several sub-programmes or members."""
    some = counted.sums()
    again = dict(zip((label for label, _ in some), _answered_again(asked), strict=True))
    return tuple((label, {"households": sums["lines"] - again[label], **sums}) for label, sums in some)


def _answered_again(asked: AskedNeeds) -> list[int]:
    """Lines beyond the first of their households: of all, and of each split."""
    p = HouseholdPeriod
    whose = (p.id, p.head_sex.label("sex"), p.ethnicity)
    several = lines(asked, *whose, (func.count() - 1).label("again")).where(*choices(asked))
    found = db.session.execute(several.group_by(*whose).having(func.count() > 1)).all()
    return [sum(one.again for one in found if belongs(one)) for belongs in (lambda _one: True, *SPLITS.values())]


def _key(asked: AskedNeeds) -> Hashable:
    return asked.filters, asked.homes.places, current_scope(), asked.homes.escaped_after


def need_table(filters: NeedFilters) -> Table:
    """All rows of the list for a file: same columns, order and sums as on screen."""
    asked = ask_needs(filters)
    streamed = _selected(asked).where(*choices(asked)).order_by(*ORDER).execution_options(yield_per=500)
    rows = (_row(asked, row) for row in db.session.execute(streamed))
    return Table(COLUMNS, rows, _sums(asked, counted_needs(asked, need_groups(asked))))


def _page_of(asked: AskedNeeds, page: Page) -> list[NeedRow]:
    """The lines of a page, each a period and its answer (0: none), read by their ids alone."""
    wanted = _order(asked)[page.offset : page.offset + page.per_page]
    found = db.session.execute(_selected(asked).where(HouseholdPeriod.id.in_({period for period, _ in wanted})))
    rows = {(row.period, row.Need.id if row.Need else 0): row for row in found}
    return [_row(asked, rows[pair]) for pair in wanted if pair in rows]


def _order(asked: AskedNeeds) -> list[Line]:
    """Every line in order, kept until something changes."""
    return LINES.get(_key(asked), lambda: _read_order(asked))


def _read_order(asked: AskedNeeds) -> list[Line]:
    ids = lines(asked, HouseholdPeriod.id, func.coalesce(Need.id, 0)).where(*choices(asked)).order_by(*ORDER)
    return [(period, need) for period, need in db.session.execute(ids)]


def _selected(asked: AskedNeeds) -> Select[Any]:
    p = HouseholdPeriod
    home = (p.id.label("period"), p.code, p.head_name, p.unit_id, p.class_, p.escaped_on, Hamlet.name.label("hamlet"))
    return (
        lines(asked, *home, EthnicGroup.name.label("ethnic"), Need, Person.name.label("person"))
        .outerjoin(Hamlet, Hamlet.id == p.hamlet_id)
        .outerjoin(EthnicGroup, EthnicGroup.code == p.ethnicity)
        .outerjoin(Person, Person.id == Need.person_id)
    )


def _row(asked: AskedNeeds, row: Any) -> NeedRow:
    homes, need = asked.homes, row.Need
    return NeedRow(
        row.code,
        row.head_name,
        homes.places.label(row.unit_id, homes.day),
        row.hamlet or "",
        homes.status(row.class_, row.escaped_on),
        row.ethnic or "",
        need.answer if need else UNKNOWN,
        (need and need.detail) or "",
        whose(need, row.person) if need else "",
        need and need.on_date,
        need.source if need else "",
        (need and need.note) or "",
    )


class PickedHome(NamedTuple):
    """A household somebody means to answer for, where it lives, and whether it has answered about the programme."""

    household: Household
    unit_id: int
    head: str
    answered: bool


def picked_homes(filters: NeedFilters, codes: list[str] | None, most: int) -> list[PickedHome]:
    """At most `most` households: those of these codes, or all the filters let through (None)."""
    asked, p = ask_needs(filters), HouseholdPeriod
    if codes is None:
        ids = lines(asked, p.household_id).where(*choices(asked))
    else:
        ids = select(p.household_id).where(p.code.in_(codes), p.on(asked.homes.day))
    wanted = select(Household, p.unit_id, p.head_name).join(p, p.household_id == Household.id)
    wanted = wanted.where(p.on(asked.homes.day), Household.id.in_(ids)).order_by(p.head_sort, p.id).limit(most)
    rows = db.session.execute(wanted).all()
    told = select(Need.household_id).where(Need.programme == filters.programme, current(asked.homes.day))
    told = told.where(Need.answer != UNKNOWN, Need.household_id.in_([row[0].id for row in rows]))
    known = set(db.session.scalars(told))
    return [PickedHome(household, unit_id, head, household.id in known) for household, unit_id, head in rows]
