"""Every rule against the families of cases.py: asked for their households, for everybody, and kept as findings."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from registry.checks.rules import rules
from registry.commands.findings import found_now
from registry.commands.parts import refresh_all
from registry.commands.settings import set_setting
from registry.kernel.actor import CONSOLE
from registry.models import Finding
from registry.storage import db
from registry.storage.inner import inner_rows
from registry.storage.transaction import transaction
from registry.vn.dates import parse_day
from tests.conftest import postgresql_in_check
from tests.rules.every_case import CASES
from tests.rules.families import Saved, save
from tests.rules.houses import set_ceilings
from tests.rules.projects import set_project_limits

pytestmark = postgresql_in_check

DAYS = sorted({parse_day(case.day) for case in CASES})


@pytest.fixture(scope="module")
def families(world: Flask) -> list[Saved]:
    """Every family saved, in the order of the cases."""
    with transaction():
        set_ceilings()
        set_project_limits()
    return save(*(list(case.homes) for case in CASES))


def named(saved: Saved, rule: str, subjects: set[int]) -> set[str]:
    return {saved.names[rules()[rule].subject, subject] for subject in subjects}


@pytest.mark.parametrize("at", range(len(CASES)), ids=[f"{case.rule}: {case.says}" for case in CASES])
def test_the_rule_finds_whom_the_law_means(families: list[Saved], at: int) -> None:
    case, saved = CASES[at], families[at]
    found = found_now(parse_day(case.day), saved.households)
    subjects = {subject for rule, _, subject in found if rule == case.rule}
    assert named(saved, case.rule, subjects) == case.finds


@pytest.mark.parametrize("key", list(rules()))
def test_the_whole_province_s_list_says_the_same(families: list[Saved], key: str) -> None:
    for case, saved in zip(CASES, families, strict=True):
        if case.rule == key:
            rows = inner_rows(rules()[key].found(), day=parse_day(case.day))
            subjects = {row.subject_id for row in rows if row.household_id in saved.households}
            assert named(saved, key, subjects) == case.finds, case.says


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_kept_findings_of_the_day_say_the_same(families: list[Saved], day: date) -> None:
    with transaction():
        set_setting(CONSOLE, "working_day", day.isoformat())
        refresh_all("test")
    for case, saved in zip(CASES, families, strict=True):
        if parse_day(case.day) == day:
            asked = select(Finding.subject_id).where(Finding.rule == case.rule, Finding.closed_on.is_(None))
            kept = set(db.session.scalars(asked.where(Finding.household_id.in_(saved.households))))
            assert named(saved, case.rule, kept) == case.finds, case.says


def test_every_rule_has_three_families_and_one_that_is_nearly_found() -> None:
    for key in rules():
        own = [case for case in CASES if case.rule == key]
        assert len(own) >= 3, key
        assert {bool(case.finds) for case in own} == {True, False}, key
