"""Entry: the spine of every register. What is common to a card, a house, a loan stands here, the rest beside it."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from registry.messages import N_
from registry.models.household_period import CLASSES
from registry.storage import Base, Dated, Id, Tracked, UtcDateTime, field
from registry.storage.indexes import covering_index
from registry.vn.dates import PartialDate

COMMON_FIELDS = ("legal_basis", "decision_no", "decision_date", "note")
"""What people fill in on a line of any register, after the register's own columns and its days."""


class Entry(Tracked, Dated, Base):
    """A line of a register, `starts` to `ends` half-open: for a household, and a person where the benefit is personal.

    `unit_id`, `class_` and `class_id` are as they stood on the day the law asks about; a later correction of the class
    never rewrites them (decisions.md 12). `status` is a state of the register's workflow, every move of it a step.
    """

    __tablename__ = "entry"
    day_hints: ClassVar[tuple[str, str]] = ("", N_("Ngày cuối cùng còn hiệu lực. Để trống nếu chưa biết."))
    """What a register's form says of the first and the last day."""
    __table_args__: Any = (
        *covering_index("ix_entry_person", ("register", "person_id"), ("status", "starts", "ends", "withdrawn")),
        *covering_index(
            "ix_entry_household", ("household_id",), ("register", "status", "starts", "ends", "withdrawn", "person_id")
        ),
        Index("ix_entry_batch", "batch"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = field(String(12), N_("Mã dòng"), required=True, unique=True)
    register: Mapped[str] = mapped_column(String(20))
    household_id: Mapped[int] = mapped_column(Id, ForeignKey("household.id"))
    person_id: Mapped[int | None] = field(Id, N_("Người hưởng"), ForeignKey("person.id"))
    unit_id: Mapped[int] = mapped_column(Id, ForeignKey("unit.id"))
    class_: Mapped[str] = field(String(10), N_("Diện hộ khi lập"), required=True, choices=CLASSES)
    class_id: Mapped[int | None] = mapped_column(Id, ForeignKey("household_class.id"))
    legal_basis: Mapped[str | None] = field(String(200), N_("Căn cứ"))
    decision_no: Mapped[str | None] = field(String(60), N_("Số quyết định"), in_list=True)
    decision_date: Mapped[date | None] = field(Date, N_("Ngày quyết định"))
    status: Mapped[str] = field(String(20), N_("Trạng thái"), required=True)
    ended_reason: Mapped[str | None] = field(String(20), N_("Lý do kết thúc"))
    batch: Mapped[str | None] = mapped_column(String(26))
    note: Mapped[str | None] = field(String(500), N_("Ghi chú"))

    @staticmethod
    def proposed(class_: str, birth: PartialDate, day: date) -> dict[str, Any] | None:
        """What a line says that is asked for from a gap list: of somebody born then, in a household of this class on
        the day it begins; with `ends` (half-open) where it may be good no longer. None for whom the register is not
        meant; a register that is asked for so has its own."""
        return None

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        if cls.__name__ == "Entry":
            return {"version_id_col": cls.version, "polymorphic_on": cls.register}
        return {"polymorphic_identity": cls.__tablename__}


class EntryStep(Tracked, Base):
    """A move of an entry from a state to another: the day it counts from, decision, reason, and who made it."""

    __tablename__ = "entry_step"
    __table_args__ = (Index("ix_entry_step_entry", "entry_id", "to_state", "on_date"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    entry_id: Mapped[int] = mapped_column(Id, ForeignKey("entry.id"))
    household_id: Mapped[int] = mapped_column(Id, ForeignKey("household.id"), index=True)
    from_state: Mapped[str | None] = field(String(20), N_("Từ trạng thái"))
    to_state: Mapped[str] = field(String(20), N_("Sang trạng thái"), required=True)
    on_date: Mapped[date] = field(Date, N_("Từ ngày"), required=True)
    reason: Mapped[str | None] = field(String(20), N_("Lý do"))
    note: Mapped[str | None] = field(String(500), N_("Ghi chú"))
    made_by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
