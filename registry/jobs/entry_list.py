"""A register's lines on one of its papers."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from registry.jobs.listing import Listing
from registry.kernel.actor import READ, Actor
from registry.kernel.register import Register
from registry.messages import N_
from registry.outputs.print import Order, PrintedList
from registry.outputs.print.entries import entry_papers
from registry.paper import RegisterPaper
from registry.queries.entry_filters import EntryFilters
from registry.queries.entry_papers import count_lines, empty_entry_sheets, entry_sheets, papers_of
from registry.queries.sheets import Sheet
from registry.registers import registers


@dataclass(frozen=True)
class EntryListing(Listing):
    """Lines of the register `of`, on its paper named `paper`."""

    key = "entry_list"
    words = N_("In danh sách của sổ")
    asks = EntryFilters

    of: str
    paper: str

    @cached_property
    def _register(self) -> Register:
        return {register.key: register for register in registers()}[self.of]

    @cached_property
    def _paper(self) -> RegisterPaper:
        return papers_of(self._register)[self.paper]

    @property
    def register(self) -> str:
        return self.of

    @property
    def landscape(self) -> bool:
        return self._paper.landscape

    @property
    def title(self) -> str:
        return self._paper.title

    @property
    def nobody(self) -> str:
        return self._paper.nobody

    def is_readable(self, actor: Actor) -> bool:
        known = {register.key: papers_of(register) for register in registers()}
        return self.paper in known.get(self.of, ()) and actor.may(READ, self.of)

    def count(self) -> int:
        return count_lines(self._register, self._paper, self.filters)

    def communes(self) -> list[Sheet]:
        return empty_entry_sheets(self._register, self._paper, self.filters)

    def papers(self, order: Order) -> Iterable[PrintedList]:
        return entry_papers(entry_sheets(self._register, self._paper, self.filters), order, self._paper)
