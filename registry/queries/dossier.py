"""The household page: everything that is known of one household on a day, for a reader within scope."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from registry.kernel.actor import REVEAL, WRITE, Actor, NotFound
from registry.kernel.classification import classify, evidence_of
from registry.kernel.places import places
from registry.kernel.settings import today
from registry.models import (
    EthnicGroup,
    Hamlet,
    Household,
    HouseholdClass,
    HouseholdCode,
    HouseholdPeriod,
    PovertyStandard,
    Residence,
    ReviewRound,
)
from registry.queries.household_filters import Asked, Filters, ask
from registry.queries.roster import Member, members_of
from registry.storage import db, valid_through


@dataclass(frozen=True)
class ClassLine:
    """A class recognised in a round, the class the standard computes, and whether the two agree."""

    row: HouseholdClass
    round: str
    year: int
    standard: str
    computed: str | None
    counts_from: date

    @property
    def differs(self) -> bool:
        return self.computed is not None and self.computed != self.row.class_


@dataclass(frozen=True)
class HomeLine:
    """Where the household lived, from when to when (inclusive)."""

    row: Residence
    label: str
    through: date | None


@dataclass(frozen=True)
class Dossier:
    """One household as of a day."""

    household: Household
    day: date
    period: HouseholdPeriod | None
    status: str
    ethnicity: str
    label: str
    classes: list[ClassLine]
    homes: list[HomeLine]
    members: list[Member]
    codes: list[HouseholdCode] = field(default_factory=list)
    may_write: bool = False
    may_reveal: bool = False

    @property
    def code(self) -> str:
        return self.household.code

    @property
    def present(self) -> list[Member]:
        """Members on the day, the head first."""
        return [member for member in self.members if member.present]

    @property
    def former(self) -> list[Member]:
        return [member for member in self.members if not member.present]


def find_household(code: str) -> Household:
    """The household with this code within scope; raises NotFound, the same for absent and not yours."""
    household = db.session.scalars(select(Household).where(Household.code == code)).first()
    if household is None:
        raise NotFound(code)
    return household


def load_dossier(code: str, day: date, actor: Actor) -> Dossier:
    """The household as of `day`; raises NotFound."""
    household = find_household(code)
    period = db.session.scalars(
        select(HouseholdPeriod).where(HouseholdPeriod.household_id == household.id, HouseholdPeriod.on(day))
    ).first()
    asked = ask(Filters(day), places(), bounded=True)
    homes = _homes(household, day)
    here = today()
    writable = day == here and bool(homes) and actor.may_in(WRITE, homes[0].row.unit_id, places(), here)
    return Dossier(
        household,
        day,
        period,
        _status(asked, period),
        _ethnicity(period),
        homes[0].label if homes else "",
        _classes(household, day),
        homes,
        members_of(household, day),
        _codes(household),
        writable,
        actor.may(REVEAL),
    )


def _status(asked: Asked, period: HouseholdPeriod | None) -> str:
    return asked.status(period.class_, period.escaped_on) if period else "not_poor"


def _ethnicity(period: HouseholdPeriod | None) -> str:
    group = db.session.get(EthnicGroup, period.ethnicity) if period and period.ethnicity else None
    return group.name if group else ""


def _classes(household: Household, day: date) -> list[ClassLine]:
    """Every class known, newest first; those decided after the day are not known on it."""
    rows = db.session.execute(
        select(HouseholdClass, ReviewRound, PovertyStandard)
        .join(ReviewRound, ReviewRound.id == HouseholdClass.round_id)
        .join(PovertyStandard, PovertyStandard.id == HouseholdClass.standard_id)
        .where(HouseholdClass.household_id == household.id, HouseholdClass.decision_date <= day)
        .order_by(HouseholdClass.decision_date.desc(), HouseholdClass.id.desc())
    )
    return [
        ClassLine(
            row,
            round_.code,
            round_.year,
            standard.code,
            classify(standard, evidence_of(row)),
            max(row.decision_date, standard.starts),
        )
        for row, round_, standard in rows
    ]


def _homes(household: Household, day: date) -> list[HomeLine]:
    rows = db.session.execute(
        select(Residence, Hamlet.name)
        .outerjoin(Hamlet, Hamlet.id == Residence.hamlet_id)
        .where(Residence.household_id == household.id, Residence.starts <= day)
        .order_by(Residence.starts.desc(), Residence.id.desc())
    )
    return [HomeLine(row, _home_label(row, hamlet, day), valid_through(row.ends)) for row, hamlet in rows]


def _home_label(row: Residence, hamlet: str | None, day: date) -> str:
    """Read at the day while it holds, and at its last day afterwards."""
    at = min(day, valid_through(row.ends) or day)
    return ", ".join(filter(None, [row.address, hamlet, places().label(row.unit_id, at)]))


def _codes(household: Household) -> list[HouseholdCode]:
    return list(db.session.scalars(select(HouseholdCode).where(HouseholdCode.household_id == household.id)))
