"""Facets and sums of a list of needs, rolled up from one grouped question (decisions.md 5)."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, literal, select, union_all

from registry.kernel.scope import current_scope
from registry.kernel.table import FacetGroup, Option
from registry.messages import N_
from registry.models import Hamlet, HouseholdPeriod
from registry.models.ethnic import KHMER, is_minority
from registry.models.need import ANSWERS, UNKNOWN
from registry.queries.household_facets import STATUS_LABELS
from registry.queries.household_filters import Filters
from registry.queries.kept import Kept
from registry.queries.need_filters import STATE, AskedNeeds, NeedFilters, ask_needs, choices, lines
from registry.queries.pickers import ethnic_groups
from registry.queries.unit_facets import unit_facets
from registry.storage import db
from registry.vn.fold import words
from registry.vn.sort import sort_key

Sums = tuple[tuple[str, dict[str, int]], ...]


class NeedGroup(NamedTuple):
    """Answers alike in everything a facet or a split asks about; the unit as it is on the day."""

    unit_id: int
    hamlet: str
    status: str
    ethnicity: str
    sex: str
    answer: str
    lines: int


GROUPS: Kept[list[NeedGroup]] = Kept(8)
UNASKED: Kept[dict[str, int]] = Kept(16)
VALUES: dict[str, Callable[[NeedGroup], str]] = {
    "answer": lambda group: group.answer,
    "class": lambda group: group.status,
    "ethnicity": lambda group: group.ethnicity,
    "hamlet": lambda group: group.hamlet,
}


def need_groups(asked: AskedNeeds) -> list[NeedGroup]:
    """The grouped question: within scope, day and search; every choice still open.

    Without a search the answer is kept until something changes.
    """
    if words(asked.households.q):
        return _read(asked)
    key = (asked.filters.programme, asked.homes.places, current_scope(), asked.homes.day, asked.homes.escaped_after)
    return GROUPS.get(key, lambda: _read(asked))


def _read(asked: AskedNeeds) -> list[NeedGroup]:
    p, homes = HouseholdPeriod, asked.homes
    escaped = p.escaped_on > homes.escaped_after
    by = (p.unit_id, p.hamlet_id, p.class_, p.ethnicity, p.head_sex, STATE, escaped)
    counted = lines(asked, *by[:-1], func.max(p.escaped_on), func.count()).group_by(*by)
    return [
        NeedGroup(
            homes.places.on(unit_id, homes.day).id,
            str(hamlet_id or ""),
            homes.status(class_, escaped_on),
            ethnicity,
            sex,
            answer,
            count,
        )
        for unit_id, hamlet_id, class_, ethnicity, sex, answer, escaped_on, count in db.session.execute(counted)
    ]


def _chosen(asked: AskedNeeds) -> dict[str, frozenset[str]]:
    f = asked.households
    return {"answer": asked.filters.answers, "class": f.classes, "ethnicity": f.ethnicities, "hamlet": f.hamlets}


def selected(asked: AskedNeeds, found: Iterable[NeedGroup], leaving_out: str = "") -> Iterator[NeedGroup]:
    """The groups every choice lets through, but for the facet that is being counted."""
    picked = {name: values for name, values in _chosen(asked).items() if values and name != leaving_out}
    homes, inside = asked.homes, None
    if homes.chosen and leaving_out != "unit":
        stored = (homes.places.within(place.id, homes.day) for place in homes.chosen)
        inside = {homes.places.on(unit_id, homes.day).id for units in stored for unit_id in units}
    for group in found:
        fits = all(VALUES[name](group) in values for name, values in picked.items())
        if fits and (inside is None or group.unit_id in inside):
            yield group


def count_unasked(programmes: Collection[str], day: date, unit: str = "") -> dict[str, int]:
    """By programme: households in a unit (by its code; all the reader sees without one) of whom it is not known whether
    they need it: the length of their list."""
    homes, unknown = Filters(day=day, units=frozenset({unit} if unit else ())), frozenset({UNKNOWN})
    asked = [ask_needs(NeedFilters(programme, homes, unknown)) for programme in sorted(programmes)]
    if not asked:
        return {}
    key = (tuple(sorted(programmes)), homes, asked[0].homes.places, current_scope())
    return UNASKED.get(key, lambda: _count(asked))


def _count(asked: list[AskedNeeds]) -> dict[str, int]:
    counted = (
        lines(one, literal(one.filters.programme).label("programme"), func.count().label("lines")).where(*choices(one))
        for one in asked
    )
    return {row.programme: row.lines for row in db.session.execute(union_all(*counted))}


def need_sums(asked: AskedNeeds, found: list[NeedGroup]) -> Sums:
    """The "Cộng" rows: all lines that match, and those of households headed by women, of Khmer and of minorities."""
    total = women = khmer = minority = 0
    for group in selected(asked, found):
        total += group.lines
        women += group.lines * (group.sex == "female")
        khmer += group.lines * (group.ethnicity == KHMER)
        minority += group.lines * (bool(group.ethnicity) and is_minority(group.ethnicity))
    splits = ((N_("Cộng"), total), (N_("Nữ"), women), (N_("Khmer"), khmer), (N_("DTTS"), minority))
    return tuple((label, {"lines": count}) for label, count in splits)


def need_facets(asked: AskedNeeds, found: list[NeedGroup]) -> tuple[FacetGroup, ...]:
    """Every facet, each counted with its own choice removed."""
    units: Counter[int] = Counter()
    for group in selected(asked, found, "unit"):
        units[group.unit_id] += group.lines
    homes = asked.homes
    areas, communes = unit_facets(homes.places, homes.day, units, homes.chosen, asked.households.units)
    ethnic = {group.code: group.name for group in ethnic_groups()}
    facets = [
        _facet(asked, found, "answer", N_("Câu trả lời"), ANSWERS),
        _facet(asked, found, "class", N_("Diện hộ"), STATUS_LABELS),
        *areas,
        _facet(asked, found, "ethnicity", N_("Dân tộc chủ hộ"), ethnic),
    ]
    only = [place for place in communes if place in homes.chosen] if homes.chosen else communes
    if len(only) == 1:
        facets.insert(-1, _facet(asked, found, "hamlet", N_("Ấp, khóm"), _hamlets(found)))
    return tuple(one for one in facets if len(one.options) > 1 or any(o.selected for o in one.options))


def _facet(asked: AskedNeeds, found: list[NeedGroup], name: str, label: str, names: dict[str, str]) -> FacetGroup:
    counts: Counter[str] = Counter()
    for group in selected(asked, found, name):
        counts[VALUES[name](group)] += group.lines
    picked = _chosen(asked)[name]
    options = (Option(v, text, counts[v], v in picked) for v, text in names.items() if v in counts or v in picked)
    return FacetGroup(name, label, tuple(options))


def _hamlets(found: list[NeedGroup]) -> dict[str, str]:
    ids = sorted({int(group.hamlet) for group in found if group.hamlet})
    named = db.session.execute(select(Hamlet.id, Hamlet.name).where(Hamlet.id.in_(ids))) if len(ids) < 1_000 else ()
    return {str(id_): name for id_, name in sorted(named, key=lambda row: sort_key(row[1]))}
