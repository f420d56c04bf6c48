"""Many draft cards of a commune, and jobs that approve them part by part."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from registry.checks.reading import scope_of
from registry.commands.change import command
from registry.commands.entries import add_entry
from registry.commands.households import add_household
from registry.commands.jobs import claim_job
from registry.jobs.files import folder_of_jobs
from registry.jobs.parts import queue_parts
from registry.jobs.run import _advance
from registry.kernel.actor import CONSOLE, Actor
from registry.kernel.places import places
from registry.kernel.scope import EVERYTHING, set_scope
from registry.models import Entry, EntryStep, Household, Membership, Person
from registry.queries.accounts import actor_for, find_user
from registry.queries.entries import matching_lines
from registry.queries.entry_filters import EntryFilters
from registry.registers.insurance import REGISTER
from registry.storage import db
from registry.storage.transaction import transaction
from tests.commands.test_import_size import named
from tests.world import DAY, OURS, person

APPROVE = next(move for move in REGISTER.workflow.moves if move.key == "approve")
CARD = {"subject_code": "HN", "starts": date(2021, 1, 1), "ends": date(2022, 1, 1)}
WORKER = "a worker of this process"


def draft(app: Flask, count: int) -> list[str]:
    """So many households of one person, each with a draft; the codes of the drafts."""
    with app.app_context(), transaction():
        set_scope(EVERYTHING)
        return _draft(CONSOLE, count)


@command("tests.drafts", "Lập nhiều dự thảo thử", "")
def _draft(actor: Actor, count: int) -> list[str]:
    place = places().by_code(OURS, DAY)
    assert place is not None
    codes = []
    for name in named("Thạch", count):
        where = {"unit_id": place.id, "hamlet_id": None, "address": None, "starts": date(2018, 1, 1)}
        home = add_household(actor, **where, head=person(name))
        head = select(Person).join(Membership).where(Membership.household_id == home.id)
        codes.append(add_entry(actor, REGISTER, home, db.session.scalars(head).one(), **CARD).code)
    return codes


def queue_approval(app: Flask, who: str = "clerk", on_date: date = DAY) -> int:
    """A job that approves every draft its owner sees; its id."""
    with app.app_context(), transaction():
        user = find_user(who)
        assert user is not None
        actor = actor_for(user, DAY)
        set_scope(scope_of(actor, DAY))
        lines = matching_lines(REGISTER, EntryFilters(DAY, chosen={"state": frozenset({"DU_THAO"})}), None, 10_000)
        return queue_parts(actor, REGISTER, APPROVE, lines, {"on_date": on_date, "note": None}, "Thẻ BHYT").id


def steps(app: Flask, job_id: int) -> Iterator[bool]:
    """Take the job a step further each time it is asked for: what else happens between two is the test's."""
    with app.app_context(), transaction():
        assert claim_job(WORKER, datetime.now(UTC), timedelta(hours=1)) == job_id
    folder: Path = folder_of_jobs(app)
    going = True
    while going:
        with app.app_context():
            going = _advance(job_id, WORKER, folder)
        yield going


def states(app: Flask) -> dict[str, str]:
    """The state of every live line, by its code."""
    with app.app_context():
        db.session.rollback()
        set_scope(EVERYTHING)
        return dict(db.session.execute(select(Entry.code, Entry.status)).all())


def approvals(app: Flask) -> list[str]:
    """The line of each live step to the approved state, in order."""
    with app.app_context():
        db.session.rollback()
        set_scope(EVERYTHING)
        asked = select(Entry.code).join(EntryStep, EntryStep.entry_id == Entry.id)
        return sorted(db.session.scalars(asked.where(EntryStep.to_state == APPROVE.target)))


def line_of(code: str) -> Entry:
    return db.session.scalars(select(Entry).where(Entry.code == code)).one()


def home_of(line: Entry) -> Household:
    return db.session.get_one(Household, line.household_id)


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs go five lines at a time."""
    monkeypatch.setattr("registry.jobs.parts.PART", 5)
