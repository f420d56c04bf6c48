"""What a kind of job is: its words, its steps, and who may have it done."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from registry.kernel.actor import Actor
from registry.messages import Message
from registry.models import Job


@dataclass(frozen=True)
class Told:
    """What a step tells its owner of all that was done so far, and files (by name) it leaves in the job's folder: these
    are written once the step is marked, so that none comes from a worker thought dead."""

    outcome: Message
    files: Mapping[str, bytes] = field(default_factory=dict)


Effect = Callable[[], Told | Message | None]
"""What a step changes in the registry; it is called in the transaction that marks the step as done. The sentence, if
any, tells the owner what was done, and offers to take it back."""


class JobFailed(Exception):
    """The job cannot be done; the message says why and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Work:
    """A job at work: on whose behalf (None: the worker's own), what was asked, the steps once settled, its folder."""

    actor: Actor | None
    arguments: dict[str, Any]
    steps: tuple[str, ...]
    folder: Path
    made_at: datetime

    @property
    def result(self) -> Path:
        """Where a kind with a file leaves it."""
        return self.folder / "result"


def work_of(job: Job, actor: Actor | None, folder: Path) -> Work:
    """The job as its kind sees it."""
    return Work(actor, json.loads(job.arguments), tuple(json.loads(job.plan or "[]")), folder, job.made_at)


def one_step(_work: Work) -> list[str]:
    """The plan of a kind that does all or nothing."""
    return ["all"]


def _anybody(_work: Work) -> bool:
    return True


def _nothing(_work: Work) -> None:
    return None


@dataclass(frozen=True)
class Kind:
    """One kind of job.

    `plan` names the steps, once. `step` does what is slow and may be done twice (reading, drawing) and returns what
    must happen exactly once, if anything. `finish` leaves the file, of the `mimetype`, where there is one. `allows` is
    asked before every step and before the file is given away: whether the actor's grants of this moment cover the job.
    `progress` tells the owner of steps %(done)s of %(total)s.
    """

    key: str
    title: str
    progress: str
    plan: Callable[[Work], list[str]]
    step: Callable[[Work, str], Effect | None]
    finish: Callable[[Work], None] = field(default=_nothing)
    allows: Callable[[Work], bool] = field(default=_anybody)
    mimetype: str = ""
