"""The list of projects as it is printed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from registry.jobs.listing import Listing
from registry.kernel.actor import READ, Actor
from registry.messages import N_
from registry.models.project import PRODUCTION
from registry.outputs.print import OFFICE, Order, PrintedList
from registry.outputs.print.projects import TITLE, project_papers
from registry.queries.project_list import (
    ProjectFilters,
    communes_of,
    count_projects,
    project_communes,
    project_sheets,
)
from registry.queries.sheets import Sheet


@dataclass(frozen=True)
class ProjectListing(Listing):
    """The projects of these filters."""

    key = "project_list"
    words = N_("In danh sách dự án")
    asks = ProjectFilters

    @property
    def register(self) -> str:
        return PRODUCTION

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
        return N_("Không có dự án nào để in. Hãy bỏ bớt điều kiện tìm.")

    def is_readable(self, actor: Actor) -> bool:
        return actor.may(READ, PRODUCTION)

    def count(self) -> int:
        return count_projects(self.filters)

    def communes(self) -> list[Sheet]:
        return project_communes(self.filters)

    def of_commune(self, code: str) -> Self:
        return replace(self, filters=replace(self.filters, units=communes_of(code, self.filters.day)))

    def papers(self, order: Order) -> Iterable[PrintedList]:
        return project_papers(project_sheets(self.filters), order)
