"""What lists have in common: facets, each counted with its own choice removed, and the "Cộng" rows (decisions.md 5).

A list reads its rows once, put together in groups that are alike in everything a facet or a split asks about.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import select

from registry.kernel.places import Place, Places
from registry.kernel.table import FacetGroup, Option
from registry.messages import N_, Message
from registry.models import Hamlet
from registry.models.ethnic import KHMER, KINH, is_minority
from registry.queries.unit_facets import unit_facets
from registry.storage import db
from registry.vn.sort import sort_key

Sums = tuple[tuple[str, dict[str, int]], ...]
"""The rows below a list: what each is called, and its sums by column."""
SPLITS: dict[str, Callable[[Any], bool]] = {
    N_("Nữ"): lambda one: one.sex == "female",
    N_("Khmer"): lambda one: one.ethnicity == KHMER,
    N_("DTTS"): lambda one: is_minority(one.ethnicity or KINH),
}
"""Of whom sums are told apart, and how a row or group of theirs is known."""


class Where(Protocol):
    """The units a list asks for, resolved on its day."""

    @property
    def places(self) -> Places: ...

    @property
    def day(self) -> date: ...

    @property
    def chosen(self) -> tuple[Place, ...]: ...

    @property
    def filters(self) -> Any: ...


class Group(Protocol):
    """Rows alike; the unit as it is on the day."""

    @property
    def unit_id(self) -> int: ...

    @property
    def lines(self) -> int: ...


Some = TypeVar("Some")
Alike = TypeVar("Alike", bound=Group)


@dataclass(frozen=True)
class Choice:
    """One facet: its name in the address, its label, how a group shows in it, what is chosen, and what its values are
    called. Values are shown in the order of the names, those without one after them; or the most frequent first."""

    name: str
    label: str
    value: Callable[[Any], str]
    chosen: frozenset[str]
    names: Mapping[str, str | Message] = field(default_factory=dict)
    by_count: bool = False


def inside(where: Where) -> set[int] | None:
    """The communes of the day that lie in the chosen units; None when nothing is chosen."""
    if not where.chosen:
        return None
    stored = (where.places.within(place.id, where.day) for place in where.chosen)
    return {where.places.on(unit_id, where.day).id for units in stored for unit_id in units}


def let_through(
    where: Where, choices: Iterable[Choice], found: Iterable[Some], leaving_out: str = ""
) -> Iterator[Some]:
    """The groups every choice lets through, but for the facet that is being counted."""
    left: Iterator[Any] = iter(found)
    units = inside(where) if leaving_out != "unit" else None
    if units is not None:
        left = (group for group in left if group.unit_id in units)
    for choice in choices:
        if choice.chosen and choice.name != leaving_out:
            left = _chosen(choice, left)
    return left


def _chosen(choice: Choice, found: Iterator[Any]) -> Iterator[Any]:
    return (group for group in found if choice.value(group) in choice.chosen)


def worth_showing(facets: Iterable[FacetGroup]) -> tuple[FacetGroup, ...]:
    """Those that leave something to choose, or that something is chosen of."""
    return tuple(one for one in facets if len(one.options) > 1 or any(option.selected for option in one.options))


def hamlet_names(ids: Collection[int]) -> dict[str, str]:
    """The names of hamlets by their ids, in the order of names."""
    named = db.session.execute(select(Hamlet.id, Hamlet.name).where(Hamlet.id.in_(ids))) if ids else ()
    return {str(id_): name for id_, name in sorted(named, key=lambda row: sort_key(row[1]))}


@dataclass(frozen=True)
class Counted(Generic[Alike]):
    """A list's groups under its choices. Facets of the units stand after `areas_at` others; the choice "hamlet" stands
    after those, and only where the list is down to one commune."""

    where: Where
    choices: Sequence[Choice]
    found: list[Alike]
    areas_at: int = 0

    def selected(self, leaving_out: str = "") -> Iterator[Alike]:
        """The groups every choice lets through, but for the facet that is being counted."""
        return let_through(self.where, self.choices, self.found, leaving_out)

    def sums(self) -> Sums:
        """The "Cộng" rows: all lines that match, and those of women, Khmer and minorities."""
        mine = list(self.selected())
        some = ((label, sum(one.lines for one in mine if belongs(one))) for label, belongs in SPLITS.items())
        total = sum(one.lines for one in mine)
        return tuple((label, {"lines": lines}) for label, lines in ((N_("Cộng"), total), *some))

    def facets(self) -> tuple[FacetGroup, ...]:
        """Every facet worth showing in the order of the choices, those of the units among them."""
        own = [facet_of(choice, self._counts(choice)) for choice in self.choices if choice.name != "hamlet"]
        return worth_showing([*own[: self.areas_at], *self._areas(), *own[self.areas_at :]])

    def _counts(self, choice: Choice) -> Counter[str]:
        counts: Counter[str] = Counter()
        for group in self.selected(choice.name):
            counts[choice.value(group)] += group.lines
        return counts

    def _areas(self) -> Iterator[FacetGroup]:
        """Districts, communes; hamlets where the list is down to one commune."""
        where, units = self.where, Counter[int]()
        for group in self.selected("unit"):
            units[group.unit_id] += group.lines
        areas, communes = unit_facets(where.places, where.day, units, where.chosen, where.filters.units)
        yield from areas
        hamlet = next((choice for choice in self.choices if choice.name == "hamlet"), None)
        if hamlet and is_one(communes, where.chosen):
            counts = self._counts(hamlet)
            there = {hamlet.value(group) for group in self.found} & {*counts, *hamlet.chosen} - {""}
            yield facet_of(replace(hamlet, names=hamlet_names(list(map(int, there)))), counts)


def is_one(communes: list[Place], chosen: tuple[Place, ...]) -> bool:
    """Whether a list is down to one of the communes: a free list of a few hamlets."""
    return len([place for place in communes if place in chosen] if chosen else communes) == 1


def facet_of(choice: Choice, counts: Counter[str], countless: bool = False) -> FacetGroup:
    """The facet with these counts; `countless`: the search stopped counting."""
    known, names = {*counts, *choice.chosen} - {""}, choice.names
    values = sorted(known, key=lambda value: (-counts[value], value))
    if not choice.by_count:
        values = [*(value for value in names if value in known), *sorted(known - names.keys())]
    options = (Option(v, names.get(v, v), None if countless else counts[v], v in choice.chosen) for v in values)
    return FacetGroup(choice.name, choice.label, tuple(options))
