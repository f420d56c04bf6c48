"""What an export says of a pupil's line between its codes and its state (contract: names and order are stable)."""

from registry.kernel.table import Column
from registry.messages import N_

COLUMNS = (
    Column("policy", N_("Chính sách"), lambda line: line.policy),
    Column("school_year", N_("Năm học"), lambda line: line.school_year),
    Column("school_code", N_("Mã trường"), lambda line: line.school),
    Column("grade", N_("Lớp"), lambda line: line.grade),
    Column("ground", N_("Diện được hưởng"), lambda line: line.ground),
    Column("from_month", N_("Từ tháng"), lambda line: f"{line.starts:%Y-%m}"),
    Column("months", N_("Số tháng"), lambda line: line.months),
    Column("rice_kg", N_("Gạo mỗi tháng (kg)"), lambda line: line.rice_kg),
    Column("rate", N_("Mức một tháng (đồng)"), lambda line: line.rate),
    Column("share", N_("Phần học phí được miễn, giảm"), lambda line: line.share),
    Column("grant_kind", N_("Quà khuyến học"), lambda line: line.grant_kind),
)
