"""Facets of the people behind a number, each counted with its own choice removed."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from registry.kernel.places import Place, places
from registry.kernel.table import FacetGroup, Option
from registry.messages import N_
from registry.models.finding_work import REASONS
from registry.models.household_period import CLASSES
from registry.models.person import SEXES
from registry.queries.found import ethnic_names
from registry.queries.gap_filters import (
    GROUPS,
    LATE,
    NONE,
    VALUES,
    Alike,
    Asked,
    is_in,
    selected,
    special_places,
)
from registry.vn.sort import sort_key


def facets_of(states: Mapping[str, str], asked: Asked, everyone: list[Alike]) -> Iterable[FacetGroup]:
    yield from _area_facets(asked, everyone)
    labels: dict[str, tuple[str, Mapping[str, str]]] = {
        "class_": (N_("Diện hộ"), CLASSES),
        "ethnicity": (N_("Dân tộc"), ethnic_names()),
        "sex": (N_("Giới tính"), SEXES),
        "state": (N_("Tình trạng"), states),
    }
    labels |= _of_work(everyone)
    for name, (label, texts) in labels.items():
        counts = _counted(VALUES[name], selected(asked, everyone, name))
        chosen = getattr(asked, name)
        values = sorted({*counts, *chosen} - {""}, key=lambda value: (-counts[value], value))
        if len(values) > 1 or chosen:
            options = (Option(value, texts.get(value, value), counts[value], value in chosen) for value in values)
            yield FacetGroup(name.rstrip("_"), label, tuple(options))
    yield _group_facet(asked, everyone)


Value = TypeVar("Value")


def _counted(value: Callable[[Alike], Value], found: Iterable[Alike]) -> Counter[Value]:
    counts: Counter[Value] = Counter()
    for one in found:
        counts[value(one)] += one.rows
    return counts


def _of_work(everyone: list[Alike]) -> dict[str, tuple[str, Mapping[str, str]]]:
    """Reason, owner and lateness; each shows once something of it is written down."""
    owners = {one.owner: one.owner_name for one in everyone if one.owner}
    return {
        "reason": (N_("Lý do"), REASONS | {NONE: N_("Chưa ghi lý do")}),
        "owner": (N_("Người xử lý"), owners | {NONE: N_("Chưa giao")}),
        "late": (N_("Hạn xử lý"), LATE),
    }


def _group_facet(asked: Asked, everyone: list[Alike]) -> FacetGroup:
    """Groups overlap: each is counted among those the other choices let through."""
    others, special = selected(asked, everyone, "group"), special_places(asked.day)
    counts = {group: sum(one.rows for one in others if is_in(group, one, special)) for group in GROUPS}
    options = (Option(group, label, counts[group], group in asked.group) for group, label in GROUPS.items())
    return FacetGroup("group", N_("Nhóm"), tuple(options))


def _area_facets(asked: Asked, everyone: list[Alike]) -> Iterable[FacetGroup]:
    """Districts where there are several, communes of the chosen ones, hamlets of one commune."""
    counts = _counted(lambda one: places().on(one.unit_id, asked.day), selected(asked, everyone, "unit"))
    districts: Counter[Place] = Counter()
    for commune, count in counts.items():
        district = places().district_of(commune)
        if district and district.holds_on(asked.day):
            districts[district] += count
    if len(districts) > 1:
        yield _unit_facet(asked, N_("Huyện, thị xã, thành phố"), districts)
        open_ = set(asked.unit) | {d.code for d in _districts_of(asked)}
        counts = Counter({c: n for c, n in counts.items() if (d := places().district_of(c)) and d.code in open_})
    if len(counts) > 1 or any(c.code in asked.unit for c in counts):
        yield _unit_facet(asked, N_("Xã, phường, thị trấn"), counts)
    if len([c for c in counts if not asked.unit or c.code in asked.unit]) == 1:
        yield from _hamlet_facet(asked, everyone)


def _districts_of(asked: Asked) -> list[Place]:
    known = [place for code in asked.unit if (place := places().by_code(code, asked.day))]
    return [district for place in known if (district := places().district_of(place))]


def _unit_facet(asked: Asked, label: str, counts: Counter[Place]) -> FacetGroup:
    ordered = sorted(counts, key=lambda place: sort_key(place.name))
    options = (Option(place.code, place.full_name, counts[place], place.code in asked.unit) for place in ordered)
    return FacetGroup("unit", label, tuple(options))


def _hamlet_facet(asked: Asked, everyone: list[Alike]) -> Iterable[FacetGroup]:
    """Hamlets by id; 0 stands for homes whose hamlet is not known."""
    there = selected(asked, everyone, "hamlet")
    names = {str(one.hamlet_id or 0): one.hamlet or "–" for one in there}
    counts = _counted(VALUES["hamlet"], there)
    ordered = sorted(names, key=lambda id_: sort_key(names[id_]))
    options = (Option(id_, names[id_], counts[id_], id_ in asked.hamlet) for id_ in ordered)
    yield FacetGroup("hamlet", N_("Ấp, khóm"), tuple(options))
