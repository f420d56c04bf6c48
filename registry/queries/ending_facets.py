"""Facets and sums of the list of lines that end soon, rolled up from one grouped question (decisions.md 5)."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import func, select

from registry.kernel.scope import current_scope
from registry.kernel.table import FacetGroup, Option
from registry.messages import N_
from registry.models import Entry, Hamlet, HouseholdPeriod, Person
from registry.models.ethnic import KHMER, is_minority
from registry.queries.ending_filters import FOLLOWING, AskedEndings, follows_sql, lines, window_sql
from registry.queries.household_facets import STATUS_LABELS
from registry.queries.kept import Kept
from registry.queries.unit_facets import unit_facets
from registry.registers import registers
from registry.storage import db
from registry.vn.fold import words
from registry.vn.sort import sort_key

Sums = tuple[tuple[str, dict[str, int]], ...]
FOLLOWS = {
    "gap": N_("Chưa có dòng nối tiếp"),
    "wait": N_("Đang chờ dòng nối tiếp"),
    "ok": N_("Đã có dòng nối tiếp"),
}
"""What comes after a line that ends, by how it looks."""
WINDOW_LABELS = {"30": N_("Trong 30 ngày"), "60": N_("31–60 ngày"), "90": N_("61–90 ngày")}


class EndingGroup(NamedTuple):
    """Lines alike in everything a facet or a split asks about; the unit as it is on the day."""

    unit_id: int
    hamlet: str
    status: str
    register: str
    window: str
    follows: str
    sex: str
    ethnicity: str
    lines: int


GROUPS: Kept[list[EndingGroup]] = Kept(8)
VALUES: dict[str, Callable[[EndingGroup], str]] = {
    "window": lambda group: group.window,
    "register": lambda group: group.register,
    "follows": lambda group: group.follows,
    "class": lambda group: group.status,
    "hamlet": lambda group: group.hamlet,
}


def ending_groups(asked: AskedEndings) -> list[EndingGroup]:
    """The grouped question: within scope, day and search; every choice still open. Without a search the answer is kept
    until something changes."""
    if words(asked.filters.q):
        return _read(asked)
    key = (asked.homes.places, current_scope(), asked.day, asked.homes.escaped_after)
    return GROUPS.get(key, lambda: _read(asked))


def _read(asked: AskedEndings) -> list[EndingGroup]:
    p, homes, line = HouseholdPeriod, asked.homes, Entry
    whose = (func.coalesce(Person.sex, p.head_sex), func.coalesce(Person.ethnicity, p.ethnicity))
    alike = (line.register, window_sql(line, asked.day), follows_sql(line), *whose)
    each = lines(
        asked,
        line,
        p.unit_id,
        p.hamlet_id,
        p.class_,
        (p.escaped_on > homes.escaped_after).label("escaped"),
        p.escaped_on,
        *(column.label(f"c{at}") for at, column in enumerate(alike)),
    ).subquery()
    by = [column for column in each.c if column.key != "escaped_on"]
    counted = select(*by, func.max(each.c.escaped_on), func.count()).group_by(*by)
    return [
        EndingGroup(
            homes.places.on(unit_id, homes.day).id,
            str(hamlet_id or ""),
            homes.status(class_, escaped_on),
            register,
            str(window),
            FOLLOWING[follows],
            sex or "",
            ethnicity or "",
            count,
        )
        for unit_id, hamlet_id, class_, _, register, window, follows, sex, ethnicity, escaped_on, count in (
            db.session.execute(counted)
        )
    ]


def _chosen(asked: AskedEndings) -> dict[str, frozenset[str]]:
    f = asked.filters
    named = {"window": f.windows, "register": f.registers, "follows": f.follows}
    return {**named, "class": f.classes, "hamlet": f.hamlets}


def selected(asked: AskedEndings, found: Iterable[EndingGroup], leaving_out: str = "") -> Iterator[EndingGroup]:
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


def ending_sums(asked: AskedEndings, found: list[EndingGroup]) -> Sums:
    """The "Cộng" rows: all lines that match, and those of women, Khmer and minorities."""
    total = women = khmer = minority = 0
    for group in selected(asked, found):
        total += group.lines
        women += group.lines * (group.sex == "female")
        khmer += group.lines * (group.ethnicity == KHMER)
        minority += group.lines * (bool(group.ethnicity) and is_minority(group.ethnicity))
    splits = ((N_("Cộng"), total), (N_("Nữ"), women), (N_("Khmer"), khmer), (N_("DTTS"), minority))
    return tuple((label, {"lines": count}) for label, count in splits)


def ending_facets(asked: AskedEndings, found: list[EndingGroup]) -> tuple[FacetGroup, ...]:
    """Every facet, each counted with its own choice removed."""
    units: Counter[int] = Counter()
    for group in selected(asked, found, "unit"):
        units[group.unit_id] += group.lines
    homes = asked.homes
    areas, communes = unit_facets(homes.places, homes.day, units, homes.chosen, asked.filters.units)
    titles = {register.key: register.title for register in registers()}
    facets = [
        _facet(asked, found, "window", N_("Còn bao lâu"), WINDOW_LABELS),
        _facet(asked, found, "register", N_("Sổ"), titles),
        _facet(asked, found, "follows", N_("Nối tiếp"), FOLLOWS),
        _facet(asked, found, "class", N_("Diện hộ"), STATUS_LABELS),
        *areas,
    ]
    only = [place for place in communes if place in homes.chosen] if homes.chosen else communes
    if len(only) == 1:
        facets.append(_facet(asked, found, "hamlet", N_("Ấp, khóm"), _hamlets(found)))
    return tuple(one for one in facets if len(one.options) > 1 or any(o.selected for o in one.options))


def _facet(
    asked: AskedEndings, found: list[EndingGroup], name: str, label: str, names: Mapping[str, str]
) -> FacetGroup:
    counts: Counter[str] = Counter()
    for group in selected(asked, found, name):
        counts[VALUES[name](group)] += group.lines
    picked = _chosen(asked)[name]
    options = (Option(v, text, counts[v], v in picked) for v, text in names.items() if v in counts or v in picked)
    return FacetGroup(name, label, tuple(options))


def _hamlets(found: list[EndingGroup]) -> dict[str, str]:
    ids = sorted({int(group.hamlet) for group in found if group.hamlet})
    named = db.session.execute(select(Hamlet.id, Hamlet.name).where(Hamlet.id.in_(ids))) if len(ids) < 1_000 else ()
    return {str(id_): name for id_, name in sorted(named, key=lambda row: sort_key(row[1]))}
