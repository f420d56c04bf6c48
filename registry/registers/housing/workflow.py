"""From the look at a house to the family in it: hamlet's vote, posting, approval, building, money (domain.md §4.2)."""

from registry.kernel.actor import APPROVE, WRITE
from registry.kernel.register import Move, Workflow
from registry.messages import N_

STATES = {
    "RA_SOAT": N_("Đã rà soát"),
    "BINH_XET": N_("Ấp đã bình xét"),
    "NIEM_YET": N_("Đang niêm yết"),
    "XA_LAP_DS": N_("Xã đã lập danh sách"),
    "PHE_DUYET": N_("Đã phê duyệt"),
    "TAM_UNG": N_("Đã tạm ứng"),
    "KHOI_CONG": N_("Đã khởi công"),
    "NGHIEM_THU_GD1": N_("Đã nghiệm thu giai đoạn 1"),
    "HOAN_THANH": N_("Đã hoàn thành"),
    "THANH_TOAN": N_("Đã thanh toán"),
    "DUA_VAO_SU_DUNG": N_("Đã đưa vào sử dụng"),
    "TU_CHOI": N_("Đã từ chối"),
    "HO_XIN_RUT": N_("Hộ xin rút"),
    "THOAT_NGHEO_TRUOC": N_("Ra khỏi diện trước khi được hỗ trợ"),
}
REFUSED = {
    "not_entitled": N_("Không thuộc đối tượng"),
    "helped_before": N_("Đã được hỗ trợ nhà ở"),
    "good_house": N_("Nhà không thuộc diện cần hỗ trợ"),
    "no_land": N_("Chưa có đất ở hợp pháp"),
    "other": N_("Lý do khác"),
}
BEFORE_APPROVAL = ("RA_SOAT", "BINH_XET", "NIEM_YET", "XA_LAP_DS")
BUILDING = ("PHE_DUYET", "TAM_UNG", "KHOI_CONG", "NGHIEM_THU_GD1")
BUILT = ("HOAN_THANH", "THANH_TOAN", "DUA_VAO_SU_DUNG")
APPROVED = frozenset({*BUILDING, *BUILT})
"""States of a house that was decided on."""

WORKFLOW = Workflow(
    states=STATES,
    moves=(
        Move("vote", N_("Ấp bình xét"), ("RA_SOAT",), "BINH_XET", WRITE, fills=("priority", "votes_all", "votes_for")),
        Move("post", N_("Niêm yết"), ("BINH_XET",), "NIEM_YET", WRITE),
        Move("list", N_("Xã lập danh sách"), ("NIEM_YET",), "XA_LAP_DS", WRITE),
        Move(
            "approve",
            N_("Phê duyệt"),
            ("XA_LAP_DS",),
            "PHE_DUYET",
            APPROVE,
            fills=("decision_no", "decision_date", "approved_by"),
        ),
        Move("advance", N_("Tạm ứng"), ("PHE_DUYET",), "TAM_UNG", APPROVE),
        Move("start", N_("Khởi công"), ("PHE_DUYET", "TAM_UNG"), "KHOI_CONG", WRITE, fills=("started_on",)),
        Move("accept_first", N_("Nghiệm thu giai đoạn 1"), ("KHOI_CONG",), "NGHIEM_THU_GD1", WRITE),
        Move(
            "finish",
            N_("Hoàn thành"),
            ("KHOI_CONG", "NGHIEM_THU_GD1"),
            "HOAN_THANH",
            WRITE,
            fills=("finished_on", "new_area", "hard_parts"),
        ),
        Move("pay", N_("Thanh toán"), ("HOAN_THANH",), "THANH_TOAN", APPROVE),
        Move("use", N_("Đưa vào sử dụng"), ("HOAN_THANH", "THANH_TOAN"), "DUA_VAO_SU_DUNG", WRITE),
        Move("refuse", N_("Từ chối"), BEFORE_APPROVAL, "TU_CHOI", APPROVE, reasons=REFUSED),
        Move("withdraw", N_("Hộ xin rút"), (*BEFORE_APPROVAL, "PHE_DUYET"), "HO_XIN_RUT", WRITE),
        Move("escape", N_("Ra khỏi diện"), BEFORE_APPROVAL, "THOAT_NGHEO_TRUOC", WRITE),
    ),
    covering=frozenset(BUILT),
    waiting=frozenset({*BEFORE_APPROVAL, *BUILDING}),
)
