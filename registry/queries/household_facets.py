"""Facets and sums of the household list, rolled up from its groups (decisions.md 5)."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import func, select

from registry.kernel.places import Place
from registry.kernel.table import FacetGroup, Option
from registry.messages import N_
from registry.models import EthnicGroup, Hamlet, HouseholdPeriod
from registry.models.ethnic import KHMER, is_minority
from registry.models.household_period import CLASSES
from registry.models.person import SEXES
from registry.models.review import AREA_TYPES
from registry.queries.household_filters import ESCAPED, STATUSES, Asked, Hit, chosen, holding
from registry.queries.household_groups import Group
from registry.queries.household_hits import searched
from registry.queries.sheets import Sums
from registry.queries.unit_facets import unit_facets
from registry.storage import db
from registry.vn.sort import sort_key

Some = TypeVar("Some", Group, Hit)
STATUS_LABELS = {**CLASSES, ESCAPED: N_("Hộ mới thoát nghèo")}


@dataclass(frozen=True)
class Choice:
    """One facet: its name in the address, label, how a group shows in it, and what is chosen."""

    name: str
    label: str
    value: Callable[[Group | Hit], str]
    chosen: frozenset[str]


def choices(asked: Asked) -> list[Choice]:
    """The facets whose choices cut the sums, beside the units."""
    f, places = asked.filters, asked.places
    return [
        Choice("class", N_("Diện hộ"), lambda g: g.status, f.classes),
        Choice("ethnicity", N_("Dân tộc chủ hộ"), lambda g: g.ethnicity, f.ethnicities),
        Choice("area", N_("Khu vực"), lambda g: places.units[g.unit_id].area_type, f.areas),
        Choice("head_sex", N_("Chủ hộ là"), lambda g: g.head_sex, f.head_sexes),
    ]


def selected(asked: Asked, found: Iterable[Some], leaving_out: str = "") -> Iterator[Some]:
    """The groups, or hits, every choice lets through, but for the facet that is being counted."""
    left = iter(found)
    if asked.chosen and leaving_out != "unit":
        units = _chosen_units(asked)
        left = (group for group in left if group.unit_id in units)
    for choice in choices(asked):
        if choice.chosen and choice.name != leaving_out:
            left = _let_through(choice, left)
    return left


def _let_through(choice: Choice, found: Iterator[Some]) -> Iterator[Some]:
    return (group for group in found if choice.value(group) in choice.chosen)


def _chosen_units(asked: Asked) -> set[int]:
    inside = (asked.places.within(place.id, asked.day) for place in asked.chosen)
    return {asked.places.on(unit_id, asked.day).id for units in inside for unit_id in units}


def sums(asked: Asked, found: list[Group]) -> Sums:
    """Households and people that match, in all, and those of women, Khmer and minorities."""
    result = Sums()
    women = khmer = minority = (0, 0)
    for g in selected(asked, found):
        result.households += g.households
        result.members += g.members
        women = (women[0] + g.households * (g.head_sex == "female"), women[1] + g.women)
        khmer = (khmer[0] + g.households * (g.ethnicity == KHMER), khmer[1] + g.khmer)
        minority = (minority[0] + g.households * is_minority(g.ethnicity or KHMER), minority[1] + g.minority)
    result.splits = {N_("Nữ"): women, N_("Khmer"): khmer, N_("DTTS"): minority}
    return result


def facet_groups(asked: Asked, found: list[Group]) -> list[FacetGroup]:
    """Every facet, each counted with its own choice removed; without counts where the search stopped counting."""
    labels = {"class": STATUS_LABELS, "ethnicity": _ethnic_names(), "area": AREA_TYPES, "head_sex": SEXES}
    order = {"class": STATUSES, "area": tuple(AREA_TYPES), "head_sex": tuple(SEXES)}
    facets = []
    for choice in choices(asked):
        counts = _count(selected(asked, found, choice.name), choice.value)
        values = [v for v in order.get(choice.name, ()) if v in counts or v in choice.chosen]
        values = values or sorted({*counts, *choice.chosen} - {""}, key=lambda v: -counts[v])
        options = [_option(asked, v, labels[choice.name].get(v, v), counts[v], v in choice.chosen) for v in values]
        facets.append(FacetGroup(choice.name, choice.label, tuple(options)))
    facets[1:1] = _area_facets(asked, found)
    closed = Option("closed", N_("Đã đóng"), None, asked.filters.closed)
    shown = [facet for facet in facets if len(facet.options) > 1 or any(o.selected for o in facet.options)]
    return [*shown, FacetGroup("state", N_("Tình trạng"), (closed,))]


def _option(asked: Asked, value: str, label: str, count: int, is_chosen: bool) -> Option:
    return Option(value, label, None if asked.more else count, is_chosen)


def _count(found: Iterator[Group], value: Callable[[Group | Hit], str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for group in found:
        counts[value(group)] += group.households
    return counts


def _area_facets(asked: Asked, found: list[Group]) -> list[FacetGroup]:
    """Districts where they exist, communes of the chosen ones (all, without districts), hamlets of one commune."""
    counts: Counter[int] = Counter()
    for group in selected(asked, found, "unit"):
        counts[group.unit_id] += group.households
    chosen, picked = asked.chosen, asked.filters.units
    facets, communes = unit_facets(asked.places, asked.day, counts, chosen, picked, countless=asked.more)
    return [*facets, *_hamlet_facet(asked, communes)]


def _hamlet_facet(asked: Asked, communes: list[Place]) -> list[FacetGroup]:
    """Only where the list is down to one commune: a free list of a few hamlets."""
    only = [c for c in communes if c in asked.chosen] if asked.chosen else communes
    if len(only) != 1 or asked.more:
        return []
    counts = hamlet_counts(asked)
    named = select(Hamlet.id, Hamlet.name).where(Hamlet.id.in_(h for h in counts if h))
    names = sorted(db.session.execute(named), key=lambda row: sort_key(row[1]))
    options = [_option(asked, str(id_), name, counts[id_], str(id_) in asked.filters.hamlets) for id_, name in names]
    return [FacetGroup("hamlet", N_("Ấp, khóm"), tuple(options))]


def hamlet_counts(asked: Asked) -> Counter[int | None]:
    """Households of each hamlet under every choice but the hamlet's."""
    if asked.hits is not None:
        return Counter(hit.hamlet_id for hit in selected(asked, asked.hits))
    statement = select(HouseholdPeriod.hamlet_id, func.count()).where(*holding(asked), *searched(asked), *chosen(asked))
    return Counter(dict(db.session.execute(statement.group_by(HouseholdPeriod.hamlet_id)).all()))


def _ethnic_names() -> dict[str, str]:
    return dict(db.session.execute(select(EthnicGroup.code, EthnicGroup.name)).all())
