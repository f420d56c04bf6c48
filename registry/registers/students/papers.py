"""The papers of pupils: the list of a commune, and one for each school (domain.md §4.4, the columns in its order)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from registry.messages import N_
from registry.models import EthnicGroup
from registry.paper import BIRTH_YEAR, LIST, PaperColumn, PaperLine, RegisterPaper, blank_column
from registry.registers.students.aid import StudentAid
from registry.registers.students.policies import AN_TRUA, BAN_TRU, CPHT, GRANTS, GROUNDS, KHUYEN_HOC, MGHP, SV_DTTS
from registry.registers.students.rates import Rates
from registry.registers.students.schools import SCHOOLS
from registry.registers.students.workflow import WAITING
from registry.storage import db

SHORT_NAMES = {
    CPHT: "Chi phí học tập",
    MGHP: "Học phí",
    AN_TRUA: "Ăn trưa",
    BAN_TRU: "Bán trú",
    SV_DTTS: "Sinh viên DTTS",
    KHUYEN_HOC: "Khuyến học",
}
"""How a narrow column of a paper calls them."""


@dataclass(frozen=True)
class Paid:
    """A pupil's line on paper: the rate of its months in words, what it comes to (đồng: as approved, before that by the
    rates), the name of its group."""

    line: PaperLine
    rate: str
    due: int
    ethnic_name: str

    @property
    def aid(self) -> StudentAid:
        found: StudentAid = self.line.entry
        return found

    @property
    def birth(self) -> str:
        return self.line.birth


def paid(lines: Sequence[PaperLine]) -> list[Paid]:
    """The lines with their money."""
    rates, names = Rates(), dict(db.session.execute(select(EthnicGroup.code, EthnicGroup.name)).all())
    return [_paid(one, rates, names.get(one.ethnicity, "")) for one in lines]


def _paid(line: PaperLine, rates: Rates, ethnic_name: str) -> Paid:
    approved = line.funds.total if line.funds else 0
    return Paid(line, rates.in_words(line.entry), approved or rates.due(line.entry) or 0, ethnic_name)


def school_of(line: PaperLine) -> str:
    """The name of the school, its code where it is in no table any more."""
    code: str = line.entry.school
    return SCHOOLS.get(code, code)


def grade_of(line: PaperLine) -> str:
    """The heading of a class on a school's list."""
    return f"Lớp {line.entry.grade}" if line.entry.grade else "Chưa rõ lớp"


def policy_of(one: Paid) -> str:
    """The policy in a narrow column, with what it is where it is a present."""
    kind, name = one.aid.grant_kind, SHORT_NAMES[one.aid.policy]
    return f"{name}: {GRANTS[kind].lower()}" if kind else name


NAME = PaperColumn("name", "Họ và tên học sinh", 31, lambda one: one.line.name)
BIRTH = PaperColumn("birth", "Ngày sinh", 19, lambda one: one.line.birth, "center")
GRADE = PaperColumn("grade", "Lớp", 12, lambda one: one.aid.grade, "center")
SCHOOL = PaperColumn("school", "Trường", 25, lambda one: school_of(one.line))
GROUND = PaperColumn("ground", "Diện", 13, lambda one: GROUNDS[one.aid.ground].removeprefix("Hộ ").capitalize())
MONTHS = PaperColumn("months", "Số tháng", 10, lambda one: one.aid.months, "center")
POLICY = PaperColumn("policy", "Chính sách", 25, policy_of)
NOTE = PaperColumn("note", "Ghi chú", 16, lambda one: one.aid.note or "")
COLUMNS = (
    NAME,
    BIRTH,
    GRADE,
    SCHOOL,
    PaperColumn("parent", "Họ tên cha/mẹ", 22, lambda one: one.aid.receiver or one.line.head),
    PaperColumn("address", "Địa chỉ", 15, lambda one: one.line.hamlet),
    PaperColumn("ethnicity", "Dân tộc", 13, lambda one: one.ethnic_name),
    GROUND,
    PaperColumn("rate", "Mức/tháng", 20, lambda one: one.rate.replace(" x ", "\u00a0x\u00a0"), "right"),
    MONTHS,
    PaperColumn("amount", "Thành tiền", 20, lambda one: one.due, "right"),
    blank_column("signed", "Ký nhận"),
    PaperColumn("note", "Ghi chú", 16, lambda one: policy_of(one) if one.aid.policy != CPHT else ""),
)
POSTED = (NAME, BIRTH_YEAR, GRADE, SCHOOL, MONTHS)
"""A list on public view tells no day of birth, no ground and no money."""
DRAFTS = frozenset(WAITING)

PUPILS = RegisterPaper(
    key=LIST,
    title=N_("Danh sách học sinh, sinh viên được hỗ trợ"),
    columns=COLUMNS,
    posted=POSTED,
    read=paid,
    drafts=DRAFTS,
    sums=("amount",),
    amount="amount",
    counted="học sinh",
)
BY_SCHOOL = RegisterPaper(
    key="school",
    title=N_("Danh sách học sinh được hỗ trợ của trường"),
    columns=tuple(POLICY if column is SCHOOL else NOTE if column.key == "note" else column for column in COLUMNS),
    posted=tuple(column for column in POSTED if column is not SCHOOL),
    read=paid,
    drafts=DRAFTS,
    sums=("amount",),
    amount="amount",
    counted="học sinh",
    grouped=grade_of,
    part=school_of,
    button=N_("In theo trường"),
)
PAPERS = (PUPILS, BY_SCHOOL)
