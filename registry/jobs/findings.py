"""The daily sweep: findings of the working day, looked at once whenever that day has moved (decisions.md 13)."""

from datetime import datetime, timedelta

from registry.commands.findings import is_swept
from registry.commands.jobs import queue_once
from registry.commands.sweep import sweep_when_stale
from registry.jobs.kind import Effect, Kind, Work
from registry.kernel.settings import is_installed
from registry.messages import N_
from registry.queries.jobs import failed_after
from registry.storage.transaction import transaction

KEY = "findings"
AGAIN = timedelta(hours=1)
"""After a sweep that failed, the next one is tried no sooner."""


def queue_sweep(now: datetime) -> None:
    """Queue the sweep where findings are not of the working day; one at a time, however many workers look."""
    if is_installed() and not is_swept() and not failed_after(KEY, now - AGAIN):
        with transaction():
            queue_once(KEY, KEY, now)


def _plan(_work: Work) -> list[str]:
    return ["all"]


def _step(_work: Work, _name: str) -> Effect | None:
    return sweep_when_stale


FINDINGS = Kind(KEY, N_("Rà lại phát hiện cho ngày làm việc"), "", _plan, _step)
