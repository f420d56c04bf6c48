"""A household in a project: what it was, what it gets, what it adds, and what became of it (domain.md §4.3)."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.messages import N_, Message, Problem
from registry.models import Entry
from registry.registers.production.projects import PROJECTS
from registry.storage import Id, field
from registry.vn.numbers import format_int

CONTENTS = {
    "cattle": N_("Bò, dê giống"),
    "pigs": N_("Heo giống"),
    "poultry": N_("Gia cầm giống"),
    "fish": N_("Tôm, cá giống"),
    "rice": N_("Lúa, màu giống"),
    "trees": N_("Cây ăn trái, cây lâu năm"),
    "supplies": N_("Vật tư, phân bón, thức ăn"),
    "machines": N_("Máy móc, công cụ"),
    "trade": N_("Dịch vụ, buôn bán nhỏ"),
    "other": N_("Nội dung khác"),
}
GROUPS = {
    "poor": N_("Hộ nghèo"),
    "near_poor": N_("Hộ cận nghèo"),
    "escaped": N_("Hộ mới thoát nghèo"),
    "other": N_("Hộ khác"),
}
TARGET = ("poor", "near_poor", "escaped")
"""Whom projects are for; beside them a household with a disabled person who has no livelihood."""
RESULTS = {"good": N_("Sống, phát triển tốt"), "part": N_("Hao hụt một phần"), "lost": N_("Chết, mất")}
LIMITS = {"quantity": (1, 1_000_000), "unit_price": (1, 1_000_000_000), "revenue": (0, 10_000_000_000)}
HEADERS = {
    "starts": ("ngay de xuat", "ngay de nghi", "ngay hop nhom"),
    "project": ("ma du an", "ten du an"),
    "content": ("noi dung", "noi dung ho tro san xuat"),
    "item": ("ten giong vat tu", "giong vat tu", "con giong", "loai giong"),
    "measure": ("dvt",),
    "quantity": ("sl",),
    "unit_price": ("don gia",),
    "receiver": ("nguoi nhan", "nguoi dai dien"),
    "disabled": ("ho co nguoi khuyet tat",),
    "handed_on": ("ngay nhan", "ngay giao nhan"),
    "minutes_no": ("so bien ban", "bien ban ban giao"),
    "result": ("ket qua thuc hien",),
}
"""How communes and departments head these columns in their lists, folded."""
HOUSEHOLD_CODE = re.compile(r"HH-\d{6,}")


class Participation(Entry):
    """`starts` is the day the household was proposed. `target_group` is what it was when decided on (before that,
    when proposed), kept as it was then; what it is worth is `quantity` × `unit_price` in đồng,
    which the amounts by source must add up to."""

    __tablename__ = "production"
    __table_args__: Any = (Index("ix_production_project", "project"),)

    id: Mapped[int] = mapped_column(Id, ForeignKey("entry.id"), primary_key=True)
    project: Mapped[str] = field(
        String(12),
        N_("Dự án"),
        ForeignKey("project.code"),
        required=True,
        choices=PROJECTS,
        in_list=True,
        filter=True,
        said=True,
    )
    content: Mapped[str] = field(
        String(10), N_("Nội dung hỗ trợ"), required=True, choices=CONTENTS, in_list=True, filter=True, said=True
    )
    item: Mapped[str | None] = field(String(150), N_("Giống, vật tư, dịch vụ"))
    measure: Mapped[str | None] = field(String(20), N_("Đơn vị tính"), hint=N_("Ví dụ: con, kg, cây."))
    quantity: Mapped[int | None] = field(Integer, N_("Số lượng"), in_list=True)
    unit_price: Mapped[int | None] = field(BigInteger, N_("Đơn giá (đồng)"))
    receiver: Mapped[str | None] = field(String(100), N_("Người đại diện nhận"))
    disabled: Mapped[bool] = field(Boolean, N_("Có người khuyết tật chưa có sinh kế"), required=True, default=False)
    handed_on: Mapped[date | None] = field(Date, N_("Ngày bàn giao"), in_list=True)
    minutes_no: Mapped[str | None] = field(String(60), N_("Số biên bản bàn giao"))
    result: Mapped[str | None] = field(String(5), N_("Kết quả"), choices=RESULTS, filter=True, said=True)
    revenue: Mapped[int | None] = field(BigInteger, N_("Doanh thu (đồng)"))
    escaped: Mapped[bool] = field(Boolean, N_("Thoát nghèo nhờ dự án"), required=True, default=False)
    revolved_to: Mapped[str | None] = field(
        String(12), N_("Luân chuyển cho hộ"), hint=N_("Mã hộ nhận, ví dụ HH-000123.")
    )
    target_group: Mapped[str] = mapped_column(String(10), default="other")

    @property
    def value(self) -> int:
        """đồng: what the household gets, whoever pays."""
        return (self.quantity or 0) * (self.unit_price or 0)


def complete(values: dict[str, Any]) -> dict[str, Any]:
    """What was not ticked is not so."""
    return values | {key: bool(values.get(key)) for key in ("disabled", "escaped")}


def problems(values: dict[str, Any]) -> list[Problem]:
    """What one column cannot tell."""
    return list(_wrong(values))


def _wrong(values: dict[str, Any]) -> Iterator[Problem]:
    for key, (least, most) in LIMITS.items():
        if (given := values.get(key)) is not None and not least <= given <= most:
            told = N_("Chỉ nhận số từ %(low)s đến %(high)s. Hãy kiểm tra lại.")
            yield Problem(key, Message(told, low=least, high=format_int(most)))
    if values.get("minutes_no") and not values.get("handed_on"):
        yield Problem("handed_on", Message(N_("Đã có biên bản bàn giao thì phải có ngày bàn giao.")))
    if (code := values.get("revolved_to")) and not HOUSEHOLD_CODE.fullmatch(code):
        yield Problem("revolved_to", Message(N_("Mã hộ có dạng HH-000123. Hãy kiểm tra lại.")))
