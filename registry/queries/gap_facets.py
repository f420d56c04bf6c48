"""Facets of the people behind a number, each counted with its own choice removed."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from registry.kernel.places import places
from registry.kernel.table import FacetGroup, Option
from registry.messages import N_
from registry.models.finding_work import REASONS
from registry.models.household_period import CLASSES
from registry.models.person import SEXES
from registry.queries.facets import Choice, facet_of, is_one, worth_showing
from registry.queries.found import ethnic_names
from registry.queries.gap_filters import (
    GROUPS,
    LATE,
    NONE,
    VALUES,
    Alike,
    Asked,
    chosen_places,
    is_in,
    selected,
    special_places,
)
from registry.queries.unit_facets import unit_facets
from registry.vn.sort import sort_key


def facets_of(states: Mapping[str, str], asked: Asked, everyone: list[Alike]) -> tuple[FacetGroup, ...]:
    """Every facet worth showing, the units' first."""
    choices = _choices(states, asked, everyone)
    own = (facet_of(choice, _counted(choice.value, selected(asked, everyone, key))) for key, choice in choices)
    return worth_showing([*_area_facets(asked, everyone), *own, _group_facet(asked, everyone)])


def _choices(states: Mapping[str, str], asked: Asked, everyone: list[Alike]) -> Iterable[tuple[str, Choice]]:
    """By the name of what is asked."""
    labels: dict[str, tuple[str, Mapping[str, str]]] = {
        "class_": (N_("Diện hộ"), CLASSES),
        "ethnicity": (N_("Dân tộc"), ethnic_names()),
        "sex": (N_("Giới tính"), SEXES),
        "state": (N_("Tình trạng"), states),
        **_of_work(everyone),
    }
    for key, (label, names) in labels.items():
        yield key, Choice(key.rstrip("_"), label, VALUES[key], getattr(asked, key), names, by_count=True)


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
    known, chosen = places(), chosen_places(asked)
    counts = _counted(lambda one: known.on(one.unit_id, asked.day).id, selected(asked, everyone, "unit"))
    areas, communes = unit_facets(known, asked.day, counts, chosen, asked.unit)
    yield from areas
    if is_one(communes, chosen):
        yield _hamlet_facet(asked, everyone)


def _hamlet_facet(asked: Asked, everyone: list[Alike]) -> FacetGroup:
    """Hamlets by id; 0 stands for homes whose hamlet is not known."""
    there = selected(asked, everyone, "hamlet")
    names = {str(one.hamlet_id or 0): one.hamlet or "–" for one in there}
    ordered = dict(sorted(names.items(), key=lambda named: sort_key(named[1])))
    choice = Choice("hamlet", N_("Ấp, khóm"), VALUES["hamlet"], asked.hamlet, ordered)
    return facet_of(choice, _counted(choice.value, there))
