"""A worker in a process of its own, which knows the tests' kinds of jobs and soon takes a dead worker's job up.

python -m tests.jobs.worker_process DATABASE_URL ACTIVITY_URL LEASE_SECONDS
"""

import sys
from datetime import timedelta

from registry import create_app
from registry.config import Settings
from registry.jobs.kinds import KINDS
from registry.jobs.worker import Worker
from tests.conftest import KEY
from tests.jobs.kinds import COUNT


def main(database_url: str, activity_url: str, lease: str) -> None:
    KINDS[COUNT.key] = COUNT
    worker = Worker(create_app(Settings(database_url, activity_url, KEY)), timedelta(seconds=float(lease)), 0.05)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    worker.work()


if __name__ == "__main__":
    main(*sys.argv[1:])
