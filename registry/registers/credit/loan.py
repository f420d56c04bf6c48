"""A loan of a household, which an adult of it signs for (domain.md §4.5)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Date, ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.messages import N_, Message, Problem
from registry.models import Entry
from registry.models.credit import ASSOCIATIONS
from registry.registers.credit.groups import group_named
from registry.registers.credit.programmes import COUNTED, HSSV, PARTS, PARTS_OF, PROGRAMMES
from registry.registers.credit.terms import rate_of
from registry.storage import Id, field
from registry.vn.dates import format_day
from registry.vn.numbers import format_hundredths, format_int

LIMITS = {
    "asked": (1, 10**10),
    "asked_months": (1, 360),
    "quantity": (1, 120),
    "study_months": (1, 120),
    "rate": (0, 3000),
    "term_months": (1, 360),
    "grace_months": (0, 120),
}
"""What can be; what the law allows is for the rules to look at."""
OUTSIDE = {
    "rate": (
        N_("Chỉ nhận lãi suất từ %(low)s%% đến %(high)s%% một năm, ví dụ 7,92. Hãy kiểm tra lại."),
        format_hundredths,
    )
}
"""What is said, and how the limits are shown, where a column is not counted in whole numbers."""
HEADERS = {
    "starts": ("ngay mau 03 td", "ngay 03 td", "ngay xet duyet", "ngay binh xet"),
    "programme": ("chuong trinh", "chuong trinh vay", "chuong trinh cho vay", "loai vay", "ma chuong trinh"),
    "purpose": ("muc dich", "muc dich su dung von", "muc dich vay", "muc dich vay von"),
    "association": ("hoi doan the", "hoi", "to chuc hoi", "hoi nhan uy thac", "don vi uy thac"),
    "group_code": ("to tk vv", "ma to", "to tiet kiem va vay von", "to vay von", "ma to tk vv"),
    "asked": ("so tien de nghi", "so tien xin vay", "so tien de nghi vay"),
    "asked_months": ("thoi han de nghi",),
    "quantity": ("so thang vay", "so cong trinh", "so lao dong"),
    "rate": ("lai suat", "lai suat nam", "lai suat mot nam", "lai suat phe duyet"),
    "term_months": ("thoi han", "thoi han vay", "thoi han vay thang", "thoi han cho vay"),
    "due_date": ("han tra", "ngay den han", "han tra no", "han tra cuoi cung", "han tra no cuoi cung"),
}
"""How groups and the bank head these columns in their lists, folded."""
ON_TIME, EXTENDED, OVERDUE, FROZEN, WRITTEN_OFF = "trong_han", "gia_han", "qua_han", "khoanh", "xoa"
DEBT_GROUPS = {
    ON_TIME: N_("Trong hạn"),
    EXTENDED: N_("Gia hạn"),
    OVERDUE: N_("Quá hạn"),
    FROZEN: N_("Khoanh"),
    WRITTEN_OFF: N_("Xoá nợ"),
}
OF_STATE = {"QUA_HAN": OVERDUE, "KHOANH": FROZEN, "XOA": WRITTEN_OFF, "GIAI_NGAN": ON_TIME, "THEO_DOI": ON_TIME}


class Loan(Entry):
    """`starts` is the day of form 03/TD, on which the law asks for the class; `ends` the day after it was settled or
    written off. What was approved and what moved are rows of money; what is owed follows from them."""

    __tablename__ = "credit"
    day_hints = (
        N_("Ngày của mẫu 03/TD: diện của hộ xét vào ngày này."),
        N_("Ngày tất toán hoặc xoá nợ. Để trống khi còn nợ."),
    )
    __table_args__: Any = (Index("ix_credit_group_code", "group_code"),)

    id: Mapped[int] = mapped_column(Id, ForeignKey("entry.id"), primary_key=True)
    programme: Mapped[str] = field(
        String(10), N_("Chương trình"), required=True, choices=PROGRAMMES, in_list=True, filter=True
    )
    part: Mapped[str | None] = field(
        String(10), N_("Hợp phần, đối tượng"), choices=PARTS, hint=N_("Để trống nếu chương trình không chia.")
    )
    purpose: Mapped[str] = field(String(200), N_("Mục đích vay"), required=True)
    association: Mapped[str | None] = field(
        String(4), N_("Hội nhận uỷ thác"), choices=ASSOCIATIONS, filter=True, said=True
    )
    group_code: Mapped[str | None] = field(
        String(20),
        N_("Tổ TK&VV"),
        ForeignKey("credit_group.code"),
        hint=N_("Mã tổ, ví dụ TO-31675-03. Xem trang Tổ TK&VV."),
    )
    asked: Mapped[int | None] = field(BigInteger, N_("Số tiền đề nghị (đồng)"))
    asked_months: Mapped[int | None] = field(SmallInteger, N_("Thời hạn đề nghị (tháng)"))
    quantity: Mapped[int | None] = field(
        SmallInteger,
        N_("Số tháng, công trình hoặc lao động"),
        hint=N_("HSSV: số tháng vay; NSVSMT: số công trình; GQVL: số lao động."),
    )
    student: Mapped[str | None] = field(
        String(100), N_("Học sinh, sinh viên"), hint=N_("Họ tên, với chương trình HSSV.")
    )
    study_months: Mapped[int | None] = field(
        SmallInteger, N_("Thời gian học (tháng)"), hint=N_("Số tháng được vay của cả khoá học.")
    )
    rate: Mapped[int | None] = field(
        SmallInteger,
        N_("Lãi suất (% một năm)"),
        hint=N_("Ví dụ 6,6 hoặc 7,92. Để trống: theo lãi suất của chương trình."),
        percent=True,
    )
    term_months: Mapped[int | None] = field(SmallInteger, N_("Thời hạn vay (tháng)"))
    grace_months: Mapped[int | None] = field(SmallInteger, N_("Ân hạn (tháng)"))
    due_date: Mapped[date | None] = field(Date, N_("Hạn trả nợ cuối cùng"), in_list=True)
    extended_to: Mapped[date | None] = field(Date, N_("Gia hạn đến ngày"))
    checked_on: Mapped[date | None] = field(Date, N_("Ngày kiểm tra sử dụng vốn (mẫu 06/TD)"))

    @property
    def debt_group(self) -> str:
        """Which group of debts it belongs to; "" where nothing is lent."""
        group = OF_STATE.get(self.status, "")
        return EXTENDED if group == ON_TIME and self.extended_to else group


def complete(values: dict[str, Any]) -> dict[str, Any]:
    """Columns that follow from others: the association from the group, the rate from the programme's."""
    group = group_named(values.get("group_code"))
    if group is not None and not values.get("association"):
        values = values | {"association": group.association}
    if values.get("rate") is None and values.get("programme") and values.get("starts"):
        values = values | {"rate": rate_of(values["programme"], values.get("part"), values["starts"])}
    return values


def problems(values: dict[str, Any]) -> list[Problem]:
    """What the columns alone cannot tell: groups nobody knows, parts of other programmes, days before their time."""
    return [*_of_programme(values), *_of_group(values), *_of_numbers(values), *_of_days(values)]


def _of_programme(values: dict[str, Any]) -> Iterator[Problem]:
    programme, part = values.get("programme") or "", values.get("part")
    if part and part not in PARTS_OF.get(programme, ()):
        told = N_("%(programme)s không có hợp phần này. Hãy chọn lại hoặc để trống.")
        yield Problem("part", Message(told, programme=programme))
    if programme in COUNTED and not values.get("quantity"):
        told = N_("Hãy ghi %(what)s: mức vay tối đa của %(programme)s tính theo đó.")
        yield Problem("quantity", Message(told, what=Message(COUNTED[programme]), programme=programme))
    if programme == HSSV and not values.get("student"):
        yield Problem("student", Message(N_("Hãy ghi họ tên học sinh, sinh viên được vay cho.")))


def _of_group(values: dict[str, Any]) -> Iterator[Problem]:
    code = values.get("group_code")
    group = group_named(code)
    if code and group is None:
        yield Problem("group_code", Message(N_("Không có Tổ TK&VV mã %(code)s. Hãy xem trang Tổ TK&VV."), code=code))
    elif group is not None and values.get("association") not in (None, group.association):
        told = N_("Tổ %(code)s do %(association)s quản lý. Hãy chọn lại hội, hoặc để trống.")
        name = Message(ASSOCIATIONS[group.association])
        yield Problem("association", Message(told, code=code, association=name))


def _of_numbers(values: dict[str, Any]) -> Iterator[Problem]:
    for key, (least, most) in LIMITS.items():
        if (given := values.get(key)) is not None and not least <= given <= most:
            told, show = OUTSIDE.get(key, (N_("Chỉ nhận số từ %(low)s đến %(high)s. Hãy kiểm tra lại."), format_int))
            yield Problem(key, Message(told, low=show(least), high=show(most)))


def _of_days(values: dict[str, Any]) -> Iterator[Problem]:
    starts, due, extended = values.get("starts"), values.get("due_date"), values.get("extended_to")
    if starts and due and due <= starts:
        told = N_("Hạn trả phải sau ngày mẫu 03/TD %(day)s. Hãy kiểm tra lại.")
        yield Problem("due_date", Message(told, day=format_day(starts)))
    if due and extended and extended <= due:
        told = N_("Gia hạn phải quá hạn trả cũ %(day)s. Hãy kiểm tra lại.")
        yield Problem("extended_to", Message(told, day=format_day(due)))
