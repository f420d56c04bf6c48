"""Kept periods, flaws of numbers, findings and coverage against a fresh look at everything."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import inspect, select

from registry.checks.coverage import coverage_of
from registry.checks.quality import FLAWS
from registry.checks.rules import rules
from registry.commands.findings import found_now
from registry.commands.periods import gather
from registry.commands.timeline import periods
from registry.kernel.rules import Rule
from registry.kernel.scope import EVERYTHING, set_scope
from registry.kernel.settings import today
from registry.models import Coverage, Finding, Household, HouseholdPeriod, NumberFlaw, Person
from registry.registers import registers
from registry.storage import db
from registry.storage.inner import inner_rows


def kept() -> dict[Any, Any]:
    """Open findings by rule, household and subject: the person, line and commune they name."""
    f = Finding
    columns = (f.rule, f.household_id, f.subject_id, f.person_id, f.entry_id, f.unit_id)
    return {tuple(row[:3]): tuple(row[3:]) for row in db.session.execute(select(*columns).where(f.closed_on.is_(None)))}


def verify() -> None:
    """What is kept is what a fresh look finds."""
    db.session.rollback()
    set_scope(EVERYTHING)
    assert _kept_periods() == _fresh_periods()
    assert _kept_flaws() == _fresh_flaws()
    assert kept() == {key: tuple(where) for key, where in found_now(today()).items()}
    for key, rule in rules().items():
        plain = _rows_of(rule, shortcut=False)
        for kept_too in (False, True):
            assert _rows_of(rule, kept=kept_too) == plain, f"the shortcut of {key} leaves somebody out"
    assert _kept_coverage() == _fresh_coverage()


def _kept_periods() -> list[Any]:
    names = [name for name in _names(HouseholdPeriod) if name != "id"]
    return _sorted(db.session.execute(select(*(getattr(HouseholdPeriod, name) for name in names))))


def _fresh_periods() -> list[Any]:
    every = gather(list(db.session.scalars(select(Household.id))))
    return _sorted(tuple(row[name] for name in sorted(row)) for facts in every for row in periods(facts))


def _kept_flaws() -> list[Any]:
    return _sorted(db.session.execute(select(NumberFlaw.kind, NumberFlaw.person_id, NumberFlaw.born)))


def _fresh_flaws() -> list[Any]:
    asked = {kind: select(Person).where(flawed(Person)) for kind, flawed in FLAWS.items()}
    return _sorted((kind, one.id, _born(one)) for kind, found in asked.items() for one in db.session.scalars(found))


def _born(person: Person) -> int:
    return person.birth_year * 10000 + (person.birth_month or 12) * 100 + (person.birth_day or 31)


def _rows_of(rule: Rule, **how: bool) -> list[Any]:
    return _sorted(inner_rows(rule.found(**how), day=today())) if rule.among else []


def _kept_coverage() -> list[Any]:
    return _sorted(db.session.execute(select(*(getattr(Coverage, name) for name in _names(Coverage)))))


def _fresh_coverage() -> list[Any]:
    asked = [coverage_of(register, shortcut=False) for register in registers() if register.entitled]
    rows = [row._mapping for one in asked for row in inner_rows(one, day=today())]
    return _sorted(tuple(row[name] for name in _names(Coverage)) for row in rows)


def _names(model: Any) -> list[str]:
    return sorted(attribute.key for attribute in inspect(model).column_attrs)


def _sorted(rows: Iterable[Any]) -> list[Any]:
    return sorted(map(tuple, rows), key=repr)
