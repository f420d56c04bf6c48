"""Table: what queries return and what the page, csv and xlsx drink alike, so that no medium shows more than another."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from registry.messages import Message


@dataclass(frozen=True)
class Column:
    """A column: stable English key (csv), Vietnamese label, how its value reads from a row object."""

    key: str
    label: str
    value: Callable[[Any], Any]
    numeric: bool = False


@dataclass(frozen=True)
class Option:
    """A choice of a facet with its count, counted with the facet's own choices removed."""

    value: str
    label: str | Message
    count: int | None
    selected: bool


@dataclass(frozen=True)
class FacetGroup:
    """A facet of a list: its name in the address, its label, its options."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Page:
    """Which slice of how many rows; `total` is exact unless `more`, when it is the limit that was reached."""

    number: int
    per_page: int
    total: int
    more: bool = False

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.per_page

    @property
    def first(self) -> int:
        return self.offset + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.offset + self.per_page, self.total)


@dataclass(frozen=True)
class Table:
    """Rows under columns, with the sums that stand at the foot ("Cộng": tổng, nữ, Khmer, DTTS)."""

    columns: tuple[Column, ...]
    rows: Iterable[Any]
    sums: tuple[tuple[str, dict[str, int]], ...] = ()

    def cells(self, row: Any) -> list[Any]:
        return [column.value(row) for column in self.columns]
