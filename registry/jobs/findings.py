"""The daily sweep: findings of the working day, looked at once whenever that day has moved, a transaction for each part
of it, so that people save between two (decisions.md 13)."""

from datetime import date, datetime, timedelta

from registry.commands.jobs import queue_once
from registry.commands.parts import is_swept, parts
from registry.commands.sweep import sweep_part
from registry.jobs.kind import Effect, Kind, Work
from registry.kernel.settings import is_installed, today
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
    return [f"{today()} {part}" for part in parts()]


def _step(_work: Work, name: str) -> Effect | None:
    day, part = name.split()

    def effect() -> None:
        sweep_part(part, date.fromisoformat(day))

    return effect


FINDINGS = Kind(KEY, N_("Rà lại phát hiện cho ngày làm việc"), "", _plan, _step)
