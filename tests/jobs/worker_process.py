"""A worker in a process of its own, which knows the tests' kinds of jobs and soon takes a dead worker's job up."""

import sys
from datetime import timedelta

from registry import create_app
from registry.config import Settings
from registry.jobs.kinds import KINDS
from registry.jobs.worker import Worker
from tests.conftest import KEY
from tests.jobs.kinds import COUNT


def main(database_url: str, activity_url: str, lease: float) -> None:
    KINDS[COUNT.key] = COUNT
    worker = Worker(create_app(Settings(database_url, activity_url, KEY)), timedelta(seconds=lease), 0.05)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    worker.work()
