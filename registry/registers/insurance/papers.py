"""The papers of the register of cards: its list, and form D03-TS that asks for cards (domain.md §4.1)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from registry.messages import N_
from registry.models.person import SEXES
from registry.paper import BIRTH_YEAR, LIST, PaperColumn, PaperLine, RegisterPaper, day_column
from registry.registers.insurance.card import InsuranceCard
from registry.registers.insurance.rates import Rates
from registry.registers.insurance.subjects import PAYERS, SUBJECTS
from registry.registers.insurance.workflow import STATES, WORKFLOW
from registry.storage import valid_through
from registry.vn.ids import mask
from registry.vn.numbers import format_int


@dataclass(frozen=True)
class Priced:
    """A card on paper with what is paid for it, in đồng at the rates of its first day; nothing where employers or the
    insurance fund pay, and where its last day, so the number of months, is not known."""

    line: PaperLine
    months: int
    salary: int
    premium: int
    support: int

    @property
    def card(self) -> InsuranceCard:
        found: InsuranceCard = self.line.entry
        return found

    @property
    def birth(self) -> str:
        return self.line.birth


def priced(lines: Sequence[PaperLine]) -> list[Priced]:
    """The cards with their money."""
    rates = Rates()

    def price(line: PaperLine) -> Priced:
        months, code, day = months_of(line.entry), line.entry.subject_code, line.entry.starts
        return Priced(line, months, rates.salary(day), rates.premium(code, day, months), rates.support(code, day))

    return [price(line) for line in lines]


def months_of(card: InsuranceCard) -> int:
    """The months a card is paid for: as written, else every month its days touch; 0 where it has no last day."""
    last = valid_through(card.ends)
    if card.months or last is None:
        return card.months or 0
    return (last.year - card.starts.year) * 12 + last.month - card.starts.month + 1


NAME = PaperColumn("name", "Họ và tên", 40, lambda one: one.line.name)
BIRTH = PaperColumn("birth", "Ngày, năm sinh", 22, lambda one: one.line.birth, "center")
SEX = PaperColumn("sex", "Giới tính", 11, lambda one: SEXES.get(one.line.sex, ""), "center")
CODE = PaperColumn("subject_code", "Mã đối tượng", 14, lambda one: one.card.subject_code, "center")
FACILITY = PaperColumn("facility_code", "Nơi KCB", 15, lambda one: one.card.facility_code, "center")
FROM = day_column("starts", "Từ ngày", lambda one: one.card.starts, 22)
THROUGH = day_column("valid_through", "Đến hết ngày", lambda one: valid_through(one.card.ends), 22)
MONEY = PaperColumn("premium", "Số tiền đóng (đồng)", 24, lambda one: one.premium, "right")

CARDS = RegisterPaper(
    key=LIST,
    title=N_("Danh sách thẻ BHYT"),
    columns=(
        NAME,
        BIRTH,
        SEX,
        PaperColumn("card_no", "Số thẻ", 29, lambda one: mask(one.card.card_no or ""), "center"),
        CODE,
        FACILITY,
        FROM,
        THROUGH,
        MONEY,
        PaperColumn("state", "Trạng thái", 32, lambda one: STATES[one.card.status]),
    ),
    posted=(NAME, BIRTH_YEAR, CODE, FROM, THROUGH),
    read=priced,
    sums=("premium",),
    amount="premium",
    counted="thẻ",
)

D03_COLUMNS = (
    replace(NAME, width=29),
    PaperColumn("bhxh_no", "Mã số BHXH", 19, lambda one: mask(one.card.bhxh_no or ""), "center"),
    PaperColumn("id_number", "Số CCCD, CMND, ĐDCN", 22, lambda one: one.line.id_number, "center"),
    replace(BIRTH, label="Ngày sinh", width=19),
    replace(SEX, width=10),
    PaperColumn("address", "Địa chỉ", 24, lambda one: one.line.hamlet),
    replace(FACILITY, label="Nơi đăng ký KCB", width=14),
    PaperColumn("salary", "Mức lương, trợ cấp", 17, lambda one: one.salary, "right"),
    PaperColumn("receipt", "Số, ngày biên lai", 12),
    replace(MONEY, label="Số tiền", width=21),
    PaperColumn("from", "Từ tháng", 15, lambda one: f"{one.card.starts:%m/%Y}", "center"),
    PaperColumn("months", "Số tháng", 10, lambda one: one.months, "center"),
    PaperColumn("support", "Tỷ lệ (%)", 10, lambda one: one.support, "center"),
    PaperColumn("note", "Ghi chú", 9, lambda one: one.card.subject_code, "center"),
    PaperColumn("collector", "Mã NV thu", 10),
)
"""Columns of D03-TS, 1 to 14 after A and B. Which number and place each of 3 to 13 has is not known for certain
(domain.md §4.1): their order is this one's, here alone."""


def d03_facts(rows: Sequence[Priced], place: str) -> Mapping[str, str]:
    """What stands at the head of D03-TS; empty is for the unit to fill in."""
    found = Counter(row.card.subject_code for row in rows)
    codes = [code for code in SUBJECTS if code in found]
    support = {row.card.subject_code: row.support for row in rows}
    return {
        "Tên đơn vị": f"UBND {place[0].lower()}{place[1:]}",
        "Mã đơn vị": "",
        "Mã số thuế": "",
        "Điện thoại": "",
        "Địa chỉ": place,
        "Email": "",
        "Đối tượng tham gia": "; ".join(f"{code} {SUBJECTS[code].name.lower()} ({found[code]})" for code in codes),
        "Nguồn đóng": "; ".join(dict.fromkeys(PAYERS[SUBJECTS[code].payer].lower() for code in codes)),
        "Lương cơ sở": "; ".join(f"{format_int(one)} đồng" for one in sorted({row.salary for row in rows})),
        "Tỷ lệ NSNN hỗ trợ": "; ".join(f"{code} {support[code]}%" for code in codes),
    }


D03_TS = RegisterPaper(
    key="d03-ts",
    title=N_("Danh sách người chỉ tham gia BHYT"),
    columns=D03_COLUMNS,
    posted=(NAME, BIRTH_YEAR, CODE, FROM, THROUGH),
    states=WORKFLOW.waiting,
    drafts=frozenset({"DU_THAO", "TRA_LAI"}),
    read=priced,
    sums=("premium",),
    amount="premium",
    counted="người",
    group="I. Tăng",
    form="Mẫu D03-TS",
    facts=d03_facts,
    marks=("A", "B", *(f"({at})" for at in range(1, 15))),
    button=N_("In D03-TS"),
    nobody=N_(
        "Không có ai đang được đề nghị cấp thẻ trong các dòng đang lọc, nên không có gì để ghi vào D03-TS. "
        "Hãy lập danh sách đề nghị từ danh sách người chưa có thẻ, hoặc bỏ bớt bộ lọc."
    ),
)
PAPERS = (CARDS, D03_TS)
