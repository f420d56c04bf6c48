"""The papers of policy credit: the loans of a commune, and form 03/TD of each savings-and-credit group (domain.md §4.5,
the columns in its order)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from registry.messages import N_
from registry.models.agency import COMMITTEE
from registry.models.credit import ASSOCIATIONS
from registry.paper import (
    BIRTH_YEAR,
    LIST,
    NAME,
    PaperColumn,
    PaperLine,
    PaperSigner,
    RegisterPaper,
    day_column,
    money_column,
)
from registry.registers.credit.groups import group_named, point_of
from registry.registers.credit.loan import DEBT_GROUPS
from registry.registers.credit.programmes import HMTN, PROGRAMMES
from registry.vn.numbers import format_hundredths

NO_GROUP = "Vay trực tiếp, không qua tổ"
SHORT = {"poor": "HN", "near_poor": "HCN"}
"""How form 03/TD writes a class; who has newly escaped is written MTN."""


def group_of(line: PaperLine) -> str:
    """The savings-and-credit group a line was asked for in."""
    group = group_named(line.entry.group_code)
    return f"{group.name} ({line.entry.group_code})" if group else NO_GROUP


def kind_of(line: PaperLine) -> str:
    """The kind of borrower: by the class on the day of the form."""
    return "MTN" if line.entry.programme == HMTN else SHORT.get(line.entry.class_, "")


def facts(rows: Sequence[PaperLine], place: str) -> Mapping[str, str]:
    """What stands at the head of form 03/TD; empty is to be filled in by hand."""
    group = group_named(rows[0].entry.group_code) if rows else None
    point = point_of(group.unit_id) if group else None
    asked = sorted({row.entry.programme for row in rows})
    return {
        "Tổ TK&VV": group.name if group else "",
        "Hội nhận uỷ thác": ASSOCIATIONS[group.association] if group else "",
        "Địa chỉ": place,
        "Điểm giao dịch": f"{point.place}, ngày {point.month_day:02} hằng tháng" if point else "",
        "Chương trình": "; ".join(f"{code}: {PROGRAMMES[code].removeprefix('Cho vay ')}" for code in asked),
    }


PROGRAMME = PaperColumn("programme", "Chương trình", 24, lambda row: row.entry.programme, "center")
AMOUNT = money_column("amount_total", "Số tiền vay", lambda funds: funds.total, 29)
OWED = money_column("owed_total", "Dư nợ", lambda funds: funds.balance, 29)

LOANS = RegisterPaper(
    key=LIST,
    title=N_("Danh sách hộ vay vốn tín dụng chính sách"),
    columns=(
        replace(NAME, width=41),
        BIRTH_YEAR,
        PROGRAMME,
        AMOUNT,
        money_column("paid_total", "Đã giải ngân", lambda funds: funds.paid, 29),
        money_column("back_total", "Đã trả gốc", lambda funds: funds.back, 29),
        OWED,
        day_column("due_date", "Hạn trả", lambda row: row.entry.extended_to or row.entry.due_date, 22),
        PaperColumn("debt_group", "Nhóm nợ", 22, lambda row: DEBT_GROUPS.get(row.entry.debt_group, ""), "center"),
    ),
    posted=(NAME, BIRTH_YEAR, PROGRAMME),
    sums=("amount_total", "paid_total", "back_total", "owed_total"),
    amount="owed_total",
    counted="khoản vay",
)

SIGNERS = (
    PaperSigner(("TỔ TRƯỞNG TỔ TK&VV",)),
    PaperSigner(("XÁC NHẬN CỦA HỘI,", "ĐOÀN THỂ NHẬN ỦY THÁC")),
    PaperSigner(("XÁC NHẬN CỦA UBND XÃ",), COMMITTEE),
    PaperSigner(("PHÊ DUYỆT CỦA NHCSXH",), "NHCSXH"),
)
"""Who chose, who answers for the group, who certifies the classes, who lends."""

FORM_03 = RegisterPaper(
    key="03-td",
    title=N_("Danh sách hộ gia đình đề nghị vay vốn"),
    columns=(
        NAME,
        PaperColumn("id_number", "Số CMND, CCCD", 25, lambda row: row.id_number, "center"),
        PaperColumn("kind", "Thuộc đối tượng", 17, kind_of, "center"),
        PaperColumn("asked", "Số tiền đề nghị", 28, lambda row: row.entry.asked or 0, "right"),
        PaperColumn("asked_months", "Thời hạn (tháng)", 15, lambda row: row.entry.asked_months or "", "center"),
        PaperColumn("purpose", "Mục đích vay vốn", 34, lambda row: row.entry.purpose),
        money_column("amount_total", "NH duyệt: số tiền", lambda funds: funds.total, 28),
        PaperColumn("rate", "NH duyệt: lãi suất (%)", 17, lambda row: approved_rate(row), "center"),
        PaperColumn("term", "NH duyệt: thời hạn (tháng)", 17, lambda row: row.entry.term_months or "", "center"),
        PaperColumn("note", "Ghi chú", 22, lambda row: row.entry.note or ""),
    ),
    posted=(NAME, BIRTH_YEAR, PROGRAMME),
    states=frozenset({"BINH_XET_TO", "XA_XAC_NHAN", "NH_PHE_DUYET"}),
    drafts=frozenset({"BINH_XET_TO"}),
    sums=("asked", "amount_total"),
    amount="asked",
    counted="hộ",
    group="Danh sách hộ đề nghị vay",
    part=group_of,
    form="Mẫu số 03/TD",
    facts=facts,
    signers=SIGNERS,
    button=N_("In mẫu 03/TD"),
    nobody=N_(
        "Không có hộ nào đang đề nghị vay trong các dòng đang lọc, nên không có gì để ghi vào mẫu 03/TD. "
        "Hãy lập dòng đề nghị, hoặc bỏ bớt bộ lọc."
    ),
)


def approved_rate(line: PaperLine) -> str:
    """The rate once the bank has approved; before that the column is the bank's to fill in."""
    rate = line.entry.rate
    return format_hundredths(rate) if rate is not None and line.entry.status == "NH_PHE_DUYET" else ""


PAPERS = (LOANS, FORM_03)
