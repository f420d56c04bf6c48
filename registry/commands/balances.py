"""The balance of a line's money: never below 0, from no source, on no day; 0 where its register calls it settled."""

from collections import Counter
from collections.abc import Collection, Iterable

from sqlalchemy import select

from registry.kernel.scope import unscoped
from registry.models import Entry, Payment
from registry.registers import register_of
from registry.storage import db


def overdrawn(entry_id: int) -> Payment | None:
    """The first movement of the line, stored or about to be, that takes back more than had been paid by its day."""
    with unscoped():
        return first_overdrawn(db.session.scalars(select(Payment).where(Payment.entry_id == entry_id)))


def owed(entry_id: int) -> int:
    """đồng paid out for the line that have not come back. Interest is neither."""
    return owed_of([entry_id]).get(entry_id, 0)


def owed_of(entry_ids: Collection[int]) -> Counter[int]:
    """The same of many lines."""
    left: Counter[int] = Counter()
    with unscoped():
        for one in db.session.scalars(select(Payment).where(Payment.entry_id.in_(entry_ids))):
            left[one.entry_id] += one.effect
    return left


def is_settled(entry: Entry) -> bool:
    """Whether the line stands where its register lets nothing be owed."""
    register = register_of(entry.register)
    return register is not None and entry.status in register.workflow.settled


def first_overdrawn(movements: Iterable[Payment]) -> Payment | None:
    """Day by day, what was paid before what came back."""
    left: Counter[str] = Counter()
    for movement in sorted(movements, key=lambda one: (one.on_date, -one.effect, one.code)):
        left[movement.source] += movement.effect
        if left[movement.source] < 0:
            return movement
    return None
