"""What one household has answered: by programme, what holds on a day and what was said before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry.messages import Message
from registry.models import Need
from registry.models.need import PROGRAMMES
from registry.models.words import BEYOND

Whose = str | Message


def whose(need: Need, name: str | None) -> Whose:
    """Of whom a need is: "" for the whole household; of somebody beyond the reader's area only that is said."""
    if need.person_id is None:
        return ""
    return name or Message(BEYOND)


@dataclass(frozen=True)
class ProgrammeNeeds:
    """What a household has answered about a programme: what holds on the day, then what was said before."""

    programme: str
    holds: list[tuple[Need, Whose]]
    before: list[tuple[Need, Whose]]

    @property
    def title(self) -> str:
        return PROGRAMMES[self.programme]


def needs_by_programme(rows: Iterable[Need], names: Mapping[int, str]) -> list[ProgrammeNeeds]:
    """These answers of a household, newest first; `names` are of the people within the reader's area."""
    found = {key: ProgrammeNeeds(key, [], []) for key in PROGRAMMES}
    seen: set[tuple[str, str | None, int | None]] = set()
    for need in rows:
        key, part = (need.programme, need.detail, need.person_id), found[need.programme]
        (part.before if key in seen else part.holds).append((need, whose(need, names.get(need.person_id or 0))))
        seen.add(key)
    return list(found.values())
