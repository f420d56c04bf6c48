"""What pupils and students are given, on what ground, in which school year (domain.md §4.4)."""

from datetime import date

from registry.messages import N_
from registry.vn.fold import fold

CPHT, MGHP, AN_TRUA, BAN_TRU = "CPHT", "MGHP", "AN_TRUA", "BAN_TRU"
SV_DTTS, KHUYEN_HOC = "SV_DTTS", "KHUYEN_HOC"
POLICIES = {
    CPHT: N_("Hỗ trợ chi phí học tập"),
    MGHP: N_("Miễn, giảm học phí"),
    AN_TRUA: N_("Hỗ trợ ăn trưa trẻ mẫu giáo"),
    BAN_TRU: N_("Hỗ trợ học sinh bán trú"),
    SV_DTTS: N_("Hỗ trợ sinh viên dân tộc thiểu số"),
    KHUYEN_HOC: N_("Quỹ khuyến học, học bổng"),
}


class Grounds(dict[str, str]):
    """Code → words; lists also write them shorter ("Nghèo", "Mồ côi cha mẹ")."""

    def code_of(self, folded: str) -> str | None:
        """The ground a folded word of a list speaks of."""
        known = {fold(word): code for code, label in self.items() for word in (code, label)}
        return known.get(folded) or known.get(f"ho {folded}") or SHORT.get(folded)


SHORT = {
    "dtts": "minority",
    "mo coi cha me": "orphan",
    "mo coi ca cha va me": "orphan",
    "hn": "poor",
    "hcn": "near_poor",
}
GROUNDS = Grounds(
    {
        "poor": N_("Hộ nghèo"),
        "near_poor": N_("Hộ cận nghèo"),
        "orphan": N_("Mồ côi"),
        "disabled": N_("Khuyết tật"),
        "minority": N_("Dân tộc thiểu số ở vùng đặc biệt khó khăn"),
        "other": N_("Diện khác"),
    }
)
"""Why somebody is given it: only the first two rest on the household's class."""
GRANTS = {"cash": N_("Tiền mặt"), "bike": N_("Xe đạp"), "books": N_("Sách vở"), "other": N_("Hiện vật khác")}
SHARES = {"100": "100%", "70": "70%", "50": "50%"}
"""Of the tuition: exempt, or reduced (NĐ 81/2021/NĐ-CP, Điều 15, Điều 16)."""
SCHOOL_STARTS = 9
"""The month in which a school year begins, on its first day."""
YEARS = {f"{year}-{year + 1}": f"{year}-{year + 1}" for year in range(2015, 2041)}
"""School years by their name, `2021-2022`."""


def first_year(day: date) -> int:
    """The calendar year in which the school year of a day began."""
    return day.year - (day.month < SCHOOL_STARTS)


def school_year_of(day: date) -> str:
    """The school year a day lies in; summer belongs to the one that ended."""
    return f"{first_year(day)}-{first_year(day) + 1}"


def begins(school_year: str) -> date:
    """The first day of a school year."""
    return date(int(school_year[:4]), SCHOOL_STARTS, 1)


def is_over(school_year: str) -> date:
    """The first day of the next one: the half-open end of what is good for this year."""
    return date(int(school_year[:4]) + 1, SCHOOL_STARTS, 1)
