"""The schools, as the administrator keeps them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from registry.kernel.places import places
from registry.models import School
from registry.storage import db
from registry.vn.fold import fold, words
from registry.vn.sort import sort_key

MOST = 200
"""So many are shown at once; more are to be searched for."""


@dataclass(frozen=True)
class SchoolLine:
    """A school and its commune on the day."""

    row: School
    place: str


@dataclass(frozen=True)
class SchoolList:
    """Schools that match, the first of them by name, and how many there are."""

    lines: list[SchoolLine]
    total: int


def list_schools(q: str, level: str, day: date) -> SchoolList:
    """Schools whose name or code holds every word, of one level or all."""
    asked = select(School)
    rows = list(db.session.scalars(asked.where(School.level == level) if level else asked))
    wanted = words(q)
    found = [row for row in rows if all(word in f"{fold(row.name)} {row.code.lower()}" for word in wanted)]
    shown = sorted(found, key=lambda row: (sort_key(row.name), row.code))[:MOST]
    return SchoolList([SchoolLine(row, _place(row, day)) for row in shown], len(found))


def school_with(code: str) -> School | None:
    """The school of this code."""
    return db.session.scalars(select(School).where(School.code == code)).one_or_none()


def _place(row: School, day: date) -> str:
    return places().label(row.unit_id, day) if row.unit_id else ""
