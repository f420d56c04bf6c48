"""The queue: whose turn it is, what a step changes, how a job ends; on both databases."""

import logging
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from registry.commands.jobs import Lost, cancel_job, claim_job, give_back, keep_lease, mark_step, queue_once
from registry.commands.parts import is_swept, parts
from registry.jobs.files import folder_of_jobs
from registry.jobs.findings import KEY, queue_sweep
from registry.models import Job
from registry.queries.jobs import problem_of
from registry.storage import db
from registry.storage.transaction import transaction
from tests.jobs.desk import counting, queue, state, work
from tests.storage.writers import add_counter, assert_log_is_whole, counted
from tests.world import DAY

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LEASE = timedelta(seconds=30)


@pytest.fixture
def counter(empty_app: Flask) -> Iterator[Flask]:
    """A registry with a user whose name counts, and workers that know how."""
    add_counter(empty_app, "dem")
    with counting():
        yield empty_app


@pytest.fixture
def quiet(empty_app: Flask) -> Iterator[Flask]:
    """Inside the application, in a transaction."""
    with empty_app.app_context(), transaction():
        yield empty_app


def test_jobs_are_done_in_their_order_each_step_with_its_own_event(counter: Flask) -> None:
    events = assert_log_is_whole(counter)
    jobs = [queue(counter, steps=3, username="dem"), queue(counter, steps=2, username="dem")]
    work(counter)
    first, second = (state(counter, job) for job in jobs)
    assert first.state == second.state == "done" and (first.done, second.done) == (3, 2)
    assert first.ended_at is not None and second.began_at is not None and first.ended_at <= second.began_at
    assert counted(counter, "dem") == 5 and assert_log_is_whole(counter) == events + 5


def test_a_job_is_one_worker_s_until_its_lease_is_over(quiet: Flask) -> None:
    queue_once("x", "x", NOW)
    job_id = claim_job("a", NOW, LEASE)
    assert job_id is not None
    assert claim_job("b", NOW + LEASE, LEASE) is None
    keep_lease(job_id, "a", NOW + 2 * LEASE)
    assert claim_job("b", NOW + LEASE + timedelta(seconds=1), LEASE) is None
    assert claim_job("b", NOW + 2 * LEASE + timedelta(seconds=1), LEASE) == job_id


def test_a_worker_thought_dead_marks_no_step_of_a_job_taken_from_it(quiet: Flask) -> None:
    queue_once("x", "x", NOW)
    job_id = claim_job("a", NOW, LEASE)
    assert job_id is not None
    claim_job("b", NOW + 2 * LEASE, LEASE)
    with pytest.raises(Lost):
        mark_step(job_id, "a", 1)
    mark_step(job_id, "b", 1)
    with pytest.raises(Lost):
        mark_step(job_id, "b", 1)


def test_a_worker_told_to_stop_leaves_its_job_to_the_next(quiet: Flask) -> None:
    queue_once("x", "x", NOW)
    job_id = claim_job("a", NOW, LEASE)
    assert job_id is not None
    give_back(job_id, "a")
    assert claim_job("b", NOW, LEASE) == job_id


def test_a_step_that_goes_wrong_ends_the_job_with_its_sentence_and_changes_nothing_more(counter: Flask) -> None:
    job_id = queue(counter, steps=5, username="dem", wrong="3")
    work(counter)
    job = state(counter, job_id)
    assert (job.state, job.done, counted(counter, "dem")) == ("failed", 2, 2)
    assert str(problem_of(job)) == "Bước 3 sai."


def test_p34_a_fault_of_ours_is_logged_without_its_words(counter: Flask, caplog: pytest.LogCaptureFixture) -> None:
    job_id = queue(counter, steps=2, username="dem", broken="2")
    with caplog.at_level(logging.ERROR, "registry.jobs"):
        work(counter)
    assert "lỗi của chương trình" in str(problem_of(state(counter, job_id)))
    assert "ZeroDivisionError" in caplog.text and "Bí Mật" not in caplog.text


def test_a_job_of_an_unknown_kind_is_said(empty_app: Flask) -> None:
    job_id = queue(empty_app, "thứ lạ")
    work(empty_app)
    assert "không biết loại việc" in str(problem_of(state(empty_app, job_id)))


def test_a_running_job_is_stopped_before_its_next_step(counter: Flask) -> None:
    job_id = queue(counter, steps=3, username="dem")
    (folder_of_jobs(counter) / state(counter, job_id).code).mkdir()
    with counter.app_context(), transaction():
        claim_job("dead", NOW - LEASE, timedelta())
    with counter.app_context(), transaction():
        assert cancel_job(job_id, NOW)
    work(counter)
    assert (state(counter, job_id).state, counted(counter, "dem")) == ("cancelled", 0)
    assert not list(folder_of_jobs(counter).iterdir())


def test_a_job_that_kills_its_worker_again_and_again_is_given_up(counter: Flask) -> None:
    job_id = queue(counter, steps=1, username="dem")
    for _ in range(5):
        with counter.app_context(), transaction():
            assert claim_job("dead", NOW, timedelta()) == job_id
            db.session.get_one(Job, job_id).state = "waiting"
    work(counter)
    assert "dừng giữa chừng nhiều lần" in str(problem_of(state(counter, job_id)))


def swept(app: Flask) -> list[Job]:
    with app.app_context():
        db.session.rollback()
        return list(db.session.scalars(select(Job).where(Job.kind == KEY).order_by(Job.id)))


def test_the_day_that_moved_is_looked_at_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    work(app)
    before, events = len(swept(app)), assert_log_is_whole(app)
    for day in (date(2021, 12, 16), DAY, date(2021, 12, 16)):
        monkeypatch.setitem(os.environ, "REGISTRY_TODAY", day.isoformat())
        for _ in range(3):
            work(app)
        with app.app_context():
            assert is_swept()
    assert len(swept(app)) == before + 3
    assert assert_log_is_whole(app) == events + 3 * len(parts())


def test_two_workers_queue_one_sweep(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    work(app)
    monkeypatch.setitem(os.environ, "REGISTRY_TODAY", "2022-01-03")
    with app.app_context():
        for _ in range(2):
            queue_sweep(datetime.now(UTC))
        waiting = select(func.count()).select_from(Job).where(Job.kind == KEY, Job.state == "waiting")
        assert db.session.scalar(waiting) == 1
