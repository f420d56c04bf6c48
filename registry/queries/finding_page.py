"""One finding: what, of whom, since when, the work on it, what was before it; and those of a household."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, select

from registry.checks.rules import rules
from registry.kernel.actor import NotFound
from registry.kernel.places import places
from registry.kernel.rules import Rule
from registry.kernel.settings import today
from registry.models import Agency, Entry, Finding, FindingWork, Household, HouseholdPeriod, Person, User
from registry.storage import db


@dataclass(frozen=True)
class Earlier:
    """The same thing, found before and closed."""

    code: str
    opened_on: date
    closed_on: date | None


@dataclass(frozen=True)
class FindingPage:
    """A finding as its reader sees it."""

    row: Finding
    rule: Rule
    household: str
    head: str
    person: str
    name: str
    subject: str
    place: str
    work: FindingWork | None
    owner: str
    earlier: list[Earlier]

    @property
    def is_late(self) -> bool:
        """Whether what was to be done is late; of a closed one nothing is."""
        due = self.work.due if self.work else None
        return self.row.closed_on is None and due is not None and due < today()


def load_finding(code: str) -> FindingPage:
    """The finding within scope; raises NotFound, the same for absent and not yours."""
    columns = (Household.code, HouseholdPeriod.head_name, Person.code, Person.name, Entry.code, FindingWork)
    wanted = (
        select(Finding, *columns, User.name, Agency.short_name)
        .join(Household, Household.id == Finding.household_id)
        .outerjoin(HouseholdPeriod, and_(HouseholdPeriod.household_id == Household.id, HouseholdPeriod.on(today())))
        .outerjoin(Person, Person.id == Finding.person_id)
        .outerjoin(Entry, Entry.id == Finding.entry_id)
        .outerjoin(FindingWork, FindingWork.finding_id == Finding.id)
        .outerjoin(User, User.id == FindingWork.owner_id)
        .outerjoin(Agency, Agency.id == User.agency_id)
        .where(Finding.code == code)
    )
    row = db.session.execute(wanted).first()
    if row is None or row[0].rule not in rules():
        raise NotFound(code)
    return _page(row)


def _page(row: Any) -> FindingPage:
    finding, household, head, person, name, entry, work, owner, agency = row
    rule = rules()[finding.rule]
    place = places().label(finding.unit_id, today())
    who = name or head or ""
    doer = f"{owner} · {agency}" if owner and agency else owner or ""
    subject = entry or person or ""
    return FindingPage(
        finding, rule, household, head or "", person or "", who, subject, place, work, doer, _earlier(finding)
    )


def _earlier(finding: Finding) -> list[Earlier]:
    f = Finding
    same = (f.household_id == finding.household_id, f.rule == finding.rule, f.subject_id == finding.subject_id)
    before = select(f.code, f.opened_on, f.closed_on).where(*same, f.closed_on.is_not(None), f.id != finding.id)
    rows = db.session.execute(before.order_by(f.opened_on.desc(), f.id.desc()).limit(20))
    return [Earlier(row.code, row.opened_on, row.closed_on) for row in rows]


@dataclass(frozen=True)
class GapLine:
    """An open finding of a household: its rule, whom it is about ("" for the household), since when, and where the
    household was when it was found."""

    code: str
    rule: Rule
    person: str
    name: str
    opened_on: date
    unit_id: int


def gaps_of(household: Household) -> list[GapLine]:
    """What the rules find in a household on the working day, by rule and name; only what the reader may see."""
    f = Finding
    asked = select(f.code, f.rule, Person.code, Person.name, f.opened_on, f.unit_id)
    asked = asked.outerjoin(Person, Person.id == f.person_id)
    asked = asked.where(f.household_id == household.id, f.closed_on.is_(None), f.state != "waived")
    known = rules()
    return [
        GapLine(code, known[rule], person or "", name or "", opened_on, unit_id)
        for code, rule, person, name, opened_on, unit_id in db.session.execute(asked.order_by(f.rule, f.id))
        if rule in known
    ]


def findings_with(codes: list[str]) -> list[Finding]:
    """The open findings with these codes within scope, in the order they were made."""
    found: list[Finding] = []
    for at in range(0, len(codes), 1000):
        wanted = select(Finding).where(Finding.code.in_(codes[at : at + 1000]), Finding.closed_on.is_(None))
        found += db.session.scalars(wanted.order_by(Finding.id))
    return found
