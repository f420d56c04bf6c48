"""Needs by programme: the list with its facets and files, and the same answer for many households at once."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from registry.blueprints.household_needs import KINDS
from registry.blueprints.households import household_filters
from registry.commands.needs import LARGEST, record_needs
from registry.commands.rights import right_to_record
from registry.forms.need import ManyNeedsForm
from registry.kernel.actor import ANY, EXPORT, READ, WRITE, NotFound
from registry.kernel.places import places
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import Household
from registry.models.need import ANSWERS, DETAIL_LABELS, PROGRAMMES, SOURCES
from registry.queries.household_facets import STATUS_LABELS
from registry.queries.need_filters import NeedFilters
from registry.queries.needs import PER_PAGE, list_needs, need_table, picked_homes
from registry.web.allow import allow
from registry.web.edit import Sheet, edit
from registry.web.list_file import list_file
from registry.web.list_page import address, chips, filters_text, keep, page_links, pairs, seeks_number
from registry.web.responses import answer
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
    size = request.args.get("per_page", 50, int)
    found = list_needs(filters, request.args.get("page", 1, int), size if size in PER_PAGE else 50)
    log_view("list", [row.code for row in found.table.rows], detail=f"needs.{programme} {filters_text()}")
    return answer("needs/list.html", "list", found=found, programme=programme, **_shown(found, programme))


def _shown(found: Any, programme: str) -> dict[str, Any]:
    return {
        "title": _title(programme),
        "programmes": PROGRAMMES,
        "kinds": KINDS,
        "answers": ANSWERS,
        "details": DETAIL_LABELS,
        "sources": SOURCES,
        "statuses": {status: gettext(label) for status, label in STATUS_LABELS.items()},
        "chosen": chips(found.facets, found.filters.households.q),
        "page": page_links(found.page, PER_PAGE),
        "address": address,
        "pairs": pairs(),
        "here": url_for("needs.show", programme=programme),
        "may_record": g.day == today() and g.actor.may(WRITE, right_to_record(g.actor, programme)),
        "may_export": g.actor.may(EXPORT),
    }


def _title(programme: str) -> str:
    return gettext("Nhu cầu: %(programme)s", programme=gettext(PROGRAMMES[programme]))


@dataclass(frozen=True)
class Plan:
    """The households that would answer; how many of them have answered before, lie beyond the actor's right; `more`:
    there are others yet."""

    households: list[Household]
    named: list[tuple[str, str]]
    known: int
    beyond: int
    more: bool


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
    found = picked_homes(filters, _codes(), LARGEST + 1)
    units = g.actor.units(WRITE, places(), today(), right_to_record(g.actor, filters.programme))
    mine = [one for one in found[:LARGEST] if units is None or one.unit_id in units]
    return Plan(
        [one.household for one in mine],
        [(one.household.code, one.head) for one in mine],
        sum(one.answered for one in mine),
        len(found[:LARGEST]) - len(mine),
        len(found) > LARGEST,
    )


def _codes() -> list[str] | None:
    """The households ticked, or shown before (`chosen`); None for all the filters let through."""
    if "chosen" in request.form:
        return request.form["chosen"].split()[: LARGEST + 1]
    return None if request.args.get("all") else request.args.getlist("household")[: LARGEST + 1]


def _sheet(programme: str, plan: Plan) -> Sheet:
    hidden = {"chosen": " ".join(code for code, _ in plan.named), "kept": _kept()}
    more = {"hidden": hidden, "plan": plan, "most": LARGEST, "back_label": N_("Về danh sách")}
    more["submit"] = Message(N_("Ghi cho %(count)s hộ"), count=len(plan.households))
    return Sheet(N_("Ghi nhu cầu cho nhiều hộ"), _back(programme), template="needs/record.html", more=more)


def _kept() -> str:
    """The choices of the list, kept through the form."""
    return request.form.get("kept", "") if request.method == "POST" else urlencode(pairs())


def _back(programme: str) -> str:
    kept = _kept()
    return url_for("needs.show", programme=programme) + (f"?{kept}" if kept else "")


def _filters(programme: str) -> NeedFilters:
    if programme not in PROGRAMMES:
        raise NotFound(programme)
    keep("answer")
    answers = frozenset(filter(None, request.args.getlist("answer")))
    return NeedFilters(programme, household_filters(), answers, request.args.get("all") == "households")
