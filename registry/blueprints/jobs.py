"""Jobs: one's own with their progress and files; administrators see that there are others, not what is in them."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, current_app, g, send_file, session, url_for
from flask.typing import ResponseReturnValue

from registry.commands.jobs import KEPT, cancel_job
from registry.commands.later import is_undone
from registry.jobs.files import folder_of_jobs, remove_folder
from registry.jobs.import_list import IMPORT_LIST
from registry.jobs.kind import Work, work_of
from registry.jobs.kinds import KINDS
from registry.kernel.actor import EXPORT, IMPORT, MANAGE, Denied, NotFound
from registry.messages import N_, Message
from registry.models import Job
from registry.models.job import STATES
from registry.queries.jobs import ahead_of, job_of, list_jobs, outcome_of, problem_of
from registry.storage import db
from registry.web.allow import allow
from registry.web.responses import answer, is_htmx, saved
from registry.web.views import log_view

blueprint = Blueprint("jobs", __name__)
SIGNS = {"waiting": "na", "running": "wait", "done": "ok", "failed": "gap", "cancelled": "na"}
WORDS: dict[str, Any] = {"states": STATES, "signs": SIGNS, "days": KEPT.days}


@blueprint.get("/jobs")
@allow(EXPORT, IMPORT, MANAGE)
def index() -> ResponseReturnValue:
    """One's own jobs; for administrators also that others have some."""
    everybody = g.actor.may(MANAGE)
    lines = list_jobs(g.actor.id, everybody)
    return answer("jobs/list.html", lines=lines, kinds=KINDS, everybody=everybody, **WORDS)


@blueprint.get("/jobs/<job>")
@allow(EXPORT, IMPORT, MANAGE)
def show(job: str) -> ResponseReturnValue:
    """How a job stands. A page that only asks again by itself does not keep its session alive."""
    row = _own(job)
    session.quiet = is_htmx()  # type: ignore[attr-defined]
    before = ahead_of(row) if row.state == "waiting" else 0
    shown: dict[str, Any] = {"job": row, "kind": KINDS.get(row.kind), "before": before, "has_file": _file(row).exists()}
    told: dict[str, Any] = {"problem": problem_of(row), "outcome": outcome_of(row), "place": _place(row)}
    told["stands"] = row.change is not None and not is_undone(row.change)
    return answer("jobs/show.html", "progress", **shown, **told, **WORDS)


@blueprint.post("/jobs/<job>/cancel")
@allow(EXPORT, IMPORT, MANAGE)
def cancel(job: str) -> ResponseReturnValue:
    """A waiting job ends now, a running one after its step."""
    row = _own(job)
    ended = not cancel_job(row.id, datetime.now(UTC))
    db.session.refresh(row)
    if row.state == "cancelled":
        remove_folder(_work(row).folder)
    told = N_("Việc này đã kết thúc trước khi dừng.") if ended else N_("Đã nhận lệnh dừng việc này.")
    return saved(told, url_for("jobs.show", job=row.code), undo=False)


@blueprint.get("/jobs/<job>/file")
@allow(EXPORT, IMPORT, MANAGE)
def file(job: str) -> ResponseReturnValue:
    """The result, for its owner while the grants still cover it. Raises Denied, NotFound."""
    row = _own(job)
    work, kind = _work(row), KINDS.get(row.kind)
    if row.state != "done" or kind is None or not work.result.exists():
        raise NotFound(job)
    if not kind.allows(work):
        raise Denied(EXPORT)
    log_view("export", [], detail=f"{row.kind} {work.arguments.get('asked', '')}".strip())
    return send_file(work.result, row.mimetype, as_attachment=True, download_name=row.file_name, max_age=0, etag=False)


def _place(row: Job) -> tuple[str, str] | None:
    """Where to look at what the job has done: its words and address."""
    if row.state == "done" and row.kind == IMPORT_LIST.key:
        return N_("Các lần nhập từ tệp"), url_for("imports.index")
    return None


def _own(code: str) -> Job:
    row = job_of(g.actor.id, code)
    if row is None:
        raise NotFound(code)
    return row


def _work(row: Job) -> Work:
    return work_of(row, g.actor, folder_of_jobs(current_app) / row.code)


def _file(row: Job) -> Any:
    return _work(row).result


def told_queued(row: Job) -> tuple[Message, str]:
    """What a page says that has queued a job, and where it leads."""
    text = Message(N_("Máy làm việc này ở nền. Bạn có thể rời trang này rồi quay lại xem."))
    return text, url_for("jobs.show", job=row.code)


def queued(row: Job) -> ResponseReturnValue:
    """The answer to a page that has queued a job."""
    return saved(*told_queued(row), undo=False)
