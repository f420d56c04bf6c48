"""Saving asks again only the rules that read what was written: what each reads is proved here, table by table."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from flask import Flask
from pysqlite3 import dbapi2
from sqlalchemy import StaticPool, create_engine, delete, select

from registry.checks.coverage import coverage_of
from registry.checks.reads import reads, registers_reading, rules_reading
from registry.checks.rules import rules
from registry.commands.findings import Key, found_now
from registry.models import Entry, Household, HouseholdPeriod, Need
from registry.registers import registers
from registry.storage import Base, db
from registry.storage.transaction import transaction
from registry.vn.dates import parse_day
from tests.conftest import postgresql_in_check
from tests.rules.every_case import CASES
from tests.rules.families import save
from tests.rules.houses import set_ceilings
from tests.rules.projects import set_project_limits

pytestmark = postgresql_in_check

LINES = {register.key for register in registers()}
QUESTIONS: dict[str, Any] = {key: rule.found(households=True) for key, rule in rules().items()} | {
    f"served in {one.key}": coverage_of(one, households=True) for one in registers() if one.entitled
}
READ = sorted(frozenset().union(*map(reads, QUESTIONS.values())))
SQLITE_READ = 20


def read_by_sqlite(question: Any) -> set[str]:
    """The tables SQLite itself looks into when it is given the question."""
    seen: set[str] = set()

    def note(action: int, table: str | None, *_: Any) -> int:
        if action == SQLITE_READ and table:
            seen.add(table)
        return 0

    engine = create_engine("sqlite://", module=dbapi2, poolclass=StaticPool)
    with engine.connect() as connection:
        Base.metadata.create_all(connection)
        text = question.compile(engine, compile_kwargs={"literal_execute": True})
        text = text.construct_expanded_state({"day": date(2021, 12, 15), "households": [1]}).statement
        driver: Any = connection.connection.driver_connection
        driver.set_authorizer(note)
        connection.exec_driver_sql(f"EXPLAIN {text}")
    return seen & set(Base.metadata.tables)


@pytest.mark.parametrize("key", QUESTIONS)
def test_what_a_question_reads_is_what_the_database_reads(key: str) -> None:
    told, seen = set(reads(QUESTIONS[key])), read_by_sqlite(QUESTIONS[key])
    assert told - LINES == seen - LINES - {"entry"}
    assert seen & LINES <= told, "the lines of a register by its own columns"
    assert bool(told & LINES) == bool(seen & (LINES | {"entry"}))


@pytest.fixture(scope="module")
def households(world: Flask) -> list[int]:
    """The families of every rule, on which each of them finds somebody."""
    with transaction():
        set_ceilings()
        set_project_limits()
    save(*(list(case.homes) for case in CASES))
    return sorted(db.session.scalars(select(Household.id)))


@contextmanager
def without(table: str) -> Iterator[None]:
    """As if nothing stood in the table, or no line in the register."""
    connection, spine = db.session.connection(), Entry.__table__
    lax = {"sqlite": "PRAGMA defer_foreign_keys=ON", "postgresql": "SET LOCAL session_replication_role=replica"}
    connection.exec_driver_sql(lax[connection.dialect.name])
    connection.execute(delete(Base.metadata.tables[table]))
    if table in LINES:
        connection.execute(delete(spine).where(spine.c.register == table))
    yield
    db.session.rollback()


def found(day: date, households: list[int]) -> set[Key]:
    return set(found_now(day, households))


def telling_days() -> dict[date, set[str]]:
    """A few days on which every rule finds somebody, each with the rules it is for."""
    days: dict[date, set[str]] = {}
    for case in (case for case in CASES if case.finds):
        days.setdefault(parse_day(case.day), set()).add(case.rule)
    chosen: dict[date, set[str]] = {}
    while left := rules().keys() - set().union(*chosen.values()):
        best = max(days, key=lambda day: len(days[day] & left))
        chosen[best] = days[best] & left
    return chosen


@pytest.mark.check
def test_every_rule_says_the_same_without_what_it_does_not_read(households: list[int]) -> None:
    telling = set()
    for day, its in telling_days().items():
        with transaction():
            before = found(day, households)
        assert its <= {rule for rule, *_ in before}
        for table in READ:
            with transaction(), without(table):
                moved = {rule for rule, *_ in before ^ found(day, households)}
            assert moved <= {rule.key for rule in rules_reading(frozenset({table}))}, table
            telling |= {table} if moved else set()
    assert telling >= LINES, "what a register's lines say moves its rules"


def of(*models: type[Any]) -> tuple[set[str], set[str]]:
    tables = frozenset(model.__tablename__ for model in models)
    asked = {rule.key for rule in rules_reading(tables)}
    return asked, {register.key for register in registers_reading(tables)}


@pytest.mark.parametrize("register", registers(), ids=lambda one: one.key)
def test_a_line_asks_the_rules_of_its_own_register_and_those_across_all(register: Any) -> None:
    asked, served = of(register.model)
    own = {rule.key for rule in register.rules}
    assert own <= asked
    assert not {rule.key for other in registers() if other is not register for rule in other.rules} & asked
    assert asked - own <= {"E08", "E09"}
    assert served == {register.key}


def test_a_need_asks_only_what_rests_on_needs() -> None:
    assert of(Need) == ({"NEED-credit", "NEED-production", "E08"}, {"credit", "production"})


def test_a_household_that_changed_is_asked_everything() -> None:
    assert of(HouseholdPeriod) == (set(rules()), {one.key for one in registers() if one.entitled})
