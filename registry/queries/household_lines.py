"""What one household gets: every line of the registers the reader may see, with its money and whom to ask about it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import and_, case, func, literal, select, union_all

from registry.kernel.register import Register
from registry.models import Agency, AgencyDuty, Amount, Household, Payment, Person
from registry.models.money import ASIDE, BACK, EFFECTS, OUT, SOURCES
from registry.queries.entry_money import Funds
from registry.queries.line_words import any_line, told, told_columns
from registry.registers import registers
from registry.storage import db, valid_through

WINDOWS = (30, 60, 90)
"""Days in which a line that ends is looked at: up to the first, then to the next."""
APPROVED = ""
"""Stands for the kind of a movement where it is an amount that was approved."""


def window_of(days: int) -> int | None:
    """The window that a line ending in so many days falls into; None beyond the last."""
    return next((window for window in WINDOWS if days <= window), None)


@dataclass(frozen=True)
class Benefit:
    """A line of the household as of a day. `name` and `person` are "" where it is the whole household's, or somebody's
    who is beyond the reader's area (`beyond`); `told` is what its programme is called within the register, `agency`
    who answers for the register on the day."""

    register: Register
    code: str
    person: str
    name: str
    beyond: bool
    status: str
    starts: date
    ends: date
    day: date
    decision: str
    told: str
    agency: str
    funds: Funds

    @property
    def through(self) -> date | None:
        """The inclusive last day; None while open."""
        return valid_through(self.ends)

    @property
    def serves(self) -> bool:
        return self.status in self.register.workflow.covering and self.starts <= self.day < self.ends

    @property
    def waits(self) -> bool:
        return self.status in self.register.workflow.waiting

    @property
    def comes(self) -> bool:
        """It is good from a later day on."""
        return self.status in self.register.workflow.covering and self.starts > self.day

    @property
    def is_over(self) -> bool:
        return not (self.serves or self.waits or self.comes)

    @property
    def days_left(self) -> int | None:
        """Days to its last one, if it serves and has one."""
        return (self.ends - self.day).days - 1 if self.serves and self.through else None


@dataclass(frozen=True)
class Ending:
    """A line that serves and ends soon: in so many days, within a window, and whether another follows ("ok": one is
    good by then, "wait": one is asked for, "gap": none)."""

    line: Benefit
    days: int
    window: int
    follows: str


@dataclass(frozen=True)
class MoneySummary:
    """The money of a household's lines: by register, and in all."""

    registers: list[tuple[Register, Funds]]
    total: Funds

    @property
    def sources(self) -> list[str]:
        """Those anything was approved of, in their order."""
        return [source for source in SOURCES if self.total.approved.get(source)]


def benefits_of(household: Household, day: date) -> list[Benefit]:
    """The household's lines of the registers the reader may see: what holds, waits or comes first, then what is over,
    each part the newest first. One statement, however many there are."""
    found = [_benefit(list(rows), day) for _id, rows in groupby(_rows(household, day), lambda row: row.id)]
    return sorted(found, key=lambda one: one.is_over)


def _rows(household: Household, day: date) -> Iterable[Any]:
    line, money = any_line(), _money(household)
    duty = case({register.key: register.duty for register in registers()}, value=line.register)
    duties = and_(AgencyDuty.duty == duty, AgencyDuty.on(day))
    own = (line.id, line.register, line.code, line.person_id, line.status, line.starts, line.ends, line.decision_no)
    named = (Person.code.label("person"), Person.name, Agency.short_name.label("agency"))
    wanted = (
        select(*own, *told_columns(line), *named, *money.c[1:])
        .outerjoin(Person, Person.id == line.person_id)
        .outerjoin(AgencyDuty, duties)
        .outerjoin(Agency, Agency.id == AgencyDuty.agency_id)
        .outerjoin(money, money.c.entry_id == line.id)
        .where(line.household_id == household.id)
        .order_by(line.starts.desc(), line.id.desc(), Agency.id)
    )
    return db.session.execute(wanted)


def _money(household: Household) -> Any:
    """What was approved and what moved, by line, kind and source."""
    approved = select(Amount.entry_id, literal(APPROVED).label("kind"), Amount.source, Amount.amount.label("amount"))
    by = (Payment.entry_id, Payment.kind, Payment.source)
    moved = select(*by, func.sum(Payment.amount)).where(Payment.household_id == household.id).group_by(*by)
    return union_all(approved.where(Amount.household_id == household.id), moved).subquery()


def _benefit(rows: list[Any], day: date) -> Benefit:
    row = rows[0]
    register = next(one for one in registers() if one.key == row.register)
    moved = {(one.kind, one.source): int(one.amount) for one in rows if one.source is not None}
    return Benefit(
        register,
        row.code,
        row.person or "",
        row.name or "",
        row.person_id is not None and row.person is None,
        row.status,
        row.starts,
        row.ends,
        day,
        row.decision_no or "",
        told(register, row),
        row.agency or "",
        _funds(moved.items()),
    )


def _funds(found: Iterable[tuple[tuple[str, str], int]]) -> Funds:
    """Amounts by kind and source, added up."""
    approved: dict[str, int] = {}
    moved = dict.fromkeys((OUT, BACK, ASIDE), 0)
    for (kind, source), amount in found:
        if kind == APPROVED:
            approved[source] = approved.get(source, 0) + amount
        else:
            moved[EFFECTS[kind]] += amount
    return Funds(approved, *moved.values())


def money_summary(lines: Iterable[Benefit]) -> MoneySummary | None:
    """The money of these lines, every one of them, as the list of each register adds it up; None where none has any."""
    found: dict[Register, list[Funds]] = {}
    for line in lines:
        if line.register.money:
            found.setdefault(line.register, []).append(line.funds)
    known = [(register, _sum(found[register])) for register in registers() if register in found]
    known = [(register, funds) for register, funds in known if funds.approved or funds.paid or funds.back]
    return MoneySummary(known, _sum(funds for _, funds in known)) if known else None


def _sum(funds: Iterable[Funds]) -> Funds:
    approved: Counter[str] = Counter()
    paid = back = interest = 0
    for one in funds:
        approved.update(one.approved)
        paid, back, interest = paid + one.paid, back + one.back, interest + one.interest
    return Funds(dict(approved), paid, back, interest)


def endings_of(lines: list[Benefit]) -> list[Ending]:
    """The lines that serve and end within the last window, the nearest first."""
    near = [(one, days) for one in lines if (days := one.days_left) is not None and days <= WINDOWS[-1]]
    return [_ending(one, days, lines) for one, days in sorted(near, key=lambda pair: pair[1])]


def _ending(line: Benefit, days: int, lines: list[Benefit]) -> Ending:
    whose = (line.register, line.person, line.beyond)
    later = [one for one in lines if (one.register, one.person, one.beyond) == whose and one.ends > line.ends]
    follows = "wait" if any(one.waits for one in later) else "gap"
    if any(one.serves or one.comes for one in later):
        follows = "ok"
    return Ending(line, days, window_of(days) or WINDOWS[-1], follows)
