"""The household page on one sheet, for the family to take along."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask.typing import ResponseReturnValue

from registry.blueprints.papers import Paper, paper_answer
from registry.jobs.listing import Printable
from registry.messages import N_
from registry.outputs.print import OFFICE, Order, PrintedList
from registry.outputs.print.household import household_slip
from registry.queries.dossier import Dossier
from registry.queries.household_facets import STATUS_LABELS


@dataclass(frozen=True)
class Slip(Printable):
    """A household, and what its page answers."""

    dossier: Dossier
    shown: dict[str, Any]
    back = N_("Về trang hộ")
    told = N_("Tệp PDF được làm từ đúng bản đang thấy: một tờ để trao cho hộ.")

    def sides(self, variant: str) -> tuple[str, ...]:
        return ("portrait",)

    @property
    def variants(self) -> tuple[str, ...]:
        return (OFFICE,)

    @property
    def nobody(self) -> str:
        return ""

    def count(self) -> int:
        return 1

    def papers(self, order: Order) -> Iterable[PrintedList]:
        return [household_slip(order, self.dossier, self.shown)]


def slip_answer(dossier: Dossier, shown: dict[str, Any]) -> ResponseReturnValue:
    """Its preview, or the PDF. Raises Denied for who may not export."""
    shown = shown | {"status": STATUS_LABELS[dossier.status]}
    return paper_answer(Paper(Slip(dossier, shown), "household", f"phieu-ho-{dossier.day.isoformat()}.pdf", ""))
