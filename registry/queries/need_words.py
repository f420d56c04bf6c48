"""What "còn thiếu" means where a need is what counts: every need not served now, of which a rule finds those that have
waited too long. Pages that show both numbers say so."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from registry.kernel.register import Register
from registry.kernel.rules import GAP, Rule
from registry.messages import N_, Message
from registry.models import Parameter
from registry.models.need import NEED_DAYS, PROGRAMMES
from registry.registers import register_of
from registry.storage import db

BOTH = N_("“Còn thiếu” là mọi hộ có nhu cầu mà nay chưa được; “%(rule)s” chỉ gồm hộ đã chờ quá %(days)s ngày.")


def need_words(programmes: Collection[str], day: date) -> dict[str, Message]:
    """The sentence of each of these programmes, with the days its needs may wait."""
    known = {key: register for key in programmes if (register := register_of(key))}
    if not known:
        return {}
    held = select(Parameter.scope, Parameter.value).where(Parameter.key == "need_days", Parameter.scope.in_(known))
    days = dict(db.session.execute(held.where(Parameter.on(day))).all())
    return {
        key: Message(BOTH, rule=Message(_waiting(register).short), days=days.get(key, NEED_DAYS))
        for key, register in known.items()
    }


def words_about(of: Rule | Register, day: date) -> Message | None:
    """The sentence on the list of who has such a need, and on that of who has waited too long; elsewhere none."""
    found = ((key, register) for key in PROGRAMMES if (register := register_of(key)))
    about = [key for key, register in found if of in (register, _waiting(register))]
    return next(iter(need_words(about, day).values()), None)


def _waiting(register: Register) -> Rule:
    """The rule that finds whose need has waited too long: the register's gap."""
    return next(rule for rule in register.rules if rule.severity == GAP)
