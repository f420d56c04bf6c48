"""What is due for a line, and what was paid when, as SQL over a frame: the sums of `rates.Rates` once more.

A month belongs to the rate that holds on one day of it, so each rate has months of its own, counted from the year 0:
it begins with its first day's month, or the next one where that day comes after the deciding one.
"""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, Select, String, and_, case, cast, func, or_, select
from sqlalchemy.orm import aliased

from registry.kernel.rules import Frame, Shown
from registry.messages import N_
from registry.models import Amount, Parameter, Payment
from registry.models.parameter import parameter_sql
from registry.registers.students.conditions import number_in
from registry.registers.students.rates import LAST_OF_MONTH, LODGING, LONGEST, RATE, RATE_DAY
from registry.storage.sql_dates import day_number, day_of, months_of

APPROVED, DUE = N_("Được duyệt (đồng): %(value)s"), N_("Theo mức (đồng): %(value)s")
PAID = N_("Đã chi đến hạn đợt 2 (đồng): %(value)s")
INSTALMENT = "instalment"


def _from(day: Any, deciding: Any) -> ColumnElement[int]:
    """The first month a rate that begins (or is over) on this day is (or is no longer) paid."""
    return months_of(day) + case((day_of(day) > deciding, 1), else_=0)


def _least(one: Any, other: Any) -> Any:
    return case((one < other, one), else_=other)


def _count(line: Any) -> Any:
    return _least(func.coalesce(line.months, 0), LONGEST)


def _shared(row: Any, line: Any, f: Frame) -> Any:
    """How many months of the line are paid at a rate; below 1 none is."""
    deciding, first = parameter_sql(RATE_DAY, f.day, LAST_OF_MONTH), months_of(line.starts)
    begins, ends = _from(row.starts, deciding), _from(row.ends, deciding)
    return _least(ends, first + _count(line)) - case((begins > first, begins), else_=first)


def _over_rates(f: Frame, value: Any, row: Any, keys: Any) -> Any:
    """The sum over the rates of the line's policy that it has months of."""
    holding = (row.scope == f.entry.policy, keys, ~row.withdrawn, _shared(row, f.entry, f) > 0)
    asked: Select[Any] = select(func.coalesce(func.sum(value), 0)).where(*holding)
    return asked.correlate(f.entry).scalar_subquery()


def rated(f: Frame) -> Any:
    """What the law's rates come to for the months that have one, in đồng."""
    line, row = f.entry, aliased(Parameter)
    paid = and_(row.key.in_((RATE, LODGING)), or_(row.key == RATE, line.lodging))
    return _over_rates(f, cast(row.value, Integer) * _shared(row, line, f), row, paid)


def due(f: Frame) -> Any:
    """What the months of a line come to, in đồng; null where a month's rate is not known."""
    line, row = f.entry, aliased(Parameter)
    left = _count(line) - _over_rates(f, _shared(row, line, f), row, row.key == RATE)
    return rated(f) + case((left == 0, 0), else_=left * line.rate)


def approved(f: Frame) -> Any:
    """The approved sum of a line over its sources, in đồng; 0 where none was written down."""
    row = aliased(Amount)
    own = select(func.coalesce(func.sum(row.amount), 0)).where(row.entry_id == f.entry.id, ~row.withdrawn)
    return own.correlate(f.entry).scalar_subquery()


def wrong_amount(f: Frame) -> ColumnElement[bool]:
    """What was approved is another sum than the rates of its months come to. Most lines have no rate of their own and
    the sum of the law's: they are told by that alone."""
    likely = or_(f.entry.rate.is_not(None), approved(f) != rated(f))
    return and_(approved(f) > 0, f.entry.months.is_not(None), likely, approved(f) != due(f))


def amounts(f: Frame) -> Shown:
    return {APPROVED: cast(approved(f), BigInteger), DUE: cast(due(f), BigInteger)}


def paid_by(f: Frame, deadline: Any) -> Any:
    """What was paid of a line by instalments up to a day (its number), in đồng, corrections counted."""
    row = aliased(Payment)
    own = (row.entry_id == f.entry.id, row.kind == INSTALMENT, ~row.withdrawn, day_number(row.on_date) <= deadline)
    return select(func.coalesce(func.sum(row.amount), 0)).where(*own).correlate(f.entry).scalar_subquery()


def _deadline(f: Frame, key: str, default: int) -> Any:
    """The last day of an instalment in the line's school year, as a number."""
    year = cast(func.substr(cast(f.entry.school_year, String), 1, 4), Integer)
    return number_in(year, parameter_sql(key, f.day, default))


def late(f: Frame) -> ColumnElement[bool]:
    """A deadline has passed by which nothing, or at the second less than was approved, had been paid. What was decided,
    or begins, only after a deadline was not late at it; what was paid late stays so."""
    first, second = _deadline(f, "student_first_pay", 1231), _deadline(f, "student_second_pay", 531)

    def missed(deadline: Any, enough: Any) -> Any:
        begun = and_(day_number(f.entry.decision_date) <= deadline, day_number(f.entry.starts) <= deadline)
        return and_(day_number(f.day) > deadline, begun, enough)

    return or_(missed(first, paid_by(f, first) <= 0), missed(second, paid_by(f, second) < approved(f)))


def paid_in_time(f: Frame) -> Shown:
    paid = paid_by(f, _deadline(f, "student_second_pay", 531))
    return {APPROVED: cast(approved(f), BigInteger), PAID: cast(paid, BigInteger)}
