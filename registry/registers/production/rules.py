"""What is looked for in projects: needs not met, hand-over before approval, too much, too few of the poor, the same
help twice (domain.md §6.2; decisions.md 20)."""

from typing import Any

from registry.kernel.rules import ENTRY, GAP, HOUSEHOLD, VIOLATION, Node, Rule
from registry.messages import N_, Message
from registry.registers.production.conditions import (
    ASKED_FOR,
    alike,
    approved,
    before_approval,
    decided,
    differs,
    handed,
    handed_over,
    lines_of,
    not_served,
    outside,
    shares,
    sums,
    too_few,
    too_much,
    who_asked,
    with_two_lines,
    worth,
)
from registry.registers.production.line import Participation

DECIDED_ON = Node(Message(N_("Hộ đã được phê duyệt tham gia dự án")), approved, decided)
OF_LINE: dict[str, Any] = {
    "subject": ENTRY,
    "model": Participation,
    "severity": VIOLATION,
    "reveals": ("production",),
}

RULES = (
    Rule(
        "NEED-production",
        N_("Hộ có nhu cầu hỗ trợ sản xuất quá hạn chưa được hỗ trợ"),
        HOUSEHOLD,
        GAP,
        (
            ASKED_FOR,
            Node(Message(N_("Quá số ngày cho phép mà chưa được bàn giao gì")), not_served),
        ),
        N_("Kế hoạch 2021, mục III.3; nhu cầu do hộ nêu, thời hạn là tham số"),
        reveals=("production",),
        short=N_("Nhu cầu SX"),
        among=who_asked,
    ),
    Rule(
        "O02",
        N_("Hộ được hai chương trình hỗ trợ sản xuất cùng một nội dung"),
        HOUSEHOLD,
        VIOLATION,
        (
            Node(
                Message(N_("Cùng nội dung từ CTMTQG giảm nghèo và CTMTQG dân tộc thiểu số, chưa đủ số năm")),
                alike,
                lines_of,
            ),
        ),
        N_("NĐ 27/2022/NĐ-CP: không hỗ trợ trùng nội dung; số năm là tham số"),
        reveals=("production",),
        among=with_two_lines,
    ),
    Rule(
        "T09",
        N_("Bàn giao giống, vật tư trước khi phê duyệt"),
        when=(
            Node(Message(N_("Đã bàn giao cho hộ")), handed_over),
            Node(Message(N_("Chưa có quyết định, hoặc bàn giao trước ngày quyết định")), before_approval, handed),
        ),
        basis=N_("NĐ 27/2022/NĐ-CP; TT 15/2017/TT-BTC: chỉ mua sắm, bàn giao khi dự án được phê duyệt"),
        **OF_LINE,
    ),
    Rule(
        "A02",
        N_("Cộng các nguồn không bằng thành tiền của hộ"),
        when=(DECIDED_ON, Node(Message(N_("Cộng các nguồn khác số lượng nhân đơn giá")), differs, worth)),
        basis=N_("Danh sách hộ kèm quyết định: thành tiền gồm Nhà nước hỗ trợ và dân đối ứng"),
        **OF_LINE,
    ),
    Rule(
        "A06",
        N_("Hỗ trợ sản xuất vượt mức của hộ hoặc vượt vốn của dự án"),
        when=(
            DECIDED_ON,
            Node(
                Message(
                    N_(
                        "Mức hỗ trợ của hộ vượt mức; hoặc hộ này vào sau cùng và dự án duyệt quá vốn, hoặc vốn "
                        "vượt mức của một dự án"
                    )
                ),
                too_much,
                sums,
            ),
        ),
        basis=N_("Nghị quyết HĐND tỉnh về mức hỗ trợ phát triển sản xuất (trang Tham số)"),
        **OF_LINE,
    ),
    Rule(
        "A07",
        N_("Hộ ngoài đối tượng trong dự án chưa đủ tỷ lệ hộ nghèo, cận nghèo, mới thoát nghèo"),
        when=(
            DECIDED_ON,
            Node(Message(N_("Hộ không thuộc đối tượng của dự án khi duyệt")), outside),
            Node(Message(N_("Tỷ lệ hộ đúng đối tượng của dự án dưới mức ít nhất")), too_few, shares),
        ),
        basis=N_("TT 18/2017/TT-BNNPTNT; NĐ 27/2022/NĐ-CP; tỷ lệ của từng dự án hoặc ở trang Tham số"),
        **OF_LINE,
    ),
)
