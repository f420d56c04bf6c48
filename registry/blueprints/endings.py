"""Lines that end within 30, 60 and 90 days, of every register: who must come, or be called, before then."""

from datetime import date
from typing import Any

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from registry.blueprints.papers import FORMATS, Paper, about_list, paper_answer, queue_paper
from registry.checks.reading import may_take_out
from registry.jobs.ending_list import EndingListing
from registry.kernel.actor import EXPORT, READ, Denied
from registry.messages import N_
from registry.queries.ending_facets import FOLLOWS
from registry.queries.ending_filters import EndingFilters
from registry.queries.endings import PER_PAGE, EndingList, ending_table, list_endings
from registry.queries.household_facets import STATUS_LABELS
from registry.registers import registers
from registry.web.allow import allow
from registry.web.guard import asked_day
from registry.web.list_file import list_file
from registry.web.list_page import address, chips, filters_text, keep, page_links, seeks_number
from registry.web.responses import answer
from registry.web.views import log_view

blueprint = Blueprint("endings", __name__)
TITLE = N_("Sắp hết hạn trong 90 ngày")


@blueprint.get("/endings")
@allow(READ, personal=True)
def index() -> ResponseReturnValue:
    """The list; `format` gives the same rows as a file."""
    if seeks_number():
        return redirect(url_for("households.by_number"))
    filters, wanted = _filters(g.day), request.args.get("format", "")
    if wanted in ("csv", "xlsx", *FORMATS):
        return _file(wanted, filters)
    size = request.args.get("per_page", 50, int)
    found = list_endings(filters, request.args.get("page", 1, int), size if size in PER_PAGE else 50)
    log_view("list", [row.household for row in found.table.rows], detail=f"endings {filters_text()}")
    return answer("endings.html", "list", found=found, **_shown(found))


def _file(wanted: str, filters: EndingFilters) -> ResponseReturnValue:
    """The list to take along. Raises Denied unless every register in it may be taken out."""
    if not may_take_out(g.actor, filters.registers):
        raise Denied(EXPORT)
    if wanted in FORMATS:
        return paper_answer(_paper(filters))
    return list_file(wanted, f"endings-{filters.day.isoformat()}", gettext(TITLE), lambda: ending_table(filters))


@blueprint.post("/endings/print")
@allow(EXPORT, personal=True)
def print_later() -> ResponseReturnValue:
    """The same list, drawn by a job; the filters stand in the address, the paper's choices are posted."""
    filters = _filters(asked_day())
    if not may_take_out(g.actor, filters.registers):
        raise Denied(EXPORT)
    return queue_paper(_paper(filters))


def _paper(filters: EndingFilters) -> Paper:
    about = about_list(filters.day, filters.units, gettext(TITLE))
    return Paper(EndingListing(filters), "endings", f"endings-{filters.day.isoformat()}.pdf", about)


def _shown(found: EndingList) -> dict[str, Any]:
    return {
        "title": gettext(TITLE),
        "chosen": chips(found.facets, found.filters.q),
        "page": page_links(found.page, PER_PAGE),
        "address": address,
        "statuses": STATUS_LABELS,
        "follows": FOLLOWS,
        "beyond": sum(not g.actor.may(READ, register.key) for register in registers()),
        "may_export": may_take_out(g.actor, found.filters.registers),
    }


def _filters(day: date) -> EndingFilters:
    keep("window", "register", "follows")
    args = request.args
    many = ("unit", "class", "hamlet", "register", "window", "follows")
    units, classes, hamlets, own, windows, follows = (frozenset(filter(None, args.getlist(name))) for name in many)
    known = frozenset(one for one in hamlets if one.isascii() and one.isdigit() and len(one) < 18)
    return EndingFilters(day, args.get("q", "")[:100], units, classes, known, own, windows, follows)
