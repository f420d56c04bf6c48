"""The money a list tells of its lines, held against what is written down: added where it is new, never taken back."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from registry.commands.codes import random_code
from registry.commands.importing.known import in_chunks
from registry.commands.importing.report import Difference
from registry.commands.importing.work import Work
from registry.inputs.money_list import APPROVED, PAID, PAID_ON, SOURCE, kind_paid, of_source
from registry.inputs.targets import INVALID, Record
from registry.kernel.actor import Actor
from registry.kernel.register import Register
from registry.kernel.scope import unscoped
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import Amount, Entry, Payment
from registry.models.money import KINDS, SOURCES, Money
from registry.storage import db
from registry.vn.dates import format_day
from registry.vn.numbers import format_int

OTHER = N_("Trong sổ đã ghi %(known)s đồng ngày này, tệp ghi %(told)s. Hãy đính chính khoản ấy trên trang của dòng.")
UNEQUAL = N_("Tổng ghi %(told)s đồng, các nguồn cộng lại là %(sum)s. Hãy đối chiếu.")
LATER = N_("Ngày %(day)s ở sau ngày làm việc %(today)s. Hãy nhập ngày đã đến.")


@dataclass
class Known:
    """What is written down of some lines: approved by line and source, moved by line, source, kind and day."""

    approved: dict[tuple[int, str], int] = field(default_factory=dict)
    moved: dict[tuple[int, str, str, date], int] = field(default_factory=lambda: defaultdict(int))


@dataclass
class MoneyPlan:
    """What is to be written: the sums approved by source, and a movement of one source."""

    source: str
    kind: str
    approved: dict[str, int] = field(default_factory=dict)
    paid: int | None = None
    day: date | None = None
    differences: list[Difference] = field(default_factory=list)


def known_money(register: Register, ids: list[int]) -> Known:
    """The money of these lines, in a few questions."""
    known = Known()
    if register.money is None:
        return known
    with unscoped():
        for row in in_chunks(ids, lambda some: select(Amount).where(Amount.entry_id.in_(some))):
            known.approved[row.entry_id, row.source] = row.amount
        for row in in_chunks(ids, lambda some: select(Payment).where(Payment.entry_id.in_(some))):
            known.moved[row.entry_id, row.source, row.kind, row.on_date] += row.amount
    return known


def plan_money(work: Work, register: Register, record: Record, line: Entry | None, known: Known) -> MoneyPlan | None:
    """What of the row's money is not written down yet; None where there is nothing."""
    if register.money is None or any(record.get(key) is INVALID for key in (APPROVED, PAID, PAID_ON, SOURCE)):
        return None
    plan = MoneyPlan(record.get(SOURCE) or register.money.sources[0], kind_paid(register.money))
    id_ = line.id if line else 0
    for source, told in _approved(work, register.money, record, plan.source).items():
        _approve(plan, source, known.approved.get((id_, source), 0), told)
    if (paid := record.get(PAID)) and (day := record.get(PAID_ON)):
        _pay(work, record, plan, (paid, day), known.moved.get((id_, plan.source, plan.kind, day), 0))
    return plan if plan.differences else None


def _approved(work: Work, money: Money, record: Record, source: str) -> dict[str, int]:
    """What the row says was approved, by source: of the one it names, or of each; then what it sums up must agree."""
    told, whole = {one: record.get(of_source(one)) for one in money.sources}, record.get(APPROVED)
    found = {one: int(amount) for one, amount in told.items() if amount}
    if found and whole not in (None, sum(found.values())):
        text = Message(UNEQUAL, told=format_int(whole), sum=format_int(sum(found.values())))
        work.refuse(record, APPROVED, text)
    return found or ({source: whole} if whole else {})


def _approve(plan: MoneyPlan, source: str, before: int, told: int) -> None:
    if before != told:
        plan.approved[source] = told
        label = Message(N_("Số tiền được duyệt: %(source)s"), source=Message(SOURCES[source]))
        plan.differences.append(Difference(label, _shown(before), _shown(told)))


def _pay(work: Work, record: Record, plan: MoneyPlan, told: tuple[int, date], before: int) -> None:
    paid, day = told
    if day > today():
        work.refuse(record, PAID_ON, Message(LATER, day=format_day(day), today=format_day(today())))
    elif before not in (0, paid):
        work.refuse(record, PAID, Message(OTHER, known=format_int(before), told=format_int(paid)))
    elif before == 0:
        plan.paid, plan.day = paid, day
        plan.differences.append(Difference(KINDS[plan.kind], "–", f"{format_day(day)}: {format_int(paid)}"))


def _shown(amount: int) -> str:
    return format_int(amount) if amount else "–"


def rights_of(money: Money, plans: list[MoneyPlan]) -> Iterator[str]:
    """The actions that writing these asks for."""
    if any(plan.approved for plan in plans):
        yield money.sets
    if any(plan.paid is not None for plan in plans):
        yield money.pays


def write_money(actor: Actor, plans: list[tuple[Any, MoneyPlan]]) -> None:
    """Put down what each line's row told. The lines are written already."""
    ids = [line.id for line, plan in plans if plan.approved]
    with unscoped():
        asked = list(in_chunks(ids, lambda some: select(Amount).where(Amount.entry_id.in_(some))))
    rows = {(row.entry_id, row.source): row for row in asked}
    for line, plan in plans:
        of = {"entry_id": line.id, "register": line.register, "household_id": line.household_id}
        for source, amount in plan.approved.items():
            if (row := rows.get((line.id, source))) is not None:
                row.amount = amount
            else:
                db.session.add(Amount(**of, source=source, amount=amount))
        if plan.paid is not None:
            made = {"code": random_code(), "made_by": actor.name, "made_at": datetime.now(UTC), "source": plan.source}
            db.session.add(Payment(**of, **made, kind=plan.kind, on_date=plan.day, amount=plan.paid))
