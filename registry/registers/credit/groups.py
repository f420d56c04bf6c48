"""The savings-and-credit groups and the bank's days as lines and papers name them: read once a session."""

from typing import NamedTuple

from sqlalchemy import select

from registry.models import CreditGroup, TransactionPoint
from registry.storage import db

KEPT = "credit_groups"
"""Where a session keeps what it has read."""


class Group(NamedTuple):
    """A group as a line needs it."""

    name: str
    association: str
    unit_id: int


class Point(NamedTuple):
    """Where the bank comes to, and on which day of the month."""

    place: str
    month_day: int


class _Known(NamedTuple):
    groups: dict[str, Group]
    points: dict[int, Point]


def group_named(code: str | None) -> Group | None:
    """The group with this code; None where there is none."""
    return _known().groups.get(code) if code else None


def point_of(unit_id: int) -> Point | None:
    """The transaction point of a commune."""
    return _known().points.get(unit_id)


def forget_groups() -> None:
    """Read them afresh next time, after one was written."""
    db.session.info.pop(KEPT, None)


def _known() -> _Known:
    kept: _Known | None = db.session.info.get(KEPT)
    if kept is None:
        groups = select(CreditGroup.code, CreditGroup.name, CreditGroup.association, CreditGroup.unit_id)
        points = select(TransactionPoint.unit_id, TransactionPoint.place, TransactionPoint.month_day)
        kept = db.session.info[KEPT] = _Known(
            {row.code: Group(row.name, row.association, row.unit_id) for row in db.session.execute(groups)},
            {row.unit_id: Point(row.place, row.month_day) for row in db.session.execute(points)},
        )
    return kept
