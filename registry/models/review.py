"""Poverty standards, review rounds, and the class a household was given in a round (domain.md §2)."""

from datetime import date

from sqlalchemy import Boolean, Date, ForeignKey, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registry.messages import N_
from registry.models.household_period import CLASSES
from registry.storage import Base, Codes, Dated, Id, Tracked, field

ROUND_KINDS = {"periodic": N_("Định kỳ cuối năm"), "monthly": N_("Thường xuyên hằng tháng")}
AREA_TYPES = {"urban": N_("Thành thị"), "rural": N_("Nông thôn")}
HOUSE_PARTS = {
    "foundation": N_("Nền, móng"),
    "frame": N_("Khung, cột"),
    "wall": N_("Tường"),
    "roof": N_("Mái"),
    "floor": N_("Sàn"),
}


class PovertyStandard(Dated, Base):
    """A poverty standard: income lines in đồng per person and month (compared with <=), B1 and B2 limits.

    `poor_when` is "and" (2022 on: income <= line AND deprivations) or "or" (2016: income <= policy line, OR
    income <= minimum living line AND deprivations). Sources: QĐ 59/2015, NĐ 07/2021, NĐ 351/2025.
    """

    __tablename__ = "poverty_standard"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = field(String(10), N_("Chuẩn nghèo"), required=True, unique=True)
    legal_basis: Mapped[str] = field(String(200), N_("Căn cứ pháp lý"), required=True)
    poor_when: Mapped[str] = mapped_column(String(3))
    deprivations_for_poor: Mapped[int] = mapped_column(SmallInteger, default=3)
    rural_line: Mapped[int] = field(Id, N_("Chuẩn thu nhập nông thôn"), required=True)
    urban_line: Mapped[int] = field(Id, N_("Chuẩn thu nhập thành thị"), required=True)
    rural_minimum: Mapped[int] = mapped_column(Id)
    urban_minimum: Mapped[int] = mapped_column(Id)
    rural_average: Mapped[int] = mapped_column(Id)
    urban_average: Mapped[int] = mapped_column(Id)
    rural_b1: Mapped[int | None] = mapped_column(SmallInteger)
    urban_b1: Mapped[int | None] = mapped_column(SmallInteger)
    rural_b1_minimum: Mapped[int | None] = mapped_column(SmallInteger)
    urban_b1_minimum: Mapped[int | None] = mapped_column(SmallInteger)
    b2_for_poor: Mapped[int] = mapped_column(SmallInteger, default=30)


class DeprivationIndicator(Base):
    """An indicator of basic social services of a standard; ten B2 points each."""

    __tablename__ = "deprivation_indicator"
    __table_args__ = (UniqueConstraint("standard_id", "code"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    standard_id: Mapped[int] = mapped_column(Id, ForeignKey("poverty_standard.id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    code: Mapped[str] = mapped_column(String(20))
    dimension: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))


class ReviewRound(Tracked, Base):
    """A review of households; the round carries the standard it classifies by."""

    __tablename__ = "review_round"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = field(String(20), N_("Kỳ rà soát"), required=True, unique=True)
    kind: Mapped[str] = field(String(10), N_("Loại rà soát"), required=True, choices=ROUND_KINDS)
    year: Mapped[int] = mapped_column(SmallInteger)
    standard_id: Mapped[int] = mapped_column(Id, ForeignKey("poverty_standard.id"))
    opens: Mapped[date] = mapped_column()
    closes: Mapped[date] = mapped_column()
    fictional: Mapped[bool] = mapped_column(default=False)


class HouseholdClass(Tracked, Base):
    """The class recognised for a household in a round. It holds from the decision to the next one, but never before
    its standard does: an end-2021 decision under the 2022 standard counts from 1/1/2022 (decisions.md 10)."""

    __tablename__ = "household_class"
    __table_args__ = (Index("ix_household_class_household_id_decision_date", "household_id", "decision_date"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    household_id: Mapped[int] = mapped_column(Id, ForeignKey("household.id"))
    round_id: Mapped[int] = field(Id, N_("Kỳ rà soát"), ForeignKey("review_round.id"), required=True, index=True)
    standard_id: Mapped[int] = mapped_column(Id, ForeignKey("poverty_standard.id"))
    class_: Mapped[str] = field(String(10), N_("Diện được công nhận"), required=True, choices=CLASSES)
    decision_no: Mapped[str] = field(String(60), N_("Số quyết định"), required=True)
    decision_date: Mapped[date] = field(Date, N_("Ngày quyết định"), required=True)
    area_type: Mapped[str] = field(String(5), N_("Khu vực của phiếu"), required=True, choices=AREA_TYPES)
    score_b1: Mapped[int | None] = field(SmallInteger, N_("Điểm B1"))
    score_b2: Mapped[int | None] = field(SmallInteger, N_("Điểm B2"))
    income_pc: Mapped[int | None] = field(Id, N_("Thu nhập bình quân (đồng/người/tháng)"))
    deprivations: Mapped[frozenset[str]] = field(Codes, N_("Chỉ số thiếu hụt"), required=True, default=frozenset)
    weak_parts: Mapped[frozenset[str]] = field(
        Codes, N_("Bộ phận nhà không bền chắc"), required=True, choices=HOUSE_PARTS, default=frozenset
    )
    certificate: Mapped[bool] = field(Boolean, N_("Đã cấp giấy chứng nhận"), required=True, default=False)
    fictional: Mapped[bool] = mapped_column(default=False)
