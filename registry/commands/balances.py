"""The balance of a line's money: never below 0, from no source, on no day; 0 where its register calls it settled."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from sqlalchemy import select

from registry.kernel.scope import unscoped
from registry.models import Entry, Payment
from registry.registers import register_of
from registry.storage import db

CHUNK = 1_000


def overdrawn(*entry_ids: int) -> Payment | None:
    """The first movement of these lines, stored or about to be, that takes back more than had been paid by its day."""
    moved = movements_of(entry_ids)
    return next((found for id_ in sorted(moved) if (found := first_overdrawn(moved[id_]))), None)


def owed(entry_id: int) -> int:
    """đồng paid out for the line that have not come back. Interest is neither."""
    return owed_by([entry_id])[entry_id]


def owed_by(entry_ids: Iterable[int]) -> Counter[int]:
    """The same of many lines."""
    return Counter({id_: sum(one.effect for one in some) for id_, some in movements_of(entry_ids).items()})


def movements_of(entry_ids: Iterable[int]) -> dict[int, list[Payment]]:
    """What moved, by line, in a question for each chunk of lines."""
    wanted, found = sorted(set(entry_ids)), defaultdict[int, list[Payment]](list)
    with unscoped():
        for at in range(0, len(wanted), CHUNK):
            for one in db.session.scalars(select(Payment).where(Payment.entry_id.in_(wanted[at : at + CHUNK]))):
                found[one.entry_id].append(one)
    return found


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
