"""From the meeting of a savings-and-credit group to the settled loan (domain.md §4.5)."""

from registry.kernel.actor import APPROVE, WRITE
from registry.kernel.register import Move, Workflow
from registry.messages import N_

STATES = {
    "BINH_XET_TO": N_("Tổ đã bình xét"),
    "XA_XAC_NHAN": N_("Xã đã xác nhận"),
    "NH_PHE_DUYET": N_("Ngân hàng đã phê duyệt"),
    "GIAI_NGAN": N_("Đã giải ngân"),
    "THEO_DOI": N_("Đang theo dõi"),
    "QUA_HAN": N_("Nợ quá hạn"),
    "KHOANH": N_("Nợ khoanh"),
    "TAT_TOAN": N_("Đã tất toán"),
    "XOA": N_("Đã xoá nợ"),
    "KHONG_VAY": N_("Không được vay"),
}
RETURNED = {
    "no_papers": N_("Thiếu giấy tờ của người vay"),
    "not_entitled": N_("Không thuộc đối tượng"),
    "unclear_plan": N_("Phương án vay chưa rõ"),
    "owes": N_("Còn nợ quá hạn"),
    "gave_up": N_("Hộ không vay nữa"),
    "other": N_("Lý do khác"),
}
HARDSHIP = {
    "disaster": N_("Thiên tai, dịch bệnh"),
    "borrower_died": N_("Người vay đã mất, không còn người trả"),
    "borrower_missing": N_("Người vay mất tích"),
    "borrower_ill": N_("Ốm đau, tai nạn, mất sức lao động"),
    "policy_changed": N_("Nhà nước thay đổi chính sách"),
}
"""Why a debt is frozen or written off (QĐ 50/2010/QĐ-TTg)."""
OPEN_LOANS = ("GIAI_NGAN", "THEO_DOI", "QUA_HAN", "KHOANH")
WAITING = ("BINH_XET_TO", "XA_XAC_NHAN", "NH_PHE_DUYET")
LENT = frozenset({"NH_PHE_DUYET", *OPEN_LOANS, "XOA"})
"""Approved and not given back: what the rules of single loans look at."""
SETTLED = "TAT_TOAN"

WORKFLOW = Workflow(
    states=STATES,
    moves=(
        Move("confirm", N_("Xã xác nhận (mẫu 03/TD)"), ("BINH_XET_TO",), "XA_XAC_NHAN", WRITE),
        Move("return", N_("Trả lại tổ"), ("XA_XAC_NHAN",), "BINH_XET_TO", APPROVE, reasons=RETURNED),
        Move(
            "approve",
            N_("Ngân hàng phê duyệt"),
            ("XA_XAC_NHAN",),
            "NH_PHE_DUYET",
            APPROVE,
            fills=("rate", "term_months", "decision_no", "decision_date"),
        ),
        Move("refuse", N_("Không cho vay"), WAITING, "KHONG_VAY", APPROVE, reasons=RETURNED),
        Move("disburse", N_("Giải ngân"), ("NH_PHE_DUYET",), "GIAI_NGAN", APPROVE, fills=("due_date",)),
        Move(
            "follow",
            N_("Đã kiểm tra sử dụng vốn (mẫu 06/TD)"),
            ("GIAI_NGAN",),
            "THEO_DOI",
            WRITE,
            fills=("checked_on",),
        ),
        Move("settle", N_("Tất toán"), OPEN_LOANS, SETTLED, APPROVE, fills=("ends",)),
        Move(
            "extend",
            N_("Gia hạn nợ"),
            ("GIAI_NGAN", "THEO_DOI", "QUA_HAN"),
            "THEO_DOI",
            APPROVE,
            fills=("extended_to",),
        ),
        Move("overdue", N_("Chuyển nợ quá hạn"), ("GIAI_NGAN", "THEO_DOI"), "QUA_HAN", APPROVE),
        Move("freeze", N_("Khoanh nợ"), ("GIAI_NGAN", "THEO_DOI", "QUA_HAN"), "KHOANH", APPROVE, reasons=HARDSHIP),
        Move("thaw", N_("Hết hạn khoanh nợ"), ("KHOANH",), "THEO_DOI", APPROVE),
        Move("write_off", N_("Xoá nợ"), ("QUA_HAN", "KHOANH"), "XOA", APPROVE, fills=("ends",), reasons=HARDSHIP),
    ),
    covering=frozenset(OPEN_LOANS),
    waiting=frozenset(WAITING),
    settled=frozenset({SETTLED}),
    amiss=frozenset({"QUA_HAN", "KHOANH"}),
)
