"""An official list as data: who issues it, its columns and rows, its sums, who signs. No layout."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from registry.messages import N_
from registry.paper import PaperColumn

OFFICE, POSTING = "office", "posting"
VARIANTS = {OFFICE: N_("Bản lưu tại cơ quan"), POSTING: N_("Bản niêm yết công khai")}


@dataclass(frozen=True)
class RowGroup:
    """Rows under one heading (a hamlet, a commune); "" when the list has no groups."""

    heading: str
    rows: Sequence[Any]


@dataclass(frozen=True)
class Total:
    """A line at the foot of the table: "Cộng", "25 hộ", and sums under their columns by key."""

    label: str
    text: str = ""
    sums: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Heading:
    """What stands above a document: superior and issuing authority, place, abbreviation after the number."""

    parent: str
    issuer: str
    place: str
    suffix: str


@dataclass(frozen=True)
class Signature:
    """One who signs: title lines as printed ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC") and the name, "" to be filled in."""

    titles: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True)
class Stamp:
    """Who made this paper, and when (wall clock of the office)."""

    user: str
    time: str


@dataclass(frozen=True)
class Block:
    """What stands above the table under a name of its own: a text, or a small table with a line beneath."""

    heading: str
    text: str = ""
    columns: tuple[PaperColumn, ...] = ()
    rows: Sequence[Any] = ()


@dataclass(frozen=True)
class PrintedList:
    """One list of one place, signed as one paper.

    `attached` ("Kèm theo Quyết định số …") makes it an annex, which has no Quốc hiệu; `amount` in đồng is written out
    in words, `approved` says what came from which source; `bookmark` names it among others in one file. The numbers of
    rows run through all groups. `facts` stand above the table, "" to be filled in by hand, `blocks` after them; `small`
    letters let one family stand on one sheet.
    `marks` below the columns' headings in place of (1)(2)(3) …
    """

    title: str
    columns: tuple[PaperColumn, ...]
    groups: tuple[RowGroup, ...]
    heading: Heading
    day: date
    stamp: Stamp
    subtitles: tuple[str, ...] = ()
    attached: str = ""
    unit_line: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()
    marks: tuple[str, ...] = ()
    totals: tuple[Total, ...] = ()
    closing: str = ""
    amount: int | None = None
    approved: Mapping[str, int] = field(default_factory=dict)
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()
    landscape: bool = False
    draft: bool = False
    bookmark: str = ""
    small: bool = False

    def without(self, *keys: str) -> "PrintedList":
        """The same list without these columns: what a posted list must not show."""
        return replace(self, columns=tuple(column for column in self.columns if column.key not in keys))

    def tightened(self) -> "PrintedList":
        """The same list in small letters, sums of people in one line: few rows then stand with their head and those
        who sign on one sheet."""
        if not self.totals or any(total.sums for total in self.totals[1:]):
            return replace(self, small=True)
        total, *splits = self.totals
        text = "; ".join([total.text, *(f"{one.label}: {one.text}" for one in splits)])
        return replace(self, small=True, totals=(replace(total, text=text),))

    @property
    def rows(self) -> int:
        return sum(len(group.rows) for group in self.groups)

    @property
    def code(self) -> str:
        """The list's code: the same rows under the same title give the same code, whoever prints them."""
        text = "\n".join([self.title, *self.subtitles, *("\t".join(line) for line in self._texts())])
        digest = hashlib.sha256(text.encode()).hexdigest()[:10].upper()
        return f"DS-{digest[:5]}-{digest[5:]}"

    def _texts(self) -> Iterator[list[str]]:
        for block in self.blocks:
            yield [block.heading, block.text]
            yield from ([str(column.value(row)) for column in block.columns] for row in block.rows)
        for group in self.groups:
            yield [group.heading]
            yield from ([str(column.value(row)) for column in self.columns] for row in group.rows)
