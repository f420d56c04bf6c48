"""The list of households helped to produce, in the columns of domain.md §4.3, and the list of what was handed over."""

from collections.abc import Callable
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
from registry.registers.production.conditions import FOR_NOTHING
from registry.registers.production.line import CONTENTS, Participation
from registry.registers.production.workflow import BEFORE_APPROVAL
from registry.vn.numbers import format_int

GROUPS = {"poor": "Hộ nghèo", "near_poor": "Cận nghèo", "escaped": "Mới thoát nghèo", "other": ""}


def _of(value: Callable[[Participation], Any]) -> Callable[[Any], Any]:
    return lambda row: value(row.entry)


def _whole(number: int | None) -> str:
    return format_int(number) if number else ""


HEAD = PaperColumn("name", "Họ tên chủ hộ", 32, NAME.value)
BORN = PaperColumn("birth", "Năm sinh", 11, BIRTH_YEAR.value, "center")
PEOPLE = PaperColumn("ethnicity", "Dân tộc", 14, ETHNICITY.value, "center")
PLACE = PaperColumn("hamlet", "Địa chỉ", 19, lambda row: row.hamlet)
GROUP = PaperColumn("group", "Diện hộ", 16, _of(lambda one: GROUPS[one.target_group]), "center")
CONTENT = PaperColumn(
    "content", "Nội dung hỗ trợ (giống, vật tư)", 24, _of(lambda one: one.item or CONTENTS[one.content])
)
UNIT = PaperColumn("measure", "ĐVT", 10, _of(lambda one: one.measure or ""), "center")
QUANTITY = PaperColumn("quantity", "Số lượng", 12, _of(lambda one: _whole(one.quantity)), "right")
PRICE = PaperColumn("unit_price", "Đơn giá", 18, _of(lambda one: _whole(one.unit_price)), "right")
VALUE = PaperColumn("value", "Thành tiền", 20, _of(lambda one: one.value), "right")
STATE = money_column(
    "state", "Nhà nước hỗ trợ", lambda funds: sum(funds.approved.get(one, 0) for one in (*FOR_NOTHING, "loan")), 20
)
OWN = money_column("own", "Dân đối ứng", lambda funds: funds.approved.get("household", 0), 20)
SIGN = blank_column("sign", "Ký nhận")
POSTED = (HEAD, BORN, PEOPLE, PLACE, GROUP, CONTENT, UNIT, QUANTITY)
"""Tells no money."""

LISTED = RegisterPaper(
    key=LIST,
    title=N_("Danh sách hộ tham gia dự án hỗ trợ phát triển sản xuất"),
    columns=(HEAD, BORN, PEOPLE, PLACE, GROUP, CONTENT, UNIT, QUANTITY, PRICE, VALUE, STATE, OWN, SIGN),
    posted=POSTED,
    drafts=frozenset(BEFORE_APPROVAL),
    sums=("value", "state", "own"),
    amount="value",
    counted="hộ",
)
HANDED = RegisterPaper(
    key="handed",
    title=N_("Danh sách bàn giao giống, vật tư của dự án"),
    columns=(
        HEAD,
        BORN,
        CONTENT,
        UNIT,
        QUANTITY,
        replace(VALUE, width=22),
        day_column("handed_on", "Ngày bàn giao", _of(lambda one: one.handed_on)),
        PaperColumn("minutes", "Số biên bản", 22, _of(lambda one: one.minutes_no or "")),
        PaperColumn("receiver", "Người nhận", 30, _of(lambda one: one.receiver or "")),
        blank_column("sign", "Ký nhận", 30),
    ),
    posted=(HEAD, BORN, CONTENT, UNIT, QUANTITY),
    states=frozenset({"MUA_SAM", "BAN_GIAO", "THEO_DOI", "NGHIEM_THU", "QUYET_TOAN"}),
    sums=("value",),
    amount="value",
    counted="hộ",
    button=N_("In danh sách bàn giao"),
    nobody=N_("Không có hộ nào đang mua sắm hoặc đã bàn giao trong các dòng đang lọc. Hãy bỏ bớt bộ lọc."),
)
PAPERS = (LISTED, HANDED)
