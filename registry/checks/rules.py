"""Every rule there is, by key: those of the registers, then those of no single one."""

from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, literal, union_all

from registry.checks import quality
from registry.checks.reach import reach_rules
from registry.kernel.register import Register
from registry.kernel.rules import ENTRY, PERSON, Rule
from registry.registers import registers

OWN = "no_register"
"""The group of the rules of no single register."""


@cache
def rule_groups() -> dict[str, tuple[Rule, ...]]:
    """Rules that are looked at together: each register's, then those of none."""
    return {one.key: one.rules for one in registers() if one.rules} | {OWN: (*reach_rules(), *quality.RULES)}


@cache
def rules() -> dict[str, Rule]:
    """In the order boards and lists show them."""
    return {rule.key: rule for group in rule_groups().values() for rule in group}


@cache
def of_people(of: Rule | Register) -> bool:
    """Whether it counts people: not where a household is found, or served, as a whole."""
    if isinstance(of, Rule) and of.subject == ENTRY:
        return any(one.subject == PERSON for one in registers() if one.model is of.model)
    return of.subject == PERSON


@cache
def found_together(asked: tuple[Rule, ...], households: bool = False, kept: bool = False) -> CompoundSelect[Any]:
    """What these rules (one or more) find, all in one question, each row with its `rule`; else as `Rule.found`."""
    columns = [(rule, literal(rule.key, literal_execute=True).label("rule")) for rule in asked]
    return union_all(*(rule.found(households, kept=kept).add_columns(named) for rule, named in columns))
