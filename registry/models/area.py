"""Administrative units, dated, with successors; hamlets; area classes; denominators from outside."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registry.messages import N_
from registry.storage import Base, Dated, Id, Tracked, field

UNIT_TYPES = {
    "tinh": N_("Tỉnh"),
    "tp_tw": N_("Thành phố trực thuộc trung ương"),
    "huyen": N_("Huyện"),
    "quan": N_("Quận"),
    "thi_xa": N_("Thị xã"),
    "tp_tinh": N_("Thành phố"),
    "xa": N_("Xã"),
    "phuong": N_("Phường"),
    "thi_tran": N_("Thị trấn"),
}
PROVINCE_TYPES = frozenset({"tinh", "tp_tw"})
DISTRICT_TYPES = frozenset({"huyen", "quan", "thi_xa", "tp_tinh"})
COMMUNE_TYPES = frozenset({"xa", "phuong", "thi_tran"})
URBAN_TYPES = frozenset({"phuong", "thi_tran"})

AREA_CLASSES = {
    "KV1": N_("Khu vực I"),
    "KV2": N_("Khu vực II"),
    "KV3": N_("Khu vực III"),
    "AP_DBKK": N_("Ấp đặc biệt khó khăn"),
    "BAI_NGANG": N_("Xã bãi ngang ven biển"),
    "ATK": N_("Xã an toàn khu"),
    "XA_DAO": N_("Xã đảo"),
    "NTM": N_("Xã nông thôn mới"),
}


class Unit(Dated, Base):
    """A province, district or commune between two reforms. Codes are reused under new names: the id is it."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("code", "starts"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = field(String(10), N_("Mã đơn vị"), required=True)
    name: Mapped[str] = field(String(100), N_("Tên đơn vị"), required=True)
    type: Mapped[str] = field(String(10), N_("Loại"), required=True, choices=UNIT_TYPES)
    parent_id: Mapped[int | None] = mapped_column(Id, ForeignKey("unit.id"), index=True)


class UnitSuccession(Base):
    """What became of a unit on a day; `whole` is false when only a part of it went there."""

    __tablename__ = "unit_succession"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    from_id: Mapped[int] = mapped_column(Id, ForeignKey("unit.id"), index=True)
    to_id: Mapped[int] = mapped_column(Id, ForeignKey("unit.id"), index=True)
    day: Mapped[date] = mapped_column()
    kind: Mapped[str] = mapped_column(String(10))
    whole: Mapped[bool] = mapped_column(default=True)
    legal_basis: Mapped[str] = mapped_column(String(200), default="")


class Hamlet(Tracked, Dated, Base):
    """An ấp (rural) or khóm (urban) of a commune: a free list kept by the commune."""

    __tablename__ = "hamlet"
    __table_args__ = (Index("ix_hamlet_unit_id_name_fold", "unit_id", "name_fold"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    unit_id: Mapped[int] = mapped_column(Id, ForeignKey("unit.id"))
    name: Mapped[str] = field(String(100), N_("Tên ấp, khóm"), required=True)
    name_fold: Mapped[str] = mapped_column(String(200))
    fictional: Mapped[bool] = mapped_column(default=False)


class AreaClass(Dated, Base):
    """A class the law gives to a commune or hamlet for a time (KV1-3, ATK, bãi ngang …)."""

    __tablename__ = "area_class"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    unit_id: Mapped[int] = mapped_column(Id, ForeignKey("unit.id"), index=True)
    hamlet_id: Mapped[int | None] = mapped_column(Id, ForeignKey("hamlet.id"), index=True)
    area_class: Mapped[str] = field(String(10), N_("Phân loại địa bàn"), required=True, choices=AREA_CLASSES)
    legal_basis: Mapped[str] = mapped_column(String(200))
    fictional: Mapped[bool] = mapped_column(default=False)


DENOMINATORS = {"households": N_("Tổng số hộ"), "khmer_households": N_("Số hộ dân tộc Khmer")}


class Denominator(Tracked, Dated, Base):
    """A total that comes from outside the registry (statistics office), by unit: rates divide by it."""

    __tablename__ = "denominator"
    __table_args__ = (UniqueConstraint("unit_id", "measure", "starts"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    unit_id: Mapped[int] = mapped_column(Id, ForeignKey("unit.id"))
    measure: Mapped[str] = field(String(20), N_("Chỉ tiêu"), required=True, choices=DENOMINATORS)
    value: Mapped[int] = field(Id, N_("Giá trị"), required=True)
    source: Mapped[str] = field(String(200), N_("Nguồn số liệu"), required=True)
    fictional: Mapped[bool] = mapped_column(default=False)
