"""Facets and sums of a register's list, rolled up from one grouped question (decisions.md 5)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import func

from registry.kernel.scope import current_scope
from registry.kernel.table import FacetGroup, Option
from registry.messages import N_, Message
from registry.models import HouseholdPeriod, Person
from registry.models.ethnic import KHMER, is_minority
from registry.models.household_period import CLASSES
from registry.queries.entry_filters import CLASS, STATE, UNIT, AskedLines, facet, lines
from registry.queries.kept import Kept
from registry.queries.unit_facets import unit_facets
from registry.storage import db
from registry.vn.fold import words


class LineGroup(NamedTuple):
    """Lines alike in everything a facet or a split asks about; the unit as it is on the day."""

    unit_id: int
    sex: str
    ethnicity: str
    values: tuple[str, ...]
    lines: int


Sums = tuple[tuple[str, dict[str, int]], ...]
"""The rows below a list: what each is called, and its sums by column."""
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


def matching(asked: AskedLines, found: Iterable[LineGroup], leaving_out: str = "") -> Iterator[LineGroup]:
    """The groups every choice lets through, but for the facet that is being counted."""
    names, f = list(asked.facets), asked.filters
    inside: set[int] | None = None
    if asked.chosen and leaving_out != UNIT:
        stored = (asked.places.within(place.id, asked.day) for place in asked.chosen)
        inside = {asked.places.on(unit_id, asked.day).id for units in stored for unit_id in units}
    for group in found:
        picked = zip(names, group.values, strict=True)
        fits = all(value in f.of(name) for name, value in picked if f.of(name) and name != leaving_out)
        if fits and (inside is None or group.unit_id in inside):
            yield group


def line_sums(asked: AskedLines, found: list[LineGroup]) -> Sums:
    """The "Cộng" rows: all lines that match, and those of women, Khmer and minorities."""
    total = women = khmer = minority = 0
    for group in matching(asked, found):
        total += group.lines
        women += group.lines * (group.sex == "female")
        khmer += group.lines * (group.ethnicity == KHMER)
        minority += group.lines * (bool(group.ethnicity) and is_minority(group.ethnicity))
    splits = ((N_("Cộng"), total), (N_("Nữ"), women), (N_("Khmer"), khmer), (N_("DTTS"), minority))
    return tuple((label, {"lines": count}) for label, count in splits)


def line_facets(asked: AskedLines, found: list[LineGroup]) -> tuple[FacetGroup, ...]:
    """Every facet, each counted with its own choice removed."""
    units: Counter[int] = Counter()
    for group in matching(asked, found, UNIT):
        units[group.unit_id] += group.lines
    areas = unit_facets(asked.places, asked.day, units, asked.chosen, asked.filters.units)[0]
    own = [_facet(asked, found, at, name) for at, name in enumerate(asked.facets)]
    ordered = [own[0], *areas, *own[1:]]
    return tuple(one for one in ordered if len(one.options) > 1 or any(o.selected for o in one.options))


def _facet(asked: AskedLines, found: list[LineGroup], at: int, name: str) -> FacetGroup:
    counts: Counter[str] = Counter()
    for group in matching(asked, found, name):
        counts[group.values[at]] += group.lines
    label, names = _words(asked, name)
    picked = asked.filters.of(name)
    values = [value for value in (*names, *sorted(counts.keys() - names.keys() - {""})) if value in {*counts, *picked}]
    options = (Option(value, names.get(value, value), counts[value], value in picked) for value in values)
    return FacetGroup(name, label, tuple(options))


def _words(asked: AskedLines, name: str) -> tuple[str, Mapping[str, str | Message]]:
    """A facet's label, and what its values are called."""
    if name == STATE:
        return N_("Trạng thái"), dict(asked.register.workflow.states)
    if name == CLASS:
        return N_("Diện hộ khi lập"), dict(CLASSES)
    column = facet(asked.register, name)
    return column.label, {code: _choice(code, text, column.said) for code, text in (column.choices or {}).items()}


def _choice(code: str, text: str, said: bool) -> str | Message:
    """A choice in words; its code before them where the list shows codes."""
    return text if said or text == code else Message(N_("%(code)s: %(words)s"), code=code, words=Message(text))
