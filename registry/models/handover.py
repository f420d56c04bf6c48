"""A family on its way from one commune to another: who asked for it, who let it go, to whom, since when, and what came
of it."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.messages import N_
from registry.storage import Base, Id, Tracked, UtcDateTime, field

WAITING, ACCEPTED, RETURNED, RECALLED = "waiting", "accepted", "returned", "recalled"
REQUESTED, GRANTED, DECLINED, CANCELLED = "requested", "granted", "declined", "cancelled"
ASKED = frozenset({REQUESTED, GRANTED, DECLINED, CANCELLED})
"""The states of a request; the hand-over that grants it is a row of its own."""
STATES = {
    WAITING: N_("Chờ nhận"),
    ACCEPTED: N_("Đã nhận"),
    RETURNED: N_("Đã trả lại"),
    RECALLED: N_("Đã rút lại"),
    REQUESTED: N_("Chờ trả lời"),
    GRANTED: N_("Đã chuyển theo đề nghị"),
    DECLINED: N_("Đã từ chối"),
    CANCELLED: N_("Đã rút đề nghị"),
}
OTHER = "other"
CAUSES = {
    "not_here": N_("Hộ không về ở xã này"),
    "not_yet": N_("Hộ chưa đến ở"),
    "wrong_day": N_("Sai ngày chuyển"),
    "known": N_("Hộ đã có trong sổ của xã"),
    OTHER: N_("Lý do khác"),
}


class Handover(Tracked, Base):
    """A household handed over: it lives in `to_unit_id` from `day` on once that commune has accepted it.

    Until then it stays with `from_unit_id`, whose residence it is, and the other side is told no name. The source keeps
    this row, its destination line, for good (decisions.md 15). `cause` and `note` are the answer of who returns it.

    A request (`asked`) goes the other way: `to_unit_id`, told only that `person_id` lives in `from_unit_id`, asks it on
    `day` for the household, with a `reason`, and is told nothing more; `note` is why it is declined.
    """

    __tablename__ = "handover"
    __table_args__ = (
        Index("ix_handover_from", "from_unit_id", "state"),
        Index("ix_handover_to", "to_unit_id", "state"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    household_id: Mapped[int] = mapped_column(Id, ForeignKey("household.id"), index=True)
    from_unit_id: Mapped[int] = field(Id, N_("Chuyển từ"), ForeignKey("unit.id"), required=True)
    to_unit_id: Mapped[int] = field(Id, N_("Nơi chuyển đến"), ForeignKey("unit.id"), required=True)
    day: Mapped[date] = field(Date, N_("Ở nơi mới từ ngày"), required=True)
    state: Mapped[str] = field(String(10), N_("Tình trạng"), required=True, choices=STATES, default=WAITING)
    cause: Mapped[str | None] = field(String(10), N_("Lý do trả lại"), choices=CAUSES)
    note: Mapped[str | None] = field(String(500), N_("Ghi chú"))
    person_id: Mapped[int | None] = mapped_column(Id, ForeignKey("person.id"))
    reason: Mapped[str | None] = field(String(500), N_("Lý do đề nghị"))
    made_by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def asked(self) -> bool:
        """Whether it is a request, open or answered."""
        return self.state in ASKED
