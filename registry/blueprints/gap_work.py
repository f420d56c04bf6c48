"""A whole gap list, or its ticked rows, at once: the work on it, and the drafts that are to close it."""

from datetime import date

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from registry.blueprints.jobs import queued
from registry.checks.drafts import LARGEST, Plan, asked_of_all, drafting_register, plan_drafts
from registry.commands.drafts import draft_entries
from registry.commands.work import work_on_findings
from registry.forms.base import Form
from registry.forms.entry import LineForm, draft_form
from registry.forms.work import WorkForm
from registry.jobs.drafts import queue_drafts
from registry.kernel.actor import READ, WRITE, Denied, NotFound
from registry.kernel.register import Register
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import Entry, Job
from registry.storage import ends_after
from registry.web.allow import allow
from registry.web.chrome import num_text
from registry.web.form_page import attempt, form_page, typed
from registry.web.found_work import Chosen, chosen
from registry.web.notices import say
from registry.web.responses import saved
from registry.web.unit_of_work import SAFE

blueprint = Blueprint("gap_work", __name__)
AT_ONCE = 200
"""So many lines are drafted while the reader waits; more by a job."""
CHANGED = N_("Danh sách đã đổi từ lúc mở trang: nay có %(count)s dòng. Hãy xem lại rồi lưu.")


@blueprint.route("/gaps/<rule>/work", methods=["GET", "POST"])
@allow(READ, personal=True)
def work(rule: str) -> ResponseReturnValue:
    """The same reason, owner, due day or note for all that were chosen."""
    found = chosen(rule)
    form = WorkForm(typed(), found.owners)
    if request.method not in SAFE and not found.may_work:
        raise Denied(WRITE)
    done = (
        None if _moved(found, form) else attempt(form, lambda: work_on_findings(g.actor, found.findings, form.given()))
    )
    if done is None:
        return form_page("gaps/work.html", form, found=found)
    return saved(Message(N_("Đã ghi việc xử lý cho %(count)s trường hợp."), count=done.value), found.back)


@blueprint.route("/gaps/<rule>/drafts", methods=["GET", "POST"])
@allow(READ, personal=True)
def drafts(rule: str) -> ResponseReturnValue:
    """The list becomes drafts of the register: who gets one, who does not and why; then all in one step."""
    found = chosen(rule)
    register = drafting_register(found.rule)
    if register is None or not g.actor.may(READ, register.key):
        raise NotFound(rule)
    form = draft_form(register, asked_of_all(register), typed(), today(), date(today().year, 12, 31))
    done = None if _moved(found, form) else attempt(form, lambda: _draft(register, found, form))
    if done is None:
        return _preview(register, found, form)
    if isinstance(done.value, Job):
        return queued(done.value)
    listed = url_for(f"{register.key}.index", batch=done.value[0].batch)
    return saved(Message(N_("Đã lập danh sách đề nghị, đang chờ duyệt.")), listed)


def _draft(register: Register, found: Chosen, form: LineForm) -> list[Entry] | Job:
    if AT_ONCE < len(found.findings) <= LARGEST:
        g.actor.require(WRITE, register.key)
        return queue_drafts(
            g.actor, register, [row.finding for row in found.rows], form.values, _about(register, found)
        )
    return draft_entries(g.actor, register, found.findings, **form.values)


def _about(register: Register, found: Chosen) -> str:
    lines = f"{num_text(len(found.findings))} {ngettext('dòng', 'dòng', len(found.findings))}"
    return f"{say(register.title)} · {lines}"


def _preview(register: Register, found: Chosen, form: LineForm) -> ResponseReturnValue:
    ids = [one.id for one in found.findings]
    plan = plan_drafts(g.actor, register, ids, form["starts"].data or today()) if len(ids) <= LARGEST else Plan([], [])
    ends = ends_after(form.data.get("ends"))
    shorter = sum(one.until(ends) < ends for one in plan.drafts)
    may = g.actor.may(WRITE, register.key)
    shown = {"register": register, "plan": plan, "shorter": shorter, "may": may, "largest": LARGEST, "at_once": AT_ONCE}
    return form_page("gaps/drafts.html", form, found=found, **shown)


def _moved(found: Chosen, form: Form) -> bool:
    """Whether the list is another one than its page showed; said above the form."""
    if request.method in SAFE or request.form.get("seen") == found.fingerprint:
        return False
    form.form_errors = [say(Message(CHANGED, count=len(found.findings)))]
    return True
