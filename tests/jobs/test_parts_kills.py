"""P31: kill -9 while very many lines are taken a step on: each goes once, all go, and all come back."""

import time
from random import Random

import pytest
from flask import Flask

from registry.commands.jobs import TRIES
from registry.jobs.undo import queue_undo
from registry.models import Job
from registry.models.job import ENDED
from registry.queries.accounts import actor_for, find_user
from registry.queries.jobs import outcome_of
from registry.storage.transaction import transaction
from tests.conftest import postgresql_in_check
from tests.jobs.desk import end, start, state, work
from tests.jobs.drafts import approvals, draft, queue_approval, small_parts
from tests.jobs.test_kills import wait_while
from tests.jobs.test_parts import live
from tests.storage.writers import assert_log_is_whole
from tests.world import DAY

__all__ = ["small_parts"]
pytestmark = [postgresql_in_check, pytest.mark.usefixtures("small_parts")]
LATEST = 120.0


def finish_through_kills(app: Flask, job_id: int, chance: Random, kills: int, longest: float) -> tuple[Job, set[int]]:
    """Kill the worker so often at random moments, then let the next one finish; how many approvals were seen.

    No step is cut short so often that the job is rightly given up.
    """
    seen = set()
    for _ in range(kills):
        worker = start(app)
        time.sleep(chance.uniform(0.05, longest))
        wait_while(app, job_id, lambda job: job.tries >= TRIES - 1)
        end(worker)
        seen.add(len(approvals(app)))
    worker, limit = start(app), time.monotonic() + LATEST + longest * 10
    try:
        while state(app, job_id).state not in ENDED and time.monotonic() < limit:
            time.sleep(0.1)
            seen.add(len(approvals(app)))
    finally:
        end(worker)
    return state(app, job_id), seen


def undo_of(app: Flask, change: str) -> int:
    with app.app_context(), transaction():
        user = find_user("clerk")
        assert user is not None
        return queue_undo(actor_for(user, DAY), change).id


@pytest.mark.parametrize(
    ("lines", "kills", "longest"),
    [(40, 2, 0.6), pytest.param(600, 12, 3.0, marks=pytest.mark.check)],
)
def test_each_line_goes_once_through_kills_and_all_come_back(
    app: Flask, lines: int, kills: int, longest: float
) -> None:
    work(app)
    codes, chance = draft(app, lines), Random(lines)
    before = live(app)
    job, seen = finish_through_kills(app, queue_approval(app), chance, kills, longest)
    assert job.state == "done", job.problem
    assert str(outcome_of(job)) == f"{lines} dòng đã chuyển sang “Xã đã duyệt”, 0 dòng không chuyển."
    assert approvals(app) == sorted(codes)
    assert all(count % 5 == 0 for count in seen), "a part goes whole"
    undone, seen = finish_through_kills(app, undo_of(app, str(job.change)), chance, kills, longest)
    assert (undone.state, seen | {0, lines}) == ("done", {0, lines}), undone.problem
    assert live(app) == before
    assert_log_is_whole(app)
