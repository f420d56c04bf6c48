"""Households: the list with its facets and files, the drawer and the household page."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from registry.commands.areas import owns
from registry.commands.change import titles
from registry.forms.search import NumberForm
from registry.kernel.actor import EXPORT, READ, WRITE, Denied, NotFound
from registry.messages import N_
from registry.models.household import CAUSES, CLOSING_REASONS
from registry.models.person import SEXES
from registry.outputs.csv import csv_chunks
from registry.outputs.xlsx import xlsx_chunks
from registry.queries.dossier import Dossier, load_dossier
from registry.queries.entry_line import benefits_of
from registry.queries.history import history_of
from registry.queries.household_facets import STATUS_LABELS
from registry.queries.household_filters import Filters
from registry.queries.households import PER_PAGE, HouseholdList, household_table, list_households
from registry.queries.numbers import households_with_number
from registry.registers import registers
from registry.vn.dates import format_day
from registry.web.allow import allow
from registry.web.chrome import time_text
from registry.web.list_page import address, chips, filters_text, page_links
from registry.web.notices import say
from registry.web.own import own_household
from registry.web.responses import answer, download
from registry.web.views import log_view

blueprint = Blueprint("households", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHANGES = (
    ("household_edit.move", N_("Chuyển nơi ở")),
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
LONG_NUMBER = re.compile(r"\d[\d .]{7,}\d")


@blueprint.get("/households")
@allow(READ, personal=True)
def index() -> ResponseReturnValue:
    """The list; `format` gives the same rows as a file. An id number in the search is taken out of the address."""
    if LONG_NUMBER.search(request.args.get("q", "")):
        return redirect(url_for("households.by_number"))
    if request.args.get("format") in ("csv", "xlsx"):
        return _file(request.args["format"])
    found = list_households(_filters(), request.args.get("page", 1, int), _per_page())
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
    changes = () if dossier.closed else CHANGES
    shown: dict[str, Any] = {
        "dossier": dossier,
        "changes_from": changes,
        **_benefits(dossier),
        "history": history_of(dossier.household, dossier.names, dossier.gone),
    }
    return answer("household/page.html", "drawer", **shown, titles=titles(), **WORDS)


def _benefits(dossier: Dossier) -> dict[str, Any]:
    """Its lines of the registers the reader may see, how many others there are, and those a line may be begun in."""
    held = [register for register in registers() if g.actor.may(WRITE, register.key) and not dossier.closed]
    return {
        "benefits": benefits_of(dossier.household, g.day),
        "beyond": sum(not g.actor.may(READ, register.key) for register in registers()),
        "begins": [one for one in held if owns(g.actor, dossier.household.id, WRITE, one.key)],
    }


def _last_day(code: str) -> ResponseReturnValue:
    """A closed household is shown as it was on its last day."""
    household = own_household(code, READ)
    if household.ends > g.day:
        raise NotFound(code)
    last = household.ends - timedelta(days=1)
    return redirect(url_for("households.show", code=code, day=last.isoformat()))


def _filters() -> Filters:
    many = {
        name: frozenset(filter(None, request.args.getlist(name)))
        for name in ("unit", "class", "ethnicity", "area", "head_sex")
    }
    hamlets = frozenset(h for h in request.args.getlist("hamlet") if h.isascii() and h.isdigit() and len(h) < 18)
    return Filters(
        g.day,
        request.args.get("q", "")[:100],
        many["unit"],
        many["class"],
        many["ethnicity"],
        hamlets,
        many["area"],
        many["head_sex"],
        request.args.get("sort", "name"),
    )


def _per_page() -> int:
    wanted = request.args.get("per_page", 50, int)
    return wanted if wanted in PER_PAGE else 50


def _file(kind: str) -> ResponseReturnValue:
    """The whole list as on screen, streamed; who took it, and what was asked (but no name), is logged."""
    if not g.actor.may(EXPORT):
        raise Denied(EXPORT)
    filters, about = _filters(), _about()
    log_view("export", [], detail=f"households.{kind} {filters_text()}")
    name = f"ho-gia-dinh-{g.day.isoformat()}.{kind}"
    if kind == "csv":
        return download(lambda: csv_chunks(household_table(filters), say), name, "text/csv; charset=utf-8")
    title = gettext("Danh sách hộ gia đình")
    return download(lambda: xlsx_chunks(household_table(filters), title, about, say), name, XLSX)


def _about() -> str:
    return gettext(
        "Ngày %(day)s · xuất lúc %(time)s · %(user)s · lọc: %(filters)s",
        day=format_day(g.day),
        time=time_text(datetime.now(UTC)),
        user=g.actor.name,
        filters=filters_text() or "–",
    )
