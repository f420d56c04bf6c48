"""Policy loans: nearly half of all families borrow, by their class on the day of the form, but for faults planted to be
found. Groups are those of `credit_places`."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from registry.demo.expected import Span
from registry.demo.loan_life import CEILINGS, MILLION, OPEN_STATES, Loan, LoanLife, rate_of
from registry.demo.people import DAY, Family, Soul, day_between
from registry.demo.students import class_on
from registry.storage import OPEN

FIRST, LAST = date(2020, 1, 6), date(2021, 12, 5)
"""Days of form 03/TD; all ceilings and rates of the demo are those of these two years."""
LONG_AGO = LAST - timedelta(days=60)
BORROWING, SECOND = 0.41, 0.11
WRONG_CLASS, TOO_LATE, TWICE, MANY, LARGE = 0.02, 0.15, 0.008, 0.02, 0.012
TOO_MUCH, WRONG_RATE, TOO_LONG, TOO_MANY_MONTHS, BEFORE_SPLIT = 0.012, 0.014, 0.006, 0.04, 0.7
OTHERS = ("GQVL", "NSVSMT", "SXKDVKK", "NDTU", "XKLD")
PURPOSES = {
    "HSSV": "Chi phí học tập",
    "GQVL": "Mua bán nhỏ tại nhà",
    "XKLD": "Đi làm việc ở nước ngoài",
    "NSVSMT": "Xây nhà vệ sinh, nối nước sạch",
    "NHA33": "Xây nhà ở",
}
FARMING = ("Chăn nuôi bò", "Nuôi heo", "Trồng hành tím", "Nuôi tôm", "Trồng màu", "Mua vật tư trồng lúa")


class LoanMaker:
    """Chooses the loans of a commune's families. `groups`: codes of the groups of each hamlet."""

    def __init__(self, rng: Random, groups: dict[int, list[str]]) -> None:
        self.rng, self.groups, self.life = rng, groups, LoanLife(rng)

    def choose(self, family: Family, spans: list[Span]) -> list[Loan]:
        """The family's loans, of the newest two years."""
        first = max(FIRST, family.starts + timedelta(days=40))
        if not family.is_there or first > LAST:
            return []
        loans = [*self._before_split(family, spans), *self._own(family, spans, first)]
        codes = self.groups.get(family.homes[-1][2], [])
        for loan in loans:
            loan.group = self.rng.choice(codes) if codes and self.rng.random() < 0.96 else None
        return loans

    def _own(self, family: Family, spans: list[Span], first: date) -> Iterator[Loan]:
        soul = _borrower(family, first)
        if soul is None:
            return
        now, draw = class_on(spans, DAY), self.rng.random()
        if now == "poor" and draw < MANY:
            on = day_between(self.rng, first, max(first, LONG_AGO))
            yield from (self._loan(soul, one, on, spans) for one in ("HN", "NSVSMT", "GQVL", "NDTU"))
        elif now == "poor" and draw < MANY + LARGE:
            on = day_between(self.rng, first, max(first, LONG_AGO))
            for programme in ("HN", "GQVL", "SXKDVKK"):
                yield self._loan(soul, programme, on, spans, most=True)
        elif draw > 1 - BORROWING or (soul in {s.soul for s in family.stays if s.joined == "split"} and draw > 0.2):
            yield from self._usual(family, soul, spans, first)

    def _usual(self, family: Family, soul: Soul, spans: list[Span], first: date) -> Iterator[Loan]:
        on = day_between(self.rng, first, LAST)
        programme = self._programme(spans, on)
        loan = self._with_faults(self._loan(soul, programme, on, spans))
        yield loan
        draw = self.rng.random()
        if draw < TWICE and loan.is_out:
            yield self.life.kept_open(self._loan(soul, programme, day_between(self.rng, on, LAST), spans))
        elif draw < TWICE + SECOND:
            students = [s for s in family.living() if 18 <= s.age_on(on) <= 21 and s is not soul]
            other = "HSSV" if students else self.rng.choice([one for one in OTHERS if one != programme])
            yield self._with_faults(self._loan(soul, other, on, spans, students[0].name if students else ""))

    def _before_split(self, family: Family, spans: list[Span]) -> Iterator[Loan]:
        """A son or daughter signed for the parents' loan, and has a household of their own since."""
        for stay in family.stays:
            first = max(FIRST, family.starts + timedelta(days=40))
            grown = stay.left == "split" and first < stay.ends and stay.soul.age_on(first) >= 20
            if grown and stay.starts < first and self.rng.random() < BEFORE_SPLIT:
                on = day_between(self.rng, first, min(stay.ends - timedelta(days=1), LAST))
                yield self.life.kept_open(self._loan(stay.soul, self._programme(spans, on), on, spans))

    def _programme(self, spans: list[Span], on: date) -> str:
        """By the class of the day, now and then another's."""
        class_, draw = class_on(spans, on), self.rng.random()
        own = {"poor": "HN", "near_poor": "HCN"}.get(class_)
        left = escaped_on(spans, on)
        if own is None and left is not None and (within(left, on, 36) or self.rng.random() < TOO_LATE):
            own = "HMTN"
        if draw < WRONG_CLASS:
            return {"poor": "HCN", "near_poor": "HN"}.get(class_, self.rng.choice(("HN", "HCN")))
        if class_ == "poor" and draw > 0.94:
            return "NHA33"
        return own if own is not None and draw < 0.85 else self.rng.choice(OTHERS)

    def _loan(
        self, soul: Soul, programme: str, on: date, spans: list[Span], student: str = "", most: bool = False
    ) -> Loan:
        loan = Loan(soul, programme, on, class_on(spans, on), decided=on + timedelta(days=self.rng.randint(2, 5)))
        loan.rate = rate_of(loan)
        loan.months = {"NSVSMT": 60, "NHA33": 180, "HSSV": None}.get(programme, self.rng.choice((36, 48, 60)))
        loan.source = self.rng.choice(("province", "local")) if programme == "NDTU" else "loan"
        loan.purpose = PURPOSES.get(programme) or self.rng.choice(FARMING)
        self.life.sum_up(loan, student, most)
        self.life.live(loan)
        return loan

    def _with_faults(self, loan: Loan) -> Loan:
        """Now and then more than may be lent, a rate or a term of another programme, more months than the course."""
        draw = self.rng.random()
        if draw < TOO_MUCH and loan.amount and loan.programme in CEILINGS and loan.status in OPEN_STATES:
            more = CEILINGS[loan.programme] * MILLION + 5 * MILLION
            loan.moved = [(kind, day, more if kind == "disbursement" else sum_, source)
                          for kind, day, sum_, source in loan.moved]  # fmt: skip
            loan.amount = more
        elif draw < TOO_MUCH + WRONG_RATE and loan.rate is not None:
            loan.rate += 132
        elif draw < TOO_MUCH + WRONG_RATE + TOO_LONG and loan.programme in ("HN", "HCN", "GQVL"):
            loan.months = 132
        if loan.programme == "HSSV" and loan.quantity and self.rng.random() < TOO_MANY_MONTHS * 2:
            loan.study = loan.quantity - 1
        return loan


def _borrower(family: Family, on: date) -> Soul | None:
    """The head where of age, else the eldest adult."""
    living = [stay for stay in family.stays if stay.ends == OPEN and stay.starts <= on]
    adults = [stay.soul for stay in living if stay.soul.died_on is None and stay.soul.age_on(on) >= 19]
    head = family.heads[-1][2] if family.heads else None
    return head if head in adults else max(adults, key=lambda soul: (-soul.born.toordinal(), soul.id), default=None)


def escaped_on(spans: list[Span], day: date) -> date | None:
    """When the family last left the lists, as of a day; None where it is on them, or never was."""
    left, before = None, "not_poor"
    for starts, _ends, class_ in spans:
        if starts > day:
            break
        listed, was = class_ in ("poor", "near_poor"), before in ("poor", "near_poor")
        left, before = (None if listed else starts if was else left), class_
    return left


def within(earlier: date, later: date, months: int) -> bool:
    """Whether at most so many months lie between two days."""
    apart = (later.year - earlier.year) * 12 + later.month - earlier.month
    return (apart, later.day - earlier.day) <= (months, 0)
