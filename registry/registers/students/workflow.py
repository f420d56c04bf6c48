"""From a family's papers to the settled account of a school year (domain.md §4.4)."""

from registry.kernel.actor import APPROVE, WRITE
from registry.kernel.register import Move, Workflow
from registry.messages import N_

STATES = {
    "NOP_HO_SO": N_("Đã nộp hồ sơ"),
    "TRUONG_XET": N_("Trường đã xét"),
    "THAM_DINH": N_("Đã thẩm định"),
    "PHE_DUYET": N_("Đã phê duyệt"),
    "CHI_DOT_1": N_("Đã chi đợt 1"),
    "CHI_DOT_2": N_("Đã chi đợt 2"),
    "QUYET_TOAN": N_("Đã quyết toán"),
    "DUNG": N_("Đã dừng"),
}
RETURNED = {
    "no_certificate": N_("Thiếu giấy chứng nhận hộ nghèo, cận nghèo"),
    "wrong_name": N_("Sai họ tên"),
    "wrong_birth": N_("Sai ngày sinh"),
    "wrong_months": N_("Sai số tháng, số tiền"),
    "other": N_("Lý do khác"),
}
STOPPED = {
    "left_school": N_("Bỏ học"),
    "expelled": N_("Bị buộc thôi học"),
    "suspended": N_("Bị đình chỉ học tập"),
    "repeating": N_("Học lại, lưu ban"),
    "moved_school": N_("Chuyển trường"),
    "died": N_("Đã mất"),
    "left_poverty": N_("Ra khỏi diện"),
    "paid_elsewhere": N_("Đã hưởng ở nơi khác"),
    "not_entitled": N_("Không thuộc đối tượng"),
}
NOT_AT_SCHOOL = frozenset({"left_school", "expelled", "died"})
"""Whose line was stopped for this is no pupil any more."""
WAITING = ("NOP_HO_SO", "TRUONG_XET", "THAM_DINH")
APPROVED = ("PHE_DUYET", "CHI_DOT_1", "CHI_DOT_2", "QUYET_TOAN")

WORKFLOW = Workflow(
    states=STATES,
    moves=(
        Move("review", N_("Trường xét"), ("NOP_HO_SO",), "TRUONG_XET", WRITE),
        Move("appraise", N_("Phòng, Sở thẩm định"), ("TRUONG_XET",), "THAM_DINH", APPROVE),
        Move("return", N_("Trả lại hồ sơ"), ("TRUONG_XET", "THAM_DINH"), "NOP_HO_SO", APPROVE, reasons=RETURNED),
        Move(
            "approve",
            N_("Phê duyệt"),
            ("THAM_DINH",),
            "PHE_DUYET",
            APPROVE,
            fills=("decision_no", "decision_date"),
        ),
        Move("pay_first", N_("Chi đợt 1"), ("PHE_DUYET",), "CHI_DOT_1", WRITE),
        Move("pay_second", N_("Chi đợt 2"), ("CHI_DOT_1",), "CHI_DOT_2", WRITE),
        Move("settle", N_("Quyết toán"), ("CHI_DOT_1", "CHI_DOT_2"), "QUYET_TOAN", APPROVE),
        Move(
            "stop",
            N_("Dừng hỗ trợ"),
            (*WAITING, "PHE_DUYET", "CHI_DOT_1", "CHI_DOT_2"),
            "DUNG",
            WRITE,
            fills=("ends",),
            reasons=STOPPED,
        ),
    ),
    covering=frozenset(APPROVED),
    waiting=frozenset(WAITING),
)
