"""What people do about a finding: why it stands, who sees to it, until when."""

from datetime import date

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.messages import N_
from registry.storage import Base, Id, Tracked, field

REASONS = {
    "no_id": N_("Chưa có giấy tờ tuỳ thân"),
    "name_mismatch": N_("Sai lệch họ tên, ngày sinh"),
    "applied": N_("Đã đề nghị, chưa được cấp"),
    "expired": N_("Thẻ đã hết hạn"),
    "refused": N_("Người dân từ chối"),
    "other_code": N_("Đã có thẻ theo nhóm khác"),
    "other": N_("Lý do khác"),
}
OTHER = "other"


class FindingWork(Tracked, Base):
    """The work on one finding, apart from it: refreshing opens and closes findings and never touches this.

    `rule` and `household_id` are the finding's own, so that a reader's scope finds them here too.
    """

    __tablename__ = "finding_work"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    finding_id: Mapped[int] = mapped_column(Id, ForeignKey("finding.id"), unique=True)
    rule: Mapped[str] = mapped_column(String(20))
    household_id: Mapped[int] = mapped_column(Id, ForeignKey("household.id"), index=True)
    reason: Mapped[str | None] = field(String(20), N_("Lý do"), choices=REASONS)
    owner_id: Mapped[int | None] = field(Id, N_("Người xử lý"), ForeignKey("user_account.id"))
    due: Mapped[date | None] = field(Date, N_("Hạn xử lý"))
    note: Mapped[str | None] = field(String(500), N_("Ghi chú"))
