"""Departments and what each of them owns, dated: ministries are reorganised more often than software."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.messages import N_
from registry.storage import Base, Dated, Id, field

COMMITTEE = "committee"
"""Stands for every People's Committee where papers say whose signer signs in which place."""


class Agency(Dated, Base):
    """An office that owns registers, keeps accounts or signs lists; a People's Committee has the unit it governs."""

    __tablename__ = "agency"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = field(String(20), N_("Mã cơ quan"), required=True, unique=True)
    name: Mapped[str] = field(String(200), N_("Tên cơ quan"), required=True)
    short_name: Mapped[str] = field(String(60), N_("Tên ngắn"), required=True)
    unit_id: Mapped[int | None] = mapped_column(Id, ForeignKey("unit.id"))

    @property
    def office(self) -> str:
        """Its code, or what stands for any committee."""
        return self.code if self.unit_id is None else COMMITTEE


class AgencyDuty(Dated, Base):
    """Which agency owns a register or a field of work, from when to when; handed to a successor by a new row."""

    __tablename__ = "agency_duty"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agency_id: Mapped[int] = mapped_column(Id, ForeignKey("agency.id"), index=True)
    duty: Mapped[str] = mapped_column(String(40))
    legal_basis: Mapped[str] = mapped_column(String(200), default="")
