"""The household list as PDF, a step for each commune: read, drawn and put aside one by one, then joined."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from registry.checks.reading import scope_of
from registry.jobs.files import write_whole
from registry.jobs.kind import Effect, JobFailed, Kind, Work
from registry.kernel.actor import EXPORT
from registry.kernel.places import places
from registry.kernel.scope import set_scope
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.outputs.print import Order, PrintedList, Stamp, default_letterhead, join_pdfs, render_pdf
from registry.outputs.print.households import TITLE, household_papers, place_of
from registry.queries.household_filters import Filters
from registry.queries.household_sheets import empty_sheets, household_sheets
from registry.queries.letterheads import agency_with, letterhead_on
from registry.storage import db
from registry.vn.clock import local

KEY = "household_list"
NOBODY = N_("Không có hộ nào để in. Hãy xem lại bộ lọc và ngày của danh sách.")
NO_AGENCY = N_("Cơ quan đứng tên danh sách không còn. Hãy lập lại với cơ quan khác.")


def arguments_of(filters: Filters, title: str, order: Mapping[str, Any]) -> dict[str, Any]:
    """What a job needs to draw the list: what is filtered, and the choices of the paper (`agency`, and Order's own)."""
    chosen = {name: sorted(v) if isinstance(v, frozenset) else v for name, v in asdict(filters).items()}
    return {"filters": {**chosen, "day": filters.day.isoformat()}, "title": title, "order": dict(order)}


def _filters(work: Work) -> Filters:
    kept: dict[str, Any] = {
        name: frozenset(v) if isinstance(v, list) else v for name, v in work.arguments["filters"].items()
    }
    return Filters(**{**kept, "day": date.fromisoformat(kept["day"])})


def _plan(work: Work) -> list[str]:
    """The communes, by their codes on the day of the list."""
    filters = _look(work)
    found = [sheet.place.code for sheet in empty_sheets(filters)]
    if not found:
        raise JobFailed(Message(NOBODY))
    return found


def _look(work: Work) -> Filters:
    """Read as the owner may on the day of the list."""
    filters = _filters(work)
    assert work.actor is not None  # noqa: S101 - nobody's list is drawn
    set_scope(scope_of(work.actor, filters.day))
    return filters


def _step(work: Work, commune: str) -> Effect | None:
    """Draw a commune's paper and put it aside; drawn twice, it is the same file. Nothing in the registry changes."""
    papers = _papers(work, commune)
    db.session.remove()  # drawing lasts, and nobody should wait for what was only read
    if papers:
        write_whole(_part(work, commune), render_pdf(papers))
    return None


def _papers(work: Work, commune: str) -> list[PrintedList]:
    filters = _look(work)
    title = work.arguments["title"] or TITLE
    return list(household_papers(household_sheets(replace(filters, units=frozenset({commune}))), _order(work), title))


def _order(work: Work) -> Order:
    chosen = dict(work.arguments["order"])
    agency = agency_with(chosen.pop("agency"))
    if agency is None:
        raise JobFailed(Message(NO_AGENCY))
    head = letterhead_on(agency, today()) or default_letterhead(agency, today())
    name = work.actor.name if work.actor else ""
    return Order(head, today(), Stamp(name, local(work.made_at).strftime("%H:%M %d/%m/%Y")), **chosen)


def _part(work: Work, commune: str) -> Path:
    return work.folder / f"{commune}.pdf"


def _finish(work: Work) -> None:
    """All papers as one file. One that is missing (the folder is not in a backup) is drawn again."""
    if work.result.exists():
        return  # killed between the file and its mark
    for commune in work.steps:
        if not _part(work, commune).exists():
            _step(work, commune)
    filters = _look(work)
    drawn = {s.place.code: place_of(s) for s in empty_sheets(filters) if _part(work, s.place.code).exists()}
    db.session.remove()
    if not drawn:
        raise JobFailed(Message(NOBODY))
    parts = [_part(work, code) for code in drawn]
    title = work.arguments["title"] or TITLE
    write_whole(work.result, join_pdfs([part.read_bytes() for part in parts], list(drawn.values()), title))
    for part in parts:
        part.unlink()


def _allows(work: Work) -> bool:
    """Whoever may take lists out, of every commune that is in this one."""
    if work.actor is None or not work.actor.may(EXPORT):
        return False
    day = _filters(work).day
    units = work.actor.units(EXPORT, places(), day)
    found = [places().by_code(code, day) for code in work.steps]
    return units is None or all(place is not None and places().within(place.id, day) <= units for place in found)


HOUSEHOLD_LIST = Kind(
    KEY,
    N_("In danh sách hộ"),
    N_("Đã vẽ %(done)s/%(total)s xã."),
    _plan,
    _step,
    _finish,
    _allows,
    mimetype="application/pdf",
)
