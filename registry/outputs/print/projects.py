"""The list of projects of a commune: what each is, who leads it, on what paper it rests, its households and money."""

from collections.abc import Iterable, Iterator
from typing import Any

from registry.models.project import KINDS
from registry.outputs.print.households import subtitles_of
from registry.outputs.print.model import PrintedList, RowGroup, Total
from registry.outputs.print.order import Order
from registry.paper import PaperColumn
from registry.registers.production.workflow import STATES
from registry.vn.dates import format_day
from registry.vn.numbers import format_int

TITLE = "Danh sách dự án hỗ trợ phát triển sản xuất"
COLUMNS = (
    PaperColumn("name", "Tên dự án", 34, lambda one: one.row.name),
    PaperColumn("code", "Mã dự án", 20, lambda one: one.row.code, "center"),
    PaperColumn("kind", "Loại dự án", 22, lambda one: KINDS[one.row.kind]),
    PaperColumn("owner", "Cơ quan chủ trì", 27, lambda one: one.row.owner),
    PaperColumn("term", "Thời hạn", 23, lambda one: _term(one), "center"),
    PaperColumn("decision", "Quyết định", 28, lambda one: _decision(one), "center"),
    PaperColumn("state", "Trạng thái", 20, lambda one: STATES[one.row.status]),
    PaperColumn("households", "Số hộ", 11, lambda one: one.share.households, "center"),
    PaperColumn("capital", "Vốn của dự án", 28, lambda one: one.totals[0], "right"),
    PaperColumn("handed", "Đã bàn giao", 28, lambda one: one.totals[2], "right"),
)
SUMMED = ("households", "capital", "handed")


def project_papers(sheets: Iterable[Any], order: Order) -> Iterator[PrintedList]:
    """A paper for each commune's sheet (queries.project_list)."""
    for sheet in sheets:
        subtitles = subtitles_of(sheet)
        sums = {column.key: sum(map(column.value, sheet.rows)) for column in COLUMNS if column.key in SUMMED}
        counted = f"{format_int(sheet.sums.members)} dự án"
        yield order.paper(
            TITLE,
            COLUMNS,
            [RowGroup("", sheet.rows)],
            [Total("Cộng", counted, sums)],
            f"Danh sách có {counted}, {format_int(sheet.sums.households)} hộ tham gia",
            subtitles=subtitles,
            bookmark=subtitles[0],
            amount=sums["capital"],
            unit_line="Đơn vị tính: đồng",
        )


def _term(one: Any) -> str:
    return f"{format_day(one.row.starts)} – {format_day(one.through) if one.through else '…'}"


def _decision(one: Any) -> str:
    day = f"ngày {format_day(one.row.decision_date)}" if one.row.decision_date else ""
    return " ".join(filter(None, (one.row.decision_no, day)))
