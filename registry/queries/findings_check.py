"""How much rules find, and whether what is kept of it is what they find: for the operator, past every scope."""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, func, select

from registry.checks.coverage import coverage_of
from registry.checks.quality import FLAWS, flaws
from registry.checks.rules import rules
from registry.kernel.register import Register
from registry.kernel.rules import ENTRY, PERSON, Rule
from registry.kernel.settings import today
from registry.models import Coverage, Entry, Finding, Household, HouseholdPeriod, Membership, NumberFlaw, Person
from registry.registers import registers
from registry.storage.inner import inner_rows

Units = frozenset[int] | None
"""Stored communes; None for all."""
FLAW = NumberFlaw.__tablename__


class Difference(NamedTuple):
    """A subject of a rule (or of a register's coverage, or of a flaw of numbers) that is kept and not found, found and
    not kept, or kept otherwise than found; household 0 for somebody who lives in none on the day."""

    about: str
    household_id: int
    subject_id: int
    kept: bool
    found: bool


def counts(day: date, units: Units = None, only: str | None = None) -> dict[str, int]:
    """How many each rule finds: of the working day what is kept and not waived, of another day computed afresh."""
    count = _kept_count() if day == today() else _count_on(day)
    return {key: count(rule, units) for key, rule in rules().items() if only in (None, key)}


def differences(units: Units = None, only: str | None = None) -> Iterator[Difference]:
    """Where the kept rows are not what the rules find on the working day, then coverage and what is wrong with numbers,
    which rules begin with; `only` one rule."""
    for key, rule in rules().items():
        if only in (None, key):
            yield from _compare(key, _kept_findings(key), _found(rule), units)
    for register in registers():
        if only is None and register.entitled:
            yield from _compare(register.key, *_coverings(register), units)
    for kind in FLAWS:
        if only is None:
            yield from _compare(f"{FLAW}:{kind}", *_flawed(kind), units)


def name_of(difference: Difference) -> str:
    """The public codes of a subject: household, then person or line: "HH-000123/ABCD"."""
    model = {PERSON: Person, ENTRY: Entry}.get(_subject_of(difference.about))
    home = [_code(Household, difference.household_id)] if difference.household_id else []
    return "/".join([*home, *([_code(model, difference.subject_id)] if model else [])])


def _subject_of(about: str) -> str:
    """What a difference about this is a difference of."""
    if about.startswith(FLAW):
        return PERSON
    rule = rules().get(about)
    return rule.subject if rule else next(one.subject for one in registers() if one.key == about)


def _kept_count() -> Callable[[Rule, Units], int]:
    open_ = (Finding.closed_on.is_(None), Finding.state != "waived")
    by = select(Finding.rule, Finding.unit_id, func.count().label("found")).where(*open_)
    rows = inner_rows(by.group_by(Finding.rule, Finding.unit_id))
    return lambda rule, units: sum(
        row.found for row in rows if row.rule == rule.key and (units is None or row.unit_id in units)
    )


def _count_on(day: date) -> Callable[[Rule, Units], int]:
    def count(rule: Rule, units: Units) -> int:
        if not rule.holds_on(day):
            return 0
        found = rule.found().subquery()
        by = select(found.c.unit_id, func.count().label("found")).group_by(found.c.unit_id)
        return sum(row.found for row in inner_rows(by, day=day) if units is None or row.unit_id in units)

    return count


def _found(rule: Rule) -> list[Any]:
    return inner_rows(rule.found(shortcut=False), day=today()) if rule.holds_on(today()) else []


def _kept_findings(key: str) -> list[Any]:
    f = Finding
    kept = select(f.household_id, f.subject_id, f.person_id, f.entry_id, f.unit_id)
    return inner_rows(kept.where(f.rule == key, f.closed_on.is_(None)))


def _coverings(register: Register) -> tuple[list[Any], list[Any]]:
    asked = coverage_of(register, shortcut=False)
    columns = [getattr(Coverage, column.name) for column in asked.selected_columns]
    kept = select(*columns).where(Coverage.register == register.key)
    return inner_rows(kept), inner_rows(asked, day=today())


def _flawed(kind: str) -> tuple[list[Any], list[Any]]:
    """What is kept of the flaw and what is found of it, each with the home of its person on the working day."""
    kept = select(NumberFlaw.person_id, NumberFlaw.born).where(NumberFlaw.kind == kind).subquery()
    return _at_home(kept), _at_home(flaws(kind).subquery())


def _at_home(found: Any) -> list[Any]:
    lives = and_(Membership.person_id == found.c.person_id, Membership.on(today()))
    where = and_(HouseholdPeriod.household_id == Membership.household_id, HouseholdPeriod.on(today()))
    home = (func.coalesce(HouseholdPeriod.household_id, 0).label("household_id"), HouseholdPeriod.unit_id)
    asked = select(*home, found.c.person_id.label("subject_id"), found.c.born).select_from(found)
    return inner_rows(asked.outerjoin(Membership, lives).outerjoin(HouseholdPeriod, where))


def _compare(about: str, kept: Collection[Any], found: Collection[Any], units: Units) -> Iterator[Difference]:
    """Rows that are not on both sides alike, each subject once, in the order of their ids."""
    apart = set(map(tuple, kept)) ^ set(map(tuple, found))
    if not apart:
        return
    sides = [{_key(row) for row in side} for side in (kept, found)]
    wrong = {_key(row) for side in (kept, found) for row in side if tuple(row) in apart and _inside(row, units)}
    for key in sorted(wrong):
        yield Difference(about, *key, kept=key in sides[0], found=key in sides[1])


def _key(row: Any) -> tuple[int, int]:
    return row.household_id, row.subject_id


def _inside(row: Any, units: Units) -> bool:
    return units is None or row.unit_id in units


def _code(model: Any, id_: int) -> str:
    rows = inner_rows(select(model.code).where(model.id == id_))
    return str(rows[0].code) if rows else f"#{id_}"
