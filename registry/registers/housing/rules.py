"""What is looked for in houses: gaps, wrong households, help twice, late building, too much money (domain.md §6.2)."""

from typing import Any

from sqlalchemy import or_

from registry.kernel.rules import ENTRY, GAP, HOUSEHOLD, VIOLATION, Node, Rule
from registry.messages import N_, Message
from registry.registers.housing.conditions import (
    POOR,
    TEMPORARY,
    amounts,
    approved,
    building,
    class_then,
    decided,
    houses_of,
    no_line,
    not_started,
    over_ceiling,
    separated_lately,
    too_long,
    twice,
    with_two_lines,
    wrong_class,
)
from registry.registers.housing.house import House

DECIDED_ON = Node(Message(N_("Nhà đã được phê duyệt")), approved, decided)
OF_HOUSE: dict[str, Any] = {"subject": ENTRY, "model": House, "severity": VIOLATION, "reveals": ("housing",)}

RULES = (
    Rule(
        "E05",
        N_("Hộ nghèo ở nhà tạm chưa có trong chương trình nhà ở nào"),
        HOUSEHOLD,
        GAP,
        (POOR, TEMPORARY, Node(Message(N_("Không có dòng nào trong sổ nhà ở, kể cả dòng đã từ chối")), no_line)),
        N_("Kế hoạch 2021, mục I.2: hộ nghèo ở nhà tạm dưới 40%"),
        reveals=("housing",),
    ),
    Rule(
        "I04",
        N_("Hỗ trợ nhà ở cho hộ không đúng diện ngày quyết định, hoặc mới tách hộ"),
        when=(
            DECIDED_ON,
            Node(
                Message(N_("Ngày quyết định hộ không thuộc diện của chương trình, hoặc tách hộ chưa đủ số năm")),
                lambda f: or_(wrong_class(f), separated_lately(f)),
                class_then,
            ),
        ),
        basis=N_("QĐ 33/2015/QĐ-TTg, Điều 2; TT 01/2022/TT-BXD: hộ độc lập ít nhất 3 năm"),
        **OF_HOUSE,
    ),
    Rule(
        "O01",
        N_("Một hộ được hỗ trợ nhà ở hai lần"),
        HOUSEHOLD,
        VIOLATION,
        (
            Node(
                Message(N_("Hai lần xây mới, hoặc xây mới khi sửa chữa chưa đủ số năm, theo bất cứ chương trình nào")),
                twice,
                houses_of,
            ),
        ),
        N_("TT 01/2022/TT-BXD: chưa được hỗ trợ nhà ở từ chương trình nào khác"),
        reveals=("housing",),
        among=with_two_lines,
    ),
    Rule(
        "T07",
        N_("Nhà đã phê duyệt quá 90 ngày chưa khởi công"),
        when=(DECIDED_ON, Node(Message(N_("Quá số ngày cho phép mà chưa khởi công")), not_started, building)),
        basis=N_("Kế hoạch 2021, mục III.6; thời hạn là tham số"),
        **OF_HOUSE,
    ),
    Rule(
        "T08",
        N_("Nhà làm quá 12 tháng"),
        when=(DECIDED_ON, Node(Message(N_("Từ khởi công đến hoàn thành (hoặc nay) quá số tháng")), too_long, building)),
        basis=N_("Kế hoạch 2021, mục III.6; thời hạn là tham số"),
        **OF_HOUSE,
    ),
    Rule(
        "A01-housing",
        N_("Hỗ trợ nhà ở vượt mức cao nhất của chương trình"),
        when=(
            DECIDED_ON,
            Node(Message(N_("Số tiền từ một nguồn, hoặc tổng mức hỗ trợ, vượt mức")), over_ceiling, amounts),
        ),
        basis=N_("Mức của từng chương trình theo ngày quyết định (trang Tham số)"),
        short=N_("A01 nhà"),
        **OF_HOUSE,
    ),
)
