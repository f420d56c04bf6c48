"""Whom a free-text search finds, with all that lists count of them, so that nothing is searched twice."""

from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from registry.models import HouseholdPeriod
from registry.queries.household_filters import Asked, Hit, standing
from registry.storage import db
from registry.vn.fold import words

ENOUGH = 1000
"""A search stops counting here when it runs over the whole province."""

_P = HouseholdPeriod
_COUNTED = (_P.id, _P.head_sort, _P.hamlet_id, _P.unit_id, _P.class_, _P.escaped_on, _P.ethnicity, _P.head_sex)
_SUMMED = (_P.members, _P.women, _P.khmer, _P.minority)


def search(asked: Asked, bounded: bool) -> Asked:
    """With its hits in the reader's whole area, so that units can be counted with the chosen ones removed.

    `bounded`: the reader sees only some communes; there every number stays exact, and many hits are counted in SQL.
    """
    if not words(asked.filters.q):
        return asked
    rows = db.session.execute(_found(asked, bounded)).all()
    if len(rows) <= ENOUGH:
        return replace(asked, hits=_hits(asked, rows))
    exact = bounded or bool(asked.chosen)
    return asked if exact else replace(asked, hits=_hits(asked, rows[:ENOUGH]), more=True)


def _hits(asked: Asked, rows: Any) -> tuple[Hit, ...]:
    here = cache(lambda unit_id: asked.places.on(unit_id, asked.day).id)
    return tuple(
        Hit(id_, head_sort, hamlet_id, here(unit_id), asked.status(class_, escaped_on), *counts)
        for id_, head_sort, hamlet_id, unit_id, class_, escaped_on, *counts in rows
    )


def _found(asked: Asked, bounded: bool) -> Select[*tuple[Any, ...]]:
    """Over the province the words are looked for in an index that holds no more than them, then the hits are read."""
    living = select(*_COUNTED, *_SUMMED).where(standing(asked))
    if bounded:
        return living.where(*matching(asked.filters.q, _read_here())).limit(ENOUGH + 1)
    ids = select(HouseholdPeriod.id).where(standing(asked), *matching(asked.filters.q)).limit(ENOUGH + 1)
    return select(*_COUNTED, *_SUMMED).where(HouseholdPeriod.id.in_(ids))


def _read_here() -> Any:
    """The names as they stand in the reader's communes, by which SQLite goes of itself; PostgreSQL would search the
    whole province first, so they are hidden from its index of words."""
    return HouseholdPeriod.search if _on_sqlite() else HouseholdPeriod.search.concat("")


def _on_sqlite() -> bool:
    return db.session.get_bind().dialect.name == "sqlite"


def matching(q: str, text: Any = HouseholdPeriod.search) -> list[ColumnElement[bool]]:
    """Every word begins some word of the household's names, hamlet or code; `words` leaves no LIKE wildcard in them.

    SQLite is first asked whether the word stands anywhere: it skips to its first letter, but would stop at each space.
    """
    quick = ["%"] if _on_sqlite() else []
    return [text.like(f"{before}{word}%") for before in (*quick, "% ") for word in words(q)]


def searched(asked: Asked) -> list[ColumnElement[bool]]:
    """The free-text search by the words themselves: nothing where there is none, or where its hits are known."""
    return [] if asked.hits is not None else matching(asked.filters.q)
