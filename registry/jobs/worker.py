"""The worker: looks for jobs, holds one at a time, and leaves it to the next worker when told to stop."""

import logging
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from registry.commands.jobs import Lost, claim_job, forget_old_jobs, give_back, keep_lease
from registry.jobs.files import folder_of_jobs, remove_unknown
from registry.jobs.findings import queue_sweep
from registry.jobs.run import fresh_session, run_job
from registry.queries.jobs import is_work_due
from registry.storage.transaction import transaction

log = logging.getLogger("registry.jobs")
LEASE = timedelta(seconds=30)
"""How long a worker that says nothing is thought to live."""
LOOK_EVERY = 1.0
"""Seconds between looks for a job while there is none."""
TIDY_EVERY = 3600.0
"""Seconds between two removals of old jobs."""


class Stop(BaseException):
    """The worker was told to stop."""


class Worker:
    """A process's worker on an application's stores."""

    def __init__(self, app: Any, lease: timedelta = LEASE, look_every: float = LOOK_EVERY) -> None:
        self.app = app
        self.lease = lease
        self.look_every = look_every
        self.name = secrets.token_hex(12)
        self.root: Path = folder_of_jobs(app)
        self._tidied = float("-inf")

    def work(self, until_idle: bool = False) -> None:
        """Do jobs until Stop is raised; or until there is none. A database that is away is waited for."""
        while True:
            try:
                found = self.do_one()
            except (DBAPIError, Lost) as error:
                log.warning("%s, trying again", type(error).__name__)
                found = False
            if not found and until_idle:
                return
            if not found:
                time.sleep(self.look_every)

    def do_one(self) -> bool:
        """Take up one job and see it through; whether there was one."""
        with self.app.app_context(), fresh_session():
            self._tidy()
            queue_sweep(_now())
            job_id = self._claim()
            if job_id is None:
                return False
            with self._held(job_id):
                run_job(job_id, self.name, self.root)
            return True

    def _claim(self) -> int | None:
        """Looking takes no lock; only a job that seems free is reached for."""
        if not is_work_due(_now()):
            return None
        with transaction():
            return claim_job(self.name, _now(), self.lease)

    @contextmanager
    def _held(self, job_id: int) -> Iterator[None]:
        """Say every third of the lease that the worker lives; told to stop, give the job back."""
        over = threading.Event()
        heart = threading.Thread(target=self._beat, args=(job_id, over), daemon=True)
        heart.start()
        try:
            yield
        except Stop:
            with suppress(DBAPIError), fresh_session(), transaction():
                give_back(job_id, self.name)
            raise
        finally:
            over.set()
            heart.join()

    def _beat(self, job_id: int, over: threading.Event) -> None:
        while not over.wait(self.lease.total_seconds() / 3):
            with self.app.app_context(), suppress(DBAPIError), transaction():
                keep_lease(job_id, self.name, _now() + self.lease)

    def _tidy(self) -> None:
        if time.monotonic() - self._tidied < TIDY_EVERY:
            return
        self._tidied = time.monotonic()
        with transaction():
            forget_old_jobs(_now())
        remove_unknown(self.root)


def _now() -> datetime:
    return datetime.now(UTC)
