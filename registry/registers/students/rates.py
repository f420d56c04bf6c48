"""What a pupil is paid, month by month, by the rates of the law (domain.md §4.4).

Rates change inside a school year: each month is paid at the rate that holds on one day of it, `student_rate_day` (a
parameter, as the working day has it; the last day where the month is shorter). With 31, October 2021 is paid at the
rate of 15/10/2021.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import select

from registry.kernel.settings import today
from registry.models import Parameter
from registry.storage import OPEN, db
from registry.vn.numbers import format_int

RATE, LODGING, RATE_DAY = "student_rate", "student_lodging", "student_rate_day"
LAST_OF_MONTH = 31
KEPT = "student_rates"
"""Where a session keeps what it has read."""
LONGEST = 12
"""Months a school year can be paid for at most; a record that says more is a mistake."""


class Rates:
    """The dated rates, all days of them read once: a list has many pupils."""

    def __init__(self) -> None:
        self._day = today()
        columns = (Parameter.key, Parameter.scope, Parameter.value, Parameter.starts, Parameter.ends)
        asked = select(*columns).where(Parameter.key.in_((RATE, LODGING, RATE_DAY))).order_by(Parameter.starts)
        self._rows = db.session.execute(asked).all()

    def months(self, line: Any) -> list[int | None]:
        """What each month of a line is paid, in đồng; None where neither the law nor the line says a rate."""
        return [self._of_month(line, first) for first in months_from(line.starts, min(line.months or 0, LONGEST))]

    def due(self, line: Any) -> int | None:
        """The sum of all months; None where a month's rate is not known."""
        found = self.months(line)
        known = [rate for rate in found if rate is not None]
        return sum(known) if found and len(known) == len(found) else None

    def in_words(self, line: Any) -> str:
        """The rate of a month, or each with its months where it changed: "1 x 100.000; 8 x 150.000"."""
        parts = [(rate, len(list(same))) for rate, same in groupby(self.months(line)) if rate is not None]
        if len(parts) == 1:
            return format_int(parts[0][0])
        return "; ".join(f"{count} x {format_int(rate)}" for rate, count in parts)

    def _of_month(self, line: Any, first: date) -> int | None:
        rate = self._on(RATE, line.policy, self._deciding(first))
        if rate is None:
            return int(line.rate) if line.rate is not None else None
        return rate + (self._on(LODGING, line.policy, self._deciding(first)) or 0 if line.lodging else 0)

    def _deciding(self, first: date) -> date:
        """The day of a month whose rate counts for it."""
        wanted = self._on(RATE_DAY, "", self._day) or LAST_OF_MONTH
        return first.replace(day=min(wanted, monthrange(first.year, first.month)[1]))

    def _on(self, key: str, scope: str, day: date) -> int | None:
        holding = [r.value for r in self._rows if (r.key, r.scope) == (key, scope) and r.starts <= day < r.ends]
        return int(holding[-1]) if holding else None


def due_of(line: Any) -> int | None:
    """What a line comes to; the rates are read once in a transaction, however many lines it approves."""
    session = db.session()
    kept = session.info.get(KEPT)
    if kept is None or kept[0] is not session.get_transaction():
        kept = session.info[KEPT] = (session.get_transaction(), Rates())
    due: int | None = kept[1].due(line)
    return due


def months_from(starts: date, count: int) -> Iterator[date]:
    """The first day of so many months, that of the first day given among them."""
    for at in range(count):
        years, month = divmod(starts.month - 1 + at, 12)
        if starts.year + years < OPEN.year:
            yield date(starts.year + years, month + 1, 1)
