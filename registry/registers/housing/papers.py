"""The papers of the register of houses: the list for approval, and the list of what was built and handed over.

The columns of one official list (domain.md §4.2) are wider than a sheet with room to sign in, so they stand on two.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
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

PARTS = {"nền": ("foundation",), "khung-tường": ("frame", "wall"), "mái": ("roof",)}
LAND = {"certified": "Có giấy CN", "uncertified": "Chưa có giấy CN", "none": "Chưa có đất"}
SIGNS = {"N": PARTS["nền"], "K": PARTS["khung-tường"], "M": PARTS["mái"]}
LAND_SIGNS = {"certified": "Có GCN", "uncertified": "Chưa GCN", "none": "Không"}
LEGEND = {
    "Thực trạng nhà": "N: nền, K: khung-tường, M: mái không bền chắc; diện tích",
    "Đất ở": "GCN: giấy chứng nhận quyền sử dụng đất; Không: chưa có đất",
}
"""The list with money has fifteen columns: it says parts and land in signs, and these above it."""
CLASSES = {"poor": "Nghèo", "near_poor": "Cận nghèo"}


def condition(house: House, names: Mapping[str, Sequence[str]] = PARTS) -> str:
    """What the house was: which parts are not durable, and its room."""
    if house.no_house:
        return "Chưa có nhà"
    weak = ", ".join(name for name, parts in names.items() if house.weak_parts.intersection(parts))
    told = weak if names is SIGNS else f"yếu {weak}"
    room = f"{house.area}\u00a0m²" if house.area else ""
    return "; ".join(filter(None, [told if weak else "", room]))


def _in_signs(column: PaperColumn) -> PaperColumn:
    """The column with signs in place of words, where it has some."""
    signs: dict[str, Callable[[House], Any]] = {
        "condition": lambda house: condition(house, SIGNS),
        "land": lambda house: LAND_SIGNS.get(house.land or "", ""),
    }
    return replace(column, value=_of(signs[column.key]), align="center") if column.key in signs else column


def _of(value: Callable[[House], Any]) -> Callable[[Any], Any]:
    return lambda row: value(row.entry)


def _columns(*widths: int) -> tuple[PaperColumn, ...]:
    """What is told of a family and its house, in these widths."""
    made = (
        PaperColumn("name", "Họ và tên chủ hộ", 0, NAME.value),
        PaperColumn("birth", "Năm sinh", 0, BIRTH_YEAR.value, "center"),
        PaperColumn("ethnicity", "Dân tộc", 0, ETHNICITY.value, "center"),
        PaperColumn("class", "Diện hộ", 0, _of(lambda house: CLASSES.get(house.class_, "")), "center"),
        PaperColumn("priority", "Ưu tiên", 0, _of(lambda house: house.priority or ""), "center"),
        PaperColumn("members", "Số khẩu", 0, _of(lambda house: house.members or ""), "center"),
        PaperColumn("condition", "Thực trạng nhà", 0, _of(condition)),
        PaperColumn("work", "Hình thức", 0, _of(lambda house: FORMS[house.work])),
        PaperColumn("land", "Đất ở", 0, _of(lambda house: LAND.get(house.land or "", ""))),
    )
    return tuple(replace(column, width=width) for column, width in zip(made, widths, strict=True))


def _source(key: str, label: str, *sources: str) -> PaperColumn:
    return money_column(key, label, lambda funds: sum(funds.approved.get(one, 0) for one in sources), 20)


NARROW, WIDE = _columns(23, 11, 13, 13, 9, 9, 18, 11, 11), _columns(40, 14, 20, 16, 15, 15, 50, 24, 30)
HEAD, BORN, PEOPLE, _, RANK, _, _, FORM, _ = WIDE
TOTAL = money_column("amount_total", "Tổng", lambda funds: funds.total, 22)
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
    columns=(*map(_in_signs, NARROW), *SOURCES),
    posted=POSTED,
    drafts=frozenset(BEFORE_APPROVAL),
    facts=lambda _rows, _place: LEGEND,
    sums=tuple(column.key for column in SOURCES),
    amount="amount_total",
    counted="hộ",
)
RANKED = RegisterPaper(
    key="ranked",
    title=N_("Danh sách hộ đề nghị hỗ trợ nhà ở theo thứ tự ưu tiên"),
    columns=WIDE,
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
        replace(HEAD, width=36),
        BORN,
        replace(FORM, width=18),
        replace(TOTAL, width=29),
        money_column("paid_total", "Đã chi", lambda funds: funds.paid, 29),
        day_column("started_on", "Khởi công", _of(lambda house: house.started_on), 25),
        day_column("finished_on", "Hoàn thành", _of(lambda house: house.finished_on), 25),
        blank_column("sign", "Ký nhận", 34),
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
