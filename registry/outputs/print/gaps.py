"""The list of people behind a number, for the committee that is to answer it, or to be posted (decisions.md 32)."""

from collections.abc import Iterable, Iterator
from typing import Any

from registry.models.household_period import CLASSES
from registry.outputs.print.households import hamlet_groups, subtitles_of
from registry.outputs.print.model import POSTING, PrintedList, Total
from registry.outputs.print.order import Order
from registry.paper import BIRTH, BIRTH_YEAR, ETHNICITY, HEAD, NAME, SEX, PaperColumn, blank_column
from registry.vn.numbers import format_int

OF_PEOPLE = (NAME, BIRTH, SEX, ETHNICITY, HEAD)
OF_HOUSEHOLDS = (
    PaperColumn("name", "Họ và tên chủ hộ", 50, NAME.value),
    ETHNICITY,
)
CLASS = (PaperColumn("class", "Diện", 16, lambda row: CLASSES[row.class_]),)
ANSWER = blank_column("answer", "Ý kiến của UBND xã", 25)
NOT_POSTED = ("sex", "ethnicity", "answer")
"""A posted list shows name, year of birth, head, hamlet and class, and nothing else."""


def gap_papers(sheets: Iterable[Any], order: Order, title: str, of_people: bool) -> Iterator[PrintedList]:
    """A paper for each commune's sheet (queries.gap_sheets); rows are of people, or of households alone."""
    for sheet in sheets:
        yield order.paper(
            title,
            _columns(sheet, order.variant, of_people),
            hamlet_groups(sheet),
            list(_totals(sheet.sums, order.variant, of_people)),
            f"Danh sách có {_counted(sheet.sums.households, sheet.sums.members, of_people)}",
            subtitles=subtitles_of(sheet),
            bookmark=subtitles_of(sheet)[0],
        )


def _columns(sheet: Any, variant: str, of_people: bool) -> tuple[PaperColumn, ...]:
    """The class is a column where the commune has more than one."""
    told = len({row.class_ for row in sheet.rows}) > 1
    columns = (*(OF_PEOPLE if of_people else OF_HOUSEHOLDS), *(CLASS if told else ()), ANSWER)
    if variant != POSTING:
        return columns
    shown = (BIRTH_YEAR if column.key == "birth" else column for column in columns)
    return tuple(column for column in shown if column.key not in NOT_POSTED)


def _totals(sums: Any, variant: str, of_people: bool) -> Iterator[Total]:
    yield Total("Cộng", _counted(sums.households, sums.members, of_people))
    if variant != POSTING:
        for label, (households, members) in sums.splits.items():
            yield Total(label, _counted(households, members, of_people))


def _counted(households: int, members: int, of_people: bool) -> str:
    homes = f"{format_int(households)} hộ"
    return f"{homes}, {format_int(members)} khẩu" if of_people else homes
