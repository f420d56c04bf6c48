"""Projects of production support: the list, a project with its households and money, its forms and steps."""

from typing import Any

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from registry.blueprints.jobs import told_queued
from registry.blueprints.papers import FORMATS, Paper, about_list, paper_answer, queue_paper
from registry.commands.areas import in_area
from registry.commands.change import titles
from registry.commands.checks import check_version
from registry.commands.project_rights import require_project
from registry.commands.projects import add_project, correct_project, move_project, set_capital
from registry.forms.entry import move_form
from registry.forms.project import ProjectForm, capital_form, project_data
from registry.jobs.project_list import ProjectListing
from registry.jobs.project_moves import moved, queue_project_move
from registry.kernel.actor import EXPORT, READ, WRITE, NotFound
from registry.kernel.places import Place, places
from registry.kernel.register import Move
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import Job, Project
from registry.models.money import Money
from registry.models.project import KINDS, LANGUAGES, PRODUCTION, PROGRAMMES, SECTORS
from registry.queries.project_list import PER_PAGE, ProjectFilters, list_projects, project_table
from registry.queries.project_page import going_along, project_page
from registry.queries.projects import project_with, told_of
from registry.registers.production import REGISTER
from registry.registers.production.line import CONTENTS, GROUPS, RESULTS
from registry.registers.production.workflow import ALONE, GIVEN, REFUSED, STATES, TAKING_PART, WORKFLOW
from registry.web.allow import allow
from registry.web.chrome import num_text
from registry.web.edit import CORRECT, Sheet, edit, version_typed
from registry.web.list_file import list_file
from registry.web.list_page import address, keep, page_links
from registry.web.notices import say
from registry.web.responses import answer
from registry.web.views import log_view

blueprint = Blueprint("projects", __name__, url_prefix="/registers/production/projects")
AT_ONCE = 200
"""So many households go with their project while the reader waits; more by a job."""
TITLE = N_("Dự án hỗ trợ phát triển sản xuất")
CHOICES = ("status", "sector", "kind")
LOOKS = {state: "ok" if state in GIVEN else "wait" if state in TAKING_PART else "na" for state in STATES}


@blueprint.get("")
@allow(READ, register=PRODUCTION, personal=True)
def index() -> ResponseReturnValue:
    """The projects within reach; `format` gives the same rows as a file."""
    filters, wanted = _filters(), request.args.get("format", "")
    if wanted in ("csv", "xlsx"):
        name = f"projects-{g.day.isoformat()}"
        return list_file(wanted, name, gettext(TITLE), lambda: project_table(filters), PRODUCTION)
    if wanted in FORMATS:
        return paper_answer(_paper(filters))
    size = request.args.get("per_page", 50, int)
    found = list_projects(filters, request.args.get("page", 1, int), size if size in PER_PAGE else 50)
    shown: dict[str, Any] = {"table": found.table, "page": page_links(found.page, PER_PAGE), "filters": filters}
    return answer("project/list.html", **shown, **_rights(), **_words())


@blueprint.post("/print")
@allow(EXPORT, register=PRODUCTION, personal=True)
def print_later() -> ResponseReturnValue:
    """The same list, drawn by a job; the filters stand in the address, the paper's choices are posted."""
    return queue_paper(_paper(_filters()))


def _filters() -> ProjectFilters:
    keep(*CHOICES)
    chosen: dict[str, Any] = {key: request.args.get(key, "") for key in CHOICES}
    return ProjectFilters(request.args.get("q", "")[:100], **chosen)


def _paper(filters: ProjectFilters) -> Paper:
    about = about_list(filters.day, (), gettext(TITLE))
    return Paper(ProjectListing(filters), "projects", f"projects-{filters.day.isoformat()}.pdf", about)


def _rights() -> dict[str, Any]:
    return {
        "may_add": g.actor.may(WRITE, PRODUCTION),
        "may_export": g.actor.may(EXPORT, PRODUCTION),
        "address": address,
    }


def _words() -> dict[str, Any]:
    names = {"kinds": KINDS, "sectors": SECTORS, "programmes": PROGRAMMES, "states": STATES, "looks": LOOKS}
    names |= {"languages": LANGUAGES, "reasons": REFUSED}
    return names | {"contents": CONTENTS, "groups": GROUPS, "results": RESULTS, "register": REGISTER}


@blueprint.route("/new", methods=["GET", "POST"])
@allow(WRITE, register=PRODUCTION, personal=True)
def add() -> ResponseReturnValue:
    """A project more."""

    def run(form: ProjectForm) -> tuple[Message, str]:
        made = add_project(g.actor, **form.values)
        return Message(N_("Đã lập dự án %(code)s."), code=made.code), page(made)

    back = Sheet(N_("Lập dự án"), url_for("projects.index"), more={"back_label": N_("Về danh sách")})
    return edit(back, lambda typed: _form(typed), run)


@blueprint.get("/<project>")
@allow(READ, register=PRODUCTION, personal=True)
def show(project: str) -> ResponseReturnValue:
    """The project: facts, money by source, households, what it buys, where it taught, its steps."""
    found = project_page(project_with(project), g.day)
    log_view("list", [one.household_code for one in found.participants], detail=f"project {project}")
    rights: dict[str, Any] = {"may_write": _owns(found.row), "moves": _moves(found.row)}
    return answer("project/page.html", page=found, titles=titles(), **rights, **_rights(), **_words())


@blueprint.route("/<project>/edit", methods=["GET", "POST"])
@allow(WRITE, register=PRODUCTION, personal=True)
def correct(project: str) -> ResponseReturnValue:
    """It was always so."""
    row = own_project(project)

    def run(form: ProjectForm) -> tuple[Message, str]:
        correct_project(g.actor, row, version_typed(), **form.values)
        return Message(N_("Đã đính chính dự án %(code)s."), code=row.code), page(row)

    return edit(project_sheet(row, N_("Đính chính dự án"), CORRECT), lambda typed: _form(typed, row), run, row)


@blueprint.route("/<project>/capital", methods=["GET", "POST"])
@allow(WRITE, register=PRODUCTION, personal=True)
def capital(project: str) -> ResponseReturnValue:
    """What the project has from each source."""
    row = own_project(project)
    known = dict(told_of(row).budget.capital)

    def run(form: Any) -> tuple[Message, str]:
        set_capital(g.actor, row, version_typed(), **form.data)
        return Message(N_("Đã ghi vốn của dự án %(code)s."), code=row.code), page(row)

    return edit(
        project_sheet(row, N_("Ghi vốn của dự án")), lambda typed: capital_form(money(), typed, known), run, row
    )


@blueprint.route("/<project>/moves/<key>", methods=["GET", "POST"])
@allow(WRITE, register=PRODUCTION, personal=True)
def move(project: str, key: str) -> ResponseReturnValue:
    """Take the project a step on, with the households that stand there."""
    row, step = own_project(project), WORKFLOW.move(key)
    if step is None or key in ALONE:
        raise NotFound(key)

    along = going_along(row, step.sources)

    def run(form: Any) -> tuple[Message, str]:
        if along > AT_ONCE:
            return told_queued(_queue(row, step, form.values, along))
        return moved(row, move_project(g.actor, row, version_typed(), move=key, **form.values)), page(row)

    sheet = project_sheet(row, step.title, late=along > AT_ONCE and AT_ONCE, submit=step.title)
    return edit(sheet, lambda typed: move_form(REGISTER, step, typed, None, today()), run, row)


def _queue(row: Project, step: Move, given: dict[str, Any], along: int) -> Job:
    require_project(g.actor, row.unit_id, step.action)
    check_version(row, version_typed())
    about = f"{row.code} · {say(step.title)} · {num_text(along)} {ngettext('hộ', 'hộ', along)}"
    return queue_project_move(g.actor, row, version_typed(), step, given, about)


def own_project(code: str) -> Project:
    """The project, where the actor may write it; absent and not yours answer alike."""
    row = project_with(code)
    if not _owns(row):
        raise NotFound(code)
    return row


def page(row: Project) -> str:
    return url_for("projects.show", project=row.code)


def project_sheet(row: Project, title: str, verb: str = "", **more: Any) -> Sheet:
    """What stands around a form of the project."""
    more = {"back_label": N_("Về trang dự án")} | more
    return Sheet(title, page(row), "", f"{row.code} · {row.name}", verb, more=more)


def money() -> Money:
    """What the register says of its money."""
    assert REGISTER.money is not None  # noqa: S101 - it is declared with some
    return REGISTER.money


def _owns(row: Project, action: str = WRITE) -> bool:
    return g.actor.may(action, PRODUCTION) and in_area(g.actor, row.unit_id, action, PRODUCTION)


def _moves(row: Project) -> list[Move]:
    """The steps the project's state and the actor's grants allow."""
    leading = [step for step in WORKFLOW.moves_from(row.status) if step.key not in ALONE]
    return [step for step in leading if _owns(row) and _owns(row, step.action)]


def _form(typed: Any, row: Project | None = None) -> ProjectForm:
    here = places().on(row.unit_id, today()).code if row else ""
    form = ProjectForm(typed, data=project_data(row, here) if row else None)
    form.offer(_communes())
    return form


def _communes() -> list[tuple[Place, str]]:
    known, day = places(), today()
    mine = (place for place in known.communes(day) if in_area(g.actor, place.id, WRITE, PRODUCTION))
    return [(place, known.label(place.id, day)) for place in mine]
