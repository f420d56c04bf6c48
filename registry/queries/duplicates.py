"""People who may be the one being typed: same folded name and birth year, the same number, the same code. Asked before
a person is written. Of who lives outside the reader's area only the commune is shown (decisions.md 15)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from registry.kernel.places import places
from registry.kernel.scope import current_scope, unscoped
from registry.kernel.settings import today
from registry.models import Household, Membership, Person, PersonNumber, Residence
from registry.storage import OPEN, db
from registry.vn.dates import format_partial
from registry.vn.fold import fold
from registry.vn.ids import normalise_number

ELSEWHERE = 3
"""So many people of other communes are told of; more of them say nothing new."""


@dataclass(frozen=True)
class Namesake:
    """Somebody of that name and birth year in the same commune, whom the reader may see."""

    name: str
    birth: str
    person_code: str
    household_code: str
    gone: bool


@dataclass(frozen=True)
class Outside:
    """Somebody outside the reader's area: the commune is all that is shown. The codes are for the view log and, of who
    still lives there (else ""), for asking that commune to hand the household over."""

    place: str
    household_code: str
    person_code: str


@dataclass(frozen=True)
class Namesakes:
    """Those in the commune, and those outside the reader's area."""

    here: tuple[Namesake, ...] = ()
    elsewhere: tuple[Outside, ...] = ()


def possible_duplicates(name: str, birth_year: int, unit_id: int) -> Namesakes:
    """Living people so called and born that year: in this commune by name, out of scope by their commune only."""
    commune = places().on(unit_id, today())
    so_called = _known(Person.name_fold == fold(name)[:200], Person.birth_year == birth_year)
    here = [one for one in so_called if _within(one) and places().on(one.unit_id, today()) == commune]
    return Namesakes(tuple(map(_namesake, here)), _outside(so_called))


def bearers_elsewhere(number: str, person_id: int = 0) -> tuple[Outside, ...]:
    """Living people out of scope who bear this number, but for `person_id`."""
    try:
        plain, _ = normalise_number(number)
    except ValueError:
        return ()
    bear = select(PersonNumber.person_id).where(PersonNumber.number == plain)
    return _outside(_known(Person.id.in_(bear), Person.id != person_id))


def living_elsewhere(person_code: str) -> Outside | None:
    """The person with this code, where out of scope a household still has that member."""
    found = _outside(_known(Person.code == person_code.strip().upper()))
    return next((one for one in found if one.person_code), None)


def _known(*conditions: Any) -> list[Any]:
    """Of each living person: who, the household joined last, until when, and the commune of its last home."""
    wanted = (
        select(Person, Household.code, Membership.ends, Residence.unit_id)
        .join(Membership, Membership.person_id == Person.id)
        .join(Household, Household.id == Membership.household_id)
        .join(Residence, Residence.household_id == Household.id)
        .where(*conditions, Person.died_on.is_(None))
        .order_by(Membership.starts, Membership.id, Residence.starts)
        .limit(200)
    )
    with unscoped():
        return list({row[0].id: row for row in db.session.execute(wanted)}.values())


def _within(one: Any) -> bool:
    scope = current_scope()
    return scope is not None and (scope.units is None or one.unit_id in scope.units)


def _outside(people: Iterable[Any]) -> tuple[Outside, ...]:
    """Who is gone from a household is told of once a commune."""
    found = {}
    for one in people:
        if not _within(one):
            place, code = places().label(one.unit_id, today()), one.Person.code if one.ends == OPEN else ""
            found[place, code] = Outside(place, one.code, code)
    return tuple(found[key] for key in sorted(found))[:ELSEWHERE]


def _namesake(one: Any) -> Namesake:
    person = one.Person
    return Namesake(person.name, format_partial(person.birth), person.code, one.code, one.ends != OPEN)
