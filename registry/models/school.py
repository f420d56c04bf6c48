"""Schools: a table of reference that lists of pupils name. Nothing personal."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.messages import N_
from registry.storage import Base, Id, Tracked, field

LEVELS = {
    "nha_tre": N_("Nhà trẻ"),
    "mau_giao": N_("Mẫu giáo"),
    "th": N_("Tiểu học"),
    "thcs": N_("Trung học cơ sở"),
    "thpt": N_("Trung học phổ thông"),
    "gdtx": N_("Giáo dục thường xuyên"),
    "tc": N_("Trung cấp"),
    "cd": N_("Cao đẳng"),
    "dh": N_("Đại học"),
}
PRESCHOOL = frozenset({"nha_tre", "mau_giao"})
BEYOND_SCHOOL = frozenset({"tc", "cd", "dh"})


class School(Tracked, Base):
    """A school of any level. Lines of pupils name it by its `code`, which is never corrected; `unit_id`: its commune,
    unknown for those outside the province."""

    __tablename__ = "school"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = field(
        String(20), N_("Mã trường"), required=True, unique=True, hint=N_("Chữ in và số, ví dụ TH-31675.")
    )
    name: Mapped[str] = field(String(150), N_("Tên trường"), required=True)
    level: Mapped[str] = field(String(10), N_("Cấp học"), required=True, choices=LEVELS)
    unit_id: Mapped[int | None] = field(Id, N_("Xã, phường, thị trấn"), ForeignKey("unit.id"))
    fictional: Mapped[bool] = mapped_column(default=False)
