"""Programmes that build or mend houses: whom each is for; what each gives at most is a parameter (domain.md §4.2)."""

from dataclasses import dataclass

from registry.messages import N_

NEW, REPAIR = "new", "repair"
FORMS = {NEW: N_("Xây mới"), REPAIR: N_("Sửa chữa")}
POOR, LISTED = frozenset({"poor"}), frozenset({"poor", "near_poor"})
ANYBODY = frozenset({"poor", "near_poor", "average", "not_poor"})


@dataclass(frozen=True)
class Programme:
    """A programme: the classes it is for on the day of the decision, and whether the need is tested as TT 01/2022 has
    it (weak house and little room)."""

    name: str
    classes: frozenset[str]
    tested: bool = False


# In full: QĐ 167/2008/QĐ-TTg; QĐ 33/2015/QĐ-TTg; CTMTQG giảm nghèo bền vững 2021-2025, dự án 5 (QĐ 90/QĐ-TTg);
# CTMTQG dân tộc thiểu số và miền núi, dự án 1 (QĐ 1719/QĐ-TTg); xoá nhà tạm, nhà dột nát; Quỹ Vì người nghèo.
PROGRAMMES = {
    "QD167": Programme(N_("QĐ 167/2008"), POOR),
    "QD33": Programme(N_("QĐ 33/2015"), POOR),
    "NTP_POVERTY": Programme(N_("CTMTQG giảm nghèo"), LISTED, tested=True),
    "NTP_ETHNIC": Programme(N_("CTMTQG dân tộc"), POOR),
    "NO_TEMPORARY": Programme(N_("Xoá nhà tạm 2024"), LISTED),
    "FUND": Programme(N_("Nhà đại đoàn kết"), ANYBODY),
    "POLICE": Programme(N_("Bộ Công an"), ANYBODY),
}
NAMES = {code: programme.name for code, programme in PROGRAMMES.items()}
SUPPORT = "support"
"""In place of a source: all that is given and need not be paid back."""
GIVEN = ("central", "province", "local", "raised")
CEILING = "housing_ceiling"
"""The parameter: đồng at most, its scope `programme.work.source`, a source of money or SUPPORT."""
