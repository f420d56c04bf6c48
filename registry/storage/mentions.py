"""Which tables a statement mentions anywhere, and how: what a guard of reads looks at before it is executed."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnClause, TableClause, TextClause
from sqlalchemy.sql import visitors

SHAPES = 500
_shapes: dict[Any, "Mentions"] = {}


@dataclass(frozen=True)
class Mentions:
    """Tables that come through models, those that come raw only, and whether there is text() that may hide others."""

    mapped: frozenset[str]
    raw: frozenset[str]
    text: bool


def mentions(statement: Any) -> Mentions:
    """Looked up once for each shape of a statement: pages and commands ask the same ones over and over, and walking
    through one takes longer than naming its shape."""
    key = statement._generate_cache_key()
    if key is None:
        return _walked(statement)
    if (known := _shapes.get(key.key)) is None:
        known = _walked(statement)
        if len(_shapes) < SHAPES:
            _shapes[key.key] = known
    return known


def _walked(statement: Any) -> Mentions:
    entities, raw, text = set(), set(), False
    for element in visitors.iterate(statement):
        entity = element._annotations.get("parententity") if hasattr(element, "_annotations") else None
        if entity is not None:
            entities.add(entity)
        elif isinstance(element, TextClause):
            text = True
        elif isinstance(element, TableClause):
            raw.add(element.name)
        elif isinstance(element, ColumnClause) and isinstance(element.table, TableClause):
            raw.add(element.table.name)
    mapped = frozenset(table.name for entity in entities for table in entity.mapper.tables)
    return Mentions(mapped, frozenset(raw) - mapped, text)
