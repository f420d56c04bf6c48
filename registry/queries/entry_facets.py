"""Facets and sums of a register's list, rolled up from one grouped question (decisions.md 5)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import func

from registry.kernel.scope import current_scope
from registry.messages import N_, Message
from registry.models import HouseholdPeriod, Person
from registry.models.household_period import CLASSES
from registry.queries.entry_filters import CLASS, STATE, AskedLines, facet, lines
from registry.queries.facets import Choice, Counted
from registry.queries.kept import Kept
from registry.storage import db
from registry.vn.fold import words


class LineGroup(NamedTuple):
    """Lines alike in everything a facet or a split asks about; the unit as it is on the day."""

    unit_id: int
    sex: str
    ethnicity: str
    values: tuple[str, ...]
    lines: int


LINE_GROUPS: Kept[list[LineGroup]] = Kept(16)


def line_groups(asked: AskedLines) -> list[LineGroup]:
    """The grouped question: within scope, day and search; every choice still open.

    Without a search the answer is kept until something changes.
    """
    if words(asked.filters.q) or asked.filters.batch:
        return _read(asked)
    key = (asked.register.key, asked.places, current_scope(), asked.day, asked.filters.ended)
    return LINE_GROUPS.get(key, lambda: _read(asked))


def _read(asked: AskedLines) -> list[LineGroup]:
    whose: Any = (Person.sex, Person.ethnicity)
    if not asked.register.names_person:
        whose = (HouseholdPeriod.head_sex, HouseholdPeriod.ethnicity)
    by = (asked.unit_id, *whose, *asked.facets.values())
    rows = db.session.execute(lines(asked, *by, func.count()).group_by(*by))
    return [
        LineGroup(asked.places.on(unit_id, asked.day).id, sex or "", ethnicity or "", tuple(map(_text, values)), count)
        for unit_id, sex, ethnicity, *values, count in rows
    ]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def counted_lines(asked: AskedLines, found: list[LineGroup]) -> Counted[LineGroup]:
    """Their sums and facets."""
    return Counted(asked, [_choice(asked, at, name) for at, name in enumerate(asked.facets)], found, areas_at=1)


def _choice(asked: AskedLines, at: int, name: str) -> Choice:
    label, names = _words(asked, name)
    return Choice(name, label, lambda group: group.values[at], asked.filters.of(name), names)


def _words(asked: AskedLines, name: str) -> tuple[str, Mapping[str, str | Message]]:
    """A facet's label, and what its values are called."""
    if name == STATE:
        return N_("Trạng thái"), dict(asked.register.workflow.states)
    if name == CLASS:
        return N_("Diện hộ khi lập"), dict(CLASSES)
    column = facet(asked.register, name)
    return column.label, {code: _coded(code, text, column.said) for code, text in (column.choices or {}).items()}


def _coded(code: str, text: str, said: bool) -> str | Message:
    """A choice in words; its code before them where the list shows codes."""
    return text if said or text == code else Message(N_("%(code)s: %(words)s"), code=code, words=Message(text))
