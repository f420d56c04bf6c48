"""Take a job further, step by step; killed at any moment, it goes on where the last committed mark stands."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from registry.commands.change import last_change
from registry.commands.jobs import TRIES, Lost, end_job, fail_job, keep_plan, mark_step
from registry.jobs.files import remove_folder, write_whole
from registry.jobs.kind import Effect, JobFailed, Kind, Told, Work, work_of
from registry.jobs.kinds import KINDS
from registry.kernel.actor import Denied, NotFound
from registry.kernel.settings import today
from registry.messages import N_, Message, Problems
from registry.models import Job
from registry.outputs.print import PrintFailed
from registry.queries.accounts import actor_for, load_user
from registry.queries.jobs import job_with
from registry.storage import db
from registry.storage.transaction import transaction

log = logging.getLogger("registry.jobs")
NO_GRANT = N_("Người lập việc này không còn quyền làm việc đó ở những xã ấy nên máy không làm.")
TOO_OFTEN = N_("Máy đã dừng giữa chừng nhiều lần ở cùng một bước. Hãy lọc bớt rồi lập lại.")
OUR_MISTAKE = N_("Việc dừng vì lỗi của chương trình. Hãy lập lại; nếu vẫn gặp, hãy báo người quản trị máy.")
UNKNOWN = N_("Chương trình này không biết loại việc ấy. Hãy lập lại từ trang danh sách.")


def run_job(job_id: int, worker: str, root: Path) -> None:
    """Take the job to its end. Raises Lost when it is another worker's by now, DBAPIError when the database is gone."""
    while True:
        try:
            if not _advance(job_id, worker, root):
                return
        except (Lost, DBAPIError):
            raise
        except Exception as error:
            _fail(job_id, worker, root, error)
            return


def _advance(job_id: int, worker: str, root: Path) -> bool:
    """One step, in a session of its own: grants, settings and the job itself are read afresh. False: it is over."""
    with fresh_session():
        job = job_with(job_id)
        if job is None or job.worker != worker or job.state != "running":
            raise Lost
        kind, work = _known(job), _work(job, root)
        if not _is_written(job):
            if job.cancelling:
                _end(job, worker, work.folder, "cancelled")
                return False
            _require_runnable(kind, work, job)
        return _go_on(kind, work, job, worker)


def _is_written(job: Job) -> bool:
    """Whether all it was to write stands: then it is neither stopped nor refused any more."""
    return bool(job.outcome) and job.done == job.total


def _go_on(kind: Kind, work: Work, job: Job, worker: str) -> bool:
    job_id, done = job.id, job.done
    if job.plan is None:
        steps = kind.plan(work)
        with transaction():
            keep_plan(job_id, worker, steps)
        return True
    if done < len(work.steps):
        _take(work, kind.step(work, work.steps[done]), job_id, worker, done + 1)
        return True
    kind.finish(work)
    with transaction():
        size = work.result.stat().st_size if work.result.exists() else None
        end_job(job_id, worker, _now(), "done", mimetype=kind.mimetype or None, size=size)
    return False


def _take(work: Work, effect: Effect | None, job_id: int, worker: str, step: int) -> None:
    """What the step changes and its mark, together; nothing when the job was stopped meanwhile."""
    with transaction():
        job = job_with(job_id)
        if job is None or job.cancelling:
            return
        made = effect() if effect else None
        told = Told(made) if isinstance(made, Message) else made
        mark_step(job_id, worker, step, told.outcome if told else None, last_change())
        for name, content in told.files.items() if told else ():
            write_whole(work.folder / name, content)


def _known(job: Job) -> Kind:
    if job.kind not in KINDS:
        raise JobFailed(Message(UNKNOWN))
    return KINDS[job.kind]


def _work(job: Job, root: Path) -> Work:
    """The owner acts with the grants held now, not those of the day it was queued."""
    user = load_user(job.user_id) if job.user_id is not None else None
    return work_of(job, actor_for(user, today()) if user else None, root / job.code)


def _require_runnable(kind: Kind, work: Work, job: Job) -> None:
    if not kind.allows(work):
        raise JobFailed(Message(NO_GRANT))
    if job.tries > TRIES:
        raise JobFailed(Message(TOO_OFTEN))


def _end(job: Job, worker: str, folder: Path, state: str) -> None:
    with transaction():
        end_job(job.id, worker, _now(), state)
    remove_folder(folder)


def _fail(job_id: int, worker: str, root: Path, error: Exception) -> None:
    """Say why in a sentence; what the program got wrong goes to the log, its place and kind, never its words."""
    with fresh_session():
        job = job_with(job_id)
        code = job.code if job else ""
        with transaction():
            fail_job(job_id, worker, _now(), _sentence(error))
    remove_folder(root / code)


def _sentence(error: Exception) -> Message:
    if isinstance(error, JobFailed | PrintFailed):
        return error.message
    if isinstance(error, Problems):
        return error.problems[0].message
    if isinstance(error, Denied | NotFound):
        return Message(NO_GRANT)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    log.error("%s in a job: %s", type(error).__name__, " < ".join(reversed(places)))
    return Message(OUR_MISTAKE)


@contextmanager
def fresh_session() -> Iterator[None]:
    """A session that remembers nothing of the one before."""
    db.session.remove()
    try:
        yield
    finally:
        db.session.remove()


def _now() -> datetime:
    return datetime.now(UTC)
