"""Rules as data: a rule is conditions, each with its SQL and its sentence, so that list, count, explanation and
printed page come from one object (architecture.md, 3). Questions are asked unscoped; what is shown is scoped outside.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, bindparam, cast, null, or_, select
from sqlalchemy.orm import aliased

from registry.messages import N_, Message
from registry.models import Entry, HouseholdPeriod, Membership, Person
from registry.storage.sql_dates import asked_day
from registry.storage.sql_lookups import in_a_few

HOUSEHOLD, PERSON, ENTRY = "household", "person", "entry"
GAP, SUSPICIOUS, VIOLATION = "G", "S", "V"
CLASS, CLASS_FROM = N_("Diện của hộ: %(value)s"), N_("Từ ngày: %(value)s")
Shown = Mapping[str, Any]
"""Facts to show beside a condition: a sentence with a place for the value, and its SQL, or what it gave."""


class Frame:
    """What a rule's question ranges over on a day: households as they were, living members, or lines of a register.
    `kept`: the day is the working day, and who is served on it (`Coverage`) is kept already."""

    def __init__(self, subject: str, model: type[Entry] = Entry, kept: bool = False) -> None:
        self.subject, self.kept = subject, kept
        self.day = asked_day()
        self.home = aliased(HouseholdPeriod)
        self.member = aliased(Membership)
        self.person = aliased(Person)
        self.entry: Any = aliased(model)

    @cached_property
    def key(self) -> Any:
        """The id of the household, person or line that is found."""
        return {HOUSEHOLD: self.home.household_id, PERSON: self.person.id, ENTRY: self.entry.id}[self.subject]

    def columns(self) -> list[ColumnElement[Any]]:
        """Household, subject, person, entry and stored commune: what a finding keeps."""
        nobody = cast(null(), BigInteger)
        person = {HOUSEHOLD: nobody, PERSON: self.person.id, ENTRY: self.entry.person_id}[self.subject]
        entry = self.entry.id if self.subject == ENTRY else nobody
        return [
            self.home.household_id.label("household_id"),
            self.key.label("subject_id"),
            person.label("person_id"),
            entry.label("entry_id"),
            self.home.unit_id.label("unit_id"),
        ]

    @cached_property
    def who(self) -> Any:
        """The person's id as the row that names the person has it: what asks for no more need not read the person."""
        return self.entry.person_id if self.subject == ENTRY else self.member.person_id

    def ask(self, columns: Iterable[Any], conditions: Iterable[Any], households: bool) -> Select[Any]:
        """These columns of every subject there is on the day and for whom the conditions hold; only in the parameter
        `households` when asked so: inner tables are told too, a planner carries no ids over by itself."""
        asked = select(*columns).select_from(self.home).where(self.home.starts <= self.day, self.home.ends > self.day)
        if households:
            ids: Any = bindparam("households", expanding=True)
            inner = {HOUSEHOLD: (), PERSON: (self.member,), ENTRY: (self.entry,)}[self.subject]
            asked = asked.where(*(one.household_id.in_(ids) for one in (self.home, *inner)))
        asked = asked.where(*conditions)
        if self.subject == PERSON:
            return self._with_members(asked)
        if self.subject == ENTRY:
            own = self.entry.household_id == self.home.household_id
            holder = self.entry.person_id == self.person.id
            return asked.join(self.entry, own).outerjoin(self.person, holder).where(~self.entry.withdrawn)
        return asked

    def _with_members(self, asked: Select[Any]) -> Select[Any]:
        """Each living member once, also where an old list gives somebody two rows in one household."""
        member, person = self.member, self.person
        return (
            asked.join(member, member.household_id == self.home.household_id)
            .join(person, person.id == member.person_id)
            .where(member.starts <= self.day, member.ends > self.day, ~member.withdrawn, ~person.withdrawn)
            .where(or_(person.died_on.is_(None), person.died_on > self.day))
            .distinct()
        )


@dataclass(frozen=True)
class Node:
    """A condition: its sentence, its SQL over a frame, and the facts shown of it (a value and a date, or fewer)."""

    text: Message
    sql: Callable[[Frame], ColumnElement[bool]]
    shown: Callable[[Frame], Shown] = lambda _frame: {}


@dataclass(frozen=True)
class Seen:
    """A condition looked at for one subject: its sentence, whether it holds, the facts that decided."""

    text: Message
    holds: bool
    shown: Shown


@dataclass(frozen=True, eq=False)
class Rule:
    """What is looked for: title and legal basis, subject, severity (gap, suspicious, violation), the conditions all of
    which must hold, the registers it reveals, and from when until when the law asks for it (half-open). `short`
    heads its column where the key is too long for one. `among` names the few whom the conditions can hold for, where
    an index or what is kept knows them: asked first when everybody is, it must follow from the conditions."""

    key: str
    title: str
    subject: str
    severity: str
    when: tuple[Node, ...]
    basis: str
    reveals: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    model: type[Entry] = Entry
    counted: bool = True
    short: str = ""
    among: Callable[[Frame], ColumnElement[bool]] | None = None

    def found(self, households: bool = False, shortcut: bool = True, kept: bool = False) -> Select[Any]:
        """Every subject the rule finds on the parameter `day`; only in the parameter `households` when asked so.
        Without the `shortcut` of `among`, everybody is looked at by the conditions alone; `kept` as of a frame."""
        return _question(self, households, shortcut and not households, kept)

    def explained(self) -> Select[Any]:
        """For parameters `day`, `households` and `subject`: each condition's truth, then what is shown of each."""
        return _explanation(self)

    def read(self, row: Any) -> tuple[Seen, ...]:
        """The row of an explanation, condition by condition."""
        got = row._mapping
        facts = [{text: got[f"shown{at}_{no}"] for no, text in enumerate(said)} for at, said in enumerate(self._said)]
        return tuple(Seen(node.text, bool(got[f"holds{at}"]), facts[at]) for at, node in enumerate(self.when))

    def holds_on(self, day: date) -> bool:
        """Whether the law asks for it on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)

    @cached_property
    def _said(self) -> list[list[str]]:
        """The sentences of the facts that each condition shows."""
        frame = Frame(self.subject, self.model)
        return [list(node.shown(frame)) for node in self.when]


@cache
def _explanation(rule: Rule) -> Select[Any]:
    frame = Frame(rule.subject, rule.model)
    asked = [and_(node.sql(frame)).label(f"holds{at}") for at, node in enumerate(rule.when)]
    for at, node in enumerate(rule.when):
        asked += [value.label(f"shown{at}_{no}") for no, value in enumerate(node.shown(frame).values())]
    return frame.ask(asked, [frame.key == bindparam("subject")], households=True)


@cache
def _question(rule: Rule, households: bool, shortcut: bool, kept: bool) -> Select[Any]:
    """Built once: building takes longer than many an answer."""
    frame = Frame(rule.subject, rule.model, kept)
    few = (rule.among(frame),) if shortcut and rule.among else ()
    return frame.ask(frame.columns(), [*few, *(node.sql(frame) for node in rule.when)], households)


def in_class(text: Message, *classes: str) -> Node:
    """The household is recognised as one of these classes on the day; shown with the day it counts from."""
    return Node(
        text,
        lambda f: in_a_few(f.home.class_, classes),
        lambda f: {CLASS: f.home.class_, CLASS_FROM: f.home.class_from},
    )
