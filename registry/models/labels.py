"""What tables and columns are called when people read about them."""

from typing import Any

from registry.messages import N_
from registry.storage import Base, facet_of

ENTITIES = {
    "household": N_("Hộ"),
    "household_code": N_("Mã ở hệ thống khác"),
    "residence": N_("Nơi ở"),
    "household_head": N_("Chủ hộ"),
    "membership": N_("Thành viên"),
    "household_class": N_("Diện hộ"),
    "person": N_("Người"),
    "person_number": N_("Giấy tờ"),
    "entry_step": N_("Bước xử lý"),
    "entry_amount": N_("Số tiền được duyệt"),
    "payment": N_("Khoản chi, thu"),
    "need": N_("Nhu cầu"),
    "handover": N_("Chuyển hộ đi xã khác"),
    "project": N_("Dự án"),
    "project_capital": N_("Vốn của dự án"),
    "project_input": N_("Giống, vật tư của dự án"),
    "project_training": N_("Buổi tập huấn"),
    "project_step": N_("Bước của dự án"),
    "finding": N_("Phát hiện"),
    "finding_work": N_("Việc xử lý"),
    "hamlet": N_("Ấp, khóm"),
    "user_account": N_("Tài khoản"),
    "user_grant": N_("Quyền"),
    "parameter": N_("Tham số"),
    "school": N_("Trường"),
    "credit_group": N_("Tổ TK&VV"),
    "transaction_point": N_("Điểm giao dịch xã"),
    "review_round": N_("Kỳ rà soát"),
    "setting": N_("Thiết lập"),
    "denominator": N_("Mẫu số"),
}
COMMON = {"starts": N_("Từ ngày"), "ends": N_("Đến hết ngày"), "withdrawn": N_("Đã rút lại")}


def model_of(table: str) -> Any:
    """The model mapped to a table, or None."""
    return next((m.class_ for m in Base.registry.mappers if m.class_.__tablename__ == table), None)


def label_of(model: Any, column: str) -> str:
    """The label of a column; "" for bookkeeping nobody reads."""
    facet = facet_of(getattr(model, column)) if hasattr(model, column) else None
    return facet.label if facet else COMMON.get(column, "")
