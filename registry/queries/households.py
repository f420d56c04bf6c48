"""The household list: a page of rows, its facets and sums, and the same rows for files."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from registry.kernel.places import places
from registry.kernel.scope import current_scope, is_bounded
from registry.kernel.table import Column, FacetGroup, Page, Table
from registry.messages import N_, Message
from registry.models import EthnicGroup, Hamlet, Household, HouseholdPeriod
from registry.queries.household_facets import STATUS_LABELS, facet_groups, selected, sums
from registry.queries.household_filters import Asked, Filters, Hit, ask, chosen, holding, in_hamlets
from registry.queries.household_groups import groups
from registry.queries.household_hits import ENOUGH, search, searched
from registry.queries.household_marks import bearers
from registry.queries.kept import Kept
from registry.queries.sheets import Sums
from registry.storage import db
from registry.vn.clock import local_day
from registry.vn.fold import words

PER_PAGE = (20, 50, 100)
ORDERS = {
    "name": (HouseholdPeriod.head_sort, HouseholdPeriod.id),
    "-name": (HouseholdPeriod.head_sort.desc(), HouseholdPeriod.id.desc()),
    "code": (HouseholdPeriod.code,),
    "-members": (HouseholdPeriod.members.desc(), HouseholdPeriod.head_sort, HouseholdPeriod.id),
    "-since": (HouseholdPeriod.class_from.desc(), HouseholdPeriod.head_sort, HouseholdPeriod.id),
    "-updated": (Household.touched_at.desc(), HouseholdPeriod.id),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A household as lists show it on a day."""

    code: str
    head_name: str
    unit: str
    hamlet: str
    status: str
    ethnicity: str
    members: int
    since: date | None
    updated: datetime


COLUMNS = (
    Column("household_code", N_("Mã hộ"), lambda row: row.code),
    Column("head_name", N_("Chủ hộ"), lambda row: row.head_name),
    Column("hamlet", N_("Ấp, khóm"), lambda row: row.hamlet),
    Column("unit_name", N_("Địa bàn"), lambda row: row.unit),
    Column("class", N_("Diện"), lambda row: Message(STATUS_LABELS[row.status])),
    Column("head_ethnicity", N_("Dân tộc"), lambda row: row.ethnicity),
    Column("members", N_("Nhân khẩu"), lambda row: row.members, numeric=True),
    Column("class_from", N_("Từ ngày"), lambda row: row.since),
    Column("updated", N_("Cập nhật"), lambda row: local_day(row.updated)),
)


@dataclass(frozen=True)
class HouseholdList:
    """What the list page shows."""

    filters: Filters
    page: Page
    table: Table
    facets: tuple[FacetGroup, ...]
    sums: Sums


Overview = tuple[Sums, tuple[FacetGroup, ...]]
OVERVIEWS: Kept[Overview] = Kept(64)
"""One takes a few KB."""


def list_households(filters: Filters, number: int, per_page: int) -> HouseholdList:
    """One page of the list with its facets, each number exact (or "more than a thousand" for a wide text search)."""
    asked = resolve(filters)
    total, facets = _overview(asked)
    page = Page(max(1, number), per_page, ENOUGH if asked.more else total.households, asked.more)
    page = Page(min(page.number, page.pages), per_page, page.total, page.more)
    rows = list(_rows(asked, _statement(asked, page))) if page.total else []
    return HouseholdList(filters, page, _table(rows, total), facets, total)


def _overview(asked: Asked) -> Overview:
    """The sums and facets of everything a list holds, kept like the groups they come from."""
    if words(asked.filters.q):
        return _look_over(asked)
    key = (asked.places, current_scope(), replace(asked.filters, sort=""), asked.escaped_after)
    return OVERVIEWS.get(key, lambda: _look_over(asked))


def _look_over(asked: Asked) -> Overview:
    found = groups(asked)
    return sums(asked, found), tuple(facet_groups(asked, found))


def household_table(filters: Filters) -> Table:
    """All rows of the list for a file, streamed: same columns, order and sums as on screen."""
    asked = resolve(filters)
    streamed = _statement(asked).execution_options(yield_per=500)
    return _table(_rows(asked, streamed), sums(asked, groups(asked)))


def resolve(filters: Filters) -> Asked:
    asked = search(ask(filters, places()), bounded=is_bounded())
    return replace(asked, first=bearers(asked)) if _by_name(asked) else asked


def _table(rows: Any, total: Sums) -> Table:
    foot = [(N_("Cộng"), {"households": total.households, "members": total.members})]
    foot += [(label, {"households": h, "members": m}) for label, (h, m) in total.splits.items()]
    return Table(COLUMNS, rows, tuple(foot))


def _statement(asked: Asked, page: Page | None = None) -> Select[*tuple[Any, ...]]:
    """The rows of a page, or all. Which they are is decided on narrow indexes, before anything is joined to them."""
    period = HouseholdPeriod
    found = _found(asked, page).subquery()
    statement = select(
        period.code,
        period.head_name,
        period.unit_id,
        Hamlet.name,
        period.class_,
        period.escaped_on,
        period.class_from,
        EthnicGroup.name,
        period.members,
        Household.touched_at,
    )
    joined = (
        statement.join(found, found.c.id == period.id)
        .join(Household, Household.id == period.household_id)
        .outerjoin(Hamlet, Hamlet.id == period.hamlet_id)
        .outerjoin(EthnicGroup, EthnicGroup.code == period.ethnicity)
    )
    return joined.order_by(*_order(asked))


def _found(asked: Asked, page: Page | None) -> Select[int]:
    """The periods asked for, in order."""
    statement = select(HouseholdPeriod.id)
    if page and asked.hits is not None and _by_name(asked):
        return statement.where(HouseholdPeriod.id.in_(_page_of_hits(asked, page)))
    if asked.filters.sort == "-updated":
        statement = statement.join(Household, Household.id == HouseholdPeriod.household_id)
    narrowed = statement.where(*conditions(asked)).order_by(*_order(asked))
    return narrowed.offset(page.offset).limit(page.per_page) if page else narrowed


def _page_of_hits(asked: Asked, page: Page) -> list[int]:
    """Sort keys are bytes: in order here as in the database, without sending a thousand numbers there."""
    ordered = sorted((hit.id not in asked.first, hit.head_sort, hit.id) for hit in _hits(asked))
    return [id_ for _other, _sort, id_ in ordered[page.offset : page.offset + page.per_page]]


def _hits(asked: Asked) -> list[Hit]:
    return [hit for hit in selected(asked, asked.hits or ()) if asked.in_hamlets(hit)]


def conditions(asked: Asked) -> list[ColumnElement[bool]]:
    if asked.hits is not None:
        return [HouseholdPeriod.id.in_([hit.id for hit in _hits(asked)])]
    return [*holding(asked), *searched(asked), *chosen(asked), *in_hamlets(asked)]


def _order(asked: Asked) -> tuple[Any, ...]:
    order = ORDERS.get(asked.filters.sort, ORDERS["name"])
    return (HouseholdPeriod.id.not_in(asked.first), *order) if asked.first else order


def _by_name(asked: Asked) -> bool:
    """The order nobody chose otherwise; in it a search with marks shows those who bear them first."""
    return asked.filters.sort == "name" or asked.filters.sort not in ORDERS


def _rows(asked: Asked, statement: Select[*tuple[Any, ...]]) -> Iterator[Row]:
    found = db.session.execute(statement)
    for code, head, unit_id, hamlet, class_, escaped_on, since, ethnicity, members, touched in found:
        yield Row(
            code,
            head,
            asked.places.label(unit_id, asked.day),
            hamlet or "",
            asked.status(class_, escaped_on),
            ethnicity or "",
            members,
            since,
            touched,
        )
