"""A common axis for bars of time: whole years, everything in per cent of its width."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

MOST_LABELS = 4


@dataclass(frozen=True)
class Axis:
    """From 1 January of the first year to 31 December of the last; `day` is marked on it."""

    first: int
    last: int
    day: date

    @property
    def labels(self) -> list[tuple[int, float]]:
        """Years with the place where each begins; of many, some."""
        step = -(-(self.last - self.first + 1) // MOST_LABELS)
        return [(year, self.place(date(year, 1, 1))) for year in range(self.first, self.last + 1, step)]

    def place(self, day: date) -> float:
        """Where the day begins, within the axis."""
        start = date(self.first, 1, 1)
        whole = (date(self.last + 1, 1, 1) - start).days
        return round(100 * min(max((day - start).days, 0), whole) / whole, 2)

    def span(self, starts: date, ends: date) -> tuple[float, float]:
        """Place and width of a period, half-open; never too narrow to see."""
        at = self.place(starts)
        return min(at, 99.0), max(round(self.place(ends) - at, 2), 1.0)


def axis_of(periods: Sequence[tuple[date, date]], day: date) -> Axis:
    """An axis that shows where each period begins, and the year after the day at most."""
    until = [min(max(starts, ends), date(day.year + 1, 12, 31)) for starts, ends in periods]
    years = [day.year, *(starts.year for starts, _ in periods)]
    return Axis(min(years), max(*years, *(one.year for one in until), day.year), day)
