"""What is looked for in policy loans: needs not met, wrong borrowers, doubles, too much debt, wrong sums and rates
(domain.md §6; decisions.md 20)."""

from typing import Any

from sqlalchemy import func, or_

from registry.kernel.rules import ENTRY, GAP, HOUSEHOLD, SUSPICIOUS, VIOLATION, Node, Rule
from registry.messages import N_, Message
from registry.registers.credit.asked import ASKED_FOR, not_served
from registry.registers.credit.conditions import (
    APPROVED,
    LENT_AT,
    LENT_FOR,
    LOANS,
    MOST,
    PROGRAMME,
    RATE_IS,
    TERM_IS,
    approved,
    borrowed,
    ceiling,
    class_then,
    longer_than_study,
    longest,
    of_its_class,
    programme_rate,
    programmes,
    same_borrower,
    too_much,
    two_alike,
)
from registry.registers.credit.loan import Loan
from registry.registers.credit.programmes import BY_CLASS
from registry.registers.credit.shortcuts import above_least, odd_terms, poor_or_studying, with_alike, without_loan
from registry.registers.credit.workflow import LENT

LENT_OUT = Node(
    Message(N_("Khoản vay đã được phê duyệt, chưa tất toán")),
    lambda f: f.entry.status.in_(sorted(LENT)),
    lambda f: {PROGRAMME: f.entry.programme},
)
REVEALS: dict[str, Any] = {"reveals": ("credit",)}
OF_LOAN: dict[str, Any] = {"subject": ENTRY, "model": Loan, "severity": VIOLATION, **REVEALS}

RULES = (
    Rule(
        "NEED-credit",
        N_("Hộ có nhu cầu vay vốn quá hạn chưa được vay"),
        HOUSEHOLD,
        GAP,
        (
            ASKED_FOR,
            Node(Message(N_("Quá số ngày cho phép mà chưa được giải ngân và không có khoản vay nào")), not_served),
        ),
        N_("Kế hoạch 2021, mục III.3; nhu cầu do hộ nêu, thời hạn là tham số"),
        short=N_("Nhu cầu vay"),
        among=without_loan,
        **REVEALS,
    ),
    Rule(
        "I02",
        N_("Cho vay không đúng đối tượng vào ngày xác nhận mẫu 03/TD"),
        when=(
            LENT_OUT,
            Node(
                Message(N_("Là chương trình cho hộ nghèo, hộ cận nghèo hoặc hộ mới thoát nghèo")),
                lambda f: f.entry.programme.in_(sorted(BY_CLASS)),
            ),
            Node(
                Message(
                    N_("Ngày mẫu 03/TD hộ không thuộc diện của chương trình (mới thoát nghèo: trong số tháng quy định)")
                ),
                lambda f: ~of_its_class(f),
                class_then,
            ),
        ),
        basis=N_("NĐ 78/2002/NĐ-CP; QĐ 15/2013/QĐ-TTg; QĐ 28/2015/QĐ-TTg: đối tượng xét vào ngày xác nhận"),
        **OF_LOAN,
    ),
    Rule(
        "D07",
        N_("Một người vay ở hai hộ, hoặc hộ có hai khoản vay cùng chương trình"),
        HOUSEHOLD,
        VIOLATION,
        (
            Node(
                Message(
                    N_("Hộ có hai khoản còn nợ cùng chương trình, hoặc người vay cùng số giấy tờ còn nợ ở hộ khác")
                ),
                lambda f: or_(two_alike(f), same_borrower(f)),
                lambda f: {LOANS: programmes(f)},
            ),
        ),
        N_("NĐ 78/2002/NĐ-CP: mỗi hộ một người đại diện vay; mỗi chương trình một khoản"),
        among=with_alike,
        **REVEALS,
    ),
    Rule(
        "O04",
        N_("Hộ nghèo vay nhiều chương trình hoặc quá nhiều, sinh viên vay quá thời gian học"),
        HOUSEHOLD,
        SUSPICIOUS,
        (
            Node(
                Message(
                    N_("Hộ nghèo vay nhiều chương trình, hoặc dư nợ quá mức cần xem lại; HSSV vay quá số tháng học")
                ),
                lambda f: or_(too_much(f), longer_than_study(f)),
                borrowed,
            ),
        ),
        N_("Giám sát khả năng trả nợ; QĐ 157/2007/QĐ-TTg: cho vay trong thời gian theo học"),
        among=poor_or_studying,
        **REVEALS,
    ),
    Rule(
        "A01",
        N_("Số tiền cho vay vượt mức tối đa của chương trình"),
        when=(
            LENT_OUT,
            Node(
                Message(N_("Số tiền được duyệt lớn hơn mức tối đa vào ngày phê duyệt")),
                lambda f: approved(f) > ceiling(f),
                lambda f: {APPROVED: approved(f), MOST: ceiling(f)},
            ),
        ),
        basis=N_("Mức cho vay tối đa của từng chương trình theo quyết định có hiệu lực (trang Tham số)"),
        among=above_least,
        **OF_LOAN,
    ),
    Rule(
        "A05",
        N_("Lãi suất hoặc thời hạn cho vay không đúng chương trình"),
        when=(
            LENT_OUT,
            Node(
                Message(N_("Lãi suất khác lãi suất của chương trình, hoặc thời hạn dài hơn mức cho phép")),
                lambda f: func.coalesce(
                    or_(f.entry.rate != programme_rate(f), f.entry.term_months > longest(f)), False
                ),
                lambda f: {
                    LENT_AT: f.entry.rate / 100,
                    RATE_IS: programme_rate(f) / 100,
                    LENT_FOR: f.entry.term_months,
                    TERM_IS: longest(f),
                },
            ),
        ),
        basis=N_("Lãi suất và thời hạn của từng chương trình theo quyết định có hiệu lực (trang Tham số)"),
        among=odd_terms,
        **OF_LOAN,
    ),
)
