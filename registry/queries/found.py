"""What a rule found on a day, with whom it is about: kept rows for the working day, the rule itself for any other.

A rule looks unscoped (a narrow reader would else see false gaps); its rows are then cut to the reader's area, which for
kept rows the session does by itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, literal, null, select

from registry.checks.coverage import coverage_of
from registry.kernel.register import PERSON, Register
from registry.kernel.rules import Rule
from registry.kernel.scope import current_scope
from registry.kernel.settings import today
from registry.models import (
    Coverage,
    EthnicGroup,
    Finding,
    FindingWork,
    Hamlet,
    HouseholdPeriod,
    Person,
    User,
)
from registry.storage import db
from registry.storage.inner import inner_rows
from registry.vn.dates import PartialDate, format_partial


@dataclass(frozen=True, slots=True)
class Found:
    """One thing a rule found: about a household, or a person of it, with the work on it (`owner` is a name of sign-in).

    `finding` is "" on another day than today.
    """

    finding: str
    state: str
    opened_on: date | None
    due: date | None
    owner: str
    owner_name: str
    reason: str
    note: str
    household: str
    unit_id: int
    hamlet_id: int | None
    hamlet: str
    class_: str
    head: str
    person: str
    name: str
    sex: str
    birth: str
    ethnicity: str
    ethnic_name: str


def found_by(rule: Rule, day: date, units: Iterable[int] | None = None) -> list[Found]:
    """Everything the rule found that the reader may see; `units` are the stored communes asked for."""
    wanted = None if units is None else sorted(units)
    if is_kept(day):
        rows: Iterable[Any] = db.session.execute(_kept(rule, day, wanted))
    else:
        rows = _in_area(rule, inner_rows(_afresh(rule, day, wanted), day=day))
    return [as_found(row) for row in rows]


def found_coded(rule: Rule, day: date, codes: Sequence[str]) -> list[Found]:
    """Of what is kept, the findings of these codes, in no order."""
    return [as_found(row) for row in db.session.execute(_kept(rule, day, None).where(Finding.code.in_(codes)))]


def entitled_under(register: Register, day: date, units: Iterable[int] | None = None) -> list[Found]:
    """Everybody entitled under a register whom the reader may see; `state` is covered, waiting or missing."""
    wanted = None if units is None else sorted(units)
    if is_kept(day):
        return [
            as_found(row)
            for row in db.session.execute(of_entitled(register, day, *of_coverage(Coverage), units=wanted))
        ]
    there = coverage_of(register).subquery()
    asked = _about(select(*of_coverage(there.c)).select_from(there), there.c, day, wanted, _person(register, there.c))
    scope = current_scope()
    limits = None if scope is None or scope.registers is None else dict(scope.registers).get(register.key, frozenset())
    rows = inner_rows(asked, day=day)
    area = scope.units if scope else None
    return [as_found(r) for r in rows if all(some is None or r.unit_id in some for some in (limits, area))]


def of_entitled(register: Register, day: date, *columns: Any, units: list[int] | None = None) -> Select[Any]:
    """Columns of what is kept of everybody entitled, with their household, hamlet and person."""
    kept = select(*columns).select_from(Coverage).where(Coverage.register == register.key)
    return _about(kept, Coverage, day, units, _person(register, Coverage))


def _person(register: Register, c: Any) -> Any:
    """The person whom a row of coverage is about, if it is about one."""
    return c.subject_id if register.subject == PERSON else null()


def of_coverage(c: Any) -> tuple[Any, ...]:
    """The columns of `Found` for rows like those of `Coverage`, on which nobody works."""
    return (literal("").label("code"), c.state, *_nothing(), *_ABOUT)


def _nothing() -> tuple[Any, ...]:
    return tuple(null().label(name) for name in ("opened_on", "due", "owner", "owner_name", "reason", "note"))


def is_kept(day: date) -> bool:
    """Findings are kept for the working day; of every other day the rules themselves are asked."""
    return day == today()


def _kept(rule: Rule, day: date, units: list[int] | None) -> Select[Any]:
    f, work = Finding, FindingWork
    answer = case((work.reason.is_not(None), "answered"), (work.owner_id.is_not(None), "assigned"), else_=f.state)
    owner = (User.username.label("owner"), User.name.label("owner_name"))
    columns: tuple[Any, ...] = (f.code, answer.label("state"), f.opened_on, work.due, *owner, work.reason, work.note)
    asked = select(*columns, *_ABOUT).select_from(f).outerjoin(work, work.finding_id == f.id)
    asked = asked.outerjoin(User, User.id == work.owner_id)
    asked = asked.where(f.rule == rule.key, f.closed_on.is_(None), f.state != "waived")
    return _about(asked, f, day, units)


def _afresh(rule: Rule, day: date, units: list[int] | None) -> Select[Any]:
    found = rule.found().subquery()
    marks: tuple[Any, ...] = (literal("").label("code"), literal("open").label("state"), *_nothing())
    return _about(select(*marks, *_ABOUT).select_from(found), found.c, day, units)


_ABOUT: tuple[Any, ...] = (
    HouseholdPeriod.code.label("household"),
    HouseholdPeriod.unit_id,
    HouseholdPeriod.hamlet_id,
    Hamlet.name.label("hamlet"),
    HouseholdPeriod.class_,
    HouseholdPeriod.head_name,
    HouseholdPeriod.head_sex,
    HouseholdPeriod.ethnicity.label("head_ethnicity"),
    Person.code.label("person"),
    Person.name,
    Person.sex,
    Person.birth_year,
    Person.birth_month,
    Person.birth_day,
    Person.ethnicity,
)


def _about(asked: Select[Any], of: Any, day: date, units: list[int] | None, person_id: Any = None) -> Select[Any]:
    period, person_id = HouseholdPeriod, of.person_id if person_id is None else person_id
    asked = asked.join(period, and_(period.household_id == of.household_id, period.on(day)))
    asked = asked.outerjoin(Person, Person.id == person_id).outerjoin(Hamlet, Hamlet.id == period.hamlet_id)
    return asked if units is None else asked.where(period.unit_id.in_(units))


def _in_area(rule: Rule, rows: Iterable[Any]) -> list[Any]:
    scope = current_scope()
    limits = None if scope is None or scope.rules is None else dict(scope.rules).get(rule.key, frozenset())
    return [row for row in rows if limits is None or row.unit_id in limits]


def as_found(row: Any) -> Found:
    """A row of those columns."""
    is_person = row.person is not None
    birth = PartialDate(row.birth_year, row.birth_month, row.birth_day) if is_person else None
    ethnicity = row.ethnicity if is_person else row.head_ethnicity
    return Found(
        row.code,
        row.state,
        row.opened_on,
        row.due,
        row.owner or "",
        row.owner_name or "",
        row.reason or "",
        row.note or "",
        row.household,
        row.unit_id,
        row.hamlet_id,
        row.hamlet or "",
        row.class_,
        row.head_name,
        row.person or "",
        row.name if is_person else row.head_name,
        row.sex if is_person else row.head_sex,
        format_partial(birth) if birth else "",
        ethnicity,
        ethnic_names().get(ethnicity, ""),
    )


def ethnic_names() -> dict[str, str]:
    """Names of ethnic groups by code, read once per session."""
    info = db.session.info
    if "ethnic_names" not in info:
        info["ethnic_names"] = dict(db.session.execute(select(EthnicGroup.code, EthnicGroup.name)).all())
    names: dict[str, str] = info["ethnic_names"]
    return names
