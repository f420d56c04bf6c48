"""The daily sweep, part by part: killed anywhere it goes on, and ends as one that nothing disturbed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import delete, update

import registry.jobs.findings as job
from registry.commands.findings import Moved
from registry.commands.parts import is_swept, parts
from registry.commands.sweep import sweep_part
from registry.kernel.scope import unscoped
from registry.models import Coverage, Finding, Job
from registry.storage import db
from registry.storage.transaction import transaction
from tests.jobs.desk import work
from tests.rules.verify import kept, verify
from tests.storage.writers import assert_log_is_whole
from tests.world import World

PARTS = parts()


class Killed(BaseException):
    """The machine went off."""


@pytest.fixture
def new_day(app: Flask, codes: World, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Of the day before, half is wrong: findings of every group lost or too many, coverage gone."""
    work(app)
    monkeypatch.setitem(os.environ, "REGISTRY_TODAY", "2022-01-03")
    with app.app_context(), transaction(), unscoped():
        db.session.execute(delete(Finding).where(Finding.rule == "E01"))
        db.session.execute(update(Finding).where(Finding.rule == "E02").values(rule="Q02"))
        db.session.execute(update(Finding).where(Finding.rule == "E03").values(rule="no such rule"))
        db.session.execute(delete(Coverage))
    return app


@contextmanager
def killed_at(part: str, monkeypatch: pytest.MonkeyPatch, done: bool = False) -> Iterator[None]:
    """The worker dies in this part, before or after it changed anything; its lease is soon over."""

    def dies(name: str, day: date) -> Moved:
        moved = Moved() if name == part and not done else sweep_part(name, day)
        if name == part:
            raise Killed
        return moved

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(job, "sweep_part", dies)
        yield


def take_up(app: Flask) -> None:
    """The next worker comes once the dead one's lease is over."""
    with app.app_context(), transaction():
        over = {"lease_until": datetime(2021, 1, 1, tzinfo=UTC)}
        db.session.execute(update(Job).where(Job.state == "running").values(over))
    work(app)


@pytest.mark.parametrize("done", [False, True], ids=["before", "within"])
@pytest.mark.parametrize("part", PARTS)
def test_a_sweep_killed_in_a_part_goes_on_there(
    new_day: Flask, monkeypatch: pytest.MonkeyPatch, part: str, done: bool
) -> None:
    events = assert_log_is_whole(new_day)
    with killed_at(part, monkeypatch, done):
        work(new_day)
    assert assert_log_is_whole(new_day) == events + PARTS.index(part)
    with new_day.app_context():
        assert not is_swept()
    take_up(new_day)
    with new_day.app_context():
        assert is_swept()
        verify()
    assert assert_log_is_whole(new_day) == events + len(PARTS)


def test_each_part_is_there_before_the_next_is_begun(new_day: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with killed_at(PARTS[PARTS.index("insurance") + 1], monkeypatch):
        work(new_day)
    with new_day.app_context(), unscoped():
        rules = {key[0] for key in kept()}
    assert {"E01", "E02", "E03"} <= rules, "the group before is kept already"
    assert "no such rule" not in rules, "what no rule finds any more is closed"


def test_a_sweep_of_a_day_that_is_over_leaves_the_rest_to_the_next(
    new_day: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with killed_at(PARTS[1], monkeypatch):
        work(new_day)
    monkeypatch.setitem(os.environ, "REGISTRY_TODAY", "2022-01-04")
    take_up(new_day)
    with new_day.app_context():
        assert is_swept()
        verify()
