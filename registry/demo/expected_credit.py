"""What the rules of policy credit must find in the families as they were made: the definitions a second time, in plain
Python, with the figures of 2020 and 2021."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from registry.demo.expected import Span
from registry.demo.loan_life import LENT, Loan
from registry.demo.loans import escaped_on, within
from registry.demo.people import DAY, Family, Soul
from registry.demo.students import class_on

RULES = ("NEED-credit", "I02", "D07", "O04", "A01", "A05")
MILLION = 1_000_000
MOST = {"HN": 100, "HCN": 100, "HMTN": 100, "HSSV": 2.5, "GQVL": 100, "NSVSMT": 10, "NHA33": 25, "SXKDVKK": 50}
"""Ceilings in millions, of students a month, of water works each, of jobs a worker."""
RATE = {"HN": 660, "HCN": 792, "HMTN": 825, "HSSV": 660, "GQVL": 792, "NSVSMT": 900, "NHA33": 300, "SXKDVKK": 900}
LONGEST = {"HN": 120, "HCN": 120, "HMTN": 120, "GQVL": 120, "NSVSMT": 60, "NHA33": 180, "SXKDVKK": 120}
MANY, LARGE = 4, 200 * MILLION
NEED_DAYS = 180


def of_household(spans: list[Span], loans: list[Loan], asked_on: date | None) -> Iterator[str]:
    """The rules that find a household by its own loans alone, and by when it asked for one."""
    out = [loan for loan in loans if loan.is_out]
    poor = class_on(spans, DAY) == "poor"
    many = len({loan.programme for loan in out}) >= MANY
    if (poor and (many or _debt(out) > LARGE)) or any(_beyond_course(loan) for loan in out):
        yield "O04"
    if any(one.programme == other.programme and one.student == other.student for one, other in combinations(out, 2)):
        yield "D07"
    if asked_on and (DAY - asked_on).days > NEED_DAYS and not out and not _paid_since(loans, asked_on):
        yield "NEED-credit"


def of_loan(loan: Loan, spans: list[Span]) -> Iterator[str]:
    """The rules that find a loan."""
    if loan.status not in LENT:
        return
    if loan.programme in ("HN", "HCN", "HMTN") and not _of_its_class(loan, spans):
        yield "I02"
    most = MOST.get(loan.programme)
    if most is not None and loan.amount > most * MILLION * (loan.quantity or 1):
        yield "A01"
    if _wrong_rate(loan) or _too_long(loan):
        yield "A05"


def of_borrowers(borrowed: dict[Soul, list[tuple[Family, Loan]]]) -> set[Family]:
    """Families of a commune whose borrower borrows in another household too."""
    found: dict[Soul, set[Family]] = defaultdict(set)
    for soul, loans in borrowed.items():
        found[soul] = {family for family, loan in loans if loan.is_out}
    return {family for families in found.values() if len(families) > 1 for family in families}


def _paid_since(loans: list[Loan], asked_on: date) -> bool:
    return any(kind == "disbursement" and asked_on <= day <= DAY for loan in loans for kind, day, _, _ in loan.moved)


def _debt(loans: list[Loan]) -> int:
    """Principal by the working day."""
    sign = {"disbursement": 1, "repayment": -1}
    return sum(sign.get(kind, 0) * sum_ for loan in loans for kind, day, sum_, _ in loan.moved if day <= DAY)


def _beyond_course(loan: Loan) -> bool:
    return loan.programme == "HSSV" and loan.study is not None and (loan.quantity or 0) > loan.study


def _of_its_class(loan: Loan, spans: list[Span]) -> bool:
    class_ = class_on(spans, loan.on)
    if loan.programme in ("HN", "HCN"):
        return class_ == {"HN": "poor", "HCN": "near_poor"}[loan.programme]
    left = escaped_on(spans, loan.on)
    return class_ not in ("poor", "near_poor") and left is not None and within(left, loan.on, 36)


def _wrong_rate(loan: Loan) -> bool:
    of_class = {"poor": 660, "near_poor": 792}.get(loan.class_)
    rate = of_class if loan.programme == "XKLD" else RATE.get(loan.programme)
    return rate is not None and loan.rate is not None and loan.rate != rate


def _too_long(loan: Loan) -> bool:
    longest = LONGEST.get(loan.programme)
    if loan.programme == "HMTN" and (loan.decided or loan.on) < date(2021, 3, 10):
        longest = 60
    return longest is not None and loan.months is not None and loan.months > longest
