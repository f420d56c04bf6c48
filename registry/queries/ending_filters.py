"""What a list of lines that end soon is asked for: lines of any register that serve on the day, their households."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from registry.kernel.places import places
from registry.models import Entry, HouseholdPeriod, Person
from registry.queries.household_filters import Asked, Filters, ask, chosen, holding, in_hamlets
from registry.queries.household_hits import matching
from registry.queries.household_lines import WINDOWS
from registry.registers import registers

FOLLOWING = {2: "ok", 1: "wait", 0: "gap"}
"""Whether another line of the same register and person, or household, lasts longer: one is good, one is asked for,
none."""


@dataclass(frozen=True)
class EndingFilters:
    """The choices of an address; empty means everything. `units` are official codes read at `day`, `windows` days."""

    day: date
    q: str = ""
    units: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    hamlets: frozenset[str] = frozenset()
    registers: frozenset[str] = frozenset()
    windows: frozenset[str] = frozenset()
    follows: frozenset[str] = frozenset()

    @property
    def households(self) -> Filters:
        """What is asked of their households."""
        return Filters(self.day, self.q, self.units, self.classes, hamlets=self.hamlets)


@dataclass(frozen=True)
class AskedEndings:
    """The same with unit codes resolved on the day."""

    filters: EndingFilters
    homes: Asked

    @property
    def day(self) -> date:
        return self.filters.day


def ask_endings(filters: EndingFilters) -> AskedEndings:
    return AskedEndings(filters, ask(filters.households, places()))


def lines(asked: AskedEndings, line: Any, *columns: Any) -> Select[Any]:
    """Columns of `line` (Entry, or any_line) with the household's period and the person; facets still open."""
    period, day = HouseholdPeriod, asked.day
    at_home = and_(period.household_id == line.household_id, period.on(day))
    found = select(*columns).select_from(line).join(period, at_home).outerjoin(Person, Person.id == line.person_id)
    last = day + timedelta(days=WINDOWS[-1] + 1)
    ends = (line.starts <= day, line.ends > day, line.ends <= last)
    return found.where(*ends, _is_in(line, "covering"), *matching(asked.filters.q))


def _is_in(line: Any, kind: str) -> ColumnElement[bool]:
    """The line is in one of the states that its register says are of this kind."""
    states = ((register.key, sorted(getattr(register.workflow, kind))) for register in registers())
    return or_(*(and_(line.register == key, line.status.in_(codes)) for key, codes in states if codes))


def window_sql(line: Any, day: date) -> ColumnElement[int]:
    """The window in which it ends."""
    inside = [(line.ends <= day + timedelta(days=window + 1), window) for window in WINDOWS[:-1]]
    return case(*inside, else_=WINDOWS[-1])


def follows_sql(line: Any) -> Any:
    """What follows it, by the numbers of FOLLOWING."""
    later = aliased(Entry)
    kind = case((_is_in(later, "covering"), 2), (_is_in(later, "waiting"), 1), else_=0)
    same = (later.household_id == line.household_id, later.register == line.register)
    whose = later.person_id.is_not_distinct_from(line.person_id)
    asked = select(func.max(kind)).where(*same, whose, later.ends > line.ends)
    return func.coalesce(asked.correlate(line).scalar_subquery(), 0)


def choices(asked: AskedEndings, line: Any) -> list[ColumnElement[bool]]:
    """Every choice of the facets and units."""
    f, homes = asked.filters, asked.homes
    found = [*holding(homes), *chosen(homes), *in_hamlets(homes)]
    if f.registers:
        found.append(line.register.in_(sorted(f.registers)))
    if f.windows:
        found.append(window_sql(line, asked.day).in_([window for window in WINDOWS if str(window) in f.windows]))
    if f.follows:
        found.append(follows_sql(line).in_([number for number, kind in FOLLOWING.items() if kind in f.follows]))
    return found
