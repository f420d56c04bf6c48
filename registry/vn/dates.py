"""Days as people type them, births known only in part, and the ages that follow."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from registry.messages import N_, Message

_YEARS = range(1800, 2200)  # beyond this a year is a slip or of another calendar
_SHOWN = 30  # as much of a typed text as an error repeats
_UNREADABLE_BIRTH = N_(
    "Không đọc được ngày “%(text)s”. Hãy nhập ngày/tháng/năm, ví dụ 01/05/1954; ngày sinh có thể chỉ ghi năm."
)
_UNREADABLE_DAY = N_("Không đọc được ngày “%(text)s”. Hãy nhập ngày/tháng/năm, ví dụ 05/02/2021.")
_DIGITS_ALONE = re.compile(r"^\s*([0-9]{2})([0-9]{2})([0-9]{4})\s*$")


@dataclass(frozen=True)
class PartialDate:
    """A birth as far as it is known: year, year and month, or the day. Raises ValueError when no such day exists."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.year not in _YEARS:
            wrong = N_("Năm %(year)s không hợp lệ. Hãy nhập năm dương lịch, ví dụ 1954.")
            raise ValueError(Message(wrong, year=self.year))
        month = 1 if self.month is None and self.day is None else self.month or 0
        try:
            date(self.year, month, 1 if self.day is None else self.day)
        except ValueError:
            shown = f"{self.month or 0:02}/{self.year}"
            shown = shown if self.day is None else f"{self.day:02}/{shown}"
            wrong = N_("Ngày %(shown)s không có trong lịch. Hãy kiểm tra lại ngày và tháng.")
            raise ValueError(Message(wrong, shown=shown)) from None

    def earliest(self) -> date:
        """The first day it can have been."""
        return date(self.year, self.month or 1, self.day or 1)

    def latest(self) -> date:
        """The last day it can have been."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def iso(self) -> str:
        """YYYY, YYYY-MM or YYYY-MM-DD."""
        return "-".join(f"{part:02}" for part in (self.year, self.month, self.day) if part)


def parse_birth(text: str, unreadable: str = _UNREADABLE_BIRTH) -> PartialDate:
    """Read "1954", "5/1954", "1/5/1954" or ISO, with / . or - between; 00 for an unknown day or month.

    Raises ValueError with a Message that says what to type.
    """
    year, month, day = _parts(text, Message(unreadable, text=text.strip()[:_SHOWN]))
    return PartialDate(year, month or None, day or None)


def parse_day(text: str) -> date:
    """Read a whole day typed as day/month/year, as eight digits (a telephone's number keys have no stroke), or ISO.

    Raises ValueError with a Message that says what to type.
    """
    known = parse_birth(_DIGITS_ALONE.sub(r"\1/\2/\3", text), _UNREADABLE_DAY)
    if not known.day:
        raise ValueError(Message(N_("Hãy nhập đủ ngày/tháng/năm, ví dụ 05/02/2021.")))
    return known.earliest()


def format_partial(birth: PartialDate) -> str:
    """dd/mm/yyyy, mm/yyyy or yyyy: what is known and no more."""
    return "/".join(f"{part:02}" for part in (birth.day, birth.month, birth.year) if part)


def format_day(day: date) -> str:
    """dd/mm/yyyy."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def at_least(birth: PartialDate, years: int, day: date) -> tuple[bool, bool]:
    """Whether one so born is `years` old or more on `day`, and whether that is certain.

    What is unknown counts as the last day it can be (31/12 for a year), so that nobody is taken as older than proven.
    """
    answer = _age(birth.latest(), day) >= years
    return answer, answer == (_age(birth.earliest(), day) >= years)


def under(birth: PartialDate, years: int, day: date) -> tuple[bool, bool]:
    """Whether one so born is younger than `years` on `day` (what is unknown counts as 01/01), and whether certainly."""
    answer = _age(birth.earliest(), day) < years
    return answer, answer == (_age(birth.latest(), day) < years)


def age_text(birth: PartialDate, day: date) -> Message:
    """The age in completed years on `day`: "67 tuổi", or "66-67 tuổi" when the birthday is not known."""
    youngest, oldest = _age(birth.latest(), day), _age(birth.earliest(), day)
    if oldest < 0:
        return Message(N_("chưa sinh"))
    if oldest == 0:
        return Message(N_("dưới 1 tuổi"))
    if youngest == oldest:
        return Message(N_("%(age)s tuổi"), age=oldest)
    return Message(N_("%(youngest)s-%(oldest)s tuổi"), youngest=max(youngest, 0), oldest=oldest)


def _age(born: date, day: date) -> int:
    """Completed years; someone born on 29/02 completes one on 01/03 of a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _parts(text: str, unreadable: Message) -> tuple[int, int, int]:
    """Year, month and day as typed, 0 where absent."""
    parts = [part.strip() for part in re.split(r"[/.-]", unicodedata.normalize("NFKC", text))]
    if len(parts[0]) == 4:
        parts.reverse()
    *others, year = parts
    if len(others) > 2 or not all(re.fullmatch("[0-9]{1,2}", part) for part in others):
        raise ValueError(unreadable)
    if re.fullmatch("[0-9]{2}", year):
        raise ValueError(Message(N_("Năm “%(year)s” chưa rõ thế kỷ. Hãy nhập năm đủ 4 chữ số, ví dụ 1954."), year=year))
    if not re.fullmatch("[0-9]{4}", year):
        raise ValueError(unreadable)
    day, month = [0, 0, *map(int, others)][-2:]
    return int(year), month, day
