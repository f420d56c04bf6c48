"""The papers of the register of houses: the list for approval, and the list of what was built and handed over.

The columns of one official list (domain.md §4.2) are wider than a sheet with room to sign in, so they stand on two.
"""

from collections.abc import Callable
from typing import Any

from registry.messages import N_
from registry.paper import (
    BIRTH_YEAR,
    ETHNICITY,
    LIST,
    NAME,
    PaperColumn,
    RegisterPaper,
    blank_column,
    day_column,
    money_column,
)
from registry.registers.housing.house import House
from registry.registers.housing.programmes import FORMS
from registry.registers.housing.workflow import APPROVED, BEFORE_APPROVAL

PARTS = (("nền", ("foundation",)), ("khung-tường", ("frame", "wall")), ("mái", ("roof",)))
LAND = {"certified": "Có, có giấy CN", "uncertified": "Có, chưa giấy CN", "none": "Chưa có"}


def condition(house: House) -> str:
    """What the house was: which parts are not durable, and its room."""
    if house.no_house:
        return "Chưa có nhà"
    weak = [name for name, parts in PARTS if house.weak_parts.intersection(parts)]
    room = f"{house.area} m²" if house.area else ""
    return "; ".join(filter(None, [f"yếu: {', '.join(weak)}" if weak else "", room]))


def _of(value: Callable[[House], Any]) -> Callable[[Any], Any]:
    return lambda row: value(row.entry)


def _in_class(class_: str) -> Callable[[Any], str]:
    return lambda row: "x" if row.entry.class_ == class_ else ""


HEAD = PaperColumn("name", "Họ và tên chủ hộ", 26, NAME.value)
BORN = PaperColumn("birth", "Năm sinh", 10, BIRTH_YEAR.value, "center")
PEOPLE = PaperColumn("ethnicity", "Dân tộc", 12, ETHNICITY.value, "center")
RANK = PaperColumn("priority", "Ưu tiên", 9, _of(lambda house: house.priority or ""), "center")
FORM = PaperColumn("form", "Hình thức", 12, _of(lambda house: FORMS[house.form]))
TOTAL = money_column("amount_total", "Tổng", lambda funds: funds.total, 19)
NEEDED = (
    HEAD,
    BORN,
    PEOPLE,
    PaperColumn("poor", "Hộ nghèo", 10, _in_class("poor"), "center"),
    PaperColumn("near_poor", "Cận nghèo", 10, _in_class("near_poor"), "center"),
    RANK,
    PaperColumn("members", "Số khẩu", 9, _of(lambda house: house.members or ""), "center"),
    PaperColumn("condition", "Thực trạng nhà (nền, khung-tường, mái; m²)", 21, _of(condition)),
    FORM,
    PaperColumn("land", "Đất ở", 12, _of(lambda house: LAND.get(house.land or "", ""))),
)


def _source(key: str, label: str, *sources: str) -> PaperColumn:
    return money_column(key, label, lambda funds: sum(funds.approved.get(one, 0) for one in sources), 18)


SOURCES = (
    TOTAL,
    _source("central", "NSTW", "central"),
    _source("local", "NSĐP", "province", "local"),
    _source("loan", "Vốn vay", "loan"),
    _source("raised", "Huy động", "raised"),
    _source("own", "Gia đình", "household"),
)
POSTED = (HEAD, BORN, PEOPLE, RANK, FORM)
"""Tells neither money nor what is wrong with a family."""

LISTED = RegisterPaper(
    key=LIST,
    title=N_("Danh sách hộ được hỗ trợ nhà ở"),
    columns=(*NEEDED, *SOURCES),
    posted=POSTED,
    drafts=frozenset(BEFORE_APPROVAL),
    sums=tuple(column.key for column in SOURCES),
    amount="amount_total",
    counted="hộ",
)
RANKED = RegisterPaper(
    key="ranked",
    title=N_("Danh sách hộ đề nghị hỗ trợ nhà ở theo thứ tự ưu tiên"),
    columns=NEEDED,
    posted=POSTED,
    states=frozenset(BEFORE_APPROVAL),
    drafts=frozenset({"RA_SOAT", "BINH_XET"}),
    counted="hộ",
    group="Theo thứ tự ưu tiên, rồi diện hộ",
    button=N_("In danh sách xếp hạng"),
    nobody=N_("Không có hộ nào đang được đề nghị trong các dòng đang lọc. Hãy bỏ bớt bộ lọc."),
)
BUILT = RegisterPaper(
    key="built",
    title=N_("Danh sách theo dõi xây dựng, bàn giao nhà ở"),
    columns=(
        HEAD,
        BORN,
        FORM,
        TOTAL,
        money_column("paid_total", "Đã chi", lambda funds: funds.paid, 19),
        day_column("started_on", "Ngày khởi công", _of(lambda house: house.started_on)),
        day_column("finished_on", "Ngày hoàn thành", _of(lambda house: house.finished_on)),
        blank_column("sign", "Ký nhận", 30),
        PaperColumn("note", "Ghi chú", 30, _of(lambda house: house.note or "")),
    ),
    posted=(HEAD, BORN, FORM),
    states=APPROVED,
    sums=("amount_total", "paid_total"),
    amount="paid_total",
    counted="hộ",
    button=N_("In danh sách bàn giao"),
    nobody=N_("Không có nhà nào đã được phê duyệt trong các dòng đang lọc. Hãy bỏ bớt bộ lọc."),
)
PAPERS = (LISTED, RANKED, BUILT)
