"""Whom a change concerns beyond the household it was made in: where its people live, and who shares a value."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from registry.commands.record import RowChange
from registry.models import Entry, Membership, Person, PersonNumber
from registry.registers import register_of
from registry.storage.inner import inner_rows

CHUNK = 2000


def concerned(rows: Mapping[Any, RowChange]) -> set[int]:
    """Households whose findings these changed rows may move: a card stays with the household it was issued in, its
    holder may live in another by now; one BHXH number on two people is found with both. Call it unscoped."""
    people = {row.person_id for row in rows if isinstance(row, Entry | PersonNumber) and row.person_id}
    people |= {row.id for row in rows if isinstance(row, Person)}
    people |= _sharers(rows)
    return set(_in_chunks(Membership.household_id, Membership.person_id, people))


def _sharers(rows: Mapping[Any, RowChange]) -> set[int]:
    """Everybody whose lines bear a value that one of these lines had or has, in a column the register names."""
    values: dict[Any, set[Any]] = {}
    for row, made in rows.items():
        register = register_of(row.register) if isinstance(row, Entry) else None
        for name in register.shared if register else ():
            known = {getattr(row, name), made.before.get(name), made.after.get(name)} - {None}
            values.setdefault(getattr(type(row), name), set()).update(known)
    return {
        person for column, known in values.items() for person in _in_chunks(column.class_.person_id, column, known)
    } - {None}


def _in_chunks(wanted: Any, column: Any, values: Iterable[Any]) -> Iterator[Any]:
    ordered = sorted(values)
    for at in range(0, len(ordered), CHUNK):
        yield from (found for (found,) in inner_rows(_wanted(wanted, column), values=ordered[at : at + CHUNK]))


@cache
def _wanted(wanted: Any, column: Any) -> Select[Any]:
    return select(wanted).where(column.in_(bindparam("values", expanding=True)), ~column.class_.withdrawn)
