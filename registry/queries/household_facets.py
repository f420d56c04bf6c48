"""Facets and sums of the household list, rolled up from its groups (decisions.md 5)."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from sqlalchemy import func, select

from registry.kernel.places import Place
from registry.kernel.table import FacetGroup, Option
from registry.messages import N_
from registry.models import HouseholdPeriod
from registry.models.ethnic import KHMER, is_minority
from registry.models.household_period import CLASSES
from registry.models.person import SEXES
from registry.models.review import AREA_TYPES
from registry.queries.facets import Choice, facet_of, hamlet_names, is_one, let_through, worth_showing
from registry.queries.found import ethnic_names
from registry.queries.household_filters import STATUSES, Asked, Hit, chosen, holding
from registry.queries.household_groups import Group
from registry.queries.household_hits import searched
from registry.queries.sheets import Sums
from registry.queries.unit_facets import unit_facets
from registry.storage import db

Some = TypeVar("Some", Group, Hit)
STATUS_LABELS = {status: CLASSES.get(status, N_("Hộ mới thoát nghèo")) for status in STATUSES}


def choices(asked: Asked) -> list[Choice]:
    """The facets whose choices cut the sums, beside the units."""
    f, places = asked.filters, asked.places
    return [
        Choice("class", N_("Diện hộ"), lambda g: g.status, f.classes, STATUS_LABELS),
        Choice("ethnicity", N_("Dân tộc chủ hộ"), lambda g: g.ethnicity, f.ethnicities, ethnic_names(), True),
        Choice("area", N_("Khu vực"), lambda g: places.units[g.unit_id].area_type, f.areas, AREA_TYPES),
        Choice("head_sex", N_("Chủ hộ là"), lambda g: g.head_sex, f.head_sexes, SEXES),
    ]


def selected(asked: Asked, found: Iterable[Some], leaving_out: str = "") -> Iterator[Some]:
    """The groups, or hits, every choice lets through, but for the facet that is being counted."""
    return let_through(asked, choices(asked), found, leaving_out)


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
    counted = ((one, _count(selected(asked, found, one.name), one.value)) for one in choices(asked))
    own = [facet_of(choice, counts, asked.more) for choice, counts in counted]
    closed = FacetGroup("state", N_("Tình trạng"), (Option("closed", N_("Đã đóng"), None, asked.filters.closed),))
    return [*worth_showing([own[0], *_area_facets(asked, found), *own[1:]]), closed]


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
    if asked.more or not is_one(communes, asked.chosen):
        return []
    counts = hamlet_counts(asked)
    names = hamlet_names([id_ for id_ in counts if id_])
    options = (Option(id_, name, counts[int(id_)], id_ in asked.filters.hamlets) for id_, name in names.items())
    return [FacetGroup("hamlet", N_("Ấp, khóm"), tuple(options))]


def hamlet_counts(asked: Asked) -> Counter[int | None]:
    """Households of each hamlet under every choice but the hamlet's."""
    if asked.hits is not None:
        return Counter(hit.hamlet_id for hit in selected(asked, asked.hits))
    statement = select(HouseholdPeriod.hamlet_id, func.count()).where(*holding(asked), *searched(asked), *chosen(asked))
    return Counter(dict(db.session.execute(statement.group_by(HouseholdPeriod.hamlet_id)).all()))
