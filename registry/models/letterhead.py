"""What an agency's papers carry: who issues them, from where, who signs, who receives them; dated."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.messages import N_
from registry.models.agency import Agency
from registry.storage import Base, Dated, Id, Tracked, field, valid_through

PREFIXES = ("TM.", "KT.", "TL.", "TUQ.", "Q.")
"""On behalf of, in place of, by order of, by authorisation of, acting (NĐ 30/2020/NĐ-CP, annex I)."""


@dataclass(frozen=True)
class Signer:
    """One who may sign for the agency: title lines as printed and the name, "" to be filled in by hand."""

    titles: tuple[str, ...]
    name: str = ""

    def __str__(self) -> str:
        return " · ".join([*self.titles, self.name] if self.name else self.titles)


def read_signers(text: str) -> tuple[Signer, ...]:
    """Who signs, one after the other: lines in capitals are titles, a line that is not is the name and ends the one.

    An empty line ends one without a name.
    """
    return tuple(Signer(tuple(titles), name) for titles, name in _blocks(text))


def _blocks(text: str) -> Iterator[tuple[list[str], str]]:
    titles: list[str] = []
    for line in [*map(str.strip, text.splitlines()), ""]:
        if line and line == line.upper():
            titles.append(line)
        elif titles or line:
            yield titles, line
            titles = []


class Letterhead(Tracked, Dated, Base):
    """The head and foot of an agency's papers from a day on. Signers and recipients are lines of text."""

    __tablename__ = "letterhead"
    __table_args__ = (UniqueConstraint("agency_id", "starts"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agency_id: Mapped[int] = mapped_column(Id, ForeignKey("agency.id"))
    parent: Mapped[str | None] = field(String(120), N_("Cơ quan chủ quản"))
    issuer: Mapped[str] = field(String(200), N_("Cơ quan ban hành"), required=True)
    place: Mapped[str] = field(String(60), N_("Địa danh"), required=True)
    suffix: Mapped[str | None] = field(String(30), N_("Ký hiệu"))
    signers: Mapped[str] = field(String(800), N_("Người ký"), required=True)
    recipients: Mapped[str | None] = field(String(800), N_("Nơi nhận"))
    agency: Mapped[Agency] = relationship()

    @property
    def valid_through(self) -> date | None:
        """The inclusive last day; None while open."""
        return valid_through(self.ends)

    @property
    def people(self) -> tuple[Signer, ...]:
        """Who may sign, in the order written."""
        return read_signers(self.signers)

    @property
    def recipient_lines(self) -> tuple[str, ...]:
        """The recipients without the dashes and stops that paper puts around them."""
        lines = (line.strip().lstrip("-").rstrip(";.").strip() for line in (self.recipients or "").splitlines())
        return tuple(line for line in lines if line)
