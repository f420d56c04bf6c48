"""What one household has answered: by programme, what holds on a day and what was said before."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from registry.messages import N_, Message
from registry.models import Household, Need, Person
from registry.models.need import PROGRAMMES
from registry.storage import db

Whose = str | Message


def whose(need: Need, name: str | None) -> Whose:
    """Of whom a need is: "" for the whole household; of somebody beyond the reader's area only that is said."""
    if need.person_id is None:
        return ""
    return name or Message(N_("(nay ở ngoài địa bàn của bạn)"))


@dataclass(frozen=True)
class ProgrammeNeeds:
    """What a household has answered about a programme: what holds on the day, then what was said before."""

    programme: str
    holds: list[tuple[Need, Whose]]
    before: list[tuple[Need, Whose]]

    @property
    def title(self) -> str:
        return PROGRAMMES[self.programme]


def needs_of(household: Household, day: date) -> list[ProgrammeNeeds]:
    """By programme, newest first; with the name of the person within the reader's area each is of."""
    asked = select(Need, Person.name).outerjoin(Person, Person.id == Need.person_id)
    asked = asked.where(Need.household_id == household.id, Need.on_date <= day)
    found = {key: ProgrammeNeeds(key, [], []) for key in PROGRAMMES}
    seen: set[tuple[str, str | None, int | None]] = set()
    for need, name in db.session.execute(asked.order_by(Need.on_date.desc(), Need.id.desc())):
        key, part = (need.programme, need.detail, need.person_id), found[need.programme]
        (part.before if key in seen else part.holds).append((need, whose(need, name)))
        seen.add(key)
    return list(found.values())
