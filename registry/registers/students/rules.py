"""What is looked for in the aid of pupils and students: gaps, doubles, wrong and late lines (domain.md §6)."""

from typing import Any

from sqlalchemy import ColumnElement, or_, true

from registry.kernel.rules import ENTRY, GAP, PERSON, VIOLATION, Frame, Node, Rule
from registry.messages import N_, Message
from registry.models.finding import kept_subjects
from registry.registers.students.aid import StudentAid
from registry.registers.students.conditions import (
    COVERING,
    LISTS_ARE_MADE,
    OF_SCHOOL_AGE,
    POOR,
    class_then,
    doubled,
    enrolled,
    has_cpht,
    not_poor_then,
    paid_twice,
    schools,
    too_many_months,
)
from registry.registers.students.due import amounts, late, paid_in_time, wrong_amount
from registry.registers.students.policies import CPHT
from registry.storage.sql_lookups import one_of_few

PLAN = N_("Kế hoạch 2021, mục III.5")
COSTS = N_("NĐ 86/2015/NĐ-CP đến 14/10/2021; NĐ 81/2021/NĐ-CP từ 15/10/2021: chi phí học tập cho trẻ hộ nghèo")
POLICY, MONTHS = N_("Chính sách: %(value)s"), N_("Số tháng: %(value)s")


def entitled(f: Frame) -> ColumnElement[bool]:
    """Children of poor households, where who is entitled is kept."""
    return one_of_few(f.who, kept_subjects(StudentAid.__tablename__)) if f.kept else true()


APPROVED = Node(
    Message(N_("Hỗ trợ đã được phê duyệt")),
    lambda f: f.entry.status.in_(COVERING),
    lambda f: {POLICY: f.entry.policy},
)
IS_CPHT = Node(Message(N_("Là hỗ trợ chi phí học tập")), lambda f: f.entry.policy == CPHT)
REVEALS: dict[str, Any] = {"reveals": ("students",)}
OF_LINE: dict[str, Any] = {"subject": ENTRY, "model": StudentAid, "severity": VIOLATION, **REVEALS}

RULES = (
    Rule(
        "E06",
        N_("Trẻ hộ nghèo từ 3 đến dưới 16 tuổi chưa đi học"),
        PERSON,
        GAP,
        (
            POOR,
            OF_SCHOOL_AGE,
            LISTS_ARE_MADE,
            Node(Message(N_("Không có tên ở trường nào trong năm học")), lambda f: ~enrolled(f)),
        ),
        PLAN,
        among=entitled,
        **REVEALS,
    ),
    Rule(
        "E07",
        N_("Trẻ hộ nghèo đi học chưa được hỗ trợ chi phí học tập"),
        PERSON,
        GAP,
        (
            POOR,
            OF_SCHOOL_AGE,
            LISTS_ARE_MADE,
            Node(Message(N_("Có tên ở một trường trong năm học")), enrolled, schools),
            Node(Message(N_("Chưa được phê duyệt chi phí học tập của năm học")), lambda f: ~has_cpht(f)),
        ),
        COSTS,
        among=entitled,
        **REVEALS,
    ),
    Rule(
        "I03",
        N_("Chi phí học tập cho người của hộ không nghèo vào ngày quyết định"),
        when=(
            APPROVED,
            IS_CPHT,
            Node(Message(N_("Được xét vì là hộ nghèo, không vì diện khác")), lambda f: f.entry.ground == "poor"),
            Node(Message(N_("Vào ngày quyết định hộ không thuộc diện nghèo")), not_poor_then, class_then),
        ),
        basis=COSTS,
        **OF_LINE,
    ),
    Rule(
        "O03",
        N_("Một người được hỗ trợ học tập hai lần trong một năm học"),
        PERSON,
        VIOLATION,
        (
            Node(
                Message(N_("Có hai khoản chi phí học tập, hoặc hỗ trợ ở hai trường, cùng năm học và trùng ngày")),
                paid_twice,
            ),
        ),
        N_("NĐ 81/2021/NĐ-CP, Điều 15, Điều 16: miễn, giảm một lần cho mỗi cấp, chỉ ở một cơ sở"),
        among=doubled,
        **REVEALS,
    ),
    Rule(
        "A03",
        N_("Số tháng hoặc số tiền hỗ trợ học tập không đúng mức"),
        when=(
            APPROVED,
            Node(
                Message(N_("Quá số tháng của một năm học, hoặc số tiền khác mức nhân số tháng")),
                lambda f: or_(too_many_months(f), wrong_amount(f)),
                lambda f: {MONTHS: f.entry.months, **amounts(f)},
            ),
        ),
        basis=COSTS,
        **OF_LINE,
    ),
    Rule(
        "T05",
        N_("Chi phí học tập chi trả quá hạn"),
        when=(
            APPROVED,
            IS_CPHT,
            Node(
                Message(N_("Quá hạn đợt 1 mà chưa chi, hoặc quá hạn đợt 2 mà chưa chi đủ")),
                late,
                paid_in_time,
            ),
        ),
        basis=N_("Chi đợt 1 (4 tháng) trước 31/12, đợt 2 (5 tháng) trước 31/5 của năm học"),
        **OF_LINE,
    ),
)
