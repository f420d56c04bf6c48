"""Who asked for a loan, and of whom nobody has heard since (decisions.md 20): nobody misses one by being poor."""

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased

from registry.kernel.needs import asked_for
from registry.kernel.rules import Frame
from registry.messages import N_
from registry.models import Entry, Need, Payment
from registry.models.need import NEED_DAYS, ever_asked, unserved
from registry.models.parameter import parameter_sql
from registry.registers.credit.conditions import own_open
from registry.registers.credit.loan import Loan

CREDIT = Loan.__tablename__
ASKED_FOR = asked_for(CREDIT, N_("Hộ có nhu cầu vay vốn ưu đãi"))


def not_served(f: Frame) -> ColumnElement[bool]:
    """So many days after it was asked no loan is out to the household, and nothing was disbursed to it since."""
    days = parameter_sql("need_days", f.day, NEED_DAYS, CREDIT)
    return unserved(f.home, CREDIT, f.day, days, or_(_has_open(f), _disbursed(f) > 0))


def who_asked(f: Frame) -> ColumnElement[bool]:
    """Households that have ever asked for one."""
    return ever_asked(f.home, CREDIT)


def _has_open(f: Frame) -> ColumnElement[bool]:
    loan = aliased(Entry)
    return exists(select(loan.id).where(*own_open(loan, f)).correlate(f.home))


def _disbursed(f: Frame) -> ColumnElement[int]:
    """đồng since the need was told; what a correction took back is none."""
    loan, moved = aliased(Entry), aliased(Payment)
    mine = (loan.household_id == f.home.household_id, loan.register == CREDIT, ~loan.withdrawn)
    since = (moved.kind == "disbursement", ~moved.withdrawn, moved.on_date.between(Need.on_date, f.day))
    summed = select(func.sum(moved.amount)).join(loan, loan.id == moved.entry_id).where(*mine, *since)
    return func.coalesce(summed.correlate(f.home, Need).scalar_subquery(), 0)
