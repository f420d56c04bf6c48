"""A health-insurance card: one line per person and time of entitlement (domain.md §4.1)."""

import re
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.messages import N_, Message, Problem
from registry.models import Entry
from registry.registers.insurance.subjects import SUBJECTS, first_in_law
from registry.storage import Id, field
from registry.vn.dates import PartialDate, months_before

CARD_KINDS = {
    "OLD15": N_("Thẻ 15 ký tự (trước 1/4/2021)"),
    "BHXH10": N_("Mã số BHXH 10 số"),
    "ID12": N_("Số định danh 12 số"),
}
PATTERNS = {
    "OLD15": re.compile(r"[A-Z]{2}[1-5][0-9]{12}"),
    "BHXH10": re.compile(r"[0-9]{10}"),
    "ID12": re.compile(r"[0-9]{12}"),
}
BASES = {
    "THU_NHAP": N_("Nghèo về thu nhập"),
    "DA_CHIEU_THIEU_BHYT": N_("Nghèo đa chiều, thiếu hụt BHYT"),
    "DA_CHIEU_KHAC": N_("Nghèo đa chiều, không thiếu hụt BHYT"),
}
"""Why a household was poor by the standard of 2016; the first two gave code HN (NĐ 146/2018/NĐ-CP, Điều 3.9)."""
SUBJECT_NAMES = {code: subject.name for code, subject in SUBJECTS.items()}
BENEFITS = {
    "1": N_("100%, không giới hạn"),
    "2": N_("100% trong danh mục"),
    "3": N_("95%"),
    "4": N_("80%"),
    "5": N_("100%, cả vận chuyển"),
}
AREA_MARKS = {"K1": "K1", "K2": "K2", "K3": "K3"}
SCHOOL_BEGUN = (10, 1)
"""A child who is six before the school year begins keeps its card to 30 September (Luật BHYT, Điều 16)."""

HEADERS = {
    "subject_code": ("ma doi tuong", "doi tuong", "ma dt", "nhom doi tuong"),
    "card_no": ("so the", "so the bhyt", "ma the", "ma the bhyt", "ma so the", "ma so the bhyt"),
    "bhxh_no": ("ma so bhxh", "so bhxh", "ma bhxh", "so so bhxh"),
    "facility_code": ("noi kcb", "ma kcb", "noi kham chua benh", "noi dang ky kcb", "ma noi kcb", "noi kcb ban dau"),
    "benefit_level": ("muc huong",),
    "months": ("so thang", "so thang dong"),
}
"""How departments head these columns in their lists, folded."""


class InsuranceCard(Entry):
    """`starts` to `ends` is the time the card is good for; `bhxh_no` is the person's own number, once for life."""

    __tablename__ = "insurance"
    __table_args__: Any = (Index("ix_insurance_bhxh_no", "bhxh_no"),)

    id: Mapped[int] = mapped_column(Id, ForeignKey("entry.id"), primary_key=True)
    subject_code: Mapped[str] = field(
        String(2), N_("Mã đối tượng"), required=True, choices=SUBJECT_NAMES, in_list=True, filter=True
    )
    card_kind: Mapped[str | None] = field(String(6), N_("Loại số thẻ"), choices=CARD_KINDS)
    card_no: Mapped[str | None] = field(String(15), N_("Số thẻ"), masked=True, in_list=True)
    bhxh_no: Mapped[str | None] = field(String(10), N_("Mã số BHXH"), masked=True)
    benefit_level: Mapped[str | None] = field(String(1), N_("Mức hưởng"), choices=BENEFITS)
    hn_basis: Mapped[str | None] = field(String(20), N_("Căn cứ nghèo (chuẩn 2016)"), choices=BASES)
    facility_code: Mapped[str | None] = field(
        String(5), N_("Nơi khám chữa bệnh ban đầu"), hint=N_("Mã 5 số: 2 số tỉnh, 3 số cơ sở."), in_list=True
    )
    area_mark: Mapped[str | None] = field(String(2), N_("Khu vực trên thẻ"), choices=AREA_MARKS)
    months: Mapped[int | None] = field(SmallInteger, N_("Số tháng đóng"))

    @staticmethod
    def proposed(class_: str, birth: PartialDate, day: date) -> dict[str, Any] | None:
        """The code that comes first in the law: a child under 6 has its own, others that of the household's class."""
        own, six = {"poor": "HN", "near_poor": "CN"}.get(class_), _six_on(birth)
        if own is None:
            return None
        if day >= six:
            return {"subject_code": own}
        return {"subject_code": first_in_law(["TE", own]), "ends": max(six, date(six.year, *SCHOOL_BEGUN))}


def _six_on(birth: PartialDate) -> date:
    """The day on which 72 months are over; of what is not known of a birth, the earliest."""
    return months_before(birth.earliest() - timedelta(1), -72) + timedelta(1)


def complete(values: dict[str, Any]) -> dict[str, Any]:
    """Columns that follow from others: the kind of a card from its number, the subject code from an old card's, the
    benefit from the subject code, the BHXH number from the card's."""
    number = re.sub(r"[\s.-]", "", values.get("card_no") or "").upper() or None
    kind = next((kind for kind, shape in PATTERNS.items() if shape.fullmatch(number or "")), None)
    values = values | {"card_no": number, "card_kind": values.get("card_kind") or kind}
    if kind == "OLD15" and number and not values.get("subject_code"):
        values = values | {"subject_code": number[:2]}
    subject = SUBJECTS.get(values.get("subject_code") or "")
    if subject and not values.get("benefit_level"):
        values = values | {"benefit_level": str(subject.benefit)}
    if number and not values.get("bhxh_no") and values.get("card_kind") in ("OLD15", "BHXH10"):
        values = values | {"bhxh_no": number[-10:]}
    return values


def problems(values: dict[str, Any]) -> list[Problem]:
    """What the columns alone cannot tell: the number against its kind, the old card's code against the subject."""
    found, number, kind = [], values.get("card_no"), values.get("card_kind")
    if number and not kind:
        found.append(Problem("card_kind", Message(N_("Hãy chọn loại của số thẻ đã nhập."))))
    elif number and kind in PATTERNS and not PATTERNS[kind].fullmatch(number):
        found.append(Problem("card_no", Message(_SHAPES[kind])))
    elif number and kind == "OLD15" and number[:2] != values.get("subject_code"):
        wrong = N_("Hai chữ đầu của số thẻ là %(found)s, khác mã đối tượng %(code)s. Hãy kiểm tra lại.")
        found.append(Problem("card_no", Message(wrong, found=number[:2], code=values.get("subject_code"))))
    if values.get("bhxh_no") and not PATTERNS["BHXH10"].fullmatch(values["bhxh_no"]):
        found.append(Problem("bhxh_no", Message(_SHAPES["BHXH10"])))
    if values.get("facility_code") and not re.fullmatch("[0-9]{5}", values["facility_code"]):
        found.append(Problem("facility_code", Message(N_("Mã nơi khám chữa bệnh có 5 chữ số, ví dụ 94001."))))
    return found


_SHAPES = {
    "OLD15": N_("Số thẻ cũ có 2 chữ, 1 số mức hưởng rồi 12 số, ví dụ HN2940123456789. Hãy kiểm tra lại."),
    "BHXH10": N_("Mã số BHXH có đúng 10 chữ số. Hãy kiểm tra lại."),
    "ID12": N_("Số định danh có đúng 12 chữ số. Hãy kiểm tra lại."),
}
