"""The balance of a line's money: never below 0, from no source, on no day."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import select

from registry.kernel.scope import unscoped
from registry.models import Payment
from registry.storage import db


def overdrawn(entry_id: int) -> Payment | None:
    """The first movement of the line, stored or about to be, that takes back more than had been paid by its day."""
    with unscoped():
        return first_overdrawn(db.session.scalars(select(Payment).where(Payment.entry_id == entry_id)))


def first_overdrawn(movements: Iterable[Payment]) -> Payment | None:
    """Day by day, what was paid before what came back."""
    left: Counter[str] = Counter()
    for movement in sorted(movements, key=lambda one: (one.on_date, -one.effect, one.code)):
        left[movement.source] += movement.effect
        if left[movement.source] < 0:
            return movement
    return None
