"""The few whom the credit rules of households can hold for, where everybody is asked about: each follows from its
rule's conditions."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, union_all
from sqlalchemy.orm import aliased

from registry.kernel.rules import Frame
from registry.models import Entry, HouseholdPeriod, PersonNumber
from registry.registers.credit.loan import Loan
from registry.registers.credit.programmes import HSSV
from registry.storage.sql_lookups import one_of_few


def with_several(f: Frame) -> ColumnElement[bool]:
    """Households with more than one line; and those where somebody borrows who has lines elsewhere, or bears a number
    that somebody else bears."""
    several, of_same, named = (aliased(Entry) for _ in range(3))
    number, same = aliased(PersonNumber), aliased(PersonNumber)
    by_household = _lines(several, several.household_id).group_by(several.household_id).having(func.count() > 1)
    by_person = _lines(of_same, of_same.household_id).where(of_same.person_id.in_(_often()))
    twice = select(same.number).group_by(same.number).having(func.count() > 1)
    by_number = _lines(named, named.household_id).join(number, number.person_id == named.person_id)
    few: Any = union_all(by_household, by_person, by_number.where(number.number.in_(twice)))
    return one_of_few(f.home.household_id, few)


def poor_or_studying(f: Frame) -> ColumnElement[bool]:
    """Poor households, and those that borrow for a student for more months than the course lasts."""
    period, loan = aliased(HouseholdPeriod), aliased(Loan)
    poor = select(period.household_id).where(period.class_ == "poor", period.starts <= f.day, period.ends > f.day)
    student = select(loan.household_id).where(loan.programme == HSSV, loan.quantity > loan.study_months)
    few: Any = union_all(poor, student)
    return one_of_few(f.home.household_id, few)


def _often() -> Select[Any]:
    """People with more than one line."""
    line = aliased(Entry)
    return _lines(line, line.person_id).group_by(line.person_id).having(func.count() > 1)


def _lines(line: Any, column: Any) -> Select[Any]:
    return select(column).where(line.register == Loan.__tablename__)
