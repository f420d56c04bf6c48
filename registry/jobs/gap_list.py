"""The people behind a number as they are printed: what a rule found, or who is entitled under a register."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from registry.checks.rules import of_people
from registry.jobs.listing import Listing
from registry.kernel.actor import Actor, NotFound
from registry.kernel.register import Register
from registry.kernel.rules import Rule
from registry.messages import N_
from registry.outputs.print import Order, PrintedList
from registry.outputs.print.gaps import gap_papers
from registry.paper import title_from
from registry.queries.gap_filters import Asked
from registry.queries.gap_sheets import gap_sheets
from registry.queries.gaps import named, readable, source_title
from registry.queries.sheets import Sheet


@dataclass(frozen=True)
class GapListing(Listing):
    """People, or households, of the list that is called `name`: "gaps.E01", "coverage.insurance"."""

    key = "gap_list"
    words = N_("In danh sách từ bảng khoảng trống")
    asks = Asked
    by_unit = "unit"

    name: str

    @cached_property
    def of(self) -> Rule | Register:
        """What the list is named after."""
        return named(self.name)

    @property
    def nobody(self) -> str:
        return N_("Không có ai để in. Hãy xem lại bộ lọc và ngày của danh sách.")

    @cached_property
    def _sheets(self) -> list[Sheet]:
        return gap_sheets(self.of, self.filters)

    @property
    def title(self) -> str:
        return title_from(str(source_title(self.of)))

    def is_readable(self, actor: Actor) -> bool:
        try:
            return bool(readable(actor, self.name))
        except NotFound:
            return False

    def count(self) -> int:
        return sum(sheet.sums.members for sheet in self._sheets)

    def communes(self) -> list[Sheet]:
        return self._sheets

    def papers(self, order: Order) -> Iterable[PrintedList]:
        return gap_papers(self._sheets, order, self.title, of_people(self.of) and not self.filters.per)
