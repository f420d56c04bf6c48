"""The few whom the credit rules of households can hold for, where everybody is asked about: each follows from its
rule's conditions."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    String,
    case,
    cast,
    exists,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from registry.kernel.rules import Frame
from registry.models import Entry, HouseholdPeriod, NumberFlaw, Parameter
from registry.models.finding import kept_subjects
from registry.registers.credit.asked import who_asked
from registry.registers.credit.conditions import approved, times
from registry.registers.credit.loan import Loan
from registry.registers.credit.programmes import CEILING, HSSV, PROGRAMMES, RATE, TERM
from registry.storage.sql_lookups import one_of_few


def without_loan(f: Frame) -> ColumnElement[bool]:
    """Households that have asked for a loan; where that is kept, those of them that have none."""
    kept = kept_subjects(Loan.__tablename__, states=("waiting", "missing"))
    return one_of_few(f.home.household_id, kept) if f.kept else who_asked(f)


def with_alike(f: Frame) -> ColumnElement[bool]:
    """Households with two lines of one programme; and those where somebody borrows who has lines elsewhere, or bears a
    number that somebody else bears."""
    loan, of_same, named = aliased(Loan), aliased(Entry), aliased(Entry)
    by_household = select(loan.household_id).group_by(loan.household_id, loan.programme).having(func.count() > 1)
    by_person = _lines(of_same, of_same.household_id).where(of_same.person_id.in_(_elsewhere()))
    shared = select(NumberFlaw.person_id).where(NumberFlaw.kind == "shared")
    by_number = _lines(named, named.household_id).where(named.person_id.in_(shared))
    few: Any = union_all(by_household, by_person, by_number)
    return one_of_few(f.home.household_id, few)


def poor_or_studying(f: Frame) -> ColumnElement[bool]:
    """Poor households, and those that borrow for a student for more months than the course lasts."""
    period, loan = aliased(HouseholdPeriod), aliased(Loan)
    poor = select(period.household_id).where(period.class_ == "poor", period.starts <= f.day, period.ends > f.day)
    student = select(loan.household_id).where(loan.programme == HSSV, loan.quantity > loan.study_months)
    few: Any = union_all(poor, student)
    return one_of_few(f.home.household_id, few)


def above_least(f: Frame) -> ColumnElement[bool]:
    """Loans of more than the least ceiling that their programme, or a part of it, ever had: of a few the ceiling of the
    day need be looked up. What is counted for each month, work or worker is so here too."""
    least = case(*((f.entry.programme == one, _least_ceiling(one)) for one in sorted(PROGRAMMES)))
    return approved(f) > times(f, least)


def _least_ceiling(programme: str) -> ColumnElement[int]:
    row = aliased(Parameter)
    of_it = or_(row.scope == programme, row.scope.like(f"{programme}/%"))
    return (
        select(func.min(cast(row.value, BigInteger))).where(row.key == CEILING, of_it, ~row.withdrawn).scalar_subquery()
    )


def odd_terms(f: Frame) -> ColumnElement[bool]:
    """Loans at another rate than the only one their programme ever had, or for longer than any programme's term may be.
    A programme whose rate has changed, or hangs on more, has no only one."""
    row, other = aliased(Parameter), aliased(Parameter)
    of_it = or_(other.scope == row.scope, other.scope.like(row.scope.concat("/%")))
    another = exists().where(other.key == RATE, ~other.withdrawn, of_it, other.value != row.value).correlate(row)
    only = select(row.scope.concat("=").concat(row.value)).where(row.key == RATE, ~row.withdrawn, ~another)
    term = aliased(Parameter)
    least = select(func.min(cast(term.value, Integer))).where(term.key == TERM, ~term.withdrawn).scalar_subquery()
    at = f.entry.programme.concat("=").concat(cast(f.entry.rate, String))
    return or_(at.not_in(only), f.entry.term_months > least)


def _elsewhere() -> Select[Any]:
    """People with lines in more than one household."""
    line = aliased(Entry)
    households = func.min(line.household_id) < func.max(line.household_id)
    return _lines(line, line.person_id).group_by(line.person_id).having(households)


def _lines(line: Any, column: Any) -> Select[Any]:
    return select(column).where(line.register == Loan.__tablename__)
