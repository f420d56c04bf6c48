"""What the registry already knows of the households and people a file speaks of, read in a few questions.

The inner look (unscoped): every question is kept to the communes of the actor's area here, and what lies outside is
only ever told as such.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Executable, select

from registry.commands.importing.places import Finder
from registry.kernel.scope import unscoped
from registry.models import (
    Household,
    HouseholdClass,
    HouseholdCode,
    HouseholdHead,
    Membership,
    Person,
    PersonNumber,
    Residence,
)
from registry.storage import OPEN, db

CHUNK = 1_000
T = TypeVar("T")


@dataclass(frozen=True)
class Home:
    """A living household where it lives today; `unit_id` is today's commune."""

    id: int
    code: str
    unit_id: int
    hamlet_id: int | None
    head: tuple[str, int] | None


@dataclass
class Known:
    """Living households of the file's communes, and of the codes it names, inside the actor's area."""

    by_id: dict[int, Home] = field(default_factory=dict)
    by_code: dict[str, Home] = field(default_factory=dict)
    by_external: dict[str, list[Home]] = field(default_factory=lambda: defaultdict(list))
    by_head: dict[tuple[str, int, int], list[Home]] = field(default_factory=lambda: defaultdict(list))


@dataclass
class Inside:
    """The rows of matched households, to be compared and changed."""

    households: dict[int, Household]
    homes: dict[int, Residence]
    members: dict[int, list[tuple[Membership, Person]]]
    numbers: dict[int, list[PersonNumber]]
    classes: dict[tuple[int, int], HouseholdClass]
    externals: dict[int, set[str]]


def load_known(finder: Finder, units: Iterable[int], codes: Iterable[str]) -> Known:
    """The households a file can mean. `units` are today's communes, `codes` are ours or other systems'."""
    stored = frozenset().union(*(finder.places.within(unit, finder.day) for unit in units))
    wanted = sorted(set(codes))
    known, allowed = Known(), finder.allowed()
    with unscoped():
        ids = set(_in_chunks(wanted, lambda some: select(Household.id).where(Household.code.in_(some))))
        told = list(
            _rows(
                wanted,
                lambda some: select(HouseholdCode.household_id, HouseholdCode.code).where(HouseholdCode.code.in_(some)),
            )
        )
        ids |= {household_id for household_id, _ in told}
        for rows in (_homes(sorted(stored), Residence.unit_id.in_), _homes(sorted(ids), Household.id.in_)):
            for row in rows:
                if allowed is None or row.unit_id in allowed:
                    _note(known, finder, row)
    for household_id, code in told:
        if household_id in known.by_id:
            known.by_external[code].append(known.by_id[household_id])
    return known


def _homes(values: list[int], condition: Callable[[list[int]], ColumnElement[bool]]) -> Iterator[Any]:
    columns = (
        Household.id,
        Household.code,
        Residence.unit_id,
        Residence.hamlet_id,
        Person.name_fold,
        Person.birth_year,
    )
    statement = (
        select(*columns)
        .join(Residence, (Residence.household_id == Household.id) & (Residence.ends == OPEN))
        .outerjoin(HouseholdHead, (HouseholdHead.household_id == Household.id) & (HouseholdHead.ends == OPEN))
        .outerjoin(Person, Person.id == HouseholdHead.person_id)
        .where(Household.ends == OPEN)
    )
    return _rows(values, lambda some: statement.where(condition(some)))


def _note(known: Known, finder: Finder, row: Any) -> None:
    if row.id in known.by_id:
        return
    unit_id = finder.places.on(row.unit_id, finder.day).id
    head = (row.name_fold, row.birth_year) if row.name_fold else None
    home = Home(row.id, row.code, unit_id, row.hamlet_id, head)
    known.by_id[home.id] = known.by_code[home.code] = home
    if head:
        known.by_head[(*head, unit_id)].append(home)


def load_inside(ids: Iterable[int]) -> Inside:
    """Everything of these households that a list may tell otherwise."""
    wanted = sorted(set(ids))
    with unscoped():
        households = {row.id: row for row in _in_chunks(wanted, lambda s: select(Household).where(Household.id.in_(s)))}
        homes = _in_chunks(
            wanted, lambda s: select(Residence).where(Residence.household_id.in_(s), Residence.ends == OPEN)
        )
        classes = _in_chunks(wanted, lambda s: select(HouseholdClass).where(HouseholdClass.household_id.in_(s)))
        codes = _in_chunks(wanted, lambda s: select(HouseholdCode).where(HouseholdCode.household_id.in_(s)))
        members = _members(wanted)
        people = sorted({person.id for rows in members.values() for _, person in rows})
        numbers = grouped(
            _in_chunks(people, lambda s: select(PersonNumber).where(PersonNumber.person_id.in_(s))),
            lambda n: n.person_id,
        )
        return Inside(
            households,
            {row.household_id: row for row in homes},
            members,
            numbers,
            {(row.household_id, row.round_id): row for row in classes},
            {owner: {row.code for row in rows} for owner, rows in grouped(codes, lambda c: c.household_id).items()},
        )


def _members(ids: list[int]) -> dict[int, list[tuple[Membership, Person]]]:
    """Present and former members, in the order they joined."""

    def ask(some: list[int]) -> Executable:
        joined = select(Membership, Person).join(Person, Person.id == Membership.person_id)
        return joined.where(Membership.household_id.in_(some)).order_by(Membership.starts, Membership.id)

    return grouped(((row[0], row[1]) for row in _rows(ids, ask)), lambda row: row[0].household_id)


def holders(numbers: Iterable[str]) -> dict[str, list[tuple[int, str, int | None, int | None]]]:
    """Who bears a number, dead people left out: person, name, household and stored commune where they live."""
    found: dict[str, list[tuple[int, str, int | None, int | None]]] = defaultdict(list)

    def ask(some: list[str]) -> Executable:
        return (
            select(PersonNumber.number, Person.id, Person.name, Membership.household_id, Residence.unit_id)
            .join(Person, Person.id == PersonNumber.person_id)
            .outerjoin(Membership, (Membership.person_id == Person.id) & (Membership.ends == OPEN))
            .outerjoin(Residence, (Residence.household_id == Membership.household_id) & (Residence.ends == OPEN))
            .where(PersonNumber.number.in_(some), Person.died_on.is_(None))
        )

    with unscoped():
        for number, *bearer in _rows(sorted(set(numbers)), ask):
            found[number].append((bearer[0], bearer[1], bearer[2], bearer[3]))
    return found


def grouped(rows: Iterable[T], key: Callable[[T], int]) -> dict[int, list[T]]:
    """The rows of each owner."""
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def _in_chunks(values: list[Any], ask: Callable[[list[Any]], Executable]) -> Iterator[Any]:
    """The first column of each row; questions of at most CHUNK values."""
    return (row[0] for row in _rows(values, ask))


def _rows(values: list[Any], ask: Callable[[list[Any]], Executable]) -> Iterator[Any]:
    for at in range(0, len(values), CHUNK):
        yield from db.session.execute(ask(values[at : at + CHUNK]))
