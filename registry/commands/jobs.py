"""The queue of jobs: asked for, claimed, marked step by step, ended. Every change repeats the condition it rests on, so
that of two workers, or of a worker and one thought dead, only one gets its way (security.md P31)."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.exc import IntegrityError

from registry.messages import Message
from registry.models import Job
from registry.models.job import ENDED, due
from registry.storage import db

KEPT = timedelta(days=7)
"""How long an ended job and its file are kept."""
TRIES = 5
"""How often a job is taken up without getting a step further."""


class Lost(Exception):
    """The job is another worker's by now, or ended: what was done for it since its last mark must not count."""


def queue_job(
    kind: str, user_id: int | None, now: datetime, *, file_name: str = "", about: str = "", **arguments: Any
) -> Job:
    """A job to be done soon. `file_name` bears no personal data; `about` and the arguments only the owner sees."""
    job = Job(
        code=secrets.token_hex(8),
        kind=kind,
        user_id=user_id,
        about=about[:400],
        arguments=json.dumps(arguments),
        file_name=file_name,
        made_at=now,
    )
    db.session.add(job)
    db.session.flush()
    return job


def queue_once(kind: str, once: str, now: datetime) -> bool:
    """A job of the worker's own, unless one of this name is waiting or running; whether it was queued."""
    job = Job(code=secrets.token_hex(8), kind=kind, once=once, made_at=now)
    try:
        with db.session.begin_nested():
            db.session.add(job)
    except IntegrityError:
        return False
    return True


def claim_job(worker: str, now: datetime, lease: timedelta) -> int | None:
    """Take the oldest job that waits, or whose worker's lease is over; its id, or None when there is nothing to do."""
    oldest = select(Job.id).where(due(now)).order_by(Job.id).limit(1).scalar_subquery()
    taken = update(Job).where(Job.id == oldest, due(now))
    values = {"state": "running", "worker": worker, "lease_until": now + lease, "tries": Job.tries + 1}
    claimed = db.session.execute(taken.values(**values).returning(Job.id), execution_options=PLAIN).scalar()
    if claimed is not None:
        _change(and_(Job.id == claimed, Job.began_at.is_(None)), began_at=now)
    return claimed


def keep_lease(job_id: int, worker: str, until: datetime) -> None:
    """Say that the worker lives."""
    _change(_held(job_id, worker), lease_until=until)


def give_back(job_id: int, worker: str) -> None:
    """A worker that is told to stop leaves the job to the next one, as it stands."""
    _change(_held(job_id, worker), state="waiting", worker=None, lease_until=None, tries=Job.tries - 1)


def keep_plan(job_id: int, worker: str, steps: list[str]) -> None:
    """Settle the steps. Raises Lost."""
    values = {"plan": json.dumps(steps), "total": len(steps), "tries": 1}
    _require(_change(and_(_held(job_id, worker), Job.plan.is_(None)), **values))


def mark_step(job_id: int, worker: str, done: int, outcome: Message | None = None, change: str = "") -> None:
    """Step number `done` (from 1) is done, with what it tells of itself and the change that takes it back: to be called
    in the transaction of its effect. Raises Lost."""
    told = {"outcome": outcome.kept(), **({"change": change} if change else {})} if outcome else {}
    _require(_change(and_(_held(job_id, worker), Job.done == done - 1), done=done, tries=1, **told))


def end_job(job_id: int, worker: str, now: datetime, state: str, **values: Any) -> None:
    """The job is over. Raises Lost."""
    _require(_change(_held(job_id, worker), state=state, ended_at=now, worker=None, lease_until=None, **values))


def fail_job(job_id: int, worker: str, now: datetime, message: Message) -> None:
    """The job cannot be done; the sentence says why, and what to do. Raises Lost."""
    end_job(job_id, worker, now, "failed", problem=message.kept())


def cancel_job(job_id: int, now: datetime) -> bool:
    """End a waiting job now, a running one before its next step; False when it had ended."""
    if _change(and_(Job.id == job_id, Job.state == "waiting"), state="cancelled", ended_at=now):
        return True
    return bool(_change(and_(Job.id == job_id, Job.state == "running"), cancelling=True))


def forget_old_jobs(now: datetime) -> None:
    """Drop jobs that ended KEPT ago; their files go with them (jobs.files.remove_unknown)."""
    db.session.execute(delete(Job).where(Job.state.in_(ENDED), Job.ended_at < now - KEPT), execution_options=PLAIN)


PLAIN: Mapping[str, Any] = {"synchronize_session": False}


def _held(job_id: int, worker: str) -> ColumnElement[bool]:
    return and_(Job.id == job_id, Job.worker == worker, Job.state == "running")


def _change(which: ColumnElement[bool], **values: Any) -> int:
    changed = db.session.execute(update(Job).where(which).values(**values), execution_options=PLAIN)
    return int(changed.rowcount)  # type: ignore[attr-defined]


def _require(changed: int) -> None:
    if changed != 1:
        raise Lost
