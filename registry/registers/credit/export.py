"""What an export says of a loan between its codes and its state (contract: names and order are stable)."""

from registry.kernel.table import Column
from registry.messages import N_

COLUMNS = (
    Column("programme", N_("Chương trình"), lambda loan: loan.programme),
    Column("part", N_("Hợp phần, đối tượng"), lambda loan: loan.part),
    Column("purpose", N_("Mục đích vay"), lambda loan: loan.purpose),
    Column("association", N_("Hội nhận uỷ thác"), lambda loan: loan.association),
    Column("group_code", N_("Tổ TK&VV"), lambda loan: loan.group_code),
    Column("asked", N_("Số tiền đề nghị (đồng)"), lambda loan: loan.asked),
    Column("quantity", N_("Số tháng, công trình hoặc lao động"), lambda loan: loan.quantity),
    Column("rate", N_("Lãi suất (% một năm)"), lambda loan: None if loan.rate is None else loan.rate / 100),
    Column("term_months", N_("Thời hạn vay (tháng)"), lambda loan: loan.term_months),
    Column("grace_months", N_("Ân hạn (tháng)"), lambda loan: loan.grace_months),
    Column("due_date", N_("Hạn trả nợ cuối cùng"), lambda loan: loan.due_date),
    Column("extended_to", N_("Gia hạn đến ngày"), lambda loan: loan.extended_to),
    Column("debt_group", N_("Nhóm nợ"), lambda loan: loan.debt_group or None),
)
