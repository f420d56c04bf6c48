"""The gap board: who is entitled and who is served, and what each rule found where; every number a list's length."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any

from sqlalchemy import Select, and_, distinct, func, literal, select, union_all
from sqlalchemy.orm import aliased

from registry.checks.reading import is_readable
from registry.checks.rules import rule_groups, rules
from registry.kernel.actor import READ, Actor
from registry.kernel.places import Place, places
from registry.kernel.register import Register
from registry.kernel.rules import GAP, Rule
from registry.kernel.scope import current_scope
from registry.models import Finding, Hamlet, HouseholdPeriod
from registry.queries.covered import COVERED, Count, Covered, covered
from registry.queries.found import is_kept
from registry.queries.kept import Kept
from registry.registers import register_of, registers
from registry.storage import db
from registry.storage.inner import inner_rows
from registry.storage.sql_dates import asked_day
from registry.vn.sort import sort_key

Counted = tuple[str, int, int | None, Count]


@dataclass(frozen=True)
class Line:
    """A row of the matrix: a unit or a hamlet, its code in addresses, and what each rule found there."""

    name: str
    code: str
    counts: dict[str, Count]
    worst: int


@dataclass(frozen=True)
class Board:
    """What the first page shows of a place on a day. `by` says what the rows are: "unit" or "hamlet"; registers
    with the most people entitled come first."""

    day: date
    place: Place | None
    by: str
    rules: list[Rule]
    lines: list[Line]
    totals: dict[str, Count]
    coverage: list[Covered]

    @property
    def columns(self) -> list[tuple[Register | None, list[Rule]]]:
        """The rules that found something, by the register they are of (None: of no single one)."""
        groups = ((register_of(key), group) for key, group in rule_groups().items())
        shown = ((register, [rule for rule in self.rules if rule in group]) for register, group in groups)
        found = ((register, [rule for rule in some if rule.key in self.totals]) for register, some in shown)
        return [(register, some) for register, some in found if some]


COUNTS: Kept[list[Counted]] = Kept(16)


def load_board(actor: Actor, day: date, unit: str = "") -> Board:
    """The board of a unit (by its code on the day), of all the reader sees without one."""
    place = places().by_code(unit, day) if unit else _only_commune(day)
    seen = [rule for rule in rules().values() if is_readable(actor, rule)]
    units = None if place is None else places().within(place.id, day)
    by_hamlet = place is not None and place.type in ("xa", "phuong", "thi_tran")
    asked = (places(), current_scope(), day, is_kept(day), units)
    counts = COUNTS.get((asked, by_hamlet), lambda: list(_counts(seen, day, units, by_hamlet)))
    shown = tuple(one for one in registers() if one.entitled and actor.may(READ, one.key))
    known = COVERED.get((asked, shown), partial(covered, shown, day, units)) if shown else {}
    coverage = [known[one.key] for one in shown]
    lines = _lines(counts, day, place, by_hamlet)
    totals = _add_up((rule, count) for rule, _, _, count in counts)
    coverage.sort(key=lambda one: -one.states["entitled"].people)
    return Board(day, place, "hamlet" if by_hamlet else "unit", seen, lines, totals, coverage)


def _only_commune(day: date) -> Place | None:
    """The commune of a reader who sees just one."""
    scope = current_scope()
    here = {places().on(one, day) for one in scope.units or ()} if scope else set()
    return here.pop() if len(here) == 1 else None


def _counts(seen: list[Rule], day: date, units: frozenset[int] | None, by_hamlet: bool) -> Iterable[Counted]:
    """For each rule and stored commune (and hamlet), the households and rows found."""
    for row in kept_counts(day, units, by_hamlet) if is_kept(day) else live_counts(seen, day, units):
        yield row.rule, row.unit_id, row.hamlet_id, Count(row.households, row.found)


def kept_counts(day: date, units: frozenset[int] | None, by_hamlet: bool) -> list[Any]:
    f, period = Finding, HouseholdPeriod
    hamlet = period.hamlet_id if by_hamlet else literal(None, literal_execute=True).label("hamlet_id")
    numbers = (func.count(distinct(f.household_id)).label("households"), func.count().label("found"))
    asked = select(f.rule, f.unit_id, hamlet, *numbers).where(f.closed_on.is_(None), f.state != "waived")
    if by_hamlet:
        asked = asked.join(period, and_(period.household_id == f.household_id, period.on(day)))
    if units is not None:
        asked = asked.where(f.unit_id.in_(sorted(units)))
    return list(db.session.execute(asked.group_by(f.rule, f.unit_id, *((hamlet,) if by_hamlet else ()))))


def live_counts(seen: list[Rule], day: date, units: frozenset[int] | None) -> Iterable[Any]:
    """All rules in one question, so that a page asks no more of another day than of today."""
    scope = current_scope()
    limits = dict(scope.rules) if scope and scope.rules is not None else {rule.key: None for rule in seen}
    wanted = [rule for rule in seen if rule.key in limits and rule.holds_on(day)]
    for row in inner_rows(union_all(*map(_grouped, wanted)), day=day) if wanted else ():
        if all(some is None or row.unit_id in some for some in (units, limits[row.rule])):
            yield row


def _grouped(rule: Rule) -> Select[Any]:
    found, period = rule.found().subquery(), aliased(HouseholdPeriod)
    numbers = (func.count(distinct(found.c.household_id)).label("households"), func.count().label("found"))
    asked = select(literal(rule.key).label("rule"), found.c.unit_id, period.hamlet_id, *numbers)
    day = asked_day()
    on_day = and_(period.household_id == found.c.household_id, period.starts <= day, period.ends > day)
    return asked.join(period, on_day).group_by(found.c.unit_id, period.hamlet_id)


def _lines(counts: list[Counted], day: date, place: Place | None, by_hamlet: bool) -> list[Line]:
    """Worst first: by what gap rules found, then by name."""
    cells: dict[tuple[str, str], list[tuple[str, Count]]] = defaultdict(list)
    names = _hamlets(counts) if by_hamlet else {}
    row_of = cache(lambda unit_id: _row_of(unit_id, day, place))
    for rule, unit_id, hamlet_id, count in counts:
        row = (names.get(hamlet_id or 0, "–"), str(hamlet_id or 0)) if by_hamlet else row_of(unit_id)
        cells[row].append((rule, count))
    lines = [_line(name, code, _add_up(found)) for (name, code), found in cells.items()]
    return sorted(lines, key=lambda line: (-line.worst, sort_key(line.name)))


def _line(name: str, code: str, counts: dict[str, Count]) -> Line:
    gaps = (counts[rule.key].people for rule in rules().values() if rule.severity == GAP and rule.key in counts)
    return Line(name, code, counts, sum(gaps))


def _row_of(unit_id: int, day: date, place: Place | None) -> tuple[str, str]:
    """The district of a commune while the whole province is asked for and districts exist, else the commune."""
    commune = places().on(unit_id, day)
    district = places().district_of(commune)
    whole = place is None or place.type not in ("huyen", "quan", "thi_xa", "tp_tinh")
    shown = district if district and district.holds_on(day) and whole else commune
    return shown.full_name, shown.code


def _hamlets(counts: list[Counted]) -> dict[int, str]:
    ids = {hamlet_id for _, _, hamlet_id, _ in counts if hamlet_id}
    return dict(db.session.execute(select(Hamlet.id, Hamlet.name).where(Hamlet.id.in_(ids))).all())


def _add_up(found: Iterable[tuple[str, Count]]) -> dict[str, Count]:
    total: dict[str, Count] = {}
    for rule, count in found:
        known = total.get(rule, Count())
        total[rule] = Count(known.households + count.households, known.people + count.people)
    return total
