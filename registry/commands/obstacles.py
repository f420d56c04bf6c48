"""What stands in the way of a row that an undo takes away or brings back."""

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import select

from registry.commands.balances import is_settled, overdrawn, owed
from registry.commands.clashes import clash_of
from registry.models import Entry, EntryStep, Finding, Payment
from registry.storage import Base, Tracked, db
from registry.storage.withdrawn import find_withdrawn, load_any

CHUNK = 10_000
DECISIVE = frozenset({"withdrawn", "starts", "ends", "person_id", "source", "code", "standard_id", "state", "on_date"})
"""Columns that decide what a row may stand beside."""


@cache
def tracked_models() -> dict[str, type[Tracked]]:
    """The models of what people change, by table."""
    mapped = [mapper for mapper in Base.registry.mappers if issubclass(mapper.class_, Tracked)]
    return {str(mapper.local_table.name): mapper.class_ for mapper in mapped}  # type: ignore[attr-defined]


def first_obstacle(rows: Sequence[tuple[Tracked, Collection[str]]]) -> Tracked | None:
    """The first obstacle of rows with the columns that changed. Rows that go are asked about together."""
    gone = [row for row, _ in rows if row.withdrawn]
    if any(True for _ in _pointing_at(gone)):
        for row in gone:
            if found := _hanging_on(row):
                return found
    others = (obstacle(row, changed) for row, changed in rows if not row.withdrawn)
    return next((found for found in others if found), None) or _overdrawn(rows) or _unsettled(rows)


def _overdrawn(rows: Sequence[tuple[Tracked, Collection[str]]]) -> Tracked | None:
    """A movement that takes back money which, once these movements go or come, was never paid."""
    lines = sorted({row.entry_id for row, _ in rows if isinstance(row, Payment)})
    return next((found for line in lines if (found := overdrawn(line))), None)


def _unsettled(rows: Sequence[tuple[Tracked, Collection[str]]]) -> Tracked | None:
    """What makes a line owe something that would stand as settled: the step that settled it where movements go or come,
    the last movement where the step does."""
    moved = {row.entry_id for row, _ in rows if isinstance(row, Payment)}
    for line in sorted(moved | {row.id for row, _ in rows if isinstance(row, Entry)}):
        entry = db.session.get(Entry, line)
        if entry is not None and not entry.withdrawn and is_settled(entry) and owed(line):
            model: Any = EntryStep if line in moved else Payment
            return db.session.scalars(select(model).where(model.entry_id == line).order_by(model.id.desc())).first()
    return None


def _pointing_at(rows: list[Tracked]) -> Iterator[Tracked]:
    """Live rows that point at one of these."""
    for model in tracked_models().values():
        for column, target, key in _pointers(cast(Any, model)):
            named = [getattr(row, key) for row in rows if isinstance(row, target)]
            for at in range(0, len(named), CHUNK):
                yield from db.session.scalars(select(model).where(column.in_(named[at : at + CHUNK])).limit(1))


def obstacle(row: Tracked, changed: Collection[str]) -> Tracked | None:
    """A live row that hangs on this withdrawn one; or, once these columns changed, a row that this one cannot stand
    on or beside. Call it unscoped, when everything is flushed."""
    if row.withdrawn:
        return _hanging_on(row)
    return _withdrawn_under(row, changed) or (clash_of(row) if DECISIVE & set(changed) else None)


def _hanging_on(row: Tracked) -> Tracked | None:
    """A live row that points at this one. A finding goes with what it was found of: it stands in nobody's way."""
    for model in tracked_models().values():
        if model is Finding:
            continue
        for column, target, key in _pointers(cast(Any, model)):
            if isinstance(row, target):
                pointing = select(model).where(column == getattr(row, key)).limit(1)
                found = db.session.scalars(pointing).first()
                if found is not None:
                    return found
    return None


def _withdrawn_under(row: Tracked, changed: Collection[str]) -> Tracked | None:
    """A withdrawn row that this one points at again."""
    for column, target, key in _pointers(cast(Any, type(row))):
        pointed = getattr(row, column.key)
        if pointed is not None and {column.key, "withdrawn"} & set(changed):
            found = load_any(target, pointed) if key == "id" else find_withdrawn(target, **{key: pointed})
            if found is not None and found.withdrawn:
                return found
    return None


@cache
def _pointers(model: Any) -> list[tuple[Any, type[Tracked], str]]:
    """The model's columns that point at rows people change, each with the model it points at and by which of its
    columns (a school is named by its code)."""
    known = tracked_models()
    columns = model.__mapper__.columns
    keys = ((column, key.column) for column in columns for key in column.foreign_keys)
    return [(column, known[to.table.name], to.key) for column, to in keys if to.table.name in known]
