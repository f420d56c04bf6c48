"""Money of a register's line: what was approved from each source, and the movements, corrected by counter movements.

Each raises the version of the line, so that two people never write down the same movement unseen of each other.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from registry.commands.balances import is_settled, overdrawn, owed
from registry.commands.change import command
from registry.commands.checks import Checks, refuse
from registry.commands.codes import random_code
from registry.commands.line_rights import hold_line, require
from registry.kernel.actor import WRITE, Actor, NotFound
from registry.kernel.register import Register
from registry.kernel.scope import unscoped
from registry.messages import N_, Message
from registry.models import Amount, Entry, Payment
from registry.models.money import SOURCES, Money
from registry.storage import db
from registry.vn.dates import format_day
from registry.vn.numbers import format_int

MOST = 10**12
"""đồng; more than any province spends on one line."""
MOVEMENT = ("kind", "source", "on_date", "amount", "method", "number", "note")
BELOW = N_("Đến ngày %(day)s, số thu lại từ “%(source)s” nhiều hơn số đã chi. Hãy kiểm tra lại số tiền, ngày và nguồn.")
SETTLED = N_("Dòng này đã tất toán mà sau khoản này còn nợ gốc %(left)s đồng. Hãy hoàn tác bước tất toán trước.")


@command("set_amounts", N_("Ghi số tiền được duyệt"), WRITE, register="")
def set_amounts(actor: Actor, entry: Entry, version: int, **amounts: int | None) -> None:
    """What is approved from each source, in đồng; None or 0 where nothing is, a source left out stays as it is."""
    money = _hold(actor, entry, version, "sets")
    with Checks() as found:
        _check_amounts(found, money, amounts)
    known = {row.source: row for row in _amounts(entry)}
    for source, amount in amounts.items():
        _set(entry, known.get(source), source, amount or 0)
    entry.version += 1


@command("add_payment", N_("Ghi khoản chi, thu"), WRITE, register="")
def add_payment(actor: Actor, entry: Entry, version: int, **values: Any) -> Payment:
    """A movement on a day: `kind`, `source`, `on_date`, `amount` (đồng), `method`, `number` and `note`."""
    money = _hold(actor, entry, version, "pays")
    made = _moved(actor, entry, _checked(money, values))
    _check_balance(entry)
    return made


@command("correct_payment", N_("Đính chính khoản chi, thu"), WRITE, register="")
def correct_payment(
    actor: Actor, entry: Entry, version: int, payment: Payment, *, reason: str, never: bool = False, **values: Any
) -> None:
    """Take a movement back by a counter movement, and write down the right one unless it `never` was."""
    money = _hold(actor, entry, version, "pays")
    if payment.entry_id != entry.id or payment.corrects_id or _is_corrected(payment):
        raise refuse("", N_("Khoản này đã được đính chính. Hãy mở lại trang để xem các khoản hiện nay."))
    with Checks() as found:
        why = found.text("reason", reason, 500)
        if why is None:
            found.refuse("reason", N_("Hãy nêu lý do đính chính."))
    right = None if never else _checked(money, {key: getattr(payment, key) for key in MOVEMENT} | values)
    wrong = {key: getattr(payment, key) for key in MOVEMENT}
    if right == wrong:
        raise refuse("", N_("Chưa có gì khác với khoản đã ghi. Hãy sửa chỗ sai, hoặc chọn “Khoản này không có thật”."))
    _moved(actor, entry, wrong | {"amount": -payment.amount, "note": why, "corrects_id": payment.id})
    if right is not None:
        _moved(actor, entry, right)
    _check_balance(entry)


def with_amounts(entry_ids: Collection[int]) -> set[int]:
    """The lines among these for which a sum was written down."""
    with unscoped():
        return set(db.session.scalars(select(Amount.entry_id).where(Amount.entry_id.in_(entry_ids))))


def approve_due(register: Register, entry: Entry) -> None:
    """Write down what the line comes to by the rates, where a step approves it and no sum was written down. Part of
    the step: whoever takes it has its right."""
    money = register.money
    if money is not None and (amount := money.due(entry)):
        _set(entry, None, money.sources[0], amount)


def _hold(actor: Actor, entry: Entry, version: int, right: str) -> Money:
    """Begin work on the line's money. Raises Stale, Denied; NotFound where its register has none."""
    register: Register = hold_line(actor, entry, version)
    if register.money is None:
        raise NotFound(entry.code)
    require(actor, register, entry.household_id, getattr(register.money, right))
    return register.money


def _amounts(entry: Entry) -> list[Amount]:
    with unscoped():
        return list(db.session.scalars(select(Amount).where(Amount.entry_id == entry.id)))


def _check_amounts(found: Checks, money: Money, amounts: Mapping[str, int | None]) -> None:
    for source, amount in amounts.items():
        if source not in money.sources:
            found.refuse(source, N_("Sổ này không có nguồn vốn ấy. Hãy chọn lại."))
        found.number(source, amount, 0, MOST)


def _set(entry: Entry, row: Amount | None, source: str, amount: int) -> None:
    if row is not None and amount:
        row.amount = amount
    elif row is not None:
        row.withdrawn = True
    elif amount:
        db.session.add(Amount(**_of(entry), source=source, amount=amount))


def _of(entry: Entry) -> dict[str, Any]:
    return {"entry_id": entry.id, "register": entry.register, "household_id": entry.household_id}


def _checked(money: Money, values: Mapping[str, Any]) -> dict[str, Any]:
    with Checks() as found:
        columns = found.values(Payment, dict.fromkeys(MOVEMENT) | dict(values), MOVEMENT)
        for key, known in (("kind", money.kinds), ("source", money.sources)):
            if columns[key] is not None and columns[key] not in known:
                found.refuse(key, N_("Sổ này không dùng mục ấy. Hãy chọn lại."))
        if columns["amount"] is not None:
            found.number("amount", columns["amount"], 1, MOST)
        if columns["on_date"] is not None:
            found.past("on_date", columns["on_date"])
    return columns


def _moved(actor: Actor, entry: Entry, columns: Mapping[str, Any]) -> Payment:
    made = Payment(**_of(entry), **columns, code=random_code(), made_by=actor.name, made_at=datetime.now(UTC))
    db.session.add(made)
    entry.version += 1
    return made


def _is_corrected(payment: Payment) -> bool:
    with unscoped():
        counter = select(Payment.id).where(Payment.corrects_id == payment.id).limit(1)
        return db.session.scalar(counter) is not None


def _check_balance(entry: Entry) -> None:
    db.session.flush()
    if (below := overdrawn(entry.id)) is not None:
        source = Message(SOURCES[below.source])
        raise refuse("amount", BELOW, day=format_day(below.on_date), source=source)
    if is_settled(entry) and (left := owed(entry.id)):
        raise refuse("amount", SETTLED, left=format_int(left))
