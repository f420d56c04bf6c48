"""Who is served of those entitled under each register: by state, class and split, all registers in one question."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select, union_all

from registry.checks.coverage import COUNTERS, coverage_of
from registry.kernel.register import Register
from registry.kernel.scope import current_scope
from registry.models import Coverage
from registry.queries.found import is_kept
from registry.queries.gap_filters import special_places
from registry.queries.kept import Kept
from registry.queries.tiles import by_commune
from registry.storage import db
from registry.storage.inner import inner_rows

STATES = ("entitled", "covered", "waiting", "missing")
SPLITS = ("women", "khmer", "minority", "special")


class Count(NamedTuple):
    """Households and people; of a household's register, or a rule about households, both say households."""

    households: int = 0
    people: int = 0


@dataclass
class Covered:
    """A register's coverage: by state, by class and state, of each split the people by state, and of each commune (its
    code on the day) those who go without."""

    register: Register
    states: dict[str, Count] = field(default_factory=dict)
    classes: dict[str, dict[str, Count]] = field(default_factory=dict)
    splits: dict[str, dict[str, int]] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)

    @property
    def percent(self) -> float:
        """Of those entitled, how many are covered; 100 where nobody is."""
        whole = self.states["entitled"].people
        return 100.0 if not whole else 100 * self.states["covered"].people / whole


COVERED: Kept[dict[str, Covered]] = Kept(16)


def covered(shown: tuple[Register, ...], day: date, units: frozenset[int] | None) -> dict[str, Covered]:
    """Each register's, all asked for at once."""
    special, rows = special_places(day), defaultdict[str, list[Any]](list)
    for row in _coverage_rows(shown, day, units):
        rows[row.register].append(row)
    return {one.key: _of_register(one, rows[one.key], special, day) for one in shown}


def _of_register(register: Register, rows: list[Any], special: Collection[Any], day: date) -> Covered:
    """Rolled up from sums by commune, hamlet, class and state."""
    counted = Counter[tuple[str, str, str]]()
    for row in rows:
        in_special = (row.unit_id, None) in special or (row.unit_id, row.hamlet_id) in special
        for state, households in (("entitled", row.entitled), (row.state, row.households)):
            counted[state, row.class_, "households"] += households
            counted[state, row.class_, "people"] += row.people
            for name in ("women", "khmer", "minority"):
                counted[state, "", name] += getattr(row, name)
            counted[state, "", "special"] += row.people * in_special
    found = _rolled_up(register, counted, sorted({row.class_ for row in rows}, reverse=True))
    found.missing = by_commune(((row.unit_id, row.people) for row in rows if row.state == "missing"), day)
    return found


def _rolled_up(register: Register, counted: Counter[tuple[str, str, str]], classes: list[str]) -> Covered:
    found = Covered(register, splits={name: {s: counted[s, "", name] for s in STATES} for name in SPLITS})
    for class_ in classes:
        found.classes[class_] = {
            s: Count(counted[s, class_, "households"], counted[s, class_, "people"]) for s in STATES
        }
    for state in STATES:
        each = [found.classes[class_][state] for class_ in classes]
        found.states[state] = Count(sum(one.households for one in each), sum(one.people for one in each))
    return found


def _coverage_rows(shown: tuple[Register, ...], day: date, units: frozenset[int] | None) -> list[Any]:
    """Sums by register, commune, hamlet, class and state."""
    if is_kept(day):
        c = Coverage
        kept = _summed(c).where(c.register.in_([one.key for one in shown]))
        kept = kept if units is None else kept.where(c.unit_id.in_(sorted(units)))
        return list(db.session.execute(kept))
    scope = current_scope()
    limits = dict(scope.registers) if scope and scope.registers is not None else {one.key: None for one in shown}
    bounds = [some for some in (units, scope.units if scope else None) if some is not None]
    rows = inner_rows(union_all(*(_summed(coverage_of(one).subquery().c) for one in shown)), day=day)
    allowed = {
        one.key: [*bounds, *(some for some in (limits.get(one.key, frozenset()),) if some is not None)] for one in shown
    }
    return [row for row in rows if all(row.unit_id in some for some in allowed[row.register])]


def _summed(c: Any) -> Select[Any]:
    by = (c.register, c.unit_id, c.hamlet_id, c.class_, c.state)
    sums = [func.sum(getattr(c, name)).label(name) for name in (*COUNTERS, "households", "entitled")]
    return select(*by, *sums).group_by(*by)
