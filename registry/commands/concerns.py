"""Whom a change concerns beyond the household it was made in: where its people live, and who shares a value."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Select, bindparam, select, union

from registry.commands.record import RowChange
from registry.kernel.register import Register
from registry.models import Amount, Entry, Membership, Person, PersonNumber, Project, ProjectCapital
from registry.registers import register_of, registers
from registry.storage.inner import inner_rows, of_households, rows_in

CHUNK = 2000


def concerned(rows: Mapping[Any, RowChange]) -> set[int]:
    """Households whose findings these changed rows may move: a card stays with the household it was issued in, its
    holder may live in another by now, or never have lived there; one BHXH number on two people is found with both. Call
    it unscoped."""
    people = {row.person_id for row in rows if isinstance(row, Entry | PersonNumber) and row.person_id}
    people |= {row.id for row in rows if isinstance(row, Person)}
    sharing = _sharing(rows)
    people |= {person_id for person_id, _ in sharing if person_id} | _namesakes(rows)
    households = {household_id for _, household_id in sharing} | _taking_part(rows)
    some = _chunks(people)
    return households | {household_id for ids in some for (household_id,) in rows_in(_of_people(), ids)}


@cache
def _of_people() -> CompoundSelect[int]:
    """Households that people live or lived in, and those that keep a line of theirs; registers by name, so that the
    index of lines by person serves."""
    keys = [one.key for one in registers() if one.names_person]
    stays = select(Membership.household_id).where(of_households(Membership.person_id), ~Membership.withdrawn)
    lines = select(Entry.household_id).where(of_households(Entry.person_id), ~Entry.withdrawn)
    return union(stays, lines.where(Entry.register.in_(keys)))


def _namesakes(rows: Mapping[Any, RowChange]) -> set[int]:
    """Everybody who bears an identity number that changed, or that who stands for a household in a changed line bears:
    one number in the lines of two households is found with both."""
    standing = {row.person_id for row in rows if isinstance(row, Entry) and row.person_id and _has_holder(row)}
    theirs = set(_in_chunks(PersonNumber.number, PersonNumber.person_id, standing))
    return bearers(rows) | set(_in_chunks(PersonNumber.person_id, PersonNumber.number, theirs))


def bearers(rows: Mapping[Any, RowChange]) -> set[int]:
    """People who bear an identity number that changed: one as it was or as it is now."""
    numbers: set[str | None] = set()
    for row, made in rows.items():
        if isinstance(row, PersonNumber):
            numbers |= {row.number, made.before.get("number"), made.after.get("number")}
    return set(_in_chunks(PersonNumber.person_id, PersonNumber.number, numbers - {None}))


def _has_holder(row: Entry) -> bool:
    register = register_of(row.register)
    return register is not None and bool(register.holder)


def _sharing(rows: Mapping[Any, RowChange]) -> set[tuple[int | None, int]]:
    """Person (of a household's line, none) and household of each line that bears a value which one of these lines had
    or has, in a column the register names."""
    values: dict[Any, set[Any]] = {}
    for row, made in rows.items():
        register = register_of(row.register) if isinstance(row, Entry) else None
        for name in register.shared if register else ():
            known = {getattr(row, name), made.before.get(name), made.after.get(name)} - {None}
            values.setdefault(getattr(type(row), name), set()).update(known)
    return {
        (person_id, household_id)
        for column, known in values.items()
        for person_id, household_id in _rows((column.class_.person_id, column.class_.household_id), column, known)
    }


def _taking_part(rows: Mapping[Any, RowChange]) -> set[int]:
    """Households in the projects that changed, or whose lines' money did: what one gets, others in it do not. Lines of
    a register belong to projects where it says that they share one."""
    ids = {row.id for row in rows if isinstance(row, Project)}
    ids |= {row.project_id for row in rows if isinstance(row, ProjectCapital)}
    codes = set(_in_chunks(Project.code, Project.id, ids))
    return {one for register in registers() if "project" in register.shared for one in _in(register, codes, rows)}


def _in(register: Register, codes: set[str], rows: Mapping[Any, RowChange]) -> Iterator[int]:
    """Households with a line of the register in one of these projects, or in that of a line whose money changed."""
    line: Any = register.model
    paid = {row.entry_id for row in rows if isinstance(row, Amount) and row.register == register.key}
    return _in_chunks(line.household_id, line.project, codes | set(_in_chunks(line.project, line.id, paid)))


def _in_chunks(wanted: Any, column: Any, values: Iterable[Any]) -> Iterator[Any]:
    return (value for (value,) in _rows((wanted,), column, values))


def _rows(wanted: Iterable[Any], column: Any, values: Iterable[Any]) -> Iterator[Any]:
    asked = _wanted(tuple(wanted), column)
    return (row for some in _chunks(values) for row in inner_rows(asked, values=some))


def _chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    ordered = sorted(values)
    return (ordered[at : at + CHUNK] for at in range(0, len(ordered), CHUNK))


@cache
def _wanted(wanted: tuple[Any, ...], column: Any) -> Select[Any]:
    return select(*wanted).where(column.in_(bindparam("values", expanding=True)), ~column.class_.withdrawn)
