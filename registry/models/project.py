"""Projects that help households to produce: what each is for, its money, what it buys, its steps (domain.md §4.3).

Who takes part is a line of the register `production`; it names its project by its code. Nothing here is personal.
Amounts are whole đồng.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.messages import N_
from registry.models.money import SOURCES
from registry.storage import Base, Dated, Id, Tracked, UtcDateTime, field

PRODUCTION = "production"
"""The register whose lines take part."""
KINDS = {
    "chain": N_("Liên kết theo chuỗi giá trị"),
    "community": N_("Cộng đồng"),
    "task": N_("Theo nhiệm vụ"),
}
SECTORS = {
    "crops": N_("Trồng trọt"),
    "livestock": N_("Chăn nuôi"),
    "aquaculture": N_("Thuỷ sản"),
    "craft": N_("Ngành nghề"),
    "service": N_("Dịch vụ"),
}
PROGRAMMES = {
    "POVERTY": N_("CTMTQG giảm nghèo bền vững"),
    "ETHNIC": N_("CTMTQG dân tộc thiểu số và miền núi"),
    "RURAL": N_("CTMTQG xây dựng nông thôn mới"),
    "OTHER": N_("Nguồn khác của tỉnh"),
}
"""Where a project's money comes from; the first two must not help a household twice with the same (domain.md, O02)."""
LANGUAGES = {"vi": N_("Bằng tiếng Việt"), "km": N_("Bằng tiếng Khmer")}
"""Of a training session."""
LONGEST_MONTHS = 36
"""A project's term at most (NĐ 27/2022/NĐ-CP)."""


class Project(Tracked, Dated, Base):
    """A project; `starts` to `ends` (half-open) is its term, `unit_id` the commune it is carried out in."""

    __tablename__ = "project"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = field(String(12), N_("Mã dự án"), required=True, unique=True)
    name: Mapped[str] = field(String(200), N_("Tên dự án"), required=True)
    kind: Mapped[str] = field(String(10), N_("Loại dự án"), required=True, choices=KINDS)
    sector: Mapped[str] = field(String(12), N_("Lĩnh vực"), required=True, choices=SECTORS)
    programme: Mapped[str] = field(String(10), N_("Chương trình"), required=True, choices=PROGRAMMES)
    unit_id: Mapped[int] = field(Id, N_("Xã, phường, thị trấn"), ForeignKey("unit.id"), required=True, index=True)
    place: Mapped[str | None] = field(String(150), N_("Nơi thực hiện"))
    owner: Mapped[str] = field(String(150), N_("Cơ quan chủ trì"), required=True)
    partner: Mapped[str | None] = field(String(150), N_("Hợp tác xã, doanh nghiệp liên kết"))
    decision_no: Mapped[str | None] = field(String(60), N_("Số quyết định"))
    decision_date: Mapped[date | None] = field(Date, N_("Ngày quyết định"))
    min_target_share: Mapped[int | None] = field(
        SmallInteger,
        N_("Tỷ lệ hộ đúng đối tượng ít nhất (%)"),
        hint=N_("Để trống nếu theo mức chung ở trang Tham số."),
    )
    status: Mapped[str] = field(String(20), N_("Trạng thái"), required=True)
    note: Mapped[str | None] = field(String(500), N_("Ghi chú"))


class ProjectCapital(Tracked, Base):
    """What a project has from one source: one live row for each."""

    __tablename__ = "project_capital"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    project_id: Mapped[int] = mapped_column(Id, ForeignKey("project.id"), index=True)
    source: Mapped[str] = field(String(10), N_("Nguồn"), required=True, choices=SOURCES)
    amount: Mapped[int] = field(BigInteger, N_("Vốn của dự án"), required=True)


class ProjectInput(Tracked, Base):
    """A thing the project buys for everybody: so many units at a price."""

    __tablename__ = "project_input"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    project_id: Mapped[int] = mapped_column(Id, ForeignKey("project.id"), index=True)
    item: Mapped[str] = field(String(150), N_("Giống, vật tư, dịch vụ"), required=True)
    measure: Mapped[str] = field(String(20), N_("Đơn vị tính"), required=True)
    unit_price: Mapped[int] = field(BigInteger, N_("Đơn giá (đồng)"), required=True)
    quantity: Mapped[int] = field(Integer, N_("Số lượng"), required=True)

    @property
    def value(self) -> int:
        """đồng."""
        return self.unit_price * self.quantity


class ProjectTraining(Tracked, Base):
    """A session in which participants were taught."""

    __tablename__ = "project_training"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    project_id: Mapped[int] = mapped_column(Id, ForeignKey("project.id"), index=True)
    on_date: Mapped[date] = field(Date, N_("Ngày tập huấn"), required=True)
    topic: Mapped[str] = field(String(200), N_("Nội dung tập huấn"), required=True)
    place: Mapped[str | None] = field(String(150), N_("Nơi tập huấn"))
    people: Mapped[int] = field(SmallInteger, N_("Số người dự"), required=True)
    women: Mapped[int | None] = field(SmallInteger, N_("Trong đó nữ"))
    language: Mapped[str | None] = field(String(5), N_("Tiếng"), choices=LANGUAGES)


class ProjectStep(Tracked, Base):
    """A step of a project, as `EntryStep` is of a line."""

    __tablename__ = "project_step"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    project_id: Mapped[int] = mapped_column(Id, ForeignKey("project.id"), index=True)
    from_state: Mapped[str | None] = field(String(20), N_("Từ trạng thái"))
    to_state: Mapped[str] = field(String(20), N_("Sang trạng thái"), required=True)
    on_date: Mapped[date] = field(Date, N_("Từ ngày"), required=True)
    reason: Mapped[str | None] = field(String(20), N_("Lý do"))
    note: Mapped[str | None] = field(String(500), N_("Ghi chú"))
    made_by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


OF_PROJECTS = (ProjectCapital, ProjectInput, ProjectTraining, ProjectStep)
"""What hangs on a project."""
