"""People who may be the one being typed: same folded name and birth year. Asked before a person is written."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from registry.kernel.places import places
from registry.kernel.scope import current_scope, unscoped
from registry.kernel.settings import today
from registry.models import Household, Membership, Person, Residence
from registry.storage import OPEN, db
from registry.vn.dates import format_partial
from registry.vn.fold import fold

ELSEWHERE = 3
"""So many other communes are named; more of them say nothing new."""


@dataclass(frozen=True)
class Namesake:
    """Somebody of that name and birth year in the same commune, whom the reader may see."""

    name: str
    birth: str
    person_code: str
    household_code: str
    gone: bool


@dataclass(frozen=True)
class Namesakes:
    """Those in the commune, and the communes outside the reader's area where there is one too: no more than that."""

    here: tuple[Namesake, ...] = ()
    elsewhere: tuple[str, ...] = ()


def possible_duplicates(name: str, birth_year: int, unit_id: int) -> Namesakes:
    """Living people so called and born that year: in this commune by name, out of scope by their commune only."""
    scope, day = current_scope(), today()
    commune = places().on(unit_id, day)
    here, elsewhere = [], []
    for person, household, home in _so_called(name, birth_year).values():
        if scope is not None and (scope.units is None or home.unit_id in scope.units):
            if places().on(home.unit_id, day) == commune:
                here.append(_namesake(person, household))
        else:
            elsewhere.append(places().label(home.unit_id, day))
    return Namesakes(tuple(here), tuple(sorted(set(elsewhere)))[:ELSEWHERE])


def _so_called(name: str, birth_year: int) -> dict[int, Any]:
    """By person: the person, the household joined last and its last home."""
    wanted = (
        select(Person, Household, Residence, Membership.ends)
        .join(Membership, Membership.person_id == Person.id)
        .join(Household, Household.id == Membership.household_id)
        .join(Residence, Residence.household_id == Household.id)
        .where(Person.name_fold == fold(name)[:200], Person.birth_year == birth_year, Person.died_on.is_(None))
        .order_by(Membership.starts, Membership.id, Residence.starts)
        .limit(200)
    )
    with unscoped():
        return {row[0].id: (row[0], (row[1].code, row[3]), row[2]) for row in db.session.execute(wanted)}


def _namesake(person: Person, household: tuple[str, Any]) -> Namesake:
    code, ends = household
    return Namesake(person.name, format_partial(person.birth), person.code, code, ends != OPEN)
