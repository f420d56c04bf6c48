"""Credit programmes: what each is called, what its ceiling is counted by, whom it is for (domain.md §4.5).

Ceilings, rates and terms are parameters with their days and basis, by programme; where a programme has parts, or asks
of the class, by `programme/part` or `programme/class`.
"""

from registry.messages import N_

HN, HCN, HMTN, HSSV, GQVL, XKLD = "HN", "HCN", "HMTN", "HSSV", "GQVL", "XKLD"
NSVSMT, NHA33, NHA167, DTTS28, SXKDVKK, NDTU = "NSVSMT", "NHA33", "NHA167", "DTTS28", "SXKDVKK", "NDTU"
PROGRAMMES = {
    HN: N_("Cho vay hộ nghèo"),
    HCN: N_("Cho vay hộ cận nghèo"),
    HMTN: N_("Cho vay hộ mới thoát nghèo"),
    HSSV: N_("Cho vay học sinh, sinh viên"),
    GQVL: N_("Cho vay giải quyết việc làm"),
    XKLD: N_("Cho vay đi làm việc ở nước ngoài"),
    NSVSMT: N_("Cho vay nước sạch và vệ sinh môi trường"),
    NHA33: N_("Cho vay hộ nghèo về nhà ở (QĐ 33/2015)"),
    NHA167: N_("Cho vay hộ nghèo về nhà ở (QĐ 167/2008)"),
    DTTS28: N_("Cho vay đồng bào dân tộc thiểu số (NĐ 28/2022)"),
    SXKDVKK: N_("Cho vay sản xuất, kinh doanh vùng khó khăn"),
    NDTU: N_("Cho vay từ ngân sách địa phương uỷ thác"),
}
BY_CLASS = frozenset({HN, HCN, HMTN})
"""Lent by the household's class on the day of form 03/TD."""
PARTS = {
    "dat_o": N_("Đất ở"),
    "nha_o": N_("Nhà ở"),
    "san_xuat": N_("Sản xuất, chuyển đổi nghề"),
    "uu_tien": N_("Đối tượng ưu tiên"),
    "dtts": N_("Lao động là người dân tộc thiểu số"),
    "stem": N_("Ngành khoa học, công nghệ, kỹ thuật, toán"),
}
PARTS_OF = {
    DTTS28: frozenset({"dat_o", "nha_o", "san_xuat"}),
    GQVL: frozenset({"uu_tien"}),
    XKLD: frozenset({"dtts"}),
    HSSV: frozenset({"stem"}),
}
COUNTED = {HSSV: N_("số tháng vay"), NSVSMT: N_("số công trình"), GQVL: N_("số lao động")}
"""Programmes whose ceiling is for one month, work or worker; all others lend once."""
CEILING, RATE, TERM = "credit_ceiling", "credit_rate", "credit_term"
"""Parameters: đồng; hundredths of a percent a year; months."""
