"""How many households are alike: the one grouped question behind every facet and sum of the list (decisions.md 5)."""

from collections.abc import Iterable
from functools import cache
from operator import add
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Subquery, func, select

from registry.kernel.scope import current_scope
from registry.models import HouseholdPeriod
from registry.queries.household_filters import Asked, in_hamlets, standing
from registry.queries.household_hits import searched
from registry.queries.kept import Kept
from registry.storage import db
from registry.vn.fold import words


class Group(NamedTuple):
    """Households alike in everything a facet asks about; the unit as it is on the day."""

    unit_id: int
    status: str
    ethnicity: str
    head_sex: str
    households: int
    members: int
    women: int
    khmer: int
    minority: int


GROUPS: Kept[list[Group]] = Kept(16)
"""One answer about the whole province takes about 1 MB."""


def groups(asked: Asked) -> list[Group]:
    """The grouped question: within scope, day, search; every other choice still open.

    Without a search the answer is kept until something changes.
    """
    if asked.hits is not None:
        return _alike((hit[3:7], (1, *hit[7:])) for hit in asked.hits if asked.in_hamlets(hit))
    if words(asked.filters.q) or asked.filters.hamlets:
        return _read(asked)
    key = (asked.places, current_scope(), asked.day, asked.filters.closed, asked.escaped_after)
    return GROUPS.get(key, lambda: _read(asked))


def _read(asked: Asked) -> list[Group]:
    first = _as_indexed(asked)
    by = (first.c.unit_id, first.c.class_, first.c.ethnicity, first.c.head_sex)
    sums = (func.sum(first.c[name]).cast(BigInteger) for name in Group._fields[len(by) :])
    escaped = first.c.escaped_on > asked.escaped_after
    rows = db.session.execute(select(*by, func.max(first.c.escaped_on), *sums).group_by(*by, escaped))
    return _merged(asked, rows)


def _as_indexed(asked: Asked) -> Subquery:
    """Grouped as the index is ordered, `ends` first: the index alone is read, once, from the day on, unsorted."""
    period = HouseholdPeriod
    by = (period.ends, period.unit_id, period.class_, period.ethnicity, period.head_sex, period.escaped_on)
    sums = (
        func.count().label("households"),
        *(func.sum(one).label(one.key) for one in (period.members, period.women, period.khmer, period.minority)),
    )
    narrowed = select(*by, *sums).where(standing(asked), *searched(asked), *in_hamlets(asked))
    return narrowed.group_by(*by).subquery()


def _merged(asked: Asked, rows: Iterable[Any]) -> list[Group]:
    """Rows that read the same on the day, added up."""
    here = cache(lambda unit_id: asked.places.on(unit_id, asked.day).id)
    status = cache(asked.status)
    return _alike(
        ((here(unit_id), status(class_, escaped_on), ethnicity, sex), counts)
        for unit_id, class_, ethnicity, sex, escaped_on, *counts in rows
    )


def _alike(found: Iterable[tuple[tuple[Any, ...], Iterable[int]]]) -> list[Group]:
    total: dict[tuple[Any, ...], list[int]] = {}
    for key, counts in found:
        known = total.get(key)
        total[key] = list(counts) if known is None else list(map(add, known, counts))
    return [Group(*key, *counts) for key, counts in total.items()]
