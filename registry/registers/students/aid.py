"""Aid for a pupil or student: one line per person, policy and school year (domain.md §4.4)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.messages import N_, Message, Problem
from registry.models import Entry
from registry.models.school import BEYOND_SCHOOL, LEVELS, PRESCHOOL
from registry.registers.students.policies import (
    AN_TRUA,
    BAN_TRU,
    CPHT,
    GRANTS,
    GROUNDS,
    POLICIES,
    SHARES,
    SV_DTTS,
    YEARS,
    begins,
    is_over,
    school_year_of,
)
from registry.registers.students.schools import SCHOOLS, level_of
from registry.storage import OPEN, Id, field
from registry.vn.dates import format_day
from registry.vn.numbers import format_int

LIMITS = {"months": (1, 12), "rate": (1, 100_000_000), "rice_kg": (1, 100), "distance_km": (0, 1000)}
"""What can be; what the law allows is for the rules to look at."""
HEADERS = {
    "policy": ("chinh sach", "che do", "loai ho tro"),
    "school_year": ("nam hoc",),
    "school": ("truong", "ten truong", "ma truong", "hoc tai truong"),
    "grade": ("lop", "lop hoc", "khoi lop"),
    "ground": ("dien", "dien chinh sach", "doi tuong", "thuoc dien"),
    "receiver": ("ho ten cha me", "cha me", "ho ten cha", "ho ten me", "nguoi nhan", "phu huynh"),
    "rate": ("muc thang", "muc ho tro", "muc mot thang", "muc ho tro thang"),
    "months": ("so thang", "so thang huong", "so thang ho tro"),
    "rice_kg": ("gao", "so gao", "kg gao"),
    "distance_km": ("khoang cach", "so km", "quang duong"),
}
"""How schools head these columns in their lists, folded."""


class StudentAid(Entry):
    """`starts` is the first month paid for, `ends` the end of the school year or the day it was stopped. What is paid a
    month follows from the parameters of the law; `rate` (đồng) is written where they say nothing (tuition)."""

    __tablename__ = "students"
    __table_args__: Any = (Index("ix_students_school", "school", "school_year"),)

    id: Mapped[int] = mapped_column(Id, ForeignKey("entry.id"), primary_key=True)
    policy: Mapped[str] = field(
        String(12), N_("Chính sách"), required=True, choices=POLICIES, in_list=True, filter=True, said=True
    )
    school_year: Mapped[str] = field(String(9), N_("Năm học"), required=True, choices=YEARS, in_list=True, filter=True)
    school: Mapped[str] = field(
        String(20),
        N_("Trường"),
        ForeignKey("school.code"),
        required=True,
        choices=SCHOOLS,
        in_list=True,
        filter=True,
        said=True,
    )
    grade: Mapped[str | None] = field(String(20), N_("Lớp"), in_list=True)
    ground: Mapped[str] = field(
        String(10), N_("Diện được hưởng"), required=True, choices=GROUNDS, filter=True, said=True
    )
    months: Mapped[int | None] = field(SmallInteger, N_("Số tháng"))
    rate: Mapped[int | None] = field(
        Integer, N_("Mức một tháng (đồng)"), hint=N_("Để trống nếu theo mức chung của chính sách; ghi với học phí.")
    )
    share: Mapped[str | None] = field(String(3), N_("Phần học phí được miễn, giảm"), choices=SHARES)
    rice_kg: Mapped[int | None] = field(SmallInteger, N_("Gạo mỗi tháng (kg)"))
    hardship: Mapped[bool] = field(Boolean, N_("Ở vùng đặc biệt khó khăn"), required=True, default=False)
    distance_km: Mapped[int | None] = field(SmallInteger, N_("Khoảng cách từ nhà đến trường (km)"))
    lodging: Mapped[bool] = field(Boolean, N_("Tự lo chỗ ở"), required=True, default=False)
    receiver: Mapped[str | None] = field(String(100), N_("Cha, mẹ hoặc người nhận"))
    grant_kind: Mapped[str | None] = field(String(5), N_("Quà khuyến học"), choices=GRANTS)


def complete(values: dict[str, Any]) -> dict[str, Any]:
    """Columns that follow from others: the school year from the first day, the last day from the school year."""
    starts, ends = values.get("starts"), values.get("ends")
    year = values.get("school_year") or (school_year_of(starts) if starts else None)
    if year in YEARS and starts and ends in (None, OPEN) and starts < is_over(year):
        values = values | {"ends": is_over(year)}
    return values | {
        "school_year": year,
        "hardship": bool(values.get("hardship")),
        "lodging": bool(values.get("lodging")),
    }


def problems(values: dict[str, Any]) -> list[Problem]:
    """What the columns alone cannot tell: days outside the school year, too many months, a school of another level."""
    return [*_of_numbers(values), *_of_level(values.get("policy") or "", level_of(values.get("school")))]


def _of_numbers(values: dict[str, Any]) -> Iterator[Problem]:
    year, starts = values.get("school_year"), values.get("starts")
    if year in YEARS and isinstance(starts, date) and not begins(year) <= starts < is_over(year):
        told = N_("Năm học %(year)s từ %(first)s, tháng đầu được hưởng phải nằm trong đó. Hãy kiểm tra lại.")
        yield Problem("starts", Message(told, year=year, first=format_day(begins(year))))
    for key, (least, most) in LIMITS.items():
        if (given := values.get(key)) is not None and not least <= given <= most:
            told = N_("Chỉ nhận số từ %(low)s đến %(high)s. Hãy kiểm tra lại.")
            yield Problem(key, Message(told, low=least, high=format_int(most)))


MEANT_FOR = {
    CPHT: frozenset(LEVELS) - BEYOND_SCHOOL,
    AN_TRUA: PRESCHOOL,
    BAN_TRU: frozenset(LEVELS) - BEYOND_SCHOOL - PRESCHOOL,
    SV_DTTS: BEYOND_SCHOOL,
}
"""The levels of schools a policy is for; the others are for all."""


def _of_level(policy: str, level: str) -> Iterator[Problem]:
    if level and level not in MEANT_FOR.get(policy, frozenset({level})):
        told = N_("%(policy)s không dành cho cấp %(level)s. Hãy chọn lại trường hoặc chính sách.")
        yield Problem("school", Message(told, policy=Message(POLICIES[policy]), level=Message(LEVELS[level])))
