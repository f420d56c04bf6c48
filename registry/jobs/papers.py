"""A list as PDF, a step for each commune: read, drawn and put aside one by one, then joined."""

from functools import partial
from pathlib import Path

from registry.checks.reading import scope_of
from registry.jobs.files import write_whole
from registry.jobs.kind import Effect, JobFailed, Kind, Work
from registry.jobs.listing import Listing
from registry.kernel.actor import EXPORT
from registry.kernel.places import places
from registry.kernel.scope import set_scope
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import Agency, Letterhead
from registry.outputs.print import Order, Stamp, default_letterhead, join_pdfs, render_pdf
from registry.outputs.print.households import place_of
from registry.queries.letterheads import agency_with, letterhead_on
from registry.storage import db
from registry.vn.clock import local

NO_AGENCY = N_("Cơ quan đứng tên danh sách không còn. Hãy lập lại với cơ quan khác.")


def paper_kind(listing: type[Listing]) -> Kind:
    """The kind of job that draws lists of this kind."""
    return Kind(
        listing.key,
        listing.words,
        N_("Đã vẽ %(done)s/%(total)s xã."),
        partial(_plan, listing),
        partial(_step, listing),
        partial(_finish, listing),
        partial(_allows, listing),
        mimetype="application/pdf",
    )


def letterhead_of(agency: Agency) -> Letterhead:
    """What the agency's papers carry today."""
    return letterhead_on(agency, today()) or default_letterhead(agency, today())


def _plan(kind: type[Listing], work: Work) -> list[str]:
    """The communes, by their codes on the day of the list."""
    listing = _look(kind, work)
    found = [sheet.place.code for sheet in listing.communes()]
    if not found:
        raise JobFailed(Message(listing.nobody))
    return found


def _look(kind: type[Listing], work: Work) -> Listing:
    """The list, read as the owner may on its day."""
    listing = kind.restored(work.arguments)
    assert work.actor is not None  # noqa: S101 - nobody's list is drawn
    set_scope(scope_of(work.actor, listing.filters.day))
    return listing


def _step(kind: type[Listing], work: Work, commune: str) -> Effect | None:
    """Draw a commune's paper and put it aside; drawn twice, it is the same file. Nothing in the registry changes."""
    papers = list(_look(kind, work).of_commune(commune).papers(_order(work)))
    db.session.remove()  # drawing lasts, and nobody should wait for what was only read
    if papers:
        write_whole(_part(work, commune), render_pdf(papers))
    return None


def _order(work: Work) -> Order:
    chosen = dict(work.arguments["order"])
    agency = agency_with(chosen.pop("agency"))
    if agency is None:
        raise JobFailed(Message(NO_AGENCY))
    name = work.actor.name if work.actor else ""
    stamp = Stamp(name, local(work.made_at).strftime("%H:%M %d/%m/%Y"))
    return Order(letterhead_of(agency), today(), stamp, **chosen)


def _part(work: Work, commune: str) -> Path:
    return work.folder / f"{commune}.pdf"


def _finish(kind: type[Listing], work: Work) -> None:
    """All papers as one file. One that is missing (the folder is not in a backup) is drawn again."""
    if work.result.exists():
        return  # killed between the file and its mark
    for commune in work.steps:
        if not _part(work, commune).exists():
            _step(kind, work, commune)
    listing = _look(kind, work)
    title = listing.title
    drawn = {s.place.code: place_of(s) for s in listing.communes() if _part(work, s.place.code).exists()}
    db.session.remove()
    if not drawn:
        raise JobFailed(Message(listing.nobody))
    parts = [_part(work, code) for code in drawn]
    write_whole(work.result, join_pdfs([part.read_bytes() for part in parts], list(drawn.values()), title))
    for part in parts:
        part.unlink()


def _allows(kind: type[Listing], work: Work) -> bool:
    """Whoever may take such lists out, of every commune that is in this one."""
    listing = kind.restored(work.arguments)
    if work.actor is None or not listing.is_readable(work.actor) or not work.actor.may(EXPORT, listing.register):
        return False
    day = listing.filters.day
    units = work.actor.units(EXPORT, places(), day, listing.register)
    found = [places().by_code(code, day) for code in work.steps]
    return units is None or all(place is not None and places().within(place.id, day) <= units for place in found)
