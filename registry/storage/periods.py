"""Half-open periods inside, inclusive last days outside: the one converter (decisions.md 8)."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import Mapped, mapped_column

OPEN = date(9999, 12, 31)
"""An end that has not come; stored, so that indexes serve."""


def valid_through(ends: date) -> date | None:
    """The inclusive last day people see; None while the period is open."""
    return None if ends == OPEN else ends - timedelta(days=1)


def ends_after(last_day: date | None) -> date:
    """The stored half-open end for an inclusive last day."""
    return OPEN if last_day is None else last_day + timedelta(days=1)


class Dated:
    """A row that holds from `starts` up to, not including, `ends`."""

    starts: Mapped[date] = mapped_column()
    ends: Mapped[date] = mapped_column(default=OPEN)

    @classmethod
    def on(cls, day: date) -> ColumnElement[bool]:
        """The SQL condition "holds on this day"."""
        return and_(cls.starts <= day, cls.ends > day)

    def holds_on(self, day: date) -> bool:
        return self.starts <= day < self.ends
