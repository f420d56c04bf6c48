"""What is looked for in health-insurance cards: gaps, wrong codes, duplicates, late and wrong lines (domain.md §6)."""

from typing import Any

from sqlalchemy import and_

from registry.kernel.rules import CLASS, CLASS_FROM, ENTRY, GAP, HOUSEHOLD, PERSON, VIOLATION, Node, Rule
from registry.messages import N_, Message
from registry.registers.insurance.card import InsuranceCard
from registry.registers.insurance.conditions import (
    CODE,
    COVERING,
    FIRST_DAY,
    LAST_DAY,
    LISTED,
    NEAR_POOR,
    NO_CARD,
    POOR,
    beyond_death,
    code_today,
    contradicts,
    days,
    decided,
    first_of_its_class,
    has_card,
    late,
    lower_code,
    members,
    not_poor,
    overlap,
    reported_in_time,
    reported_on,
    shared_number,
    ticked,
)
from registry.registers.insurance.shortcuts import (
    bears_shared,
    of_the_dead,
    two_cards,
    unserved,
    with_unserved,
    with_unserved_or_ticked,
)
from registry.storage.sql_dates import days_between, last_day

PLAN = N_("Kế hoạch 2021, mục I.2: mọi người thuộc hộ nghèo, hộ cận nghèo có thẻ BHYT")
LAW = N_("Luật BHYT, Điều 12 và Điều 20")

CARD_COVERS = Node(
    Message(N_("Thẻ đã được cấp và đã bắt đầu có giá trị")),
    lambda f: and_(f.entry.status.in_(COVERING), f.entry.starts <= f.day),
    lambda f: {CODE: f.entry.subject_code, FIRST_DAY: f.entry.starts},
)
ISSUED = Node(
    Message(N_("Thẻ đã được cấp")),
    lambda f: f.entry.status.in_(COVERING),
    lambda f: {CODE: f.entry.subject_code, FIRST_DAY: f.entry.starts},
)
REVEALS: dict[str, Any] = {"reveals": ("insurance",)}
OF_CARD: dict[str, Any] = {"subject": ENTRY, "model": InsuranceCard, "severity": VIOLATION, **REVEALS}

RULES = (
    Rule(
        "E01",
        N_("Người thuộc hộ nghèo chưa có thẻ BHYT"),
        PERSON,
        GAP,
        (POOR, NO_CARD),
        PLAN,
        among=unserved,
        **REVEALS,
    ),
    Rule(
        "E02",
        N_("Người thuộc hộ cận nghèo chưa có thẻ BHYT"),
        PERSON,
        GAP,
        (NEAR_POOR, NO_CARD),
        PLAN,
        among=unserved,
        **REVEALS,
    ),
    Rule(
        "E03",
        N_("Cả hộ nghèo, cận nghèo chưa ai có thẻ BHYT"),
        HOUSEHOLD,
        GAP,
        (
            LISTED,
            Node(
                Message(N_("Hộ có ít nhất một người")),
                lambda f: members(f),
                lambda f: {N_("Số người: %(value)s"): f.home.members},
            ),
            Node(Message(N_("Không ai trong hộ có thẻ BHYT còn hiệu lực")), lambda f: ~members(f, has_card(f))),
        ),
        PLAN,
        counted=False,
        among=with_unserved,
        **REVEALS,
    ),
    Rule(
        "E04",
        N_("Chỉ số thiếu hụt BHYT trên phiếu trái với thẻ đang có"),
        HOUSEHOLD,
        GAP,
        (
            LISTED,
            Node(
                Message(N_("Phiếu ghi thiếu hụt BHYT mà ai từ 6 tuổi cũng có thẻ, hoặc ngược lại")),
                contradicts,
                lambda f: {N_("Phiếu ghi thiếu hụt BHYT: %(value)s"): ticked(f)},
            ),
        ),
        N_("TT 07/2021/TT-BLĐTBXH: chỉ số BHYT, người từ 6 tuổi chưa có BHYT"),
        among=with_unserved_or_ticked,
        **REVEALS,
    ),
    Rule(
        "MISCLASSIFIED",
        N_("Thẻ BHYT ghi mã đối tượng được hưởng thấp hơn diện của hộ"),
        PERSON,
        VIOLATION,
        (
            LISTED,
            Node(
                Message(N_("Mã thẻ còn hiệu lực thấp hơn diện của hộ, không có thẻ mã cao hơn")),
                lower_code,
                code_today,
            ),
        ),
        LAW,
        short=N_("Sai mã"),
        **REVEALS,
    ),
    Rule(
        "D01",
        N_("Một người có hai thẻ BHYT do ngân sách đóng, hỗ trợ trùng thời gian"),
        PERSON,
        VIOLATION,
        (Node(Message(N_("Có hai thẻ do ngân sách đóng hoặc hỗ trợ, trùng ngày")), overlap),),
        LAW,
        among=two_cards,
        **REVEALS,
    ),
    Rule(
        "D04",
        N_("Một mã số BHXH cấp cho hai người"),
        PERSON,
        VIOLATION,
        (Node(Message(N_("Mã số BHXH cũng ghi trên thẻ của người khác")), shared_number),),
        N_("QĐ 595/QĐ-BHXH: mỗi người một mã số BHXH duy nhất"),
        among=bears_shared,
        **REVEALS,
    ),
    Rule(
        "I01",
        N_("Thẻ hộ nghèo có giá trị khi hộ không thuộc diện nghèo"),
        when=(
            ISSUED,
            Node(
                Message(N_("Mã đối tượng là HN")),
                lambda f: f.entry.subject_code == "HN",
                lambda f: {CODE: f.entry.subject_code},
            ),
            Node(
                Message(N_("Thẻ còn giá trị sau năm mà hộ ra khỏi diện nghèo, hoặc hộ chưa từng được công nhận")),
                not_poor,
                lambda f: {CLASS: f.home.class_, CLASS_FROM: f.home.class_from, LAST_DAY: last_day(f.entry.ends)},
            ),
        ),
        basis=LAW,
        **OF_CARD,
    ),
    Rule(
        "T01",
        N_("Thẻ có giá trị muộn hơn 30 ngày sau quyết định công nhận"),
        when=(
            CARD_COVERS,
            Node(Message(N_("Mã đối tượng là HN hoặc CN")), lambda f: f.entry.subject_code.in_(("HN", "CN"))),
            Node(Message(N_("Từ quyết định (tháng 12 thì từ 1/1) đến ngày thẻ có giá trị quá 30 ngày")), late, decided),
            Node(Message(N_("Là thẻ đầu tiên theo quyết định ấy")), first_of_its_class),
        ),
        basis=N_("Kế hoạch 2021, mục III.4; NĐ 146/2018/NĐ-CP, Điều 13"),
        **OF_CARD,
    ),
    Rule(
        "V01",
        N_("Người đã mất mà thẻ BHYT không báo giảm trong 30 ngày"),
        when=(
            ISSUED,
            Node(
                Message(N_("Người có thẻ đã mất quá 30 ngày")),
                lambda f: days_between(f.day, f.person.died_on) > days("death_report_days", f),
                lambda f: {N_("Mất ngày: %(value)s"): f.person.died_on},
            ),
            Node(
                Message(N_("Thẻ có giá trị đến sau ngày mất")),
                beyond_death,
                lambda f: {LAST_DAY: last_day(f.entry.ends)},
            ),
            Node(Message(N_("Không báo giảm trong 30 ngày sau ngày mất")), lambda f: ~reported_in_time(f), reported_on),
        ),
        basis=N_("QĐ 595/QĐ-BHXH: báo giảm khi người tham gia chết"),
        among=of_the_dead,
        **OF_CARD,
    ),
)
