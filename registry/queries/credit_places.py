"""The savings-and-credit groups of a commune with how many borrow in each, and the commune's transaction point."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from registry.kernel.places import Place, places
from registry.kernel.settings import today
from registry.models import CreditGroup, Hamlet, Payment, TransactionPoint
from registry.models.money import EFFECTS
from registry.registers.credit.loan import Loan
from registry.registers.credit.workflow import OPEN_LOANS
from registry.storage import db
from registry.vn.sort import counting_key

FEWEST, MOST = 5, 60
"""Members a group has by the bank's rules."""


@dataclass(frozen=True)
class GroupLine:
    """A group; households that borrow in it now, and what they owe (đồng), of those the reader sees."""

    row: CreditGroup
    hamlet: str
    households: int
    owed: int


def groups_in(commune: Place) -> list[GroupLine]:
    """The groups of the commune and of those it was made of, by hamlet and code."""
    inside = places().within(commune.id, today())
    asked = select(CreditGroup, Hamlet.name).outerjoin(Hamlet, Hamlet.id == CreditGroup.hamlet_id)
    found = db.session.execute(asked.where(CreditGroup.unit_id.in_(sorted(inside)))).all()
    loans = _loans([row.code for row, _ in found])
    lines = [GroupLine(row, hamlet or "", *loans.get(row.code, (0, 0))) for row, hamlet in found]
    return sorted(lines, key=lambda line: (counting_key(line.hamlet), line.row.code))


def _loans(codes: list[str]) -> dict[str, tuple[int, int]]:
    """By group: households with an open loan, what they owe."""
    lent = (Loan.group_code.in_(codes), Loan.status.in_(OPEN_LOANS), Loan.on(today()))
    counted = select(Loan.group_code, func.count(Loan.household_id.distinct())).where(*lent).group_by(Loan.group_code)
    moved = select(Loan.group_code, Payment.kind, func.sum(Payment.amount)).join(Payment, Payment.entry_id == Loan.id)
    owed = Counter[str | None]()
    for code, kind, amount in db.session.execute(moved.where(*lent).group_by(Loan.group_code, Payment.kind)):
        owed[code] += EFFECTS[kind] * int(amount)
    return {str(code): (households, owed[code]) for code, households in db.session.execute(counted)}


def group_with(code: str) -> CreditGroup | None:
    """The group of this code."""
    return db.session.scalars(select(CreditGroup).where(CreditGroup.code == code)).one_or_none()


def point_in(commune: Place) -> TransactionPoint | None:
    """The transaction point of the commune."""
    return db.session.scalars(select(TransactionPoint).where(TransactionPoint.unit_id == commune.id)).first()


def next_code(commune: Place) -> str:
    """The code a new group of the commune may get."""
    codes = db.session.scalars(select(CreditGroup.code).where(CreditGroup.code.like(f"TO-{commune.code}-%")))
    numbers = [int(tail) for code in codes if (tail := code.rpartition("-")[2]).isdigit()]
    return f"TO-{commune.code}-{max(numbers, default=0) + 1:02}"
