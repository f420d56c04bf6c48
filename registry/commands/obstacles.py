"""What stands in the way of a row that an undo takes away or brings back."""

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import or_, select

from registry.commands.balances import is_settled, overdrawn, owed_by
from registry.commands.clashes import clash_of
from registry.models import Entry, EntryStep, Finding, Payment
from registry.registers import registers
from registry.storage import Base, Tracked, db
from registry.storage.withdrawn import find_withdrawn, load_any

CHUNK = 1_000
DECISIVE = frozenset({"withdrawn", "starts", "ends", "person_id", "source", "code", "standard_id", "state", "on_date"})
"""Columns that decide what a row may stand beside."""


@cache
def tracked_models() -> dict[str, type[Tracked]]:
    """The models of what people change, by table."""
    mapped = [mapper for mapper in Base.registry.mappers if issubclass(mapper.class_, Tracked)]
    return {str(mapper.local_table.name): mapper.class_ for mapper in mapped}  # type: ignore[attr-defined]


def first_obstacle(rows: Sequence[tuple[Tracked, Collection[str]]]) -> Tracked | None:
    """The first obstacle of rows with the columns that changed. Rows that go are asked about together."""
    if found := _hanging_on([row for row, _ in rows if row.withdrawn]):
        return found
    others = (obstacle(row, changed) for row, changed in rows if not row.withdrawn)
    return next((found for found in others if found), None) or _overdrawn(rows) or _unsettled(rows)


def _overdrawn(rows: Sequence[tuple[Tracked, Collection[str]]]) -> Tracked | None:
    """A movement that takes back money which, once these movements go or come, was never paid."""
    return overdrawn(*(row.entry_id for row, _ in rows if isinstance(row, Payment)))


def _unsettled(rows: Sequence[tuple[Tracked, Collection[str]]]) -> Tracked | None:
    """What makes a line owe something that would stand as settled: the step that settled it where movements go or come,
    the last movement where the step does."""
    moved = {row.entry_id for row, _ in rows if isinstance(row, Payment)}
    settled = _settled(sorted(moved | {row.id for row, _ in rows if isinstance(row, Entry)}))
    left = owed_by(settled)
    for line in settled:
        if left[line]:
            model: Any = EntryStep if line in moved else Payment
            return db.session.scalars(select(model).where(model.entry_id == line).order_by(model.id.desc())).first()
    return None


def _settled(lines: list[int]) -> list[int]:
    """Those of these lines that stand where their register lets nothing be owed."""
    states = sorted(set().union(*(register.workflow.settled for register in registers())))
    asked = select(Entry).where(Entry.status.in_(states)).order_by(Entry.id)
    return [
        one.id
        for some in _chunks(lines)
        for one in db.session.scalars(asked.where(Entry.id.in_(some)))
        if is_settled(one)
    ]


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[at : at + CHUNK] for at in range(0, len(values), CHUNK))


def obstacle(row: Tracked, changed: Collection[str]) -> Tracked | None:
    """A live row that hangs on this withdrawn one; or, once these columns changed, a row that this one cannot stand
    on or beside. Call it unscoped, when everything is flushed."""
    if row.withdrawn:
        return _hanging_on([row])
    return _withdrawn_under(row, changed) or (clash_of(row) if DECISIVE & set(changed) else None)


def _hanging_on(rows: Sequence[Tracked]) -> Tracked | None:
    """A live row that points at one of these: asked of all tables in one question for each chunk, then only where
    something does. A finding goes with what it was found of: it stands in nobody's way."""
    for (target, key), pointing in _pointed().items():
        for some in _chunks([getattr(row, key) for row in rows if isinstance(row, target)]):
            if db.session.scalar(select(or_(*(_any(column, some) for column in pointing)))):
                return next(filter(None, (_first(column, some) for column in pointing)))
    return None


@cache
def _pointed() -> dict[tuple[type[Tracked], str], list[Any]]:
    """Of what is pointed at, by which of its columns: the columns that do. What a table inherits its base tells."""
    found: dict[tuple[type[Tracked], str], list[Any]] = {}
    for model in (cast(Any, one) for one in tracked_models().values()):
        for column, target, key in _pointers(model):
            if model is not Finding and column.table is model.__mapper__.local_table and not column.primary_key:
                found.setdefault((target, key), []).append(getattr(model, column.key))
    return found


def _any(column: Any, values: Sequence[Any]) -> Any:
    return select(column.class_).where(column.in_(values), column.class_.withdrawn.is_(False)).exists()


def _first(column: Any, values: Sequence[Any]) -> Tracked | None:
    model = column.class_
    return db.session.scalars(select(model).where(column.in_(values)).order_by(model.id).limit(1)).first()


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
