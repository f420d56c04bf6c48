"""What "còn thiếu" means where a need is what counts: every need not served now, of which a rule finds those that have
waited too long. Pages that show both numbers say so."""

from collections.abc import Collection
from datetime import date

from registry.kernel.register import Register
from registry.kernel.rules import GAP, Rule
from registry.messages import N_, Message
from registry.models.need import NEED_DAYS, PROGRAMMES
from registry.models.parameter import parameter_int
from registry.registers import register_of

BOTH = N_("“Còn thiếu” là mọi hộ có nhu cầu mà nay chưa được; “%(rule)s” chỉ gồm hộ đã chờ quá %(days)s ngày.")
LATE = N_("“Còn thiếu” là mọi hộ có nhu cầu mà nay chưa được; “%(rule)s” chỉ gồm hộ đã chờ quá hạn.")


def need_words(programmes: Collection[str]) -> dict[str, Message]:
    """The sentence of each of these programmes; the lists it leads to say after how many days."""
    known = ((key, register) for key in programmes if (register := register_of(key)))
    return {key: Message(LATE, rule=Message(_waiting(register).short)) for key, register in known}


def words_about(of: Rule | Register, day: date) -> Message | None:
    """The sentence on the list of who has such a need, and on that of who has waited too long; elsewhere none."""
    found = ((key, register) for key in PROGRAMMES if (register := register_of(key)))
    for key, register in found:
        if of in (register, _waiting(register)):
            days = parameter_int("need_days", day, NEED_DAYS, key)
            return Message(BOTH, rule=Message(_waiting(register).short), days=str(days))
    return None


def _waiting(register: Register) -> Rule:
    """The rule that finds whose need has waited too long: the register's gap."""
    return next(rule for rule in register.rules if rule.severity == GAP)
