"""A household, who lives in it, who heads it and where it lives, each with dates (domain.md §2.7)."""

from datetime import UTC, datetime

from sqlalchemy import Boolean, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.messages import N_
from registry.storage import Base, Codes, Dated, Id, Tracked, UtcDateTime, field
from registry.storage.indexes import covering_index

CAUSES = {
    "1": N_("Không có đất sản xuất"),
    "2": N_("Không có vốn sản xuất, kinh doanh"),
    "3": N_("Không có lao động"),
    "4": N_("Không có công cụ, phương tiện sản xuất"),
    "5": N_("Không có kiến thức về sản xuất"),
    "6": N_("Không có kỹ năng lao động, sản xuất"),
    "7": N_("Có người ốm đau, bệnh nặng, tai nạn"),
    "8": N_("Nguyên nhân khác"),
}
CLOSING_REASONS = {
    "moved_away": N_("Chuyển đi khỏi tỉnh"),
    "all_dead": N_("Cả hộ đã mất"),
    "merged": N_("Nhập vào hộ khác"),
    "wrong": N_("Lập sai, xoá khỏi sổ"),
}
RELATIONSHIPS = {
    "01": N_("Chủ hộ"),
    "02": N_("Vợ/chồng"),
    "03": N_("Con"),
    "04": N_("Con dâu/con rể"),
    "05": N_("Cha/mẹ"),
    "06": N_("Cha/mẹ vợ/chồng"),
    "07": N_("Ông/bà"),
    "08": N_("Cháu (nội/ngoại)"),
    "09": N_("Anh/chị/em"),
    "10": N_("Cháu họ/họ hàng khác"),
    "11": N_("Người ở nhờ/khác"),
}
JOIN_REASONS = {
    "listed": N_("Có trong danh sách ban đầu"),
    "born": N_("Mới sinh"),
    "moved_in": N_("Chuyển đến"),
    "married": N_("Kết hôn"),
    "split": N_("Tách hộ"),
    "merged": N_("Nhập hộ"),
}
LEAVE_REASONS = {
    "moved_out": N_("Chuyển đi"),
    "married": N_("Kết hôn, về hộ khác"),
    "died": N_("Đã mất"),
    "split": N_("Tách hộ"),
    "merged": N_("Nhập hộ khác"),
    "closed": N_("Hộ đã đóng"),
}


class Household(Tracked, Dated, Base):
    """A household from the day it is listed until it is closed with a reason; never deleted, its code never reused."""

    __tablename__ = "household"
    __table_args__ = (Index("ix_household_touched_at", "touched_at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = field(String(12), N_("Mã hộ"), required=True, unique=True)
    phone: Mapped[str | None] = field(String(20), N_("Điện thoại"))
    causes: Mapped[frozenset[str]] = field(
        Codes, N_("Nguyên nhân nghèo"), required=True, choices=CAUSES, default=frozenset
    )
    merit: Mapped[bool] = field(Boolean, N_("Hộ có người có công"), required=True, default=False)
    no_labour: Mapped[bool] = field(Boolean, N_("Hộ không có khả năng lao động"), required=True, default=False)
    social_protection: Mapped[bool] = field(
        Boolean, N_("Hộ có người hưởng bảo trợ xã hội"), required=True, default=False
    )
    lacks_home_land: Mapped[bool] = field(Boolean, N_("Thiếu đất ở"), required=True, default=False)
    lacks_farm_land: Mapped[bool] = field(Boolean, N_("Thiếu đất sản xuất"), required=True, default=False)
    ended_reason: Mapped[str | None] = field(String(12), N_("Lý do đóng hộ"), choices=CLOSING_REASONS)
    note: Mapped[str | None] = field(String(500), N_("Ghi chú"))
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: datetime.now(UTC))


class HouseholdCode(Tracked, Base):
    """A code another system gives the household, with that system's name."""

    __tablename__ = "household_code"
    __table_args__ = (Index("ix_household_code_code", "code"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    household_id: Mapped[int] = mapped_column(Id, ForeignKey("household.id"), index=True)
    source: Mapped[str] = field(String(60), N_("Nguồn mã"), required=True)
    code: Mapped[str] = field(String(40), N_("Mã ở hệ thống khác"), required=True)


class Residence(Tracked, Dated, Base):
    """Where a household lives in a period. A reform never rewrites it: successors are resolved when read."""

    __tablename__ = "residence"
    __table_args__ = (Index("ix_residence_household_id_starts", "household_id", "starts"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    household_id: Mapped[int] = mapped_column(Id, ForeignKey("household.id"))
    unit_id: Mapped[int] = field(Id, N_("Xã, phường, thị trấn"), ForeignKey("unit.id"), required=True, index=True)
    hamlet_id: Mapped[int | None] = field(Id, N_("Ấp, khóm"), ForeignKey("hamlet.id"), index=True)
    address: Mapped[str | None] = field(String(200), N_("Địa chỉ"))


class HouseholdHead(Tracked, Dated, Base):
    """Who heads the household in a period: a role, so that a death or a change needs no new household."""

    __tablename__ = "household_head"
    __table_args__ = covering_index(
        "ix_household_head_household_id_starts", ("household_id",), ("starts", "ends", "withdrawn")
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    household_id: Mapped[int] = mapped_column(Id, ForeignKey("household.id"))
    person_id: Mapped[int] = field(Id, N_("Chủ hộ"), ForeignKey("person.id"), required=True, index=True)


class Membership(Tracked, Dated, Base):
    """A person in a household in a period, how related to the head, why it began and why it ended."""

    __tablename__ = "membership"
    __table_args__ = (
        *covering_index(
            "ix_membership_household_id_starts", ("household_id",), ("starts", "ends", "person_id", "withdrawn")
        ),
        *covering_index(
            "ix_membership_person_id_starts", ("person_id",), ("starts", "ends", "household_id", "withdrawn")
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    household_id: Mapped[int] = mapped_column(Id, ForeignKey("household.id"))
    person_id: Mapped[int] = field(Id, N_("Thành viên"), ForeignKey("person.id"), required=True)
    relationship: Mapped[str] = field(String(2), N_("Quan hệ với chủ hộ"), required=True, choices=RELATIONSHIPS)
    joined_reason: Mapped[str] = field(String(10), N_("Lý do vào hộ"), required=True, choices=JOIN_REASONS)
    left_reason: Mapped[str | None] = field(String(10), N_("Lý do rời hộ"), choices=LEAVE_REASONS)
    destination: Mapped[str | None] = field(String(200), N_("Nơi đến"))
