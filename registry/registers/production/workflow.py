"""From a proposal to what is left when the project is over: group, appraisal, approval, purchase, hand-over, accounts
(domain.md §4.3). A project takes its lines along; a line may go alone."""

from registry.kernel.actor import APPROVE, WRITE
from registry.kernel.register import Move, Workflow
from registry.messages import N_

STATES = {
    "DE_XUAT": N_("Đã đề xuất"),
    "HOP_NHOM": N_("Nhóm hộ đã họp"),
    "THAM_DINH": N_("Đã thẩm định"),
    "PHE_DUYET": N_("Đã phê duyệt"),
    "MUA_SAM": N_("Đang mua sắm"),
    "BAN_GIAO": N_("Đã bàn giao"),
    "THEO_DOI": N_("Đang theo dõi"),
    "NGHIEM_THU": N_("Đã nghiệm thu"),
    "QUYET_TOAN": N_("Đã quyết toán"),
    "LUAN_CHUYEN": N_("Đã luân chuyển"),
    "DONG": N_("Đã đóng"),
    "TU_CHOI": N_("Đã từ chối"),
    "HO_XIN_RUT": N_("Hộ xin rút"),
}
REFUSED = {
    "not_entitled": N_("Không thuộc đối tượng"),
    "helped_alike": N_("Đã được hỗ trợ cùng nội dung"),
    "no_condition": N_("Không đủ điều kiện đối ứng, chăm sóc"),
    "other": N_("Lý do khác"),
}
BEFORE_APPROVAL = ("DE_XUAT", "HOP_NHOM", "THAM_DINH")
BUYING = ("PHE_DUYET", "MUA_SAM")
GIVEN = ("BAN_GIAO", "THEO_DOI", "NGHIEM_THU", "QUYET_TOAN")
OVER = ("LUAN_CHUYEN", "DONG")
APPROVED = frozenset({*BUYING, *GIVEN, *OVER})
"""States of what was decided on."""
TAKING_PART = frozenset({*BEFORE_APPROVAL, *APPROVED})
"""States of a line that counts in its project."""

WORKFLOW = Workflow(
    states=STATES,
    moves=(
        Move("meet", N_("Họp nhóm hộ"), ("DE_XUAT",), "HOP_NHOM", WRITE),
        Move("appraise", N_("Thẩm định"), ("HOP_NHOM",), "THAM_DINH", APPROVE),
        Move("approve", N_("Phê duyệt"), ("THAM_DINH",), "PHE_DUYET", APPROVE, fills=("decision_no", "decision_date")),
        Move("buy", N_("Mua sắm"), ("PHE_DUYET",), "MUA_SAM", WRITE),
        Move("hand_over", N_("Bàn giao"), BUYING, "BAN_GIAO", WRITE, fills=("handed_on", "minutes_no")),
        Move("follow", N_("Theo dõi"), ("BAN_GIAO",), "THEO_DOI", WRITE),
        Move("accept", N_("Nghiệm thu"), ("BAN_GIAO", "THEO_DOI"), "NGHIEM_THU", APPROVE),
        Move("settle", N_("Quyết toán"), ("NGHIEM_THU",), "QUYET_TOAN", APPROVE),
        Move("revolve", N_("Luân chuyển"), ("QUYET_TOAN",), "LUAN_CHUYEN", WRITE, fills=("revolved_to", "ends")),
        Move("close", N_("Đóng dự án"), ("QUYET_TOAN", "LUAN_CHUYEN"), "DONG", WRITE),
        Move("refuse", N_("Từ chối"), BEFORE_APPROVAL, "TU_CHOI", APPROVE, reasons=REFUSED),
        Move("withdraw", N_("Hộ xin rút"), (*BEFORE_APPROVAL, *BUYING), "HO_XIN_RUT", WRITE),
    ),
    covering=frozenset(GIVEN),
    waiting=frozenset({*BEFORE_APPROVAL, *BUYING}),
)
ALONE = ("revolve", "withdraw")
"""Steps that a household takes alone, never its project."""
