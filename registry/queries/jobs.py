"""Jobs as their owners and the administrators read them, and as the worker looks for them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import defer

from registry.messages import N_, Message
from registry.models import Job, User
from registry.models.job import due
from registry.storage import db

SHOWN = 100
"""How many jobs a list shows, newest first."""


@dataclass(frozen=True)
class JobLine:
    """A job in the list; `code` and `about` are empty where it is another's, for they lead to what it holds."""

    kind: str
    code: str
    about: str
    owner: str
    state: str
    done: int
    total: int
    made_at: datetime
    ended_at: datetime | None
    problem: Message | None


def list_jobs(user_id: int, everybody: bool = False) -> list[JobLine]:
    """One's own jobs, newest first; with those of everybody, of others nothing that tells of people."""
    asked = select(Job, User.name).outerjoin(User, User.id == Job.user_id).order_by(Job.id.desc()).limit(SHOWN)
    asked = asked.options(defer(Job.arguments))  # of many lines it names each
    if not everybody:
        asked = asked.where(Job.user_id == user_id)
    return [_line(job, name, job.user_id == user_id) for job, name in db.session.execute(asked)]


def _line(job: Job, owner: str | None, mine: bool) -> JobLine:
    code, about = (job.code, job.about) if mine else ("", "")
    shown, problem = owner or N_("Máy tự chạy"), problem_of(job)
    told = problem if mine or problem is None or not problem.values else None  # a value may be a person's
    times = (job.made_at, job.ended_at)
    return JobLine(job.kind, code, about, shown, job.state, job.done, job.total, *times, told)


def job_of(user_id: int, code: str) -> Job | None:
    """The user's own job with this code."""
    return db.session.scalars(select(Job).where(Job.code == code, Job.user_id == user_id)).first()


def job_with(job_id: int) -> Job | None:
    """The job, as it stands now."""
    return db.session.get(Job, job_id, populate_existing=True)


def problem_of(job: Job) -> Message | None:
    """Why the job could not be done."""
    return Message.restored(job.problem) if job.problem else None


def outcome_of(job: Job) -> Message | None:
    """What the job has done."""
    return Message.restored(job.outcome) if job.outcome else None


def ahead_of(job: Job) -> int:
    """How many jobs wait or run before this one."""
    return len(db.session.scalars(select(Job.id).where(Job.state.in_(("waiting", "running")), Job.id < job.id)).all())


def is_work_due(now: datetime) -> bool:
    """Whether some job may be taken up."""
    return db.session.scalar(select(Job.id).where(due(now)).limit(1)) is not None


def failed_after(kind: str, moment: datetime) -> bool:
    """Whether a job of this kind has failed since then."""
    asked = select(Job.id).where(Job.kind == kind, Job.state == "failed", Job.ended_at > moment).limit(1)
    return db.session.scalar(asked) is not None


def codes_of_jobs() -> set[str]:
    """The codes of all jobs there are."""
    return set(db.session.scalars(select(Job.code)))
