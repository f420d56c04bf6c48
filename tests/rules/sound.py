"""What must hold of a registry whatever people do: the sums of money, and what every row hangs on. Call it unscoped."""

from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import select

from registry.commands.obstacles import tracked_models
from registry.models import Payment
from registry.models.money import BACK, EFFECTS, OUT
from registry.queries.audit import verify_log
from registry.queries.entry_money import NO_FUNDS, Funds, funds_of
from registry.registers import registers
from registry.storage import db


def check_log() -> None:
    """The chain of the log holds."""
    verdict = verify_log()
    assert verdict.ok, verdict.reason


def check_money() -> None:
    """What is told of a line's money is the sum of its movements; no source is below 0 at the end of any day; nothing
    is owed where a line is settled."""
    moved: dict[int, list[Payment]] = defaultdict(list)
    for one in db.session.scalars(select(Payment)):
        moved[one.entry_id].append(one)
    for register in (one for one in registers() if one.money):
        lines = {line.id: line.status for line in db.session.scalars(select(register.model))}
        told = funds_of(register, list(lines))
        for line, status in lines.items():
            _check_line(told.get(line, NO_FUNDS), moved.pop(line, []), status in register.workflow.settled)
    assert not moved, "money of lines that are not there"


def _check_line(told: Funds, moved: list[Payment], settled: bool) -> None:
    paid, back = (sum(one.amount for one in moved if EFFECTS[one.kind] == effect) for effect in (OUT, BACK))
    assert (told.paid, told.back, told.balance) == (paid, back, paid - back)
    by_day: dict[Any, Counter[str]] = defaultdict(Counter)
    for one in moved:
        by_day[one.on_date][one.source] += one.effect
    left = Counter[str]()
    for day in sorted(by_day):
        left.update(by_day[day])
        assert all(amount >= 0 for amount in left.values()), f"{day}: {left}"
    assert not (settled and told.balance)
    corrected = Counter(one.corrects_id for one in moved if one.corrects_id)
    assert all(times == 1 for times in corrected.values()), "a movement is taken back once"
    amounts = {one.id: (one.kind, one.source, one.on_date, one.amount) for one in moved}
    for one in moved:
        if one.corrects_id:
            assert amounts[one.corrects_id] == (one.kind, one.source, one.on_date, -one.amount)


def check_roots() -> None:
    """No live row points at one that is not there: a line at its household, a payment at its line. But the decision on
    a class that a line keeps may be withdrawn: what it was is never rewritten (decisions.md 12)."""
    known = {model: _keys(model) for model in tracked_models().values()}
    for model in known:
        for column in model.__mapper__.columns:  # type: ignore[attr-defined]
            for key in column.foreign_keys if column.key != "class_id" else ():
                target = tracked_models().get(key.column.table.name)
                if target is None or model.__tablename__ == "finding":  # type: ignore[attr-defined]
                    continue
                named = getattr(model, model.__mapper__.get_property_by_column(column).key)  # type: ignore[attr-defined]
                lost = set(db.session.scalars(select(named).where(named.is_not(None)))) - known[target][key.column.key]
                assert not lost, f"{model.__name__}.{column.key} points at {lost} of {target.__name__}"


def _keys(model: Any) -> dict[str, set[Any]]:
    """The ids, and the codes where there are any, of what is live."""
    names = [name for name in ("id", "code") if hasattr(model, name)]
    rows = db.session.execute(select(*(getattr(model, name) for name in names))).all()
    return {name: {row[at] for row in rows} for at, name in enumerate(names)}
