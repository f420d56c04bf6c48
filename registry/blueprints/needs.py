"""Needs by programme: the list with its facets and files, and the same answer for many households at once."""

from typing import Any

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from registry.blueprints.need_lists import Plan, kept_query, need_filters, need_page, plan_for, plan_words
from registry.commands.needs import LARGEST, record_needs
from registry.commands.rights import right_to_record
from registry.forms.need import ManyNeedsForm
from registry.kernel.actor import ANY, EXPORT, READ, WRITE, NotFound
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models.need import PROGRAMMES
from registry.queries.need_filters import NeedFilters
from registry.queries.needs import need_table
from registry.web.allow import allow
from registry.web.edit import Sheet, edit
from registry.web.list_file import list_file
from registry.web.list_page import seeks_number
from registry.web.views import log_view

blueprint = Blueprint("needs", __name__)


@blueprint.get("/needs")
@allow(READ)
def index() -> ResponseReturnValue:
    """The first programme's list."""
    return redirect(url_for("needs.show", programme=next(iter(PROGRAMMES))))


@blueprint.get("/needs/<programme>")
@allow(READ, personal=True)
def show(programme: str) -> ResponseReturnValue:
    """Households and their answers; `format` gives the same rows as a file."""
    if seeks_number():
        return redirect(url_for("households.by_number"))
    filters, wanted = _filters(programme), request.args.get("format", "")
    if wanted in ("csv", "xlsx"):
        name, title = f"nhu-cau-{programme}-{g.day.isoformat()}", _title(programme)
        return list_file(wanted, name, title, lambda: need_table(filters))
    return need_page(filters, f"needs.{programme}", programme=programme, **_shown(programme))


def _shown(programme: str) -> dict[str, Any]:
    return {
        "title": _title(programme),
        "programmes": PROGRAMMES,
        "here": url_for("needs.show", programme=programme),
        "may_record": g.day == today() and g.actor.may(WRITE, right_to_record(g.actor, programme)),
        "may_export": g.actor.may(EXPORT),
    }


def _title(programme: str) -> str:
    return gettext("Nhu cầu: %(programme)s", programme=gettext(PROGRAMMES[programme]))


@blueprint.route("/needs/<programme>/record", methods=["GET", "POST"])
@allow(WRITE, register=ANY, personal=True)
def record(programme: str) -> ResponseReturnValue:
    """Show whom an answer would be recorded of, or record it: those ticked, or all a list's filters let through."""
    filters = _filters(programme)
    plan = _plan(filters)
    log_view("list", [code for code, _ in plan.named], detail=f"needs.{programme} record")

    def run(form: ManyNeedsForm) -> tuple[Message, str]:
        made = record_needs(g.actor, plan.households, reason=form.reason.data, **form.values)
        return Message(N_("Đã ghi nhu cầu của %(count)s hộ."), count=made), _back(programme)

    return edit(_sheet(programme, plan), lambda typed: _form(typed, programme), run)


def _form(typed: Any, programme: str) -> ManyNeedsForm:
    form = ManyNeedsForm(typed, data={"programme": programme, "on_date": today()})
    form.offer([key for key in PROGRAMMES if g.actor.may(WRITE, right_to_record(g.actor, key))])
    return form


def _plan(filters: NeedFilters) -> Plan:
    right = right_to_record(g.actor, filters.programme)
    return plan_for(filters, right, LARGEST, lambda mine: [one.household.id for one in mine if one.answered])


def _sheet(programme: str, plan: Plan) -> Sheet:
    submit = Message(N_("Ghi cho %(count)s hộ"), count=len(plan.households))
    more = {**plan_words(plan, LARGEST), "submit": submit}
    return Sheet(N_("Ghi nhu cầu cho nhiều hộ"), _back(programme), template="needs/record.html", more=more)


def _back(programme: str) -> str:
    kept = kept_query()
    return url_for("needs.show", programme=programme) + (f"?{kept}" if kept else "")


def _filters(programme: str) -> NeedFilters:
    if programme not in PROGRAMMES:
        raise NotFound(programme)
    return need_filters(programme)
