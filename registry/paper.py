"""What lists on paper share: the sheet's room, columns in millimetres, a line with its person; and how a register
declares papers of its own. Labels and titles are Vietnamese on paper whatever language the screen speaks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from registry.messages import N_
from registry.models.person import SEXES
from registry.vn.dates import format_day

MARGINS = 30 + 15
PORTRAIT, LANDSCAPE = 210 - MARGINS, 297 - MARGINS
NUMBER_WIDTH = 11
NARROWEST_BLANK = 25
"""Millimetres a hand needs to sign or answer in."""


def _nothing(_row: Any) -> str:
    return ""


@dataclass(frozen=True)
class PaperColumn:
    """A column: its heading, width in mm, how its text reads from a row object; `align` is left, center or right."""

    key: str
    label: str
    width: int
    value: Callable[[Any], Any] = _nothing
    align: str = "left"


def blank_column(key: str, label: str, width: int = NARROWEST_BLANK) -> PaperColumn:
    """A column to be filled in by hand ("Ký nhận", "Trả lời"), at least 25 mm wide."""
    return PaperColumn(key, label, max(width, NARROWEST_BLANK))


def spare_room(columns: Sequence[PaperColumn], landscape: bool) -> int:
    """The millimetres the columns leave of the sheet beside the running number; below 0 they do not fit."""
    return (LANDSCAPE if landscape else PORTRAIT) - NUMBER_WIDTH - sum(column.width for column in columns)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A register's line with whose it is on the day of the list; `name` and `head` are the same where lines are the
    household's, `id_number` is masked, `funds` its money (queries.entry_money)."""

    entry: Any
    name: str
    birth: str
    sex: str
    ethnicity: str
    head: str
    household: str
    hamlet: str
    unit_id: int
    id_number: str
    funds: Any = None
    ethnic_name: str = ""


HEADLESS = "(chưa có chủ hộ)"
"""Stands for the name of a household without a head: a posted list has no code to know it by."""
NAME = PaperColumn("name", "Họ và tên", 33, lambda row: row.name or HEADLESS)
BIRTH = PaperColumn("birth", "Ngày, năm sinh", 23, lambda row: row.birth, "center")
BIRTH_YEAR = PaperColumn("birth", "Năm sinh", 16, lambda row: row.birth[-4:], "center")
SEX = PaperColumn("sex", "Giới tính", 11, lambda row: SEXES.get(row.sex, ""), "center")
ETHNICITY = PaperColumn("ethnicity", "Dân tộc", 17, lambda row: row.ethnic_name, "center")
HEAD = PaperColumn("head", "Chủ hộ", 29, lambda row: row.head)


def day_column(key: str, label: str, day: Callable[[Any], Any], width: int = 23) -> PaperColumn:
    """A day, empty where there is none."""
    return PaperColumn(key, label, width, lambda row: format_day(found) if (found := day(row)) else "", "center")


def money_column(key: str, label: str, amount: Callable[[Any], int], width: int = 22) -> PaperColumn:
    """Whole đồng of a line's `funds`; empty where there are none."""
    return PaperColumn(key, label, width, lambda row: amount(row.funds) if row.funds else 0, "right")


@dataclass(frozen=True)
class PaperSigner:
    """A place to sign in: title lines above it, and the `office` (Agency.office) whose signer stands there when it is
    that office's paper; anybody else's is left to be filled in by hand."""

    titles: tuple[str, ...]
    office: str = ""


@dataclass(frozen=True)
class RegisterPaper:
    """A paper of a register's lines; the one whose key is LIST is what its list page prints.

    `states` are those of the lines it holds (none: all that are listed), `drafts` those that make it a draft. `read`
    makes its rows of the lines, all at once. `sums` are keys of columns summed at the foot, `amount` the one in đồng
    that is written in words; `counted` is what a row is. Rows stand by hamlet, under the headings `grouped` gives, or
    under the one heading `group`; a commune has one paper, or one for each thing that `part` names (a school).
    `facts` are what stands above the table, from a commune's rows and name; `marks` stand in place of (1)(2)(3) …;
    `posted` are the columns of a list on public view, `nobody` says what to do when no line belongs in it. `signers`
    are all the places of an official form to sign in; without them whoever made the list and the chosen signer sign.
    """

    key: str
    title: str
    columns: tuple[PaperColumn, ...]
    posted: tuple[PaperColumn, ...]
    states: frozenset[str] = frozenset()
    drafts: frozenset[str] = frozenset()
    read: Callable[[Sequence[PaperLine]], Sequence[Any]] = list
    sums: tuple[str, ...] = ()
    amount: str = ""
    counted: str = "dòng"
    group: str = ""
    grouped: Callable[[PaperLine], str] | None = None
    part: Callable[[PaperLine], str] | None = None
    form: str = ""
    facts: Callable[[Sequence[Any], str], Mapping[str, str]] = field(default=lambda _rows, _place: {})
    marks: tuple[str, ...] = ()
    signers: tuple[PaperSigner, ...] = ()
    button: str = N_("In danh sách")
    nobody: str = N_("Không có dòng nào để in. Hãy xem lại bộ lọc và ngày của danh sách.")

    @property
    def landscape(self) -> bool:
        """Whether it fits no upright sheet."""
        return spare_room(self.columns, landscape=False) < 0


LIST = "list"


def title_from(title: str) -> str:
    """What the list of a register, a rule or a coverage is called on paper."""
    return f"Danh sách {title[0].lower()}{title[1:]}"
