"""Letterheads: what each agency's papers carry; corrected, or changed from a day on."""

from datetime import date

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from registry.commands.letterheads import COLUMNS, change_letterhead, correct_letterhead
from registry.forms.letterhead import LetterheadForm, LetterheadFromForm
from registry.kernel.actor import MANAGE, NotFound
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import Agency, Letterhead
from registry.outputs.print import default_letterhead
from registry.queries.letterheads import agency_with, issuers_on, letterhead_on, letterheads_of, letterheads_on
from registry.web.allow import allow
from registry.web.form_page import attempt, form_page, typed
from registry.web.responses import answer, saved

blueprint = Blueprint("letterheads", __name__)


@blueprint.get("/admin/letterheads")
@allow(MANAGE)
def index() -> ResponseReturnValue:
    """The agencies of a day, and what their papers carry then."""
    written = letterheads_on(g.day)
    lines = [
        (one, written.get(one.id) or default_letterhead(one, g.day), one.id in written) for one in issuers_on(g.day)
    ]
    return answer("admin/letterheads.html", lines=lines, day=g.day)


@blueprint.get("/admin/letterheads/<code>")
@allow(MANAGE)
def show(code: str) -> ResponseReturnValue:
    """One agency's letterheads through time."""
    agency = _agency(code)
    rows = letterheads_of(agency)
    default = None if letterhead_on(agency, today()) else default_letterhead(agency, today())
    return answer("admin/letterhead.html", agency=agency, rows=rows, default=default, day=today())


@blueprint.route("/admin/letterheads/<code>/change", methods=["GET", "POST"])
@allow(MANAGE)
def change(code: str) -> ResponseReturnValue:
    """From a day on it is so."""
    agency = _agency(code)
    form = LetterheadFromForm(typed(), data={**_values(_now(agency)), "starts": today()})
    starts = form.starts.data
    done = attempt(form, lambda: change_letterhead(g.actor, agency_id=agency.id, starts=starts, **form.columns()))
    if done is None:
        return form_page("admin/letterhead_edit.html", form, agency=agency, row=None)
    return saved(Message(N_("Đã đổi mẫu văn bản của %(name)s."), name=agency.short_name), _page(agency))


@blueprint.route("/admin/letterheads/<code>/<starts>/correct", methods=["GET", "POST"])
@allow(MANAGE)
def correct(code: str, starts: str) -> ResponseReturnValue:
    """It was always so."""
    agency = _agency(code)
    row = _row(agency, starts)
    form = LetterheadForm(typed(), data=_values(row))
    version = request.form.get("version", 0, int)
    done = attempt(form, lambda: correct_letterhead(g.actor, row, version, **form.columns()))
    if done is None:
        return form_page("admin/letterhead_edit.html", form, agency=agency, row=row)
    return saved(Message(N_("Đã đính chính mẫu văn bản của %(name)s."), name=agency.short_name), _page(agency))


def _agency(code: str) -> Agency:
    found = agency_with(code)
    if found is None:
        raise NotFound(code)
    return found


def _row(agency: Agency, starts: str) -> Letterhead:
    """The letterhead of the agency that begins on the day of the address."""
    found = next((row for row in letterheads_of(agency) if row.starts.isoformat() == starts), None)
    if found is None:
        raise NotFound(starts)
    return found


def _now(agency: Agency) -> Letterhead:
    """What holds today; of an agency that is past or to come, what it was or will be by name."""
    day: date = today()
    return letterhead_on(agency, day) or default_letterhead(agency, day)


def _values(row: Letterhead) -> dict[str, str]:
    return {name: getattr(row, name) or "" for name in COLUMNS}


def _page(agency: Agency) -> str:
    return url_for("letterheads.show", code=agency.code)
