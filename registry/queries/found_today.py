"""What a rule found by the working day: read whole after a change, then a page at a time."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from registry.kernel.places import places
from registry.kernel.rules import Rule
from registry.kernel.scope import current_scope
from registry.kernel.table import Page
from registry.queries.found import Found, found_by, found_coded
from registry.queries.gap_filters import Alike, Asked
from registry.queries.gap_totals import InMemory, Totals, by_name, one_per_household
from registry.queries.kept import Kept

ALIKE: Kept[list[Alike]] = Kept(32)
TOTALS: Kept[Totals] = Kept(64)
ORDERS: Kept[tuple[str, ...]] = Kept(16)
"""60 bytes a row."""


@dataclass(frozen=True)
class FoundToday:
    """Findings as an address asks for them, but for a search by name. Answers are kept until something changes."""

    rule: Rule
    asked: Asked

    def groups(self) -> list[Alike]:
        return ALIKE.get(self._key(self.asked.day), lambda: self._read.groups())

    def totals(self) -> Totals:
        return TOTALS.get(self._key(self.asked), lambda: self._read.totals())

    def rows(self, page: Page | None) -> list[Found]:
        if page is None:
            return self._read.rows(None)
        order = ORDERS.get(self._key(self.asked), lambda: tuple(one.finding for one in self._read.rows(None)))
        found = found_coded(self.rule, self.asked.day, order[page.offset : page.offset + page.per_page])
        return sorted(one_per_household(found) if self.asked.per else found, key=by_name)

    @cached_property
    def _read(self) -> InMemory:
        return InMemory(found_by(self.rule, self.asked.day), self.asked)

    def _key(self, asked: Asked | date) -> Hashable:
        return self.rule.key, places(), current_scope(), asked
