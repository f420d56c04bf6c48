"""A list that can be printed, as it was asked for: the page draws it at once, or a job from the same words later."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, Self

from registry.jobs.values import kept, restored
from registry.kernel.actor import HOUSEHOLDS, Actor
from registry.messages import N_
from registry.outputs.print import OFFICE, POSTING, Order, PrintedList
from registry.queries.sheets import Sheet


class Printable(ABC):
    """What can be drawn on paper; `back` and `told` are what its preview says of the way back and of the papers."""

    back: ClassVar[str] = N_("Về danh sách")
    told: ClassVar[str] = N_("Tệp PDF được làm từ đúng bản đang thấy: mỗi xã một văn bản, đánh số trang riêng.")

    @property
    def register(self) -> str:
        """The register whose lists the reader must be allowed to take out."""
        return HOUSEHOLDS

    @property
    def landscape(self) -> bool:
        """Whether the copy the office keeps fits no upright sheet."""
        return False

    def sides(self, variant: str) -> tuple[str, ...]:
        """The ways the sheet of a copy may lie: few columns are posted, so they stand on any."""
        return ("landscape",) if self.landscape and variant == OFFICE else ("portrait", "landscape")

    @property
    def variants(self) -> tuple[str, ...]:
        """The copies there are: what is nobody else's business is never posted."""
        return (OFFICE, POSTING)

    @property
    @abstractmethod
    def nobody(self) -> str:
        """That there is nothing to print, and what to do."""

    @abstractmethod
    def count(self) -> int:
        """How many rows the papers have in all."""

    @abstractmethod
    def papers(self, order: Order) -> Iterable[PrintedList]:
        """The papers, one a commune, as ordered."""


@dataclass(frozen=True)
class Listing(Printable):
    """What is listed: `filters` of the class `asks`, whose field `by_unit` chooses communes, and texts of a kind's own.

    `key` names its jobs, `words` what they do.
    """

    key: ClassVar[str]
    words: ClassVar[str]
    asks: ClassVar[type]
    by_unit: ClassVar[str] = "units"

    filters: Any

    @property
    @abstractmethod
    def title(self) -> str:
        """What the papers are called."""

    @abstractmethod
    def communes(self) -> list[Sheet]:
        """A sheet of each commune that has rows, with or without them, in the order of the papers."""

    def is_readable(self, _actor: Actor) -> bool:
        """Whether the list is there, and the actor may read what it tells beside households."""
        return True

    def of_commune(self, code: str) -> Self:
        """The same list of one commune."""
        return replace(self, filters=replace(self.filters, **{self.by_unit: frozenset({code})}))

    def arguments(self) -> dict[str, Any]:
        """What a job keeps, fit for JSON."""
        own = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "filters"}
        return {"filters": kept({one.name: getattr(self.filters, one.name) for one in fields(self.filters)}), **own}

    @classmethod
    def restored(cls, arguments: Mapping[str, Any]) -> Self:
        """The list that `arguments` described."""
        own = {one.name: arguments[one.name] for one in fields(cls) if one.name != "filters"}
        return cls(cls.asks(**restored(arguments["filters"])), **own)
