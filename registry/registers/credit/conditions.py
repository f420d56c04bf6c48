"""The conditions of the credit rules as SQL over a frame (domain.md §6).

A loan is judged by its household's class on the day of form 03/TD, its `starts`: who leaves poverty afterwards keeps
it. Ceilings, rates and terms are those of the day the bank approved, before that of form 03/TD.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from registry.kernel.rules import Frame, Shown
from registry.messages import N_
from registry.models import Amount, Entry, HouseholdPeriod, Payment, PersonNumber
from registry.models.money import BACK, EFFECTS, OUT
from registry.models.parameter import parameter_sql
from registry.registers.credit.loan import Loan
from registry.registers.credit.programmes import CEILING, COUNTED, HCN, HMTN, HN, HSSV, RATE, TERM
from registry.registers.credit.terms import term_on
from registry.registers.credit.workflow import OPEN_LOANS
from registry.storage.sql_dates import month_number

FORM_DAY, CLASS_THEN = N_("Ngày mẫu 03/TD: %(value)s"), N_("Diện của hộ ngày đó: %(value)s")
ESCAPED_ON = N_("Ra khỏi diện ngày: %(value)s")
APPROVED, MOST = N_("Được duyệt (đồng): %(value)s"), N_("Mức cho vay tối đa (đồng): %(value)s")
LENT_AT, RATE_IS = N_("Lãi suất ghi: %(value)s%%/năm"), N_("Lãi suất của chương trình: %(value)s%%/năm")
LENT_FOR, TERM_IS = N_("Thời hạn ghi (tháng): %(value)s"), N_("Thời hạn dài nhất (tháng): %(value)s")
PROGRAMME, LOANS = N_("Chương trình: %(value)s"), N_("Số chương trình đang vay: %(value)s")
OWED = N_("Tổng dư nợ gốc (đồng): %(value)s")
STUDYING, BORROWED = N_("Thời gian học (tháng): %(value)s"), N_("Số tháng vay: %(value)s")
LISTED = ("poor", "near_poor")


def then(f: Frame) -> tuple[Any, tuple[ColumnElement[bool], ...]]:
    """The household as it was on the day of form 03/TD."""
    period, loan = aliased(HouseholdPeriod), f.entry
    held = (period.household_id == loan.household_id, period.starts <= loan.starts, period.ends > loan.starts)
    return period, held


def of_its_class(f: Frame) -> ColumnElement[bool]:
    """The class of that day is the one the programme lends to; whom no record knows then is not poor."""
    period, held = then(f)
    escaped = and_(period.class_.not_in(LISTED), months_since(f.entry.starts, period.escaped_on) <= escaped_months(f))
    fits = or_(
        and_(f.entry.programme == HN, period.class_ == "poor"),
        and_(f.entry.programme == HCN, period.class_ == "near_poor"),
        and_(f.entry.programme == HMTN, escaped),
    )
    return exists().where(*held, fits)


def escaped_months(f: Frame) -> ColumnElement[int]:
    """How long a household is one that has newly escaped, as `months_since` counts."""
    return parameter_sql("newly_escaped_months", f.day, 36) * 100


def months_since(later: Any, earlier: Any) -> ColumnElement[int]:
    """Months between two days as whole numbers that order as days do: 3600 is 36 months to the day, 3601 a day more."""
    return month_number(later) - month_number(earlier)


def class_then(f: Frame) -> Shown:
    period, held = then(f)
    other, also = then(f)
    class_ = select(func.min(period.class_)).where(*held).correlate(f.entry).scalar_subquery()
    escaped = select(func.min(other.escaped_on)).where(*also).correlate(f.entry).scalar_subquery()
    return {PROGRAMME: f.entry.programme, FORM_DAY: f.entry.starts, CLASS_THEN: class_, ESCAPED_ON: escaped}


def approved(f: Frame) -> ColumnElement[int]:
    """The sum approved from all sources; null where none is written down."""
    row = aliased(Amount)
    summed = select(func.sum(row.amount)).where(row.entry_id == f.entry.id, ~row.withdrawn)
    found: ColumnElement[int] = summed.correlate(f.entry).scalar_subquery()
    return found


def lending_day(f: Frame) -> Any:
    return func.coalesce(f.entry.decision_date, f.entry.starts)


def ceiling(f: Frame) -> ColumnElement[int]:
    """What may be lent at most."""
    return times(f, term_on(f.entry, CEILING, lending_day(f)))


def times(f: Frame, each: ColumnElement[int]) -> ColumnElement[int]:
    """Of some programmes so much for each month, work or worker."""
    by = case((f.entry.programme.in_(sorted(COUNTED)), func.coalesce(f.entry.quantity, 1)), else_=1)
    return each * by


def programme_rate(f: Frame) -> ColumnElement[int]:
    return term_on(f.entry, RATE, lending_day(f))


def longest(f: Frame) -> ColumnElement[int]:
    return term_on(f.entry, TERM, lending_day(f))


def open_on(loan: Any, f: Frame) -> tuple[ColumnElement[bool], ...]:
    """What makes a line a loan that is out on the day."""
    mine = (loan.register == Loan.__tablename__, loan.status.in_(OPEN_LOANS), ~loan.withdrawn)
    return (*mine, loan.starts <= f.day, loan.ends > f.day)


def own_open(loan: Any, f: Frame) -> tuple[ColumnElement[bool], ...]:
    return (loan.household_id == f.home.household_id, *open_on(loan, f))


def two_alike(f: Frame) -> ColumnElement[bool]:
    """Two open loans of one programme; of the programme for students, for the same one."""
    one, other = aliased(Loan), aliased(Loan)
    same = (one.id < other.id, one.programme == other.programme)
    for_whom = func.coalesce(one.student, "") == func.coalesce(other.student, "")
    found = select(one.id).where(*own_open(one, f), *own_open(other, f), *same, for_whom)
    return found.correlate(f.home).exists()


def same_borrower(f: Frame) -> ColumnElement[bool]:
    """Who borrows here borrows in another household too, or bears an identity number of somebody who does: two
    questions, each of which begins with the household's own lines and goes on by an index."""
    return or_(_elsewhere(f), _by_number(f))


def _elsewhere(f: Frame) -> ColumnElement[bool]:
    own, other = aliased(Entry), aliased(Entry)
    theirs = (other.person_id == own.person_id, other.household_id != own.household_id, *open_on(other, f))
    return select(own.id).where(*own_open(own, f), *theirs).correlate(f.home).exists()


def _by_number(f: Frame) -> ColumnElement[bool]:
    own, other = aliased(Entry), aliased(Entry)
    mine, theirs = aliased(PersonNumber), aliased(PersonNumber)
    same = (theirs.number == mine.number) & (theirs.person_id != mine.person_id)
    found = select(own.id).join(mine, mine.person_id == own.person_id).join(theirs, same)
    found = found.join(other, other.person_id == theirs.person_id).where(~mine.withdrawn, ~theirs.withdrawn)
    elsewhere = (other.household_id != own.household_id, *open_on(other, f))
    return found.where(*own_open(own, f), *elsewhere).correlate(f.home).exists()


def programmes(f: Frame) -> ColumnElement[int]:
    """From how many programmes the household borrows."""
    loan = aliased(Loan)
    found = select(func.count(loan.programme.distinct())).where(*own_open(loan, f))
    return func.coalesce(found.correlate(f.home).scalar_subquery(), 0)


def debt(f: Frame) -> ColumnElement[int]:
    """Principal of the household's open loans that has not come back by the day; interest is no part of it."""
    loan, moved = aliased(Entry), aliased(Payment)
    kinds = {effect: [kind for kind, of in EFFECTS.items() if of == effect] for effect in (OUT, BACK)}
    principal = case((moved.kind.in_(kinds[OUT]), moved.amount), (moved.kind.in_(kinds[BACK]), -moved.amount), else_=0)
    summed = select(func.sum(principal)).join(loan, loan.id == moved.entry_id).where(*own_open(loan, f))
    found = summed.where(~moved.withdrawn, moved.on_date <= f.day).correlate(f.home).scalar_subquery()
    return func.coalesce(found, 0)


def too_much(f: Frame) -> ColumnElement[bool]:
    """A poor household with loans of many programmes, or with a large debt."""
    many = programmes(f) >= parameter_sql("credit_most_programmes", f.day, 4)
    large = debt(f) > parameter_sql("credit_most_debt", f.day, 200_000_000)
    return and_(f.home.class_ == "poor", or_(many, large))


def longer_than_study(f: Frame) -> ColumnElement[bool]:
    """A student is lent to for more months than the course lasts."""
    loan = aliased(Loan)
    return exists().where(*own_open(loan, f), loan.programme == HSSV, loan.quantity > loan.study_months)


def borrowed(f: Frame) -> Shown:
    """How much, from how many, and of students for how long."""
    loan, other = aliased(Loan), aliased(Loan)
    months = select(func.max(loan.quantity)).where(*own_open(loan, f), loan.programme == HSSV)
    study = select(func.min(other.study_months)).where(*own_open(other, f), other.programme == HSSV)
    return {
        LOANS: programmes(f),
        OWED: debt(f),
        BORROWED: months.correlate(f.home).scalar_subquery(),
        STUDYING: study.correlate(f.home).scalar_subquery(),
    }
