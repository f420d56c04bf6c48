"""Households taken into a project, picked from those who asked or typed in; what it buys and where it taught."""

from collections.abc import Collection
from typing import Any

from flask import Blueprint, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from registry.blueprints.need_lists import Plan, need_filters, need_page, plan_for, plan_words
from registry.blueprints.projects import money, own_project, page, project_sheet
from registry.commands.participants import LARGEST, add_participants, taking_part
from registry.commands.project_parts import (
    PARTS,
    add_project_part,
    correct_project_part,
    drop_project_part,
)
from registry.forms.project import PART_FORMS, DropForm, ParticipantsForm
from registry.kernel.actor import WRITE
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import Project
from registry.models.project import PRODUCTION
from registry.queries.project_page import part_of
from registry.web.allow import allow
from registry.web.edit import CORRECT, Sheet, edit, version_typed
from registry.web.list_page import seeks_number
from registry.web.views import log_view

blueprint = Blueprint("project_lines", __name__, url_prefix="/registers/production/projects/<project>")
PART = "/<any(inputs, trainings):part>"
ONE = f"{PART}/<int(max=999999999999):row>"
TITLES = {"inputs": N_("Giống, vật tư của dự án"), "trainings": N_("Buổi tập huấn")}


@blueprint.get("/choose")
@allow(WRITE, register=PRODUCTION, personal=True)
def choose(project: str) -> ResponseReturnValue:
    """Households the programme is for, with what they answered, to be ticked."""
    row = own_project(project)
    if seeks_number():
        return redirect(url_for("households.by_number"))
    title = gettext("Chọn hộ cho dự án %(name)s", name=f"{row.code} · {row.name}")
    here, record = url_for("project_lines.choose", project=row.code), gettext("Đưa các hộ đã chọn vào dự án")
    shown = {"title": title, "here": here, "record": record, "may_record": g.day == today()}
    return need_page(need_filters(PRODUCTION), f"project {project}", **shown)


@blueprint.route("/choose/record", methods=["GET", "POST"])
@allow(WRITE, register=PRODUCTION, personal=True)
def take_in(project: str) -> ResponseReturnValue:
    """Show which households would be taken in, and what each gets; or take them in."""
    row = own_project(project)
    plan = _plan(row)
    log_view("list", [code for code, _ in plan.named], detail=f"project {project} record")

    def run(form: ParticipantsForm) -> tuple[Message, str]:
        made = add_participants(g.actor, row, version_typed(), plan.households, **form.values)
        return Message(N_("Đã đưa %(count)s hộ vào dự án %(code)s."), count=len(made), code=row.code), page(row)

    return edit(_sheet(row, plan), _form, run, row)


def _form(typed: Any) -> ParticipantsForm:
    form = ParticipantsForm(typed, data={"starts": today()})
    form.offer(money())
    return form


def _plan(row: Project) -> Plan:
    def known(mine: list[Any]) -> Collection[int]:
        return taking_part(row, [one.household.id for one in mine])

    return plan_for(need_filters(PRODUCTION), PRODUCTION, LARGEST, known, skip=True)


def _sheet(row: Project, plan: Plan) -> Sheet:
    submit = Message(N_("Đưa %(count)s hộ vào dự án"), count=len(plan.households))
    more = {**plan_words(plan, LARGEST), "back_label": N_("Về trang dự án"), "submit": submit}
    subject = f"{row.code} · {row.name}"
    return Sheet(N_("Đưa hộ vào dự án"), page(row), "", subject, template="project/take_in.html", more=more)


@blueprint.route(f"{PART}/new", methods=["GET", "POST"])
@allow(WRITE, register=PRODUCTION, personal=True)
def add_part(project: str, part: str) -> ResponseReturnValue:
    """One more thing bought, or session held."""
    row = own_project(project)

    def run(form: Any) -> tuple[Message, str]:
        add_project_part(g.actor, row, version_typed(), part=part, **form.data)
        return Message(N_("Đã ghi vào dự án %(code)s."), code=row.code), f"{page(row)}#{part}"

    return edit(project_sheet(row, TITLES[part]), PART_FORMS[part], run, row)


@blueprint.route(f"{ONE}/edit", methods=["GET", "POST"])
@allow(WRITE, register=PRODUCTION, personal=True)
def correct_part(project: str, part: str, row: int) -> ResponseReturnValue:
    """It was always so."""
    owner = own_project(project)
    model, fields = PARTS[part]
    found = part_of(owner, model, row)

    def run(form: Any) -> tuple[Message, str]:
        correct_project_part(g.actor, owner, found, version_typed(), part=part, **form.data)
        return Message(N_("Đã đính chính trong dự án %(code)s."), code=owner.code), f"{page(owner)}#{part}"

    data = {key: getattr(found, key) for key in fields}
    return edit(
        project_sheet(owner, TITLES[part], CORRECT), lambda typed: PART_FORMS[part](typed, data=data), run, found
    )


@blueprint.route(f"{ONE}/drop", methods=["GET", "POST"])
@allow(WRITE, register=PRODUCTION, personal=True)
def drop_part(project: str, part: str, row: int) -> ResponseReturnValue:
    """It never was."""
    owner = own_project(project)
    found = part_of(owner, PARTS[part][0], row)

    def run(form: DropForm) -> tuple[Message, str]:
        drop_project_part(g.actor, owner, found, version_typed(), part=part, reason=form.reason.data)
        return Message(N_("Đã bỏ khỏi dự án %(code)s."), code=owner.code), f"{page(owner)}#{part}"

    return edit(project_sheet(owner, N_("Bỏ dòng ghi nhầm")), DropForm, run, found)
