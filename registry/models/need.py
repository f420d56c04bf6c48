"""What a household has said it needs: recorded, never assumed from its class (decisions.md 20)."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, ForeignKey, Index, Select, String, and_, exists, func, or_, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from registry.messages import N_
from registry.storage import Base, Id, Tracked, field
from registry.storage.indexes import covering_index
from registry.storage.sql_dates import days_between

PROGRAMMES = {"production": N_("Hỗ trợ sản xuất"), "credit": N_("Vay vốn ưu đãi")}
"""Programmes whose gaps rest on a need asked for: each bears the key of its register. One more is a line here, with its
sub-programmes below."""
DETAILS: dict[str, dict[str, str]] = {
    "production": {
        "CHUOI": N_("Dự án liên kết theo chuỗi giá trị"),
        "CONG_DONG": N_("Dự án cộng đồng"),
        "NHIEM_VU": N_("Dự án theo nhiệm vụ"),
    },
    "credit": {
        "HN": N_("Cho vay hộ nghèo"),
        "HCN": N_("Cho vay hộ cận nghèo"),
        "HMTN": N_("Cho vay hộ mới thoát nghèo"),
        "HSSV": N_("Cho vay học sinh, sinh viên"),
        "GQVL": N_("Cho vay giải quyết việc làm"),
        "XKLD": N_("Cho vay đi làm việc ở nước ngoài"),
        "NSVSMT": N_("Cho vay nước sạch và vệ sinh môi trường"),
        "NHA33": N_("Cho vay làm nhà ở cho hộ nghèo"),
        "DTTS28": N_("Cho vay hộ dân tộc thiểu số"),
        "SXKDVKK": N_("Cho vay sản xuất, kinh doanh vùng khó khăn"),
        "NDTU": N_("Vốn ngân sách địa phương uỷ thác"),
    },
}
"""By programme: its sub-programmes, by the codes papers use (domain.md §4.4 and §4.5)."""
DETAIL_LABELS = {code: label for codes in DETAILS.values() for code, label in codes.items()}

NEED_DAYS = 180
"""Days a need may wait where no parameter says how many."""
ASKED, DECLINED, UNSUITABLE, UNKNOWN = "asked", "declined", "unsuitable", "unknown"
ANSWERS = {
    ASKED: N_("Có nhu cầu"),
    DECLINED: N_("Không có nhu cầu"),
    UNSUITABLE: N_("Không phù hợp"),
    UNKNOWN: N_("Chưa xác định nhu cầu"),
}
SOURCES = {
    "survey": N_("Rà soát, khảo sát tại hộ"),
    "meeting": N_("Họp ấp, khóm"),
    "application": N_("Đơn của hộ"),
    "agency": N_("Danh sách của cơ quan khác"),
    "other": N_("Nguồn khác"),
}


class Need(Tracked, Base):
    """One answer of a household, or of one of its people, about a programme on a day.

    The last answer by a day holds on it: a later one is another row, so that what was said before stays. Answers about
    different sub-programmes (`detail`) stand beside one another. No row at all says the same as `unknown`.
    """

    __tablename__ = "need"
    __table_args__ = (
        *covering_index(
            "ix_need_household",
            ("household_id", "programme"),
            ("on_date", "answer", "withdrawn", "person_id", "detail"),
        ),
        Index("ix_need_answer", "programme", "answer", "on_date"),
        Index("ix_need_batch", "batch"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    household_id: Mapped[int] = mapped_column(Id, ForeignKey("household.id"))
    person_id: Mapped[int | None] = field(Id, N_("Nhu cầu của"), ForeignKey("person.id"), index=True)
    programme: Mapped[str] = field(String(20), N_("Chương trình"), required=True, choices=PROGRAMMES)
    detail: Mapped[str | None] = field(String(12), N_("Chương trình cụ thể"), choices=DETAIL_LABELS)
    answer: Mapped[str] = field(String(10), N_("Câu trả lời"), required=True, choices=ANSWERS)
    on_date: Mapped[date] = field(Date, N_("Ngày hỏi"), required=True)
    source: Mapped[str] = field(String(12), N_("Nguồn"), required=True, choices=SOURCES)
    note: Mapped[str | None] = field(String(500), N_("Ghi chú"))
    batch: Mapped[str | None] = mapped_column(String(26))


def current(day: Any, need: Any = Need) -> ColumnElement[bool]:
    """The answers that hold on a day: given by then, and none given later about the same."""
    later = aliased(Need)
    newer = or_(later.on_date > need.on_date, and_(later.on_date == need.on_date, later.id > need.id))
    return and_(
        need.on_date <= day,
        ~exists().where(
            later.household_id == need.household_id,
            later.programme == need.programme,
            later.person_id.is_not_distinct_from(need.person_id),
            later.detail.is_not_distinct_from(need.detail),
            later.on_date <= day,
            ~later.withdrawn,
            newer,
        ),
    )


def answered(home: Any, programme: str, day: Any) -> ColumnElement[bool]:
    """Whether the household of the row `home` has answered anything about the programme by the day."""
    mine = (Need.household_id == home.household_id, Need.programme == programme, Need.on_date <= day, ~Need.withdrawn)
    return exists().where(*mine)


def asking(home: Any, programme: str | Collection[str], day: Any, of: Any = Need.id) -> Select[Any]:
    """What is `of` the needs of a programme, or of any of several, that hold on a day, of the household of the row
    `home`."""
    about = Need.programme == programme if isinstance(programme, str) else Need.programme.in_(programme)
    mine = (Need.household_id == home.household_id, about, Need.answer == ASKED)
    return select(of).where(*mine, ~Need.withdrawn, current(day)).correlate(home)


def asked_since(home: Any, programme: str | Collection[str], day: Any) -> ColumnElement[date]:
    """The day of the oldest of them."""
    return asking(home, programme, day, func.min(Need.on_date)).scalar_subquery()


def unserved(home: Any, programme: str, day: Any, days: Any, served: ColumnElement[bool]) -> ColumnElement[bool]:
    """One of them is more than so many days old, and has not been served; `served` is said of a row of `Need`."""
    late = days_between(day, Need.on_date) > days
    return asking(home, programme, day).where(late, ~served).exists()


def ever_asked(home: Any, programme: str) -> ColumnElement[bool]:
    """Households that have said at least once that they need it."""
    told = select(Need.household_id).where(Need.programme == programme, Need.answer == ASKED)
    asked: ColumnElement[bool] = home.household_id.in_(told)
    return asked
