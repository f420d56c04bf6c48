"""Queue jobs, do them here or in a process of its own, and look at how they stand."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Flask

from registry.commands.jobs import queue_job
from registry.jobs.kinds import KINDS
from registry.jobs.worker import Worker
from registry.models import Job
from registry.queries.jobs import job_with
from registry.storage import db
from registry.storage.transaction import transaction
from tests.children import Child
from tests.jobs import worker_process
from tests.jobs.kinds import COUNT


def queue(app: Flask, kind: str = COUNT.key, user_id: int | None = None, **arguments: Any) -> int:
    """A job's id, once it waits."""
    with app.app_context(), transaction():
        return queue_job(kind, user_id, datetime.now(UTC), **arguments).id


def state(app: Flask, job_id: int) -> Job:
    """The job as it stands."""
    with app.app_context():
        db.session.rollback()
        job = job_with(job_id)
        assert job is not None
        db.session.expunge(job)
        return job


def work(app: Flask) -> None:
    """Do everything that waits, in this process."""
    Worker(app).work(until_idle=True)


def start(app: Flask, lease: float = 0.4) -> Child:
    """A worker's process, once it is ready."""
    settings = app.config["REGISTRY"]
    worker = Child(worker_process.main, settings.database_url, settings.activity_url, lease)
    assert worker.readline() == "ready\n"
    return worker


def end(*workers: Child) -> None:
    """Kill them at once, wherever they stand."""
    for worker in workers:
        worker.kill()
    for worker in workers:
        worker.end()


@contextmanager
def counting() -> Iterator[None]:
    """Inside, workers of this process know the tests' kinds."""
    KINDS[COUNT.key] = COUNT
    try:
        yield
    finally:
        del KINDS[COUNT.key]
