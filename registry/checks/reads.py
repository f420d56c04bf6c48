"""What a question reads, told from the question itself: so that a change asks again only what it may have changed."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from sqlalchemy import ClauseElement, Select, TableClause
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import BinaryExpression, BooleanClauseList, ColumnClause, Grouping
from sqlalchemy.sql.selectable import SelectBase

from registry.checks.coverage import coverage_of
from registry.checks.rules import rules
from registry.kernel.register import Register
from registry.kernel.rules import Rule
from registry.models import Entry
from registry.registers import registers

Named = frozenset[str] | None
"""Registers; None where any may be meant."""


@cache
def rules_reading(tables: frozenset[str]) -> tuple[Rule, ...]:
    """The rules whose answer for a household may be another when these tables were written."""
    return tuple(rule for rule in rules().values() if reads(rule.found(households=True)) & tables)


@cache
def registers_reading(tables: frozenset[str]) -> tuple[Register, ...]:
    """The registers of which another may be served when these tables were written."""
    counted = (one for one in registers() if one.entitled)
    return tuple(one for one in counted if reads(coverage_of(one, households=True)) & tables)


def reads(question: Any) -> frozenset[str]:
    """The tables a question reads. The spine of lines is not among them: of lines it names the registers' own tables,
    those of the registers to which its conditions hold it, else all."""
    found: set[str] = set()
    mapped: set[str] = set()
    raw: set[str] = set()
    for one in visitors.iterate(question):
        if isinstance(one, Select):
            for entity in _entities(one):
                mapped |= {table.name for table in entity.mapper.tables}
                found |= _sources(entity, one.whereclause)
        elif isinstance(one, TableClause):
            raw.add(one.name)
    return frozenset(found | (raw - mapped))


def _entities(question: Select[Any]) -> set[Any]:
    """The models, and aliases of models, that a question names outside the questions inside it."""
    return {entity for part in _own_parts(question) if (entity := _entity(part)) is not None}


def _own_parts(question: ClauseElement) -> Iterator[Any]:
    for part in question.get_children():
        if not isinstance(part, SelectBase):
            yield part
            yield from _own_parts(part)


def _entity(part: Any) -> Any:
    return getattr(part, "_annotations", {}).get("parententity")


def _sources(entity: Any, where: Any) -> frozenset[str]:
    model = entity.mapper.class_
    if not issubclass(model, Entry):
        return frozenset(table.name for table in entity.mapper.tables)
    if model is not Entry:
        return frozenset({model.__tablename__})
    named = _named(entity, where)
    return frozenset(one.key for one in registers()) if named is None else named


def _named(entity: Any, condition: Any) -> Named:
    """The registers in which alone the condition can hold for a line."""
    if isinstance(condition, Grouping):
        return _named(entity, condition.element)
    if isinstance(condition, BooleanClauseList):
        named = [_named(entity, clause) for clause in condition.clauses]
        return _in_all(named) if condition.operator is operators.and_ else _in_any(named)
    if isinstance(condition, BinaryExpression) and _is_register(entity, condition.left):
        return _values(condition)
    return None


def _in_all(named: Iterable[Named]) -> Named:
    told = [one for one in named if one is not None]
    return frozenset.intersection(*told) if told else None


def _in_any(named: Iterable[Named]) -> Named:
    told = list(named)
    return None if None in told else frozenset().union(*(one for one in told if one is not None))


def _is_register(entity: Any, column: Any) -> bool:
    return isinstance(column, ColumnClause) and column.key == "register" and _entity(column) is entity


def _values(condition: BinaryExpression[Any]) -> Named:
    value = getattr(condition.right, "value", None)
    if condition.operator is operators.eq and isinstance(value, str):
        return frozenset({value})
    return frozenset(value) if condition.operator is operators.in_op and isinstance(value, list | tuple) else None
