"""The list of people behind a number, for the committee that is to answer it, or to be posted (decisions.md 32)."""

from collections.abc import Iterable, Iterator
from typing import Any

from registry.models.household_period import CLASSES
from registry.models.person import SEXES
from registry.outputs.print.households import subtitles_of
from registry.outputs.print.model import POSTING, PaperColumn, PrintedList, RowGroup, Total, blank_column
from registry.outputs.print.order import Order
from registry.vn.numbers import format_int

NAME = PaperColumn("name", "Họ và tên", 33, lambda row: row.name or "(chưa có chủ hộ)")
OF_PEOPLE = (
    NAME,
    PaperColumn("birth", "Ngày, năm sinh", 23, lambda row: row.birth, "center"),
    PaperColumn("sex", "Giới tính", 11, lambda row: SEXES.get(row.sex, ""), "center"),
    PaperColumn("ethnicity", "Dân tộc", 17, lambda row: row.ethnic_name, "center"),
    PaperColumn("head", "Chủ hộ", 29, lambda row: row.head),
)
OF_HOUSEHOLDS = (
    PaperColumn("name", "Họ và tên chủ hộ", 50, NAME.value),
    PaperColumn("ethnicity", "Dân tộc", 18, lambda row: row.ethnic_name, "center"),
)
CLASS = (PaperColumn("class", "Diện", 16, lambda row: CLASSES[row.class_]),)
ANSWER = blank_column("answer", "Ý kiến của UBND xã", 25)
POSTED_BIRTH = PaperColumn("birth", "Năm sinh", 16, lambda row: row.birth[-4:], "center")
NOT_POSTED = ("sex", "ethnicity", "answer")
"""A posted list shows name, year of birth, head, hamlet and class, and nothing else."""


def title_from(title: str) -> str:
    """What the list of a rule or of a coverage is called on paper."""
    return f"Danh sách {title[0].lower()}{title[1:]}"


def gap_papers(sheets: Iterable[Any], order: Order, title: str, of_people: bool) -> Iterator[PrintedList]:
    """A paper for each commune's sheet (queries.gap_sheets); rows are of people, or of households alone.
    The class is a column where there is more than one."""
    sheets = list(sheets)
    told = len({row.class_ for sheet in sheets for row in sheet.rows}) > 1
    columns = (*(OF_PEOPLE if of_people else OF_HOUSEHOLDS), *(CLASS if told else ()), ANSWER)
    if order.variant == POSTING:
        shown = (POSTED_BIRTH if column.key == "birth" else column for column in columns)
        columns = tuple(column for column in shown if column.key not in NOT_POSTED)
    for sheet in sheets:
        yield order.paper(
            title,
            columns,
            [RowGroup(name or "(chưa rõ ấp, khóm)", rows) for name, rows in sheet.hamlets.items()],
            list(_totals(sheet.sums, order.variant, of_people)),
            f"Danh sách có {_counted(sheet.sums.households, sheet.sums.members, of_people)}",
            subtitles=subtitles_of(sheet),
            bookmark=subtitles_of(sheet)[0],
        )


def _totals(sums: Any, variant: str, of_people: bool) -> Iterator[Total]:
    yield Total("Cộng", _counted(sums.households, sums.members, of_people))
    if variant != POSTING:
        for label, (households, members) in sums.splits.items():
            yield Total(label, _counted(households, members, of_people))


def _counted(households: int, members: int, of_people: bool) -> str:
    homes = f"{format_int(households)} hộ"
    return f"{homes}, {format_int(members)} khẩu" if of_people else homes
