"""Subject codes of health-insurance cards: who, paid by whom, what share is paid, and which comes first in the law.

Sources: Luật BHYT, Điều 12 (groups and their order); NĐ 146/2018/NĐ-CP; QĐ 1351/QĐ-BHXH (codes, benefit digits).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from registry.messages import N_

EMPLOYER, FUND, STATE, SUPPORTED, HOUSEHOLD = "employer", "fund", "state", "supported", "household"
PAYERS = {
    EMPLOYER: N_("Người lao động và đơn vị đóng"),
    FUND: N_("Quỹ bảo hiểm xã hội đóng"),
    STATE: N_("Ngân sách nhà nước đóng"),
    SUPPORTED: N_("Ngân sách nhà nước hỗ trợ"),
    HOUSEHOLD: N_("Hộ gia đình tự đóng"),
}
BUDGET = frozenset({STATE, SUPPORTED})


@dataclass(frozen=True)
class Subject:
    """A group of insured people: the digit of its benefit (1 and 2 all, 3 95%, 4 80%), and its payer."""

    name: str
    payer: str
    benefit: int


SUBJECTS = {
    "DN": Subject(N_("Người lao động trong doanh nghiệp"), EMPLOYER, 4),
    "HC": Subject(N_("Cán bộ, công chức, viên chức"), EMPLOYER, 4),
    "NN": Subject(N_("Người lao động nước ngoài"), EMPLOYER, 4),
    "TK": Subject(N_("Người lao động trong tổ chức khác"), EMPLOYER, 4),
    "HX": Subject(N_("Cán bộ không chuyên trách cấp xã"), EMPLOYER, 4),
    "CH": Subject(N_("Người làm việc trong cơ quan, tổ chức khác"), EMPLOYER, 4),
    "XK": Subject(N_("Người lao động đi nước ngoài có thời hạn"), EMPLOYER, 4),
    "HT": Subject(N_("Người hưởng lương hưu, trợ cấp mất sức"), FUND, 3),
    "TB": Subject(N_("Người hưởng trợ cấp tai nạn lao động"), FUND, 4),
    "CC": Subject(N_("Người có công với cách mạng"), STATE, 1),
    "CK": Subject(N_("Người có công khác"), STATE, 2),
    "CB": Subject(N_("Cựu chiến binh"), STATE, 2),
    "KC": Subject(N_("Người tham gia kháng chiến"), STATE, 2),
    "TS": Subject(N_("Thân nhân liệt sĩ"), STATE, 2),
    "TE": Subject(N_("Trẻ em dưới 6 tuổi"), STATE, 1),
    "BT": Subject(N_("Người hưởng trợ cấp bảo trợ xã hội hằng tháng"), STATE, 2),
    "HN": Subject(N_("Người thuộc hộ nghèo"), STATE, 2),
    "DT": Subject(N_("Dân tộc thiểu số ở vùng khó khăn"), STATE, 2),
    "DK": Subject(N_("Người ở vùng đặc biệt khó khăn"), STATE, 2),
    "XD": Subject(N_("Người ở xã đảo, huyện đảo"), STATE, 2),
    "TC": Subject(N_("Thân nhân người có công"), STATE, 3),
    "CN": Subject(N_("Người thuộc hộ cận nghèo"), SUPPORTED, 3),
    "HS": Subject(N_("Học sinh"), SUPPORTED, 4),
    "SV": Subject(N_("Sinh viên"), SUPPORTED, 4),
    "GB": Subject(N_("Hộ nông, lâm, ngư nghiệp mức sống trung bình"), SUPPORTED, 4),
    "GD": Subject(N_("Hộ gia đình"), HOUSEHOLD, 4),
}
"""By official code, in the order of the law."""


def paid_by(*payers: str) -> frozenset[str]:
    """The codes these payers pay for."""
    return frozenset(code for code, subject in SUBJECTS.items() if subject.payer in payers)


def first_in_law(codes: Iterable[str]) -> str:
    """The code of somebody who belongs to several groups: that of the group which comes first. Raises ValueError
    when none is known."""
    order = list(SUBJECTS)
    return min((code for code in codes if code in SUBJECTS), key=order.index)
