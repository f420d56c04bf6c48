"""The list of households as it is printed."""

from collections.abc import Iterable
from dataclasses import dataclass

from registry.jobs.listing import Listing
from registry.messages import N_
from registry.outputs.print import Order, PrintedList
from registry.outputs.print.households import household_papers, title_of
from registry.queries.household_facets import STATUS_LABELS
from registry.queries.household_filters import STATUSES, Filters
from registry.queries.household_sheets import count_households, empty_sheets, household_sheets
from registry.queries.sheets import Sheet


@dataclass(frozen=True)
class HouseholdListing(Listing):
    """Households of these filters."""

    key = "household_list"
    words = N_("In danh sách hộ")
    asks = Filters

    @property
    def nobody(self) -> str:
        return N_("Không có hộ nào để in. Hãy xem lại bộ lọc và ngày của danh sách.")

    @property
    def title(self) -> str:
        return title_of([STATUS_LABELS[status] for status in STATUSES if status in self.filters.classes])

    def count(self) -> int:
        return count_households(self.filters)

    def communes(self) -> list[Sheet]:
        return empty_sheets(self.filters)

    def papers(self, order: Order) -> Iterable[PrintedList]:
        return household_papers(household_sheets(self.filters), order, self.title)
