"""What a list of people behind a number adds up to, and the lists that are read from memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from registry.kernel.table import Page
from registry.queries.facets import SPLITS
from registry.queries.found import Found
from registry.queries.gap_filters import Alike, Asked, alike, matches, selected
from registry.vn.fold import words
from registry.vn.sort import name_key


class Totals(NamedTuple):
    """Everybody let through; of women, Khmer and ethnic minorities, in how many households they live, and how many."""

    people: int
    households: int
    splits: dict[str, tuple[int, int]]


class Behind(Protocol):
    """Who stands behind a number, asked once as an address asks."""

    def groups(self) -> list[Alike]:
        """Everybody the search finds, every facet's choice still open."""

    def totals(self) -> Totals:
        """What the choices let through, added up."""

    def rows(self, page: Page | None) -> Iterable[Found]:
        """Those let through, in order: a page of them, or all."""


@dataclass(frozen=True)
class InMemory:
    """Rows that were all read."""

    everyone: list[Found]
    asked: Asked

    @cached_property
    def _found(self) -> list[Found]:
        typed = words(self.asked.q)
        return [one for one in self.everyone if matches(one, typed)]

    @cached_property
    def _chosen(self) -> list[Found]:
        return selected(self.asked, self._found)

    def groups(self) -> list[Alike]:
        return alike(self._found)

    def totals(self) -> Totals:
        return Totals(len(self._chosen), len({one.household for one in self._chosen}), split_of(self._chosen))

    def rows(self, page: Page | None) -> list[Found]:
        listed = one_per_household(self._chosen) if self.asked.per else self._chosen
        ordered = sorted(listed, key=by_name)
        return ordered[page.offset : page.offset + page.per_page] if page else ordered


def by_name(one: Found) -> tuple[Any, ...]:
    """The order of lists: given name first."""
    return name_key(one.name), one.household, one.person


def one_per_household(chosen: list[Found]) -> list[Found]:
    """Each household once, under its head's name."""
    first = {one.household: one for one in reversed(chosen)}
    return [replace(one, name=one.head, person="", sex="", birth="") for one in first.values()]


def split_of(listed: Sequence[Any]) -> dict[str, tuple[int, int]]:
    """Households and rows of women, Khmer and ethnic minorities among the listed."""
    some = {label: [one.household for one in listed if belongs(one)] for label, belongs in SPLITS.items()}
    return {label: (len(set(homes)), len(homes)) for label, homes in some.items()}
