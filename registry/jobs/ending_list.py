"""The list of lines that end soon as it is printed."""

from collections.abc import Iterable
from dataclasses import dataclass

from registry.checks.reading import may_take_out
from registry.jobs.listing import Listing
from registry.kernel.actor import Actor
from registry.messages import N_
from registry.outputs.print import OFFICE, Order, PrintedList
from registry.outputs.print.endings import TITLE, ending_papers
from registry.queries.ending_filters import EndingFilters
from registry.queries.endings import count_endings, ending_sheets
from registry.queries.sheets import Sheet


@dataclass(frozen=True)
class EndingListing(Listing):
    """Lines of these filters."""

    key = "ending_list"
    words = N_("In danh sách sắp hết hạn")
    asks = EndingFilters

    @property
    def landscape(self) -> bool:
        return True

    @property
    def variants(self) -> tuple[str, ...]:
        return (OFFICE,)

    @property
    def title(self) -> str:
        return TITLE

    @property
    def nobody(self) -> str:
        return N_("Không có dòng nào sắp hết hạn để in. Hãy xem lại bộ lọc và ngày của danh sách.")

    def is_readable(self, actor: Actor) -> bool:
        return may_take_out(actor, self.filters.registers)

    def count(self) -> int:
        return count_endings(self.filters)

    def communes(self) -> list[Sheet]:
        return ending_sheets(self.filters)

    def papers(self, order: Order) -> Iterable[PrintedList]:
        return ending_papers(ending_sheets(self.filters), order)
