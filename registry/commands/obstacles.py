"""What stands in the way of a row that an undo takes away or brings back."""

from collections.abc import Collection, Iterator
from typing import Any, cast

from sqlalchemy import select

from registry.commands.clashes import clash_of
from registry.models import Finding
from registry.storage import Base, Tracked, db
from registry.storage.withdrawn import load_any

DECISIVE = frozenset({"withdrawn", "starts", "ends", "person_id", "source", "code", "standard_id"})
"""Columns that decide what a row may stand beside."""


def tracked_models() -> dict[str, type[Tracked]]:
    """The models of what people change, by table."""
    mapped = [mapper for mapper in Base.registry.mappers if issubclass(mapper.class_, Tracked)]
    return {str(mapper.local_table.name): mapper.class_ for mapper in mapped}  # type: ignore[attr-defined]


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
        for column, target in _pointers(model):
            if target is type(row):
                pointing = select(model).where(column == cast(Any, row).id).limit(1)
                found = db.session.scalars(pointing).first()
                if found is not None:
                    return found
    return None


def _withdrawn_under(row: Tracked, changed: Collection[str]) -> Tracked | None:
    """A withdrawn row that this one points at again."""
    for column, target in _pointers(type(row)):
        pointed = getattr(row, column.key)
        if pointed is not None and {column.key, "withdrawn"} & set(changed):
            found = load_any(target, pointed)
            if found.withdrawn:
                return found
    return None


def _pointers(model: type[Tracked]) -> Iterator[tuple[Any, type[Tracked]]]:
    """The model's columns that point at rows people change, each with the model it points at."""
    known = tracked_models()
    for column in cast(Any, model).__mapper__.columns:
        for key in column.foreign_keys:
            if key.column.table.name in known:
                yield column, known[key.column.table.name]
