"""A policy loan and what becomes of it: asked for, paid out, paid back, overdue, settled."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from registry.demo.people import DAY, Soul, day_between
from registry.storage import OPEN

OPEN_STATES = ("GIAI_NGAN", "THEO_DOI", "QUA_HAN", "KHOANH")
LENT = ("NH_PHE_DUYET", *OPEN_STATES, "XOA")
MILLION = 1_000_000
RATES = {"HN": 660, "HCN": 792, "HMTN": 825, "HSSV": 660, "GQVL": 792, "NSVSMT": 900, "NHA33": 300, "SXKDVKK": 900}
SUMS = {
    "HN": (20, 60),
    "HCN": (20, 70),
    "HMTN": (20, 80),
    "GQVL": (20, 50),
    "NHA33": (25, 25),
    "SXKDVKK": (20, 50),
    "XKLD": (40, 90),
    "NDTU": (10, 50),
}
"""Millions of đồng, from and to."""
CEILINGS = {"HN": 100, "HCN": 100, "HMTN": 100, "GQVL": 100, "NHA33": 25, "SXKDVKK": 50}
MONTHLY, OF_WORK = 2_500_000, 10 * MILLION


@dataclass(slots=True, eq=False)
class Loan:
    """A loan; `moved` are (kind, day, đồng, source)."""

    soul: Soul
    programme: str
    on: date
    class_: str
    status: str = "THEO_DOI"
    amount: int = 0
    source: str = "loan"
    rate: int | None = None
    months: int | None = None
    quantity: int | None = None
    student: str | None = None
    study: int | None = None
    decided: date | None = None
    stepped_on: date = DAY
    moved: list[tuple[str, date, int, str]] = field(default_factory=list)
    group: str | None = None
    purpose: str = ""
    reason: str | None = None
    extended: bool = False
    ends: date = OPEN
    id: int = 0

    @property
    def owed(self) -> int:
        """What was paid out and has not come back."""
        effect = {"disbursement": 1, "repayment": -1, "interest": 0}
        return sum(effect[kind] * amount for kind, _, amount, _ in self.moved)

    @property
    def is_out(self) -> bool:
        """On the working day."""
        return self.status in OPEN_STATES and self.on <= DAY < self.ends


class LoanLife:
    """What becomes of the loans of a commune, by seeded chance."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng

    def kept_open(self, loan: Loan) -> Loan:
        """Paid out and not given back, whatever had become of it."""
        if loan.status not in OPEN_STATES:
            self.sum_up(loan, "", most=False)
            loan.status, loan.ends, loan.reason, loan.extended = "GIAI_NGAN", OPEN, None, False
            loan.decided, loan.moved = loan.on + timedelta(days=2), []
            self._pay_out(loan)
        return loan

    def sum_up(self, loan: Loan, student: str, most: bool) -> None:
        """How much is asked for: of students by months, of water works by works, at `most` the ceiling."""
        if loan.programme == "HSSV":
            loan.student, loan.study = student or "Con trong hộ", self.rng.choice((20, 30, 40))
            loan.quantity = self.rng.choice((10, 20))
            loan.amount = loan.quantity * MONTHLY
        elif loan.programme == "NSVSMT":
            loan.quantity = self.rng.choice((1, 2))
            loan.amount = loan.quantity * OF_WORK
        else:
            low, high = SUMS[loan.programme]
            loan.quantity = 1 if loan.programme == "GQVL" else None
            loan.amount = (CEILINGS[loan.programme] if most else self.rng.randrange(low, high + 1, 5)) * MILLION

    def live(self, loan: Loan) -> None:
        """What has become of it by the working day."""
        rng, draw = self.rng, self.rng.random()
        age = (DAY - loan.on).days
        if age < 20 and draw < 0.5:
            loan.status, loan.decided = rng.choice(("BINH_XET_TO", "XA_XAC_NHAN")), None
            loan.amount, loan.stepped_on = 0, loan.on
            return
        assert loan.decided is not None  # noqa: S101 - so made
        if draw < 0.012:
            loan.status, loan.reason, loan.stepped_on = "KHONG_VAY", "unclear_plan", loan.decided
            loan.decided, loan.amount = None, 0
            return
        if age < 25:
            loan.status, loan.stepped_on = "NH_PHE_DUYET", loan.decided
            return
        self._pay_out(loan)
        self._pay_back(loan, rng.random(), age)

    def _pay_out(self, loan: Loan) -> None:
        """At once, or a student's by semesters of five months."""
        day = min(loan.on + timedelta(days=self.rng.randint(7, 15)), DAY)
        if loan.programme != "HSSV":
            loan.moved.append(("disbursement", day, loan.amount, loan.source))
        for at in range((loan.quantity or 0) // 5 if loan.programme == "HSSV" else 0):
            paid = day + timedelta(days=150 * at)
            if paid <= DAY:
                loan.moved.append(("disbursement", paid, 5 * MONTHLY, loan.source))
        loan.stepped_on = day

    def _pay_back(self, loan: Loan, draw: float, age: int) -> None:
        day = loan.stepped_on
        if age > 120:
            interest = loan.owed * (loan.rate or 0) * age // 3_650_000
            loan.moved.append(("interest", DAY - timedelta(days=15), max(interest, 1), loan.source))
        if draw < 0.08 and age > 200:
            loan.status = "TAT_TOAN"
            loan.stepped_on = day_between(self.rng, day + timedelta(days=90), DAY - timedelta(days=20))
            loan.moved = [one for one in loan.moved if one[0] == "disbursement" and one[1] <= loan.stepped_on]
            loan.moved.append(("repayment", loan.stepped_on, loan.owed, loan.source))
            loan.ends = loan.stepped_on + timedelta(days=1)
            return
        if draw > 0.6 and age > 150 and loan.programme != "HSSV":
            part = loan.amount // MILLION // 10 * MILLION or MILLION
            loan.moved.append(("repayment", DAY - timedelta(days=self.rng.randint(10, 90)), part, loan.source))
        self._group_of_debt(loan, draw, age)

    def _group_of_debt(self, loan: Loan, draw: float, age: int) -> None:
        later = min(loan.stepped_on + timedelta(days=self.rng.randint(20, 30)), DAY)
        loan.stepped_on = later
        if age < 60:
            loan.status, loan.stepped_on = "GIAI_NGAN", loan.moved[0][1]
        elif 0.10 < draw < 0.145:
            loan.status, loan.stepped_on = "QUA_HAN", max(later, DAY - timedelta(days=30))
        elif 0.15 < draw < 0.165:
            loan.status, loan.reason, loan.stepped_on = "KHOANH", "disaster", max(later, DAY - timedelta(days=60))
        elif 0.17 < draw < 0.173:
            loan.status, loan.reason, loan.stepped_on = "XOA", "borrower_missing", max(later, DAY - timedelta(days=10))
            loan.ends = loan.stepped_on + timedelta(days=1)
        loan.extended = 0.18 < draw < 0.2


def rate_of(loan: Loan) -> int:
    """By the programme; of work abroad by the class."""
    if loan.programme == "XKLD":
        return {"poor": 660, "near_poor": 792}.get(loan.class_, 792)
    return RATES.get(loan.programme, 660)
