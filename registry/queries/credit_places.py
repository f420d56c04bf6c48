"""The savings-and-credit groups of a commune with how many borrow in each, and the commune's transaction point."""

from dataclasses import dataclass

from sqlalchemy import select

from registry.kernel.places import Place, places
from registry.kernel.settings import today
from registry.models import CreditGroup, Hamlet, TransactionPoint
from registry.queries.entry_money import funds_of
from registry.registers.credit import REGISTER
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
    asked = select(Loan.group_code, Loan.household_id, Loan.id).where(Loan.group_code.in_(codes))
    rows = db.session.execute(asked.where(Loan.status.in_(OPEN_LOANS), Loan.on(today()))).all()
    funds = funds_of(REGISTER, [row.id for row in rows])
    homes: dict[str, set[int]] = {}
    owed: dict[str, int] = {}
    for row in rows:
        homes.setdefault(row.group_code, set()).add(row.household_id)
        owed[row.group_code] = owed.get(row.group_code, 0) + (funds[row.id].balance if row.id in funds else 0)
    return {code: (len(found), owed[code]) for code, found in homes.items()}


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
