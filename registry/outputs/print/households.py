"""The list of households of each commune: for the office, or to be posted where everybody passes."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from registry.outputs.print.model import POSTING, PrintedList, RowGroup, Total
from registry.outputs.print.order import Order
from registry.paper import HEADLESS, PaperColumn
from registry.vn.dates import format_day
from registry.vn.numbers import format_int

TITLE = "Danh sách hộ gia đình"
COLUMNS = (
    PaperColumn("code", "Mã hộ", 23, lambda row: row.code, "center"),
    PaperColumn("head_name", "Họ và tên chủ hộ", 40, lambda row: row.head_name or HEADLESS),
    PaperColumn("ethnicity", "Dân tộc", 17, lambda row: row.ethnicity, "center"),
    PaperColumn("status", "Diện", 37, lambda row: row.status),
    PaperColumn("members", "Số khẩu", 14, lambda row: row.members, "center"),
    PaperColumn("since", "Từ ngày", 22, lambda row: format_day(row.since) if row.since else "", "center"),
)
NOT_POSTED = ("code", "ethnicity", "since")
"""A posted list shows the head's name, the hamlet, the class and how many people, and nothing else."""
SPLITS = {"women": "Nữ", "khmer": "Khmer", "minority": "DTTS"}


def title_of(statuses: Sequence[str]) -> str:
    """What a list of these kinds of households is called ("Hộ nghèo", "Hộ cận nghèo"); of all kinds, none is named."""
    named = ", ".join(status[0].lower() + status[1:] for status in statuses)
    return f"Danh sách {named}" if 0 < len(statuses) < 4 else TITLE


def household_papers(sheets: Iterable[Any], order: Order, title: str = TITLE) -> Iterator[PrintedList]:
    """A paper for each commune's sheet (queries.household_sheets)."""
    for sheet in sheets:
        made = _paper(sheet, order, title)
        yield made.without(*NOT_POSTED) if order.variant == POSTING else made


def place_of(sheet: Any) -> str:
    """The commune, with its district where there is one."""
    return ", ".join(unit.full_name for unit in (sheet.place, sheet.district) if unit)


def _paper(sheet: Any, order: Order, title: str) -> PrintedList:
    subtitles = subtitles_of(sheet)
    counted = f"{format_int(sheet.sums.households)} hộ, {format_int(sheet.sums.members)} khẩu"
    return order.paper(
        title,
        COLUMNS,
        hamlet_groups(sheet),
        list(_totals(sheet.sums, order.variant)),
        f"Danh sách có {counted}",
        subtitles=subtitles,
        bookmark=subtitles[0],
    )


def subtitles_of(sheet: Any) -> tuple[str, str]:
    """Whose list a commune's sheet is, and of which day."""
    return place_of(sheet), f"Tính đến ngày {format_day(sheet.day)}"


def hamlet_groups(sheet: Any) -> list[RowGroup]:
    """A commune's rows under the names of its hamlets."""
    return [RowGroup(name or "(chưa rõ ấp, khóm)", rows) for name, rows in sheet.hamlets.items()]


def _totals(sums: Any, variant: str) -> Iterator[Total]:
    """The sums; a posted list tells nobody's sex or ethnic group, so it has no splits."""
    yield Total("Cộng", f"{format_int(sums.households)} hộ", {"members": sums.members})
    if variant != POSTING:
        for key, label in SPLITS.items():
            households, members = sums.splits.get(key, (0, 0))
            yield Total(label, f"{format_int(households)} hộ", {"members": members})
