"""People and families in memory, before they become rows."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from registry.demo.histories import History
from registry.storage import OPEN

DAY = date(2021, 12, 15)
"""The working day of the demo: nothing in it is later."""
OPENED = date(2015, 1, 1)
"""The day from which the registry knows households."""
WIFE_OR_HUSBAND, CHILD, IN_LAW, PARENT, PARENT_IN_LAW = "02", "03", "04", "05", "06"
GRANDPARENT, GRANDCHILD, SIBLING, RELATIVE = "07", "08", "09", "10"
HEAD = "01"
YEAR = 365.2425


@dataclass(slots=True, eq=False)
class Soul:
    """A made-up person. `born` is exact; where `year_only`, only its year will be known."""

    name: str
    sex: str
    born: date
    ethnicity: str
    year_only: bool = False
    died_on: date | None = None
    id: int = 0
    numbers: list[tuple[str, str]] = field(default_factory=list)

    def age_on(self, day: date) -> float:
        return (day - self.born).days / YEAR


@dataclass(slots=True, eq=False)
class Stay:
    """A soul in a family for a time."""

    soul: Soul
    starts: date
    relationship: str
    joined: str = "listed"
    ends: date = OPEN
    left: str | None = None
    destination: str | None = None


@dataclass(slots=True, eq=False)
class Family:
    """A household with all that will be known of it; places are numbers of hamlets in the commune. `ticked`: the
    review sheet in force says that somebody lacks insurance."""

    ethnicity: str
    starts: date
    hamlet: int
    history: History | None = None
    stays: list[Stay] = field(default_factory=list)
    heads: list[tuple[date, date, Soul]] = field(default_factory=list)
    homes: list[tuple[date, date, int]] = field(default_factory=list)
    ends: date = OPEN
    ended_reason: str | None = None
    id: int = 0
    ticked: bool = False

    @property
    def is_there(self) -> bool:
        """Whether there is such a household on the working day."""
        return self.ends == OPEN

    def living(self) -> list[Soul]:
        """Its members on the working day."""
        return [stay.soul for stay in self.stays if stay.ends == OPEN and stay.soul.died_on is None]

    def died_since(self, day: date) -> list[Soul]:
        """Who died as a member on that day or later."""
        dead = [stay.soul for stay in self.stays if stay.left == "died"]
        return [soul for soul in dead if soul.died_on is not None and soul.died_on > day]

    def join(self, soul: Soul, relationship: str, starts: date | None = None, joined: str = "listed") -> Stay:
        """Add a member; who is born later joins at birth."""
        if soul.born > (starts or self.starts):
            starts, joined = soul.born, "born"
        stay = Stay(soul, starts or self.starts, relationship, joined)
        self.stays.append(stay)
        return stay

    def open_stays(self, day: date) -> list[Stay]:
        """Who is there on a day and, as far as is known yet, stays."""
        return [stay for stay in self.stays if stay.starts < day and stay.ends == OPEN]

    def settle(self, head: Soul) -> None:
        """Give the family its head and home from its first day on."""
        self.heads.append((self.starts, OPEN, head))
        self.homes.append((self.starts, OPEN, self.hamlet))


def years_later(day: date, years: float) -> date:
    return day + timedelta(days=round(years * YEAR))


def day_between(rng: Random, first: date, last: date) -> date:
    """Any day from `first` to `last`, both included."""
    return first + timedelta(days=rng.randrange((last - first).days + 1))
