"""A list as paper: previewed with its choices, sent as PDF, or drawn by a job. Each list's page calls this."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from flask import Response, current_app, g, request
from flask.typing import ResponseReturnValue

from registry.blueprints.jobs import queued
from registry.commands.jobs import queue_job
from registry.forms.paper import PaperForm
from registry.jobs.listing import Listing, Printable
from registry.jobs.papers import letterhead_of
from registry.kernel.actor import EXPORT, Denied
from registry.kernel.places import places
from registry.kernel.settings import today
from registry.models import Agency, User
from registry.outputs.print import Order, PrintedList, PrintFailed, Stamp, render_pdf, sheet_html
from registry.queries.letterheads import coordinating_agency, issuers_on
from registry.storage import db
from registry.vn.dates import format_day
from registry.web.chrome import time_text
from registry.web.list_page import address, filters_text, pairs
from registry.web.responses import answer
from registry.web.views import log_view

FORMATS = ("pdf", "print")
AT_ONCE, PAPERS_AT_ONCE = 100, 10
"""Rows, and communes, that are drawn while the reader waits: each paper costs a tenth of a second beside its rows."""


@dataclass(frozen=True)
class Paper:
    """A list somebody asks for on paper: `log` names it in the log, `name` its file without personal data, `about`
    tells the owner of a job which list it is."""

    listing: Printable
    log: str
    name: str
    about: str


def paper_answer(paper: Paper) -> ResponseReturnValue:
    """The preview or the PDF, by the address's `format`. Raises Denied for who may not export."""
    form, choices = _choices(paper)
    rows = paper.listing.count()
    if not drawn_at_once(rows):
        return _too_long(form, rows)
    log_view("export", [], detail=f"{paper.log}.{request.args['format']} {filters_text()}")
    papers = list(paper.listing.papers(_order(form, choices)))
    if request.args["format"] == "print" or not papers:
        return _preview(paper, form, papers)
    return _pdf(papers, paper.name) if drawn_at_once(rows, len(papers)) else _too_long(form, rows, len(papers))


def queue_paper(paper: Paper) -> ResponseReturnValue:
    """A job draws the list with the choices that were posted. Raises Denied for who may not export."""
    order, listing = _choices(paper)[1], paper.listing
    assert isinstance(listing, Listing)  # noqa: S101 - what is drawn at once is never queued
    asked: dict[str, Any] = {"file_name": paper.name, "about": paper.about[:400], "asked": filters_text()}
    return queued(queue_job(listing.key, g.actor.id, datetime.now(UTC), **asked, order=order, **listing.arguments()))


def about_list(day: date, units: Iterable[str], *words: str) -> str:
    """Which list it is, in the reader's words; what was searched for, which may be a name, is not said."""
    named = [place.full_name for code in sorted(units) if (place := places().by_code(code, day))]
    return " · ".join([*words, *named, format_day(day)])


def drawn_at_once(rows: int, papers: int = 1) -> bool:
    """Whether so many rows on so many papers are printed in the request; the one place that decides it."""
    return rows <= AT_ONCE and papers <= PAPERS_AT_ONCE


def _preview(paper: Paper, form: PaperForm, papers: list[PrintedList]) -> ResponseReturnValue:
    shown: dict[str, Any] = {
        "sheets": map(sheet_html, papers),
        "nobody": paper.listing.nobody,
        "kept": pairs(),
        "back": _list(),
        "listing": paper.listing,
    }
    is_draft = any(one.draft for one in papers) and not form.draft.data
    return answer("paper/preview.html", form=form, is_draft=is_draft, **shown)


def _too_long(form: PaperForm, rows: int, papers: int = 0) -> ResponseReturnValue:
    """Nothing is queued by looking: the page has the form that does, posted beside the list."""
    told = {"rows": rows, "papers": papers, "most_rows": AT_ONCE, "most_papers": PAPERS_AT_ONCE}
    later = f"{request.path}/print?{urlencode(pairs())}"
    return answer("paper/too_long.html", status=202, told=told, form=form, later=later, back=_list())


def _list() -> str:
    """The list's own page, as it was left."""
    return address({"paper": None})


def _pdf(papers: list[PrintedList], name: str) -> ResponseReturnValue:
    """The file, whole or not at all."""
    try:
        body = render_pdf(papers)
    except PrintFailed as failed:
        preview = address({**request.args.to_dict(), "format": "print"})
        return answer("paper/failed.html", status=503, message=failed.message, preview=preview)
    response: Response = current_app.make_response(body)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _choices(paper: Paper) -> tuple[PaperForm, dict[str, Any]]:
    """The form as filled in or posted, and what it chooses; what is not chosen is as most offices want it. Raises
    Denied for who may not take the list out."""
    if not g.actor.may(EXPORT, paper.listing.register):
        raise Denied(EXPORT)
    agencies = _agencies(paper.listing.register)
    standard = _own_agency(agencies)
    sent = request.form or (request.args if "variant" in request.args else None)
    form = PaperForm(sent, agency=standard.code, signer="1")
    ordered = sorted(agencies, key=lambda one: one is not standard)
    form.offer(ordered, paper.listing.variants)
    form.offer_sides(paper.listing.sides(form.value("variant")))
    agency = next(one for one in agencies if one.code == form.value("agency"))
    form.offer_signers(letterhead_of(agency))
    if sent and not form.attached.validate(form):
        form.attached.data = ""
    return form, {
        "agency": agency.code,
        "variant": form.value("variant"),
        "signer": int(form.value("signer")),
        "attached": form.attached.data or "",
        "draft": form.draft.data,
        "landscape": form.value("side") == "landscape",
    }


def _order(form: PaperForm, choices: Mapping[str, Any]) -> Order:
    """What the choices mean, for this reader at this moment."""
    given = {name: value for name, value in choices.items() if name != "agency"}
    return Order(form.letterhead, today(), Stamp(g.actor.name, time_text(datetime.now(UTC))), **given)


def _agencies(register: str) -> list[Agency]:
    """Departments, and the People's Committees within the reader's area."""
    units = g.actor.units(EXPORT, places(), today(), register)

    def mine(agency: Agency) -> bool:
        inside = agency.unit_id is None or units is None
        return inside or bool(agency.unit_id and places().within(agency.unit_id, today()) <= (units or frozenset()))

    return [agency for agency in issuers_on(today()) if mine(agency)]


def _own_agency(agencies: list[Agency]) -> Agency:
    """The reader's own; else the committee of the reader's area, or whoever coordinates."""
    user = db.session.get(User, g.actor.id)
    area = {authority.unit_id for authority in g.actor.authorities if authority.unit_id is not None}
    own = [one for one in agencies if user and one.id == user.agency_id]
    committees = sorted((one for one in agencies if one.unit_id and area), key=lambda one: one.unit_id not in area)
    return (own or committees or [coordinating_agency(today()) or agencies[0]])[0]
