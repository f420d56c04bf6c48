"""The household page: everything that is known of one household on a day, for a reader within scope."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from registry.checks.classification import classify, evidence_of
from registry.kernel.actor import REVEAL, WRITE, Actor, NotFound
from registry.kernel.places import places
from registry.kernel.settings import today
from registry.models import (
    EthnicGroup,
    Hamlet,
    Handover,
    Household,
    HouseholdClass,
    HouseholdCode,
    HouseholdPeriod,
    Need,
    PovertyStandard,
    Residence,
    ReviewRound,
)
from registry.queries.editable import HOUSEHOLD_CODE
from registry.queries.handovers import Moving, moving_of, to_be_told
from registry.queries.household_filters import Filters, ask
from registry.queries.household_needs import ProgrammeNeeds, needs_by_programme
from registry.queries.roster import Member, members_of
from registry.storage import db, facet_of, valid_through


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
    hamlet: str
    through: date | None


@dataclass(frozen=True)
class Dossier:
    """One household as of a day."""

    household: Household
    day: date
    period: HouseholdPeriod
    status: str
    ethnicity: str
    classes: list[ClassLine]
    homes: list[HomeLine]
    members: list[Member]
    codes: list[HouseholdCode]
    answers: list[Need]
    moving: Moving | None
    may_write: bool = False
    may_reveal: bool = False

    @property
    def code(self) -> str:
        return self.household.code

    @property
    def label(self) -> str:
        """Where the household lives on the day."""
        return self.homes[0].label if self.homes else ""

    @property
    def closed(self) -> date | None:
        """The household's last day; None while it lives."""
        return valid_through(self.household.ends)

    @property
    def flags(self) -> list[str]:
        """Labels of what is ticked of the household."""
        facets = [facet_of(getattr(Household, name)) for name in FLAGS if getattr(self.household, name)]
        return [facet.label for facet in facets if facet]

    @property
    def names(self) -> dict[tuple[str, Any], str]:
        """What codes and ids of people, hamlets, groups and rounds stand for, for the history in words."""
        hamlets = {("hamlet_id", home.row.hamlet_id): home.hamlet for home in self.homes if home.row.hamlet_id}
        people = {("person_id", member.membership.person_id): member.name for member in self.members}
        groups = {("ethnicity", m.person.ethnicity): m.ethnicity for m in self.members if m.person}
        rounds = {("round_id", line.row.round_id): line.round for line in self.classes}
        return {**hamlets, **people, **groups, **rounds}

    @property
    def gone(self) -> frozenset[int]:
        """Former members who now live beyond the reader's area."""
        return frozenset(member.membership.person_id for member in self.members if member.person is None)

    @property
    def needs(self) -> list[ProgrammeNeeds]:
        """What it has answered by the day, by programme."""
        people = {member.membership.person_id: member.person.name for member in self.members if member.person}
        return needs_by_programme(self.answers, people)

    @property
    def present(self) -> list[Member]:
        """Members on the day, the head first."""
        return [member for member in self.members if member.present]


FLAGS = ("merit", "no_labour", "social_protection", "lacks_home_land", "lacks_farm_land")


@dataclass
class Found:
    """What one question tells of a household: its period, the head's ethnic group, its codes elsewhere, what it has
    answered, newest first, and the hand-over that is to be told of."""

    household: Household
    period: HouseholdPeriod
    ethnicity: str
    handover: Handover | None
    codes: dict[int, HouseholdCode] = field(default_factory=dict)
    needs: dict[int, Need] = field(default_factory=dict)


def find_household(code: str, day: date) -> Found:
    """The household within scope on a day of its life.

    Raises NotFound, the same for absent, not yours and not living then.
    """
    wanted = (
        select(Household, HouseholdPeriod, EthnicGroup.name, Handover, HouseholdCode, Need)
        .join(HouseholdPeriod, HouseholdPeriod.household_id == Household.id)
        .outerjoin(EthnicGroup, EthnicGroup.code == HouseholdPeriod.ethnicity)
        .outerjoin(HouseholdCode, HouseholdCode.household_id == Household.id)
        .outerjoin(Need, (Need.household_id == Household.id) & (Need.on_date <= day))
        .outerjoin(Handover, Handover.id == to_be_told(Household.id, day))
        .where(Household.code == code, HouseholdPeriod.on(day))
        .order_by(HouseholdCode.id, Need.on_date.desc(), Need.id.desc())
    )
    rows = db.session.execute(wanted).all() if HOUSEHOLD_CODE.fullmatch(code) else []
    if not rows:
        raise NotFound(code)
    household, period, ethnicity, handover, *_ = rows[0]
    found = Found(household, period, ethnicity or "", handover)
    for *_, known, need in rows:
        found.codes |= {known.id: known} if known else {}
        found.needs |= {need.id: need} if need else {}
    return found


def load_dossier(code: str, day: date, actor: Actor) -> Dossier:
    """The household as of `day`; raises NotFound. A closed one may still be corrected from its last day's page."""
    found = find_household(code, day)
    household, period = found.household, found.period
    asked = ask(Filters(day), places())
    now, closed = today(), valid_through(household.ends)
    return Dossier(
        household,
        day,
        period,
        asked.status(period.class_, period.escaped_on),
        found.ethnicity,
        _classes(household, day),
        _homes(household, day),
        members_of(household, day, period.head_id),
        list(found.codes.values()),
        list(found.needs.values()),
        moving_of(found.handover),
        day in (now, closed) and actor.may_in(WRITE, period.unit_id, places(), now),
        actor.may_in(REVEAL, period.unit_id, places(), now),
    )


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
    return [HomeLine(row, _home_label(row, hamlet, day), hamlet or "", valid_through(row.ends)) for row, hamlet in rows]


def _home_label(row: Residence, hamlet: str | None, day: date) -> str:
    """Read at the day while it holds, and at its last day afterwards."""
    at = min(day, valid_through(row.ends) or day)
    return ", ".join(filter(None, [row.address, hamlet, places().label(row.unit_id, at)]))
