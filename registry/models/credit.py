"""Where policy credit is dealt with: savings-and-credit groups, and the days on which the bank comes to a commune."""

from typing import ClassVar

from sqlalchemy import ForeignKey, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.messages import N_
from registry.storage import Base, Id, Tracked, field

ASSOCIATIONS = {
    "HND": N_("Hội Nông dân"),
    "HPN": N_("Hội Liên hiệp Phụ nữ"),
    "CCB": N_("Hội Cựu chiến binh"),
    "DTN": N_("Đoàn Thanh niên"),
}
"""Those the bank entrusts loans to."""


class CreditGroup(Tracked, Base):
    """A savings-and-credit group (Tổ TK&VV) of 5 to 60 members of one hamlet. Loans name it by its `code`, which is
    never corrected."""

    __tablename__ = "credit_group"
    of_register: ClassVar[str] = "credit"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = field(
        String(20), N_("Mã tổ"), required=True, unique=True, hint=N_("Chữ in và số, ví dụ TO-31675-03.")
    )
    name: Mapped[str] = field(String(100), N_("Tên tổ"), required=True)
    association: Mapped[str] = field(String(4), N_("Hội nhận uỷ thác"), required=True, choices=ASSOCIATIONS)
    unit_id: Mapped[int] = field(Id, N_("Xã, phường, thị trấn"), ForeignKey("unit.id"), required=True, index=True)
    hamlet_id: Mapped[int | None] = field(Id, N_("Ấp, khóm"), ForeignKey("hamlet.id"))
    fictional: Mapped[bool] = mapped_column(default=False)


class TransactionPoint(Tracked, Base):
    """Where, and on which day of each month, the bank deals with the people of a commune; one for each."""

    __tablename__ = "transaction_point"
    of_register: ClassVar[str] = "credit"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    unit_id: Mapped[int] = field(Id, N_("Xã, phường, thị trấn"), ForeignKey("unit.id"), required=True, index=True)
    place: Mapped[str] = field(String(150), N_("Nơi giao dịch"), required=True)
    month_day: Mapped[int] = field(SmallInteger, N_("Ngày giao dịch trong tháng"), required=True)
    fictional: Mapped[bool] = mapped_column(default=False)
