"""Facets and sums of a list of needs, rolled up from one grouped question (decisions.md 5)."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, func, literal, select, union_all

from registry.kernel.scope import current_scope
from registry.messages import N_
from registry.models import HouseholdPeriod, Need
from registry.models.need import ANSWERS, UNKNOWN, answered, current
from registry.queries.facets import Choice, Counted
from registry.queries.household_facets import STATUS_LABELS
from registry.queries.household_filters import Asked, Filters, holding
from registry.queries.kept import Kept
from registry.queries.need_filters import STATE, AskedNeeds, NeedFilters, ask_needs, lines, meant
from registry.queries.pickers import ethnic_groups
from registry.storage import db
from registry.vn.fold import words


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


def counted_needs(asked: AskedNeeds, found: list[NeedGroup]) -> Counted[NeedGroup]:
    """Their sums, of women those of households a woman heads and facets."""
    f, ethnic = asked.households, {group.code: group.name for group in ethnic_groups()}
    choices = (
        Choice("answer", N_("Câu trả lời"), lambda group: group.answer, asked.filters.answers, ANSWERS),
        Choice("class", N_("Diện hộ"), lambda group: group.status, f.classes, STATUS_LABELS),
        Choice("ethnicity", N_("Dân tộc chủ hộ"), lambda group: group.ethnicity, f.ethnicities, ethnic),
        Choice("hamlet", N_("Ấp, khóm"), lambda group: group.hamlet, f.hamlets),
    )
    return Counted(asked.homes, choices, found, areas_at=2)


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
    """Those who have answered nothing and those whose last answer is that it is not known, each from what there is few
    of: the list's own question begins with every household."""
    homes, counts = asked[0].homes, Counter[str]()
    parts = (part(homes, one.filters.programme) for one in asked for part in (_silent, _told_unknown))
    for programme, found in db.session.execute(union_all(*parts)):
        counts[programme] += found
    return {one.filters.programme: counts[one.filters.programme] for one in asked}


def _silent(homes: Asked, programme: str) -> Select[str, int]:
    period, day = HouseholdPeriod, homes.day
    counted = select(literal(programme), func.count()).select_from(period).where(period.on(day), meant(homes))
    return counted.where(~answered(period, programme, day), *holding(homes))


def _told_unknown(homes: Asked, programme: str) -> Select[str, int]:
    period, day = HouseholdPeriod, homes.day
    counted = select(literal(programme), func.count()).join_from(Need, period, period.household_id == Need.household_id)
    told = (Need.programme == programme, Need.answer == UNKNOWN, current(day))
    return counted.where(period.on(day), *told, *holding(homes))
