"""P31: kill -9 at any moment: each effect of a job is there exactly once, and progress never goes back."""

import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from flask import Flask

from registry.commands.jobs import TRIES
from registry.models import Job
from registry.models.job import ENDED
from tests.jobs.desk import end, queue, start, state
from tests.storage.stores import opened
from tests.storage.writers import add_counter, assert_log_is_whole, counted

LATEST = 90.0


def kill_until_done(app: Flask, job_id: int, kills: int, chance: Random, workers: int = 1) -> list[int]:
    """Start workers and kill them, again and again, then let them finish; the progress that was seen.

    On a slow machine too no step is cut short so often that the job is rightly given up: each worker may have taken it
    up once more between the look and the kill.
    """
    seen = [0]
    for _ in range(kills):
        running = [start(app) for _ in range(workers)]
        time.sleep(chance.uniform(0.02, 0.5))
        wait_while(app, job_id, lambda job: job.tries >= TRIES - workers)
        end(*running)
        seen.append(state(app, job_id).done)
    last = start(app)
    try:
        seen += wait_while(app, job_id, lambda job: job.state not in ENDED)
    finally:
        end(last)
    return seen


def wait_while(app: Flask, job_id: int, holds: Callable[[Job], bool]) -> list[int]:
    """The progress that was seen until then; LATEST seconds at most."""
    seen, limit = [], time.monotonic() + LATEST
    while holds(job := state(app, job_id)) and time.monotonic() < limit:
        time.sleep(0.05)
        seen.append(job.done)
    return [*seen, job.done]


def assert_done_once(app: Flask, job_id: int, steps: int, seen: list[int], events: int) -> None:
    assert state(app, job_id).state == "done", state(app, job_id).problem
    assert counted(app, "dem") == state(app, job_id).done == steps
    assert assert_log_is_whole(app) == events + steps
    assert seen == sorted(seen)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_killed_worker_s_job_is_finished_with_each_effect_once(kind: str, workers: int, tmp_path: Path) -> None:
    with opened(kind, tmp_path / "live", filled=False) as app:
        add_counter(app, "dem")
        events = assert_log_is_whole(app)
        job_id = queue(app, steps=12, seconds=0.02, username="dem")
        seen = kill_until_done(app, job_id, 2, Random(workers), workers)
        assert_done_once(app, job_id, 12, seen, events)


@pytest.mark.check
@pytest.mark.parametrize("workers", [1, 2])
def test_25_kills_leave_each_effect_once(kind: str, workers: int, tmp_path: Path) -> None:
    with opened(kind, tmp_path / "live", filled=False) as app:
        add_counter(app, "dem")
        events = assert_log_is_whole(app)
        job_id = queue(app, steps=100, seconds=0.02, username="dem")
        seen = kill_until_done(app, job_id, 25, Random(31), workers)
        assert_done_once(app, job_id, 100, seen, events)
