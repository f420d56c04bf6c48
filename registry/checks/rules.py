"""Every rule there is, by key: those of the registers, then those of no single one."""

from functools import cache

from registry.checks import quality
from registry.kernel.rules import Rule
from registry.registers import registers


@cache
def rules() -> dict[str, Rule]:
    """In the order boards and lists show them."""
    found = [rule for register in registers() for rule in register.rules]
    return {rule.key: rule for rule in (*found, *quality.RULES)}
