"""Schools in the administrator's hands: searched, added, corrected."""

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from registry.commands.schools import add_school, correct_school
from registry.forms.school import SchoolForm
from registry.kernel.actor import MANAGE, NotFound
from registry.kernel.places import Place, places
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import School
from registry.models.school import LEVELS
from registry.queries.schools import MOST, list_schools, school_with
from registry.web.allow import allow
from registry.web.form_page import attempt, form_page, typed
from registry.web.responses import answer, saved

blueprint = Blueprint("schools", __name__)
HOME = "schools.index"


@blueprint.get("/admin/schools")
@allow(MANAGE)
def index() -> ResponseReturnValue:
    """The schools that match."""
    q, level = request.args.get("q", "")[:100], request.args.get("level", "")
    found = list_schools(q, level if level in LEVELS else "", g.day)
    return answer("admin/schools.html", found=found, q=q, level=level, levels=LEVELS, most=MOST)


@blueprint.route("/admin/schools/new", methods=["GET", "POST"])
@allow(MANAGE)
def add() -> ResponseReturnValue:
    """A school more."""
    form = SchoolForm(typed())
    form.offer(_communes())
    done = attempt(form, lambda: add_school(g.actor, code=form.code.data, **form.columns()))
    if done is None:
        return form_page("admin/school_edit.html", form, row=None)
    return saved(Message(N_("Đã thêm trường %(name)s."), name=form.name.data), url_for(HOME))


@blueprint.route("/admin/schools/<code>/edit", methods=["GET", "POST"])
@allow(MANAGE)
def correct(code: str) -> ResponseReturnValue:
    """It was always so."""
    row = _school(code)
    form = SchoolForm(typed(), data={"code": row.code, "name": row.name, "level": row.level, "unit_id": _code(row)})
    form.offer(_communes())
    version = request.form.get("version", 0, int)
    done = attempt(form, lambda: correct_school(g.actor, row, version, **form.columns()))
    if done is None:
        return form_page("admin/school_edit.html", form, row=row)
    return saved(Message(N_("Đã đính chính trường %(name)s."), name=row.name), url_for(HOME))


def _school(code: str) -> School:
    found = school_with(code)
    if found is None:
        raise NotFound(code)
    return found


def _communes() -> list[tuple[Place, str]]:
    known, day = places(), today()
    return [(place, known.label(place.id, day)) for place in known.communes(day)]


def _code(row: School) -> str:
    """The code that the school's commune has today."""
    return places().on(row.unit_id, today()).code if row.unit_id else ""
