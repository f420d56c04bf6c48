"""What laws change: parameters, poverty standards, review rounds; and the day the registry works on."""

import os
from datetime import date
from typing import Any

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from registry.commands.rounds import add_round, correct_round
from registry.commands.settings import add_parameter, correct_parameter, end_parameter, set_setting
from registry.forms.admin_parameters import (
    LastDayForm,
    ParameterForm,
    RoundForm,
    ValueForm,
    WorkingDayForm,
    label_of,
    value_text,
)
from registry.kernel.actor import MANAGE, NotFound
from registry.kernel.settings import real_day, settings, today
from registry.messages import N_, Message, Problem, Problems
from registry.models import Parameter, ReviewRound, User
from registry.models.review import ROUND_KINDS
from registry.queries.accounts import actor_for
from registry.queries.parameters import ParameterRow, RoundRow, list_parameters, list_rounds, list_standards
from registry.storage import db, ends_after
from registry.web.allow import allow
from registry.web.form_page import attempt, form_page, typed
from registry.web.responses import answer, saved

blueprint = Blueprint("parameters", __name__)


@blueprint.get("/admin/parameters")
@allow(MANAGE)
def index() -> ResponseReturnValue:
    """Parameters, standards and rounds with their basis and period."""
    return answer(
        "admin/parameters.html",
        parameters=list_parameters(g.day),
        standards=list_standards(g.day),
        rounds=list_rounds(),
        kinds=ROUND_KINDS,
        label_of=label_of,
        value_text=value_text,
        fixed="REGISTRY_TODAY" in os.environ,
    )


@blueprint.route("/admin/parameters/new", methods=["GET", "POST"])
@allow(MANAGE)
def new() -> ResponseReturnValue:
    """A value from a day on."""
    form = ParameterForm(typed(), starts=today())
    form.is_about(form.key.data or "")
    done = attempt(form, lambda: add_parameter(g.actor, **_texts(form), **_period(form), key=form.key.data))
    if done is None:
        return form_page("admin/parameter_new.html", form)
    return saved(Message(N_("Đã thêm giá trị của tham số.")), url_for("parameters.index"))


@blueprint.route("/admin/parameters/<key>/<starts>/correct", methods=["GET", "POST"])
@allow(MANAGE)
def correct(key: str, starts: str) -> ResponseReturnValue:
    """It was so from the first day."""
    known = _parameter(key, starts)
    form = ValueForm(typed(), value=_whole(known.value), legal_basis=known.legal_basis)
    form.is_about(key)
    row = db.session.get_one(Parameter, known.id)
    done = attempt(form, lambda: correct_parameter(g.actor, row, _version(), **_texts(form)))
    if done is None:
        return form_page("admin/parameter_correct.html", form, row=known, label_of=label_of)
    return saved(Message(N_("Đã đính chính tham số.")), url_for("parameters.index"))


@blueprint.route("/admin/parameters/<key>/<starts>/end", methods=["GET", "POST"])
@allow(MANAGE)
def end(key: str, starts: str) -> ResponseReturnValue:
    """The value's last day."""
    known = _parameter(key, starts)
    form = LastDayForm(typed())
    row = db.session.get_one(Parameter, known.id)
    done = attempt(form, lambda: end_parameter(g.actor, row, _version(), day=ends_after(form.day.data)))
    if done is None:
        return form_page("admin/parameter_end.html", form, row=known, label_of=label_of, value_text=value_text)
    return saved(Message(N_("Đã ghi ngày hết hiệu lực.")), url_for("parameters.index"))


@blueprint.route("/admin/rounds/new", methods=["GET", "POST"])
@allow(MANAGE)
def new_round() -> ResponseReturnValue:
    """A round to come, or one that was."""
    form = RoundForm(typed(), year=today().year)
    form.offer(list_standards(today()))
    done = attempt(form, lambda: add_round(g.actor, code=form.code.data, **form.columns()))
    if done is None:
        return form_page("admin/round.html", form, row=None)
    return saved(Message(N_("Đã thêm kỳ rà soát %(code)s."), code=done.value.code), url_for("parameters.index"))


@blueprint.route("/admin/rounds/<path:code>", methods=["GET", "POST"])
@allow(MANAGE)
def round_(code: str) -> ResponseReturnValue:
    """It was always so."""
    known = _round(code)
    form = RoundForm(typed(), data={**vars(known), "standard_id": known.standard})
    form.offer(list_standards(today()))
    row = db.session.get_one(ReviewRound, known.id)
    done = attempt(form, lambda: correct_round(g.actor, row, _version(), **form.columns()))
    if done is None:
        return form_page("admin/round.html", form, row=known)
    return saved(Message(N_("Đã đính chính kỳ %(code)s."), code=code), url_for("parameters.index"))


@blueprint.route("/admin/working-day", methods=["GET", "POST"])
@allow(MANAGE)
def working_day() -> ResponseReturnValue:
    """The day the registry works on; empty, the calendar's."""
    kept = settings().get("working_day")
    form = WorkingDayForm(typed(), value=date.fromisoformat(kept) if kept else None)
    done = attempt(form, lambda: _work_on(form.value.data))
    if done is None:
        return form_page("admin/working_day.html", form)
    return saved(Message(N_("Đã đổi ngày làm việc.")), url_for("parameters.index"), undo=False)


def _work_on(day: date | None) -> None:
    """Not a day on which the administrator could not come back to this page."""
    user = db.session.get_one(User, g.actor.id)
    if not actor_for(user, day or real_day()).may(MANAGE):
        wrong = N_("Vào ngày đó bạn không có quyền quản trị, nên sẽ không đổi lại được. Hãy chọn ngày khác.")
        raise Problems([Problem("value", Message(wrong))])
    set_setting(g.actor, "working_day", day.isoformat() if day else "")


def _parameter(key: str, starts: str) -> ParameterRow:
    scope = request.args.get("scope", "")
    asked = (key, scope, starts)
    found = [one for one in list_parameters(today()) if (one.key, one.scope, one.starts.isoformat()) == asked]
    if not found:
        raise NotFound(key)
    return found[0]


def _round(code: str) -> RoundRow:
    found = next((one for one in list_rounds() if one.code == code), None)
    if found is None:
        raise NotFound(code)
    return found


def _version() -> int:
    return request.form.get("version", 0, int)


def _texts(form: ValueForm) -> dict[str, Any]:
    return {"value": str(form.value.data), "legal_basis": form.legal_basis.data}


def _period(form: ParameterForm) -> dict[str, Any]:
    return {"starts": form.starts.data, "ends": ends_after(form.ends.data)}


def _whole(value: str) -> int | None:
    """The value as a number; a text that older hands left is to be typed anew."""
    return int(value) if value.isdecimal() and len(value) < 16 else None
