"""Who may work on what a rule found: whoever keeps the household, or a register the rule looks into."""

from collections.abc import Collection, Iterable

from sqlalchemy import select

from registry.checks.reading import is_readable
from registry.kernel.actor import HOUSEHOLDS, WRITE, Actor, Authority
from registry.kernel.places import places
from registry.kernel.rules import Rule
from registry.kernel.settings import today
from registry.models import Agency, Grant, User
from registry.storage import db

LARGEST = 1_000
"""So many findings are worked on at once at most: a commune's list is shorter, a province's is nobody's one task."""


def right_to_work(actor: Actor, rule: Rule) -> str:
    """What the actor may write in that gives the right: the households, or else one of the rule's registers."""
    return next((key for key in (HOUSEHOLDS, *rule.reveals) if actor.may(WRITE, key)), HOUSEHOLDS)


def may_work(actor: Actor, rule: Rule, units: Iterable[int]) -> bool:
    """Whether the actor may work on what the rule found in all these stored communes."""
    allowed = actor.units(WRITE, places(), today(), right_to_work(actor, rule))
    return is_readable(actor, rule) and (allowed is None or set(units) <= allowed)


def possible_owners(rule: Rule, units: Collection[int]) -> list[tuple[User, str]]:
    """Everybody who could see to it in all these communes, with the agency's name; by name."""
    asked = (
        select(User, Agency.short_name, Grant)
        .join(Grant, Grant.user_id == User.id)
        .outerjoin(Agency, Agency.id == User.agency_id)
        .where(User.active.is_(True), Grant.on(today()))
        .order_by(User.name, User.id)
    )
    users: dict[int, tuple[User, str]] = {}
    held: dict[int, list[Authority]] = {}
    for user, agency, grant in db.session.execute(asked):
        users[user.id] = (user, agency or "")
        held.setdefault(user.id, []).append(Authority(grant.role, grant.unit_id, grant.register))
    actors = (Actor(id_, users[id_][0].name, authorities=tuple(authorities)) for id_, authorities in held.items())
    return [users[actor.id or 0] for actor in actors if may_work(actor, rule, units)]
