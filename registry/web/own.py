"""What somebody may change, found within the area the actor writes in; absent and not yours answer alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from flask import g

from registry.commands.areas import owns
from registry.kernel.actor import HOUSEHOLDS, WRITE, NotFound
from registry.models import Household, Membership, Person
from registry.queries.editable import household_with, stays_of

Row = TypeVar("Row")


@dataclass(frozen=True)
class Own:
    """A person of a household, with all stays in it, oldest first."""

    household: Household
    person: Person
    stays: list[Membership]

    @property
    def stay(self) -> Membership:
        """The latest one."""
        return self.stays[-1]


def own_household(code: str, action: str = WRITE, register: str = HOUSEHOLDS) -> Household:
    """The household with this code; raises NotFound. With a register: whose lines of it are the actor's."""
    household = household_with(code)
    if household is None or not owns(g.actor, household.id, action, register):
        raise NotFound(code)
    return household


def own_member(code: str, person_code: str, action: str = WRITE) -> Own:
    """Somebody who belongs or belonged to the household and has not gone beyond the actor's area."""
    household = own_household(code, action)
    rows = stays_of(person_code)
    stays = [stay for _, stay in rows if stay.household_id == household.id]
    if not stays:
        raise NotFound(person_code)
    last = rows[-1][1].household_id
    if last != household.id and not owns(g.actor, last, action):
        raise NotFound(person_code)
    return Own(household, rows[0][0], stays)


def pick(rows: Iterable[Row], number: int) -> Row:
    """The row with this id out of those that may be changed; raises NotFound."""
    for row in rows:
        if row.id == number:  # type: ignore[attr-defined]
            return row
    raise NotFound(str(number))
