"""The letterheads of an agency: all of them, and the one that holds on a day."""

from datetime import date

from sqlalchemy import select

from registry.models import Agency, AgencyDuty, Letterhead
from registry.storage import db


def letterheads_of(agency: Agency) -> list[Letterhead]:
    """What people have written down for the agency, newest first."""
    rows = select(Letterhead).where(Letterhead.agency_id == agency.id).order_by(Letterhead.starts.desc())
    return list(db.session.scalars(rows))


def letterhead_on(agency: Agency, day: date) -> Letterhead | None:
    """The one that holds on the day; None when nobody has written one down."""
    return db.session.scalar(select(Letterhead).where(Letterhead.agency_id == agency.id, Letterhead.on(day)))


def letterheads_on(day: date) -> dict[int, Letterhead]:
    """Every letterhead that holds on the day, by agency."""
    return {row.agency_id: row for row in db.session.scalars(select(Letterhead).where(Letterhead.on(day)))}


def agency_with(code: str) -> Agency | None:
    """The agency with this code."""
    return db.session.scalar(select(Agency).where(Agency.code == code))


def coordinating_agency(day: date) -> Agency | None:
    """The agency that answers for coordination on the day; any that holds when none does."""
    duty = select(AgencyDuty.agency_id).where(AgencyDuty.duty == "coordination", AgencyDuty.on(day))
    first = select(Agency).where(Agency.on(day)).order_by(Agency.id.in_(duty).desc(), Agency.unit_id, Agency.id)
    return db.session.scalar(first.limit(1))


def issuers_on(day: date) -> list[Agency]:
    """The agencies of a day that may issue a paper, departments before People's Committees."""
    holding = select(Agency).where(Agency.on(day)).order_by(Agency.unit_id.is_not(None), Agency.code)
    return list(db.session.scalars(holding))
