"""Which hits of a search typed with marks bear them just so: "Hòa" comes before "Hoa" and "Hỏa"."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select

from registry.models import Hamlet, HouseholdPeriod, Membership, Person
from registry.queries.household_filters import Asked
from registry.storage import db
from registry.vn.sort import Spelling, spellings


def bearers(asked: Asked) -> frozenset[int]:
    """Those hits of which every marked word begins a word of some member's name, or of the hamlet's, marks and all.

    None without marks, and none where the hits are too many to look at one by one: there the order stays the list's.
    """
    typed = {word for word in spellings(asked.filters.q) if word.marked}
    if not typed or not asked.hits:
        return frozenset()
    named: defaultdict[int, set[Spelling]] = defaultdict(set)
    for id_, name, hamlet in _names(asked):
        named[id_].update(spellings(name), spellings(hamlet or ""))
    return frozenset(id_ for id_, known in named.items() if all(_begins(word, known) for word in typed))


def _begins(typed: Spelling, known: Iterable[Spelling]) -> bool:
    return any(word.tone == typed.tone and word.letters.startswith(typed.letters) for word in known)


def _names(asked: Asked) -> Iterable[tuple[int, str, str | None]]:
    period = HouseholdPeriod
    people = select(period.id, Person.name, Hamlet.name)
    people = people.join(Membership, Membership.household_id == period.household_id)
    people = people.join(Person, Person.id == Membership.person_id).outerjoin(Hamlet, Hamlet.id == period.hamlet_id)
    lived = (Membership.starts < period.ends, Membership.ends > period.starts)
    hits = [hit.id for hit in asked.hits or ()]
    return db.session.execute(people.where(period.id.in_(hits), *lived))
