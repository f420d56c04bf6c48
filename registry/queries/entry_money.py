"""Money of register lines: approved by source, paid out, come back; of one line its movements (decisions.md 22)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from registry.kernel.register import Register
from registry.kernel.table import Column
from registry.messages import N_
from registry.models import Amount, AuditEvent, Entry, Payment
from registry.models.money import ASIDE, BACK, EFFECTS, OUT, SOURCES
from registry.queries.entry_filters import AskedLines, chosen, lines
from registry.storage import db
from registry.vn.words import amount_words

CHUNK = 500
TOTAL, PAID, RETURNED = "amount_total", "paid_total", "back_total"


@dataclass(frozen=True)
class Funds:
    """đồng of a line, or of many: approved by source; paid out, come back, and interest, which is neither."""

    approved: Mapping[str, int] = field(default_factory=dict)
    paid: int = 0
    back: int = 0
    interest: int = 0

    @property
    def total(self) -> int:
        return sum(self.approved.values())

    @property
    def balance(self) -> int:
        """What was paid out and has not come back."""
        return self.paid - self.back

    @property
    def sums(self) -> dict[str, int]:
        """By the key of its column in a list."""
        sources = {source_key(source): amount for source, amount in self.approved.items()}
        return {**sources, TOTAL: self.total, PAID: self.paid, RETURNED: self.back}


NO_FUNDS = Funds()


def source_key(source: str) -> str:
    """A source's column in lists and files."""
    return f"amount_{source}"


def funds_of(register: Register, ids: list[int]) -> dict[int, Funds]:
    """The money of these lines; who has none is left out. Nothing is asked of a register without money."""
    found: dict[int, Funds] = {}
    for at in range(0, len(ids) if register.money else 0, CHUNK):
        some = ids[at : at + CHUNK]
        approved = select(Amount.entry_id, Amount.source, Amount.amount).where(Amount.entry_id.in_(some))
        moved = select(Payment.entry_id, Payment.kind, func.sum(Payment.amount)).where(Payment.entry_id.in_(some))
        found |= _by_line(db.session.execute(approved), db.session.execute(moved.group_by(*moved.selected_columns[:2])))
    return found


def _by_line(approved: Iterable[Any], moved: Iterable[Any]) -> dict[int, Funds]:
    amounts: dict[int, list[tuple[str, int]]] = {}
    movements: dict[int, list[tuple[str, int]]] = {}
    for into, rows in ((amounts, approved), (movements, moved)):
        for line, code, amount in rows:
            into.setdefault(line, []).append((code, int(amount)))
    return {line: _funds(amounts.get(line, []), movements.get(line, [])) for line in amounts.keys() | movements.keys()}


def _funds(amounts: Iterable[tuple[str, int]], movements: Iterable[tuple[str, int]]) -> Funds:
    moved = dict.fromkeys((OUT, BACK, ASIDE), 0)
    for kind, amount in movements:
        moved[EFFECTS[kind]] += amount
    return Funds(dict(amounts), *moved.values())


def funds_in_all(asked: AskedLines) -> Funds:
    """The money of every line the filters let through."""
    model = asked.register.model
    if asked.register.money is None:
        return NO_FUNDS
    approved = lines(asked, Amount.source, func.sum(Amount.amount)).join(Amount, Amount.entry_id == model.id)
    moved = lines(asked, Payment.kind, func.sum(Payment.amount)).join(Payment, Payment.entry_id == model.id)
    found = [
        [(code, int(amount)) for code, amount in db.session.execute(one.where(*chosen(asked)).group_by(by))]
        for one, by in ((approved, Amount.source), (moved, Payment.kind))
    ]
    return _funds(*found)


def money_columns(register: Register) -> tuple[Column, ...]:
    """What lists and files show of a register's money: each source, their sum, what was paid and what came back. Its
    rows have `funds`."""
    if register.money is None:
        return ()
    return (
        *(_source_column(source) for source in register.money.sources),
        Column(TOTAL, N_("Được duyệt (đồng)"), lambda row: row.funds.total or None, numeric=True),
        Column(PAID, N_("Đã chi (đồng)"), lambda row: row.funds.paid or None, numeric=True),
        Column(RETURNED, N_("Đã thu lại (đồng)"), lambda row: row.funds.back or None, numeric=True),
    )


def _source_column(source: str) -> Column:
    return Column(source_key(source), SOURCES[source], lambda row: row.funds.approved.get(source), numeric=True)


@dataclass(frozen=True)
class SourceLine:
    """One source on the line's page: what was approved of it, paid, come back."""

    label: str
    approved: int
    paid: int
    back: int


@dataclass(frozen=True)
class LineMoney:
    """What the line's page shows of its money: sources with their sums, movements by day."""

    sources: list[SourceLine]
    funds: Funds
    amounts: list[Amount]
    movements: list[Payment]

    @property
    def in_words(self) -> str:
        """The approved total, as it stands on a voucher; "" where nothing is approved."""
        return amount_words(self.funds.total) if self.funds.total else ""

    @property
    def corrected(self) -> frozenset[int | None]:
        """Movements that were taken back."""
        return frozenset(one.corrects_id for one in self.movements)

    def may_be_corrected(self, one: Payment) -> bool:
        return one.corrects_id is None and one.id not in self.corrected

    def payment(self, code: str) -> Payment | None:
        return next((one for one in self.movements if one.code == code), None)


def money_of(entry: Entry, register: Register) -> LineMoney | None:
    """The line's money; None where its register has none."""
    if register.money is None:
        return None
    amounts = list(db.session.scalars(select(Amount).where(Amount.entry_id == entry.id)))
    order = (Payment.on_date, Payment.id)
    movements = list(db.session.scalars(select(Payment).where(Payment.entry_id == entry.id).order_by(*order)))
    funds = _funds([(row.source, row.amount) for row in amounts], [(one.kind, one.amount) for one in movements])
    sources = [_source_line(source, funds, movements) for source in SOURCES]
    return LineMoney([one for one in sources if one.approved or one.paid or one.back], funds, amounts, movements)


def _source_line(source: str, funds: Funds, movements: list[Payment]) -> SourceLine:
    own = [one for one in movements if one.source == source]
    paid, back = (sum(one.amount for one in own if EFFECTS[one.kind] == effect) for effect in (OUT, BACK))
    return SourceLine(SOURCES[source], funds.approved.get(source, 0), paid, back)


def last_moved(entry: Entry) -> Amount | Payment | None:
    """The row of the line's money that changed last; None where there is none: the line itself did."""
    newest = select(AuditEvent.entity, AuditEvent.entity_id).where(AuditEvent.household_id == entry.household_id)
    money: dict[str, Any] = {model.__tablename__: model for model in (Amount, Payment)}
    found = newest.where(AuditEvent.entity.in_(sorted(money))).order_by(AuditEvent.seq.desc()).limit(1)
    row = db.session.execute(found).first()
    return db.session.get(money[row[0]], row[1]) if row else None
