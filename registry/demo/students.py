"""Aid of pupils: children of the lists are helped through two school years, but for faults planted to be found.

What a family was in the autumn (the review of the December before) decides; by the working day some have been
recognised anew and have only asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from registry.demo.expected import Span
from registry.demo.people import DAY, Family, Soul, day_between

THIS, LAST = 2021, 2020
"""The years in which the school years of the demo begin."""
APPROVED = ("PHE_DUYET", "CHI_DOT_1", "CHI_DOT_2", "QUYET_TOAN")
WAITING = ("NOP_HO_SO", "TRUONG_XET", "THAM_DINH")
NO_SCHOOL, LEFT, ASKED, TUITION_ONLY = 0.04, 0.015, 0.06, 0.03
WRONG_SUM, TOO_LONG, TWICE, NOT_POOR, LATE = 0.02, 0.012, 0.025, 0.02, 0.06
GRANTS, STUDENTS = 0.06, 0.25
OLD, NEW, SINCE = 100_000, 150_000, date(2021, 10, 15)
"""CPHT a month in đồng, and from when the new rate counts."""
LUNCH, TUITION, AT_UNIVERSITY = 160_000, 30_000, 894_000
KINH = "01"


@dataclass(slots=True, eq=False)
class Aid:
    """A line of a pupil; `paid` are (day, đồng, source)."""

    soul: Soul
    policy: str
    year: int
    school: str
    grade: str
    ground: str
    status: str
    months: int | None = 9
    decided: date | None = None
    rate: int | None = None
    amounts: dict[str, int] = field(default_factory=dict)
    paid: list[tuple[date, int, str]] = field(default_factory=list)
    reason: str | None = None
    gift: str | None = None
    receiver: str = ""
    ends: date = date.max
    id: int = 0

    @property
    def starts(self) -> date:
        return date(self.year, 9, 1)

    @property
    def total(self) -> int:
        return sum(self.amounts.values())


class StudentMaker:
    """Chooses the lines of a commune's children."""

    def __init__(self, rng: Random, commune: str, district: str) -> None:
        self.rng, self.commune, self.district = rng, commune, district

    def choose(self, family: Family, spans: list[Span]) -> list[Aid]:
        """The lines of a family that is there: of the year before, of this one, and of grown-up students."""
        if not family.is_there or not family.heads:
            return []
        found = [aid for soul in family.living() for aid in self._of(soul, spans)]
        for aid in found:
            aid.receiver = family.heads[-1][2].name
            aid.ends = min(aid.ends, date(aid.year + 1, 9, 1))
        return found

    def _of(self, soul: Soul, spans: list[Span]) -> Iterator[Aid]:
        if soul.born.year <= THIS - 3 and soul.born.year > THIS - 18:
            yield from self._last_year(soul, class_on(spans, date(LAST, 11, 1)))
            yield from self._this_year(soul, class_on(spans, date(THIS, 11, 1)), class_on(spans, DAY))
        elif THIS - 22 <= soul.born.year <= THIS - 18 and soul.ethnicity != KINH:
            poor = class_on(spans, date(THIS, 11, 1)) in ("poor", "near_poor")
            if poor and self.rng.random() < STUDENTS:
                yield self._student(soul)

    def _last_year(self, soul: Soul, class_: str) -> Iterator[Aid]:
        """All is settled; some were paid late, or not in full."""
        if soul.born.year > LAST - 3 or class_ not in ("poor", "near_poor"):
            return
        decided = day_between(self.rng, date(LAST, 10, 5), date(LAST, 11, 25))
        if class_ == "near_poor":
            yield self._aid(soul, "MGHP", LAST, "near_poor", "QUYET_TOAN", decided)
            return
        aid = self._aid(soul, "CPHT", LAST, "poor", "QUYET_TOAN", decided)
        aid.amounts = {"central": 9 * OLD}
        first, second = day_between(self.rng, date(2020, 12, 1), date(2020, 12, 31)), date(2021, 4, 15)
        rest = 5 * OLD
        if (draw := self.rng.random()) < LATE:
            first, second, rest = _late(draw, first, second, rest)
        aid.paid = [(first, 4 * OLD, "central"), (second, rest, "central")]
        yield aid

    def _this_year(self, soul: Soul, autumn: str, now: str) -> Iterator[Aid]:
        draw = self.rng.random()
        if autumn == "poor":
            yield from self._of_poor(soul, draw)
        elif autumn == "near_poor":
            yield from self._of_near_poor(soul, draw)
        elif now in ("poor", "near_poor") and draw > NO_SCHOOL:
            yield self._aid(soul, "CPHT" if now == "poor" else "MGHP", THIS, now, "NOP_HO_SO", None)

    def _of_poor(self, soul: Soul, draw: float) -> Iterator[Aid]:
        """Nearly every one is approved; a few are at no school, left it, only asked, or only go free of tuition."""
        if draw < NO_SCHOOL:
            return
        decided = day_between(self.rng, date(THIS, 10, 20), date(THIS, 11, 25))
        if draw < (edge := NO_SCHOOL + LEFT):
            aid = self._cpht(soul, decided)
            aid.status, aid.reason, aid.ends = "DUNG", "left_school", decided + timedelta(days=7)
            yield aid
        elif draw < (edge := edge + ASKED):
            yield self._aid(soul, "CPHT", THIS, "poor", self.rng.choice(WAITING), None)
        elif draw < edge + TUITION_ONLY:
            yield self._aid(soul, "MGHP", THIS, "poor", "PHE_DUYET", decided)
        else:
            yield from self._with_faults(soul, self._cpht(soul, decided))
        if draw > 1 - GRANTS:
            yield self._grant(soul)

    def _cpht(self, soul: Soul, decided: date) -> Aid:
        aid = self._aid(soul, "CPHT", THIS, "poor", "PHE_DUYET", decided)
        aid.amounts = {"central": OLD + 8 * NEW}
        if self.rng.random() < 0.7:
            aid.status = "CHI_DOT_1"
            aid.paid = [(day_between(self.rng, decided + timedelta(days=5), DAY), OLD + 3 * NEW, "central")]
        return aid

    def _with_faults(self, soul: Soul, aid: Aid) -> Iterator[Aid]:
        """Now and then September at the new rate, too many months, or the same again at another school."""
        draw = self.rng.random()
        if draw < WRONG_SUM:
            aid.amounts = {"central": 9 * NEW}
        elif draw < WRONG_SUM + TOO_LONG:
            aid.months, aid.amounts = 10, {"central": OLD + 9 * NEW}
        yield aid
        if draw > 1 - TWICE:
            again = self._cpht(soul, aid.decided or DAY)
            again.school = f"{'TH' if aid.school.startswith('THCS') else 'THCS'}-{self.commune}"
            yield again

    def _of_near_poor(self, soul: Soul, draw: float) -> Iterator[Aid]:
        """Half the tuition, and lunch for the smallest; a few got what is for the poor."""
        decided = day_between(self.rng, date(THIS, 10, 20), date(THIS, 11, 25))
        if draw < NOT_POOR:
            yield self._cpht(soul, decided)
            return
        yield self._aid(soul, "MGHP", THIS, "near_poor", "PHE_DUYET", decided)
        if soul.born.year > THIS - 6:
            lunch = self._aid(soul, "AN_TRUA", THIS, "near_poor", "PHE_DUYET", decided)
            lunch.amounts = {"province": 9 * LUNCH}
            yield lunch

    def _grant(self, soul: Soul) -> Aid:
        """A fund's present at the beginning of the school year."""
        given = day_between(self.rng, date(THIS, 9, 5), date(THIS, 10, 5))
        aid = self._aid(soul, "KHUYEN_HOC", THIS, "poor", "QUYET_TOAN", given)
        aid.months, aid.gift = None, self.rng.choice(("cash", "bike", "books"))
        aid.amounts = {"raised": self.rng.choice((300_000, 500_000, 1_000_000))}
        aid.paid = [(given, aid.total, "raised")]
        return aid

    def _student(self, soul: Soul) -> Aid:
        decided = day_between(self.rng, date(THIS, 10, 20), date(THIS, 11, 25))
        aid = self._aid(soul, "SV_DTTS", THIS, "poor", "PHE_DUYET", decided)
        aid.school, aid.grade = self.rng.choice(("CD-01", "DH-01")), f"K{THIS - soul.born.year - 17}"
        aid.months, aid.amounts = 10, {"central": 10 * AT_UNIVERSITY}
        return aid

    def _aid(self, soul: Soul, policy: str, year: int, ground: str, status: str, decided: date | None) -> Aid:
        school, grade = self._class(soul, year)
        rate = TUITION if policy == "MGHP" else None
        return Aid(soul, policy, year, school, grade, ground, status, 9, decided, rate)

    def _class(self, soul: Soul, year: int) -> tuple[str, str]:
        """By the year of birth, as schools admit: six in the year of the first class."""
        grade = year - soul.born.year - 5
        letter = "AB"[soul.id % 2]
        if grade < 1:
            return f"MG-{self.commune}", f"{('Lá', 'Chồi', 'Mầm')[min(-grade, 2)]} {letter}"
        if grade > 9:
            return f"THPT-{self.district}", f"{min(grade, 12)}{letter}"
        return f"{'TH' if grade < 6 else 'THCS'}-{self.commune}", f"{grade}{letter}"


def _late(draw: float, first: date, second: date, rest: int) -> tuple[date, date, int]:
    """The first part after New Year, the second in June, or some of it never."""
    if draw < LATE / 3:
        return first + timedelta(days=40), second, rest
    if draw < LATE * 2 / 3:
        return first, date(2021, 6, 10), rest
    return first, second, rest - OLD


def class_on(spans: list[Span], day: date) -> str:
    """The class of a family on a day."""
    return next((class_ for starts, ends, class_ in spans if starts <= day < ends), "not_poor")
