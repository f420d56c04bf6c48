"""Queue jobs, do them here or in a process of its own, and look at how they stand."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask

from registry.commands.jobs import queue_job
from registry.jobs.kinds import KINDS
from registry.jobs.worker import Worker
from registry.models import Job
from registry.queries.jobs import job_with
from registry.storage import db
from registry.storage.transaction import transaction
from tests.jobs.kinds import COUNT

ROOT = Path(__file__).resolve().parents[2]


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


def start(app: Flask, lease: float = 0.4) -> subprocess.Popen[str]:
    """A worker's process, once it is ready."""
    settings = app.config["REGISTRY"]
    words = [settings.database_url, settings.activity_url, str(lease)]
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.jobs.worker_process", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n"
    return worker


def end(worker: subprocess.Popen[str]) -> None:
    """Kill it, wherever it stands."""
    worker.kill()
    worker.communicate()


@contextmanager
def counting() -> Iterator[None]:
    """Inside, workers of this process know the tests' kinds."""
    KINDS[COUNT.key] = COUNT
    try:
        yield
    finally:
        del KINDS[COUNT.key]
