"""A list as paper: previewed with its choices, sent as PDF, or said to be too long. Each list's page calls this."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from flask import Response, current_app, g, request
from flask.typing import ResponseReturnValue

from registry.commands.jobs import queue_job
from registry.forms.paper import PaperForm
from registry.kernel.actor import EXPORT, Denied
from registry.kernel.places import places
from registry.kernel.settings import today
from registry.models import Agency, Job, Letterhead, User
from registry.outputs.print import Order, PrintedList, PrintFailed, Stamp, default_letterhead, render_pdf, sheet_html
from registry.queries.letterheads import coordinating_agency, issuers_on, letterhead_on
from registry.storage import db
from registry.web.chrome import time_text
from registry.web.list_page import address, filters_text, pairs
from registry.web.responses import answer
from registry.web.views import log_view

FORMATS = ("pdf", "print")
AT_ONCE, PAPERS_AT_ONCE = 100, 10
"""Rows, and communes, that are drawn while the reader waits: each paper costs a tenth of a second beside its rows."""


@dataclass(frozen=True)
class Paper:
    """A list that can be printed: `key` names it in the log, `name` its file, `make` draws it up as ordered; `later`
    is where the order is posted when the list is too long to wait for, "" where it must be narrowed."""

    key: str
    name: str
    count: int
    make: Callable[[Order], Iterable[PrintedList]]
    later: str = ""


def paper_answer(paper: Paper) -> ResponseReturnValue:
    """The preview or the PDF, by the address's `format`. Raises Denied for who may not export."""
    if not g.actor.may(EXPORT):
        raise Denied(EXPORT)
    if not drawn_at_once(paper.count):
        return _too_long(paper, _choices()[0])
    log_view("export", [], detail=f"{paper.key}.{request.args['format']} {filters_text()}")
    form, choices = _choices()
    order = _order(choices)
    papers = list(paper.make(order))
    if request.args["format"] == "print" or not papers:
        return answer("paper/preview.html", form=form, sheets=map(sheet_html, papers), kept=pairs(), back=address())
    return _pdf(papers, paper.name) if drawn_at_once(paper.count, len(papers)) else _too_long(paper, form, len(papers))


def queue_paper(kind: str, name: str, about: str, arguments: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> Job:
    """A job that draws the list with the choices that were posted; `about` tells its owner which list it was. Raises
    Denied for who may not export."""
    if not g.actor.may(EXPORT):
        raise Denied(EXPORT)
    given = arguments(_choices()[1])
    asked = {"file_name": name, "about": about, "asked": filters_text()}
    return queue_job(kind, g.actor.id, datetime.now(UTC), **asked, **given)


def drawn_at_once(rows: int, papers: int = 1) -> bool:
    """Whether so many rows on so many papers are printed in the request; the one place that decides it."""
    return rows <= AT_ONCE and papers <= PAPERS_AT_ONCE


def _too_long(paper: Paper, form: PaperForm, papers: int = 0) -> ResponseReturnValue:
    """Nothing is queued by looking: the page has the form that does."""
    told = {"rows": paper.count, "papers": papers, "most_rows": AT_ONCE, "most_papers": PAPERS_AT_ONCE}
    later = paper.later and f"{paper.later}?{urlencode(pairs())}"
    return answer("paper/too_long.html", status=202, told=told, form=form, later=later, back=address())


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


def _choices() -> tuple[PaperForm, dict[str, Any]]:
    """The form as filled in or posted, and what it chooses; what is not chosen is as most offices want it."""
    agencies = _agencies()
    standard = _own_agency(agencies)
    sent = request.form or (request.args if "variant" in request.args else None)
    form = PaperForm(sent, agency=standard.code, signer="1")
    form.offer(sorted(agencies, key=lambda one: one is not standard))
    agency = next(one for one in agencies if one.code == form.value("agency"))
    form.offer_signers(letterhead_of(agency).people)
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


def _order(choices: Mapping[str, Any]) -> Order:
    """What the choices mean, for this reader at this moment."""
    given = dict(choices)
    code = given.pop("agency")
    agency = next(one for one in _agencies() if one.code == code)
    return Order(letterhead_of(agency), today(), Stamp(g.actor.name, time_text(datetime.now(UTC))), **given)


def letterhead_of(agency: Agency) -> Letterhead:
    """What the agency's papers carry today."""
    return letterhead_on(agency, today()) or default_letterhead(agency, today())


def _agencies() -> list[Agency]:
    """Departments, and the People's Committees within the reader's area."""
    units = g.actor.units(EXPORT, places(), today())

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
