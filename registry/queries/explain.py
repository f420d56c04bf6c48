"""Why a rule finds somebody, or does not: condition by condition, with the values that decided, in words."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from registry.checks.rules import rules
from registry.kernel.actor import NotFound
from registry.kernel.rules import ENTRY, HOUSEHOLD, PERSON, Rule, Seen
from registry.kernel.scope import current_scope
from registry.messages import N_, Message
from registry.models import Entry, HouseholdPeriod, Membership, Person
from registry.models.household_period import CLASSES
from registry.models.person import SEXES
from registry.queries.dossier import find_household
from registry.storage import db
from registry.storage.inner import inner_rows
from registry.vn.dates import format_day
from registry.vn.numbers import format_hundredths, format_int

THERE = {
    PERSON: N_("Là thành viên còn sống của hộ trong ngày xem"),
    ENTRY: N_("Là dòng trong sổ của hộ trong ngày xem"),
    HOUSEHOLD: N_("Hộ có trong sổ trong ngày xem"),
}
LABELS = {**CLASSES, **SEXES}
AMOUNTS = 10_000
"""A whole number from here on is money, no year."""


@dataclass(frozen=True)
class Condition:
    """One condition: its sentence, whether it holds, and what was looked at."""

    text: Message
    holds: bool
    shown: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """A rule looked at for one subject on a day; `in_force`: whether the law asks for it then."""

    title: str
    basis: str
    in_force: bool
    conditions: tuple[Condition, ...]

    @property
    def found(self) -> bool:
        """Whether the rule's list holds the subject."""
        return self.in_force and all(condition.holds for condition in self.conditions)


def explain(rule_key: str, household_code: str, subject_code: str, day: date) -> Explanation:
    """`subject_code`: of the person or the line the rule is about; nothing for a rule about households.

    Raises NotFound, the same for absent, outside the reader's area and a rule the reader may not see.
    """
    rule = rules().get(rule_key)
    if rule is None:
        raise NotFound(rule_key)
    found = find_household(household_code, day)
    household, period = found.household, found.period
    _require(rule, period)
    subject = household.id if rule.subject == HOUSEHOLD else _subject(rule, household.id, subject_code)
    rows = inner_rows(rule.explained(), day=day, households=[household.id], subject=subject)
    there = Condition(Message(THERE[rule.subject]), bool(rows))
    seen = rule.read(rows[0]) if rows else ()
    return Explanation(rule.title, rule.basis, rule.holds_on(day), (there, *map(_condition, seen)))


def _require(rule: Rule, period: HouseholdPeriod) -> None:
    """The rule shows what stands in registers: the reader needs them where the household lives."""
    scope = current_scope()
    if scope is None or scope.rules is None:
        return
    where = dict(scope.rules)
    units = where.get(rule.key, frozenset())
    if units is not None and period.unit_id not in units:
        raise NotFound(rule.key)


def _subject(rule: Rule, household_id: int, code: str) -> int:
    person = select(Person.id).join(Membership, Membership.person_id == Person.id)
    asked = {
        PERSON: person.where(Membership.household_id == household_id, Person.code == code),
        ENTRY: select(Entry.id).where(Entry.household_id == household_id, Entry.code == code),
    }[rule.subject]
    found = db.session.scalars(asked.limit(1)).first()
    if found is None:
        raise NotFound(code)
    return found


def _condition(seen: Seen) -> Condition:
    known = ((text, value) for text, value in seen.shown.items() if value is not None)
    return Condition(seen.text, seen.holds, tuple(Message(text, value=_in_words(value)) for text, value in known))


def _in_words(value: Any) -> Message | str:
    if isinstance(value, bool):
        return Message(N_("Có") if value else N_("Không"))
    if isinstance(value, date):
        return format_day(value)
    if isinstance(value, int) and value >= AMOUNTS:
        return format_int(value)
    if isinstance(value, float | Decimal):
        return format_hundredths(round(value * 100))
    return Message(LABELS[value]) if value in LABELS else str(value)


@dataclass(frozen=True)
class Choice:
    """Somebody, or a line of a register, that a rule can be asked about: code and what people call it."""

    code: str
    label: str


def subjects_of(rule: Rule, household_code: str, day: date) -> list[Choice]:
    """Whom of a household the rule can be asked about, the head's generation first; nobody for a household's rule.

    Raises NotFound as `explain` does.
    """
    found = find_household(household_code, day)
    household, period = found.household, found.period
    _require(rule, period)
    if rule.subject == HOUSEHOLD:
        return []
    who = select(Person.name, Person.birth_year, Person.code).join(Membership, Membership.person_id == Person.id)
    who = who.where(Membership.household_id == household.id, Membership.on(day))
    if rule.subject == PERSON:
        rows = db.session.execute(who.order_by(Person.birth_year, Person.id))
        return [Choice(row.code, f"{row.name} · {row.birth_year}") for row in rows]
    lines = select(Entry.code, Person.name, Entry.starts).outerjoin(Person, Person.id == Entry.person_id)
    lines = lines.where(Entry.household_id == household.id).order_by(Entry.starts, Entry.id)
    named = (" · ".join(filter(None, (r.name, format_day(r.starts), r.code))) for r in db.session.execute(lines))
    return [Choice(label.rpartition(" ")[2], label) for label in named]
