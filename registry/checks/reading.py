"""What somebody may read: the area, the registers and the rules, each where the grants of the day allow it."""

from datetime import date

from registry.checks.rules import rules
from registry.kernel.actor import EXPORT, READ, Actor
from registry.kernel.places import places
from registry.kernel.rules import Rule
from registry.kernel.scope import Scope
from registry.registers import registers

Units = frozenset[int] | None


def scope_of(actor: Actor, day: date) -> Scope:
    """The scope of an actor's reads on a day."""
    area: Units = actor.units(READ, places(), day) if actor.may(READ) else frozenset()
    held = {one.key: actor.units(READ, places(), day, one.key) for one in registers() if actor.may(READ, one.key)}
    seen = {rule.key: _where(rule, area, held) for rule in rules().values() if is_readable(actor, rule)}
    return Scope(area, day, frozenset(held.items()), frozenset(seen.items()))


def is_readable(actor: Actor, rule: Rule) -> bool:
    """A finding shows what stands in the registers its rule looks into: one needs all of them (decisions.md 18)."""
    return actor.may(READ) and all(actor.may(READ, register) for register in rule.reveals)


def may_take_out(actor: Actor, only: frozenset[str] = frozenset()) -> bool:
    """Whether what the actor reads may leave the screen: households, and each register read, or those of `only`."""
    read = [one.key for one in registers() if actor.may(READ, one.key) and (not only or one.key in only)]
    return actor.may(EXPORT) and all(actor.may(EXPORT, key) for key in read)


def _where(rule: Rule, area: Units, held: dict[str, Units]) -> Units:
    units = area
    for register in rule.reveals:
        other = held[register]
        units = other if units is None else units if other is None else units & other
    return units
