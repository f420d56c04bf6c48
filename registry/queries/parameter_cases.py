"""For which case a parameter's value holds, in words: its scope is codes of a register, a household's class, a source
of money, parted by "/" or ".", or the register itself."""

import re
from functools import cache

from registry.messages import N_, Message
from registry.models.household_period import CLASSES
from registry.models.money import SOURCES
from registry.registers import registers
from registry.storage import facet_of

GIVEN = {"support": N_("hỗ trợ không hoàn lại, mọi nguồn")}
"""What stands in place of a source (registers/housing/programmes.py)."""


def case_of(key: str, scope: str) -> Message:
    """The case in words, a code nobody knows as it is; parameters begin with the name of the register they are for."""
    if not scope:
        return Message(N_("mọi trường hợp"))
    known = _words(key.partition("_")[0])
    named = {f"part{at}": Message(known.get(code, code)) for at, code in enumerate(re.split("[/.]", scope))}
    return Message(" · ".join(f"%({place})s" for place in named), **named)


@cache
def _words(begins: str) -> dict[str, str]:
    """Every code of these cases with its label; of one that two fields have, the first field's."""
    found = {**GIVEN, **SOURCES, **CLASSES, **{one.key: one.title for one in registers()}}
    own = next((one for one in registers() if one.key.startswith(begins)), None)
    for key in reversed(own.fields if own else []):
        choices = getattr(facet_of(getattr(own.model, key)), "choices", None) if own else None
        found |= choices if isinstance(choices, dict) else {}
    return found
