"""Whom a change concerns beyond the household it was made in: where its people live, and who shares a value."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select

from registry.commands.record import RowChange
from registry.models import Amount, Entry, Membership, Person, PersonNumber, Project, ProjectCapital
from registry.models.project import PRODUCTION
from registry.registers import register_of
from registry.storage import db

CHUNK = 2000


def concerned(rows: Mapping[Any, RowChange]) -> set[int]:
    """Households whose findings these changed rows may move: a card stays with the household it was issued in, its
    holder may live in another by now; one BHXH number on two people is found with both. Call it unscoped."""
    people = {row.person_id for row in rows if isinstance(row, Entry | PersonNumber) and row.person_id}
    people |= {row.id for row in rows if isinstance(row, Person)}
    sharers, households = _sharers(rows)
    households |= _taking_part(rows)
    return households | set(_in_chunks(Membership.household_id, Membership.person_id, people | sharers))


def _sharers(rows: Mapping[Any, RowChange]) -> tuple[set[int], set[int]]:
    """People, and households, whose lines bear a value that one of these lines had or has, in a column the register
    names."""
    values: dict[Any, set[Any]] = {}
    for row, made in rows.items():
        register = register_of(row.register) if isinstance(row, Entry) else None
        for name in register.shared if register else ():
            known = {getattr(row, name), made.before.get(name), made.after.get(name)} - {None}
            values.setdefault(getattr(type(row), name), set()).update(known)
    return _bearing("person_id", values), _bearing("household_id", values)


def _bearing(key: str, values: Mapping[Any, Iterable[Any]]) -> set[int]:
    found = (_in_chunks(getattr(column.class_, key), column, known) for column, known in values.items())
    return {one for some in found for one in some} - {None}


def _taking_part(rows: Mapping[Any, RowChange]) -> set[int]:
    """Households in the projects that changed, or whose lines' money did: what one gets, others in it do not."""
    register = register_of(PRODUCTION)
    if register is None:
        return set()
    line: Any = register.model
    ids = {row.id for row in rows if isinstance(row, Project)}
    ids |= {row.project_id for row in rows if isinstance(row, ProjectCapital)}
    paid = {row.entry_id for row in rows if isinstance(row, Amount) and row.register == PRODUCTION}
    codes = {*_in_chunks(Project.code, Project.id, ids), *_in_chunks(line.project, line.id, paid)}
    return set(_in_chunks(line.household_id, line.project, codes))


def _in_chunks(wanted: Any, column: Any, values: Iterable[Any]) -> Iterator[Any]:
    ordered = sorted(values)
    for at in range(0, len(ordered), CHUNK):
        yield from db.session.scalars(select(wanted).where(column.in_(ordered[at : at + CHUNK])))
