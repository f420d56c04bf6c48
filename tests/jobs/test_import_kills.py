"""P31: kill -9 while a long list is brought in: it is there once and whole, or not at all; and it is taken back."""

import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from registry.commands.undo import undo_change
from registry.jobs.files import folder_of_jobs
from registry.kernel.actor import CONSOLE
from registry.models import ImportBatch, Job
from registry.models.job import ENDED
from registry.storage import db
from registry.storage.transaction import transaction
from tests.commands.test_undo import dump
from tests.jobs.desk import end, start, state, work
from tests.jobs.lists import household_list, households, queue_list
from tests.storage.writers import assert_log_is_whole

SURNAMES = ("Kim", "Lâm", "Sơn", "Thạch", "Danh", "Lý", "Trần", "Đặng", "Châu", "Hứa", "Mạc", "Tô")
LATEST = 120.0


@pytest.fixture
def swept(app: Flask) -> Flask:
    """A registry whose worker has nothing else to do."""
    work(app)
    return app


def live(app: Flask) -> dict[str, list[Any]]:
    """Every live row."""
    with app.app_context():
        return dump()


def run_through_kills(app: Flask, job_id: int, chance: Random, kills: int, longest: float) -> Iterator[int]:
    """Kill the worker so often at random moments, then let the next one finish; how many households each moment saw."""
    for _ in range(kills):
        worker = start(app)
        time.sleep(chance.uniform(0.05, longest))
        end(worker)
        yield households(app)
    worker, limit = start(app), time.monotonic() + LATEST + longest * 10
    try:
        while state(app, job_id).state not in ENDED and time.monotonic() < limit:
            time.sleep(0.1)
            yield households(app)
    finally:
        end(worker)


def bring_in_through_kills(app: Flask, folder: Path, surname: str, rows: int, **how: Any) -> None:
    """One list, seen at every moment either whole or not at all."""
    before = households(app)
    job_id = queue_list(app, folder, household_list(surname, rows))
    seen = list(run_through_kills(app, job_id, **how))
    assert set(seen) <= {before, before + rows} and seen == sorted(seen)
    job = state(app, job_id)
    assert (job.state, households(app)) == ("done", before + rows), job.problem
    assert not (folder_of_jobs(app) / job.code).exists()


def take_back(app: Flask, most: int) -> int:
    """Undo so many imports, the newest first; how many there were in all."""
    with app.app_context():
        changes = list(db.session.scalars(select(Job.change).where(Job.kind == "import").order_by(Job.id.desc())))
        assert db.session.scalar(select(func.count()).select_from(ImportBatch)) == len(changes)
    for change in changes[:most]:
        with app.app_context(), transaction():
            undo_change(CONSOLE, str(change))
    return len(changes)


@pytest.mark.parametrize(
    ("imports", "rows", "kills", "longest", "undone"),
    [
        pytest.param(2, 60, 1, 0.6, 2, marks=pytest.mark.check),
        pytest.param(12, 2_000, 2, 4.0, 12, marks=pytest.mark.check),
        pytest.param(12, 20_000, 2, 40.0, 1, marks=pytest.mark.bench),
    ],
)
def test_lists_brought_in_through_kills_are_there_once_and_taken_back(
    swept: Flask, tmp_path: Path, imports: int, rows: int, kills: int, longest: float, undone: int
) -> None:
    before, chance = {}, Random(imports)
    for left, surname in zip(range(imports, 0, -1), SURNAMES, strict=False):
        before = live(swept) if left == undone else before
        bring_in_through_kills(swept, tmp_path, surname, rows, chance=chance, kills=kills, longest=longest)
    assert_log_is_whole(swept)
    assert take_back(swept, undone) == imports
    assert live(swept) == before
