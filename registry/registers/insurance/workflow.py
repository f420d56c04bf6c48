"""From the commune's list to the card in somebody's hand, and back (domain.md §4.1)."""

from registry.kernel.actor import APPROVE, WRITE
from registry.kernel.register import Move, Workflow
from registry.messages import N_

STATES = {
    "DU_THAO": N_("Dự thảo"),
    "XA_DUYET": N_("Xã đã duyệt"),
    "GUI_BHXH": N_("Đã gửi BHXH"),
    "BHXH_TIEP_NHAN": N_("BHXH đã tiếp nhận"),
    "TRA_LAI": N_("BHXH trả lại"),
    "DA_CAP": N_("Đã cấp thẻ"),
    "DA_GIAO": N_("Đã giao thẻ"),
    "BAO_GIAM": N_("Đã báo giảm"),
    "THU_HOI": N_("Đã thu hồi"),
    "HUY": N_("Đã huỷ"),
}
RETURNED = {
    "duplicate": N_("Trùng với thẻ khác"),
    "wrong_name": N_("Sai họ tên"),
    "wrong_birth": N_("Sai ngày sinh"),
    "no_id": N_("Thiếu số định danh"),
    "not_entitled": N_("Không thuộc đối tượng"),
    "other": N_("Lý do khác"),
}
REDUCED = {
    "died": N_("Đã mất"),
    "moved": N_("Chuyển đi"),
    "left_poverty": N_("Ra khỏi diện"),
    "employed": N_("Đã có việc làm, đóng theo đơn vị"),
    "other_code": N_("Chuyển nhóm đối tượng khác"),
    "duplicate": N_("Trùng với thẻ khác"),
}
ISSUED = ("card_kind", "card_no", "facility_code")

WORKFLOW = Workflow(
    states=STATES,
    moves=(
        Move("approve", N_("Xã duyệt danh sách"), ("DU_THAO", "TRA_LAI"), "XA_DUYET", WRITE),
        Move("send", N_("Gửi BHXH"), ("XA_DUYET",), "GUI_BHXH", WRITE),
        Move("accept", N_("BHXH tiếp nhận"), ("GUI_BHXH",), "BHXH_TIEP_NHAN", APPROVE),
        Move("return", N_("BHXH trả lại"), ("GUI_BHXH", "BHXH_TIEP_NHAN"), "TRA_LAI", APPROVE, reasons=RETURNED),
        Move("issue", N_("Cấp thẻ"), ("GUI_BHXH", "BHXH_TIEP_NHAN"), "DA_CAP", APPROVE, fills=ISSUED),
        Move("hand_over", N_("Giao thẻ cho người dân"), ("DA_CAP",), "DA_GIAO", WRITE),
        Move("reduce", N_("Báo giảm"), ("DA_CAP", "DA_GIAO"), "BAO_GIAM", WRITE, fills=("ends",), reasons=REDUCED),
        Move("withdraw", N_("Thu hồi thẻ"), ("DA_CAP", "DA_GIAO", "BAO_GIAM"), "THU_HOI", APPROVE, fills=("ends",)),
        Move("cancel", N_("Huỷ đề nghị"), ("DU_THAO", "XA_DUYET", "TRA_LAI"), "HUY", WRITE, reasons=RETURNED),
    ),
    covering=frozenset({"DA_CAP", "DA_GIAO", "BAO_GIAM"}),
    waiting=frozenset({"DU_THAO", "XA_DUYET", "GUI_BHXH", "BHXH_TIEP_NHAN", "TRA_LAI"}),
)
