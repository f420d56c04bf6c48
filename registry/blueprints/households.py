"""Households: the list with its facets and files, the drawer and the household page."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from registry.blueprints.household_needs import WORDS as NEED_WORDS
from registry.blueprints.household_needs import recordable
from registry.blueprints.papers import FORMATS, Paper, about_list, paper_answer, queue_paper
from registry.commands.areas import in_area
from registry.commands.change import titles
from registry.forms.search import NumberForm
from registry.jobs.household_list import HouseholdListing
from registry.kernel.actor import EXPORT, READ, WRITE, NotFound
from registry.kernel.settings import today
from registry.messages import N_
from registry.models.household import CAUSES, CLOSING_REASONS
from registry.models.need import PROGRAMMES
from registry.models.person import SEXES
from registry.queries.dossier import Dossier, load_dossier
from registry.queries.entry_line import benefits_of
from registry.queries.finding_page import gaps_of
from registry.queries.history import history_of
from registry.queries.household_facets import STATUS_LABELS
from registry.queries.household_filters import STATUSES, Filters
from registry.queries.households import PER_PAGE, HouseholdList, household_table, list_households
from registry.queries.numbers import households_with_number
from registry.registers import registers
from registry.web.allow import allow
from registry.web.guard import asked_day
from registry.web.list_file import list_file
from registry.web.list_page import address, chips, filters_text, page_links, seeks_number
from registry.web.notices import say
from registry.web.own import own_household
from registry.web.responses import answer
from registry.web.views import log_view

blueprint = Blueprint("households", __name__)
CHANGES = (
    ("household_edit.move", N_("Chuyển nơi ở")),
    ("handovers.hand_on", N_("Chuyển hộ đi xã khác")),
    ("household_edit.head", N_("Đổi chủ hộ")),
    ("members.add", N_("Thêm thành viên")),
    ("members.admit", N_("Nhận người đã có trong sổ")),
    ("household_edit.split", N_("Tách hộ")),
    ("household_edit.merge", N_("Nhập vào hộ khác")),
    ("household_edit.close", N_("Đóng hộ")),
)
WORDS: dict[str, Any] = {
    "labels": STATUS_LABELS,
    "short": {
        "poor": N_("Nghèo"),
        "near_poor": N_("Cận nghèo"),
        "average": N_("Trung bình"),
        "not_poor": N_("Không nghèo"),
    },
    "sexes": SEXES,
    "causes": CAUSES,
    "closing_reasons": CLOSING_REASONS,
}


@blueprint.get("/households")
@allow(READ, personal=True)
def index() -> ResponseReturnValue:
    """The list; `format` gives the same rows as a file. An id number in the search is taken out of the address."""
    if seeks_number():
        return redirect(url_for("households.by_number"))
    if request.args.get("format") in ("csv", "xlsx"):
        filters, name = household_filters(), f"ho-gia-dinh-{g.day.isoformat()}"
        return list_file(
            request.args["format"], name, gettext("Danh sách hộ gia đình"), lambda: household_table(filters)
        )
    if request.args.get("format") in FORMATS:
        return paper_answer(_paper(household_filters()))
    found = list_households(household_filters(), request.args.get("page", 1, int), _per_page())
    log_view("list", [row.code for row in found.table.rows], detail=filters_text())
    return _list_page(found)


def _list_page(found: HouseholdList) -> ResponseReturnValue:
    return answer(
        "household/list.html",
        "list",
        found=found,
        chosen=chips(found.facets, found.filters.q),
        labels={status: gettext(label) for status, label in STATUS_LABELS.items()},
        page=page_links(found.page, PER_PAGE),
        address=address,
        first_programme=next(iter(PROGRAMMES)),
        may_add=g.actor.may(WRITE),
        may_export=g.actor.may(EXPORT),
    )


@blueprint.route("/households/by-number", methods=["GET", "POST"])
@allow(READ, personal=True, writes=False)
def by_number() -> ResponseReturnValue:
    """Find by an identity number: a field of its own, posted, so that no number stands in an address or a log."""
    form, found = NumberForm(request.form), None
    if request.method == "POST" and form.validate():
        try:
            found = households_with_number(form.number.data, g.day)
        except ValueError as unreadable:
            form.number.errors = [say(unreadable.args[0])]
    log_view("list", [row.code for row in found or ()], detail="number")
    return answer("household/by_number.html", status=422 if form.errors else 200, form=form, found=found)


@blueprint.get("/households/<code>")
@allow(READ, personal=True)
def show(code: str) -> ResponseReturnValue:
    """The household page; its drawer for htmx from the list."""
    try:
        dossier = load_dossier(code, g.day, g.actor)
    except NotFound:
        return _last_day(code)
    log_view("household", [code])
    shown: dict[str, Any] = {
        "dossier": dossier,
        "changes_from": () if dossier.closed else CHANGES,
        **_today(dossier),
        **_benefits(dossier),
        "history": history_of(dossier.household, dossier.names, dossier.gone),
    }
    return answer("household/page.html", "drawer", **shown, titles=titles(), **WORDS, **NEED_WORDS)


def _today(dossier: Dossier) -> dict[str, Any]:
    """What rules find in it, and of which programmes a need may be recorded, both only of the working day."""
    return {
        "gaps": gaps_of(dossier.household) if g.day == today() else [],
        "recordable": recordable(dossier.period.unit_id) if g.day == today() and not dossier.closed else [],
    }


def _benefits(dossier: Dossier) -> dict[str, Any]:
    """Its lines of the registers the reader may see, how many others there are, and those a line may be begun in."""
    held = [one for one in registers() if g.actor.may(WRITE, one.key) and not dossier.closed]
    return {
        "benefits": benefits_of(dossier.household, g.day),
        "beyond": sum(not g.actor.may(READ, register.key) for register in registers()),
        "begins": [one for one in held if in_area(g.actor, dossier.period.unit_id, WRITE, one.key)],
    }


def _last_day(code: str) -> ResponseReturnValue:
    """A closed household is shown as it was on its last day."""
    household = own_household(code, READ)
    if household.ends > g.day:
        raise NotFound(code)
    last = household.ends - timedelta(days=1)
    return redirect(url_for("households.show", code=code, day=last.isoformat()))


def household_filters(day: date | None = None) -> Filters:
    """The choices of this address, for the day it asks about or another."""
    many = {
        name: frozenset(filter(None, request.args.getlist(name)))
        for name in ("unit", "class", "ethnicity", "area", "head_sex")
    }
    hamlets = frozenset(h for h in request.args.getlist("hamlet") if h.isascii() and h.isdigit() and len(h) < 18)
    return Filters(
        day or g.day,
        request.args.get("q", "")[:100],
        many["unit"],
        many["class"],
        many["ethnicity"],
        hamlets,
        many["area"],
        many["head_sex"],
        request.args.get("state") == "closed",
        request.args.get("sort", "name"),
    )


def _per_page() -> int:
    wanted = request.args.get("per_page", 50, int)
    return wanted if wanted in PER_PAGE else 50


def _paper(filters: Filters) -> Paper:
    """The list as it is signed, commune by commune."""
    statuses = [gettext(STATUS_LABELS[status]) for status in STATUSES if status in filters.classes]
    about = about_list(filters.day, filters.units, gettext("Danh sách hộ gia đình"), *statuses)
    return Paper(HouseholdListing(filters), "households", f"danh-sach-ho-{filters.day.isoformat()}.pdf", about)


@blueprint.post("/households/print")
@allow(EXPORT, personal=True)
def print_later() -> ResponseReturnValue:
    """The same list, drawn by a job; the filters stand in the address, the paper's choices are posted."""
    return queue_paper(_paper(household_filters(asked_day())))
