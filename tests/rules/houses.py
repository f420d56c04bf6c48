"""Families with houses, worked by hand from domain.md §4.2 and §6.2; told as those of cases.py."""

import secrets
from dataclasses import dataclass
from typing import Any

from registry.commands.settings import add_parameter
from registry.kernel.actor import CONSOLE
from registry.models import Amount, Entry
from registry.registers.housing.house import House
from registry.registers.housing.programmes import CEILING
from registry.storage import OPEN, db
from registry.vn.dates import parse_day
from tests.commands.world import AN
from tests.rules.case import POOR, Case, ask
from tests.rules.families import Decision, Home, Who, home


@dataclass(frozen=True)
class Built:
    """A line of the register of houses: `on` is the day of its decision, `money` đồng by source."""

    on: str | None = "01/03/2021"
    work: str = "new"
    programme: str = "QD33"
    status: str = "PHE_DUYET"
    started: str | None = None
    finished: str | None = None
    money: tuple[tuple[str, int], ...] = ()
    asked: str = "01/02/2019"
    name: str = "nhà"

    def save(self, household_id: int) -> Entry:
        line = House(
            code=secrets.token_hex(5).upper(),
            household_id=household_id,
            unit_id=AN,
            class_="poor",
            status=self.status,
            programme=self.programme,
            work=self.work,
            decision_date=_day(self.on),
            started_on=_day(self.started),
            finished_on=_day(self.finished),
            starts=parse_day(self.asked),
            ends=OPEN,
        )
        db.session.add(line)
        db.session.flush()
        of = {"entry_id": line.id, "register": "housing", "household_id": household_id}
        db.session.add_all(Amount(**of, source=source, amount=amount) for source, amount in self.money)
        db.session.flush()
        return line


CEILINGS = (
    ("QD33.new.loan", 25_000_000, "01/10/2015", ""),
    ("NO_TEMPORARY.new.support", 50_000_000, "13/04/2024", "01/11/2024"),
    ("NO_TEMPORARY.new.support", 60_000_000, "01/11/2024", ""),
    ("NO_TEMPORARY.repair.support", 30_000_000, "01/11/2024", ""),
)
"""Programme, form and source; đồng at most; from a day on, until the day before another (domain.md §4.2)."""


def set_ceilings() -> None:
    """Write the ceilings down."""
    for scope, value, since, until in CEILINGS:
        days = {"starts": parse_day(since), "ends": parse_day(until) if until else OPEN}
        add_parameter(CONSOLE, key=CEILING, scope=scope, value=str(value), legal_basis="domain.md §4.2", **days)


def _day(text: str | None) -> Any:
    return parse_day(text) if text else None


WEAK = Decision("poor", "10/12/2020", weak=frozenset({"wall", "roof"}))
FATHER = Who("Cha")


def with_houses(*lines: Built, by: tuple[Decision, ...] = (POOR,), **more: Any) -> Home:
    return home(FATHER, by=by, lines=lines, **more)


def weak(*parts: str, class_: str = "poor") -> tuple[Decision, ...]:
    return (Decision(class_, "10/12/2020", weak=frozenset(parts)),)


GAPS = [
    ask("E05", "wall and roof are weak: temporary", with_houses(by=(WEAK,)), finds="hộ"),
    ask("E05", "frame and wall too", with_houses(by=weak("frame", "wall")), finds="hộ"),
    ask("E05", "one of the three only", with_houses(by=weak("roof"))),
    ask("E05", "the sheet does not ask for the foundation", with_houses(by=weak("foundation", "roof", "floor"))),
    ask("E05", "near-poor: not asked", with_houses(by=weak("wall", "roof", class_="near_poor"))),
    ask("E05", "asked for, whatever has become of it", with_houses(Built(None, status="TU_CHOI"), by=(WEAK,))),
    ask("E05", "asked for tomorrow", with_houses(Built(None, asked="16/12/2021"), by=(WEAK,)), finds="hộ"),
    ask("E05", "asked for today", with_houses(Built(None, status="RA_SOAT", asked="15/12/2021"), by=(WEAK,))),
    ask(
        "E05",
        "a later sheet found the house good",
        with_houses(by=(WEAK, Decision("poor", "10/06/2021"))),
    ),
]

LEFT = Decision("near_poor", "01/03/2021")
WRONG = [
    ask(
        "I04",
        "near-poor from the day of the decision on: QĐ 33 is for the poor",
        with_houses(Built(), by=(POOR, LEFT)),
        finds="nhà",
    ),
    ask("I04", "decided on the last day it was poor", with_houses(Built("28/02/2021"), by=(POOR, LEFT))),
    ask("I04", "only asked for", with_houses(Built(None, status="XA_LAP_DS"), by=(POOR, LEFT))),
    ask("I04", "a house of the fund is for anybody", with_houses(Built(programme="FUND"), by=(POOR, LEFT))),
    ask(
        "I04",
        "near-poor, in a programme for both",
        with_houses(Built("01/03/2022", "new", "NTP_POVERTY"), by=(POOR, LEFT)),
        day="15/12/2022",
    ),
    ask("I04", "never listed", with_houses(Built(), by=()), finds="nhà"),
    ask(
        "I04",
        "split off three years before, to the day",
        with_houses(Built("01/03/2021"), began="01/03/2018", split=True),
    ),
    ask(
        "I04",
        "a day less than three years",
        with_houses(Built("01/03/2021"), began="02/03/2018", split=True),
        finds="nhà",
    ),
    ask("I04", "as young, but never part of another", with_houses(Built("01/03/2021"), began="02/03/2018")),
]

TWICE = [
    ask(
        "O01",
        "two new houses, of two programmes",
        with_houses(Built("01/03/2019"), Built("01/03/2021", programme="FUND", name="hai")),
        finds="hộ",
    ),
    ask("O01", "one", with_houses(Built())),
    ask(
        "O01",
        "the second was refused",
        with_houses(Built("01/03/2019"), Built(None, status="TU_CHOI", name="hai")),
    ),
    ask(
        "O01",
        "mended, and new ten years after to the day",
        with_houses(Built("01/03/2011", "repair"), Built("01/03/2021", name="hai")),
    ),
    ask(
        "O01",
        "mended a day later",
        with_houses(Built("02/03/2011", "repair"), Built("01/03/2021", name="hai")),
        finds="hộ",
    ),
    ask(
        "O01",
        "mended after it was built: another matter",
        with_houses(Built("01/03/2019"), Built("01/03/2021", "repair", name="hai")),
    ),
    ask(
        "O01",
        "the second is decided on tomorrow",
        with_houses(Built("01/03/2019"), Built("16/12/2021", programme="FUND", name="hai")),
    ),
]

LATE = [
    ask("T07", "decided 90 days ago", with_houses(Built("16/09/2021"))),
    ask("T07", "91 days", with_houses(Built("15/09/2021")), finds="nhà"),
    ask("T07", "91 days, begun today", with_houses(Built("15/09/2021", status="KHOI_CONG", started="15/12/2021"))),
    ask("T07", "money was advanced, nothing begun", with_houses(Built("15/09/2021", status="TAM_UNG")), finds="nhà"),
    ask("T07", "the family gave it up", with_houses(Built("15/09/2021", status="HO_XIN_RUT"))),
    ask(
        "T08", "begun twelve months ago", with_houses(Built(status="KHOI_CONG", on="01/12/2020", started="15/12/2020"))
    ),
    ask(
        "T08",
        "a day more",
        with_houses(Built("01/12/2020", status="KHOI_CONG", started="14/12/2020")),
        finds="nhà",
    ),
    ask(
        "T08",
        "finished after twelve months to the day",
        with_houses(Built(status="HOAN_THANH", on="01/03/2019", started="10/03/2019", finished="10/03/2020")),
    ),
    ask(
        "T08",
        "finished a day later, years ago",
        with_houses(Built(status="DUA_VAO_SU_DUNG", on="01/03/2019", started="10/03/2019", finished="11/03/2020")),
        finds="nhà",
    ),
]


def lent(amount: int, **more: Any) -> Home:
    return with_houses(Built(money=(("loan", amount), ("household", 10**9)), **more))


def given(programme: str, on: str, *money: tuple[str, int], work: str = "new") -> Home:
    return with_houses(Built(on, work, programme, money=money))


NOW = {"day": "15/12/2024"}
MONEY = [
    ask("A01-housing", "25 million lent, what the family adds aside", lent(25_000_000)),
    ask("A01-housing", "a đồng more", lent(25_000_001), finds="nhà"),
    ask("A01-housing", "not decided yet", lent(25_000_001, on=None, status="XA_LAP_DS")),
    ask("A01-housing", "no ceiling is known for the fund", given("FUND", "01/03/2021", ("raised", 10**9))),
    ask(
        "A01-housing",
        "60 million in all since November 2024",
        given("NO_TEMPORARY", "01/11/2024", ("raised", 40_000_000), ("province", 20_000_000)),
        **NOW,
    ),
    ask(
        "A01-housing",
        "decided on the day before: 50 million",
        given("NO_TEMPORARY", "31/10/2024", ("raised", 40_000_000), ("province", 20_000_000)),
        finds="nhà",
        **NOW,
    ),
    ask(
        "A01-housing",
        "a repair has a ceiling of its own",
        given("NO_TEMPORARY", "01/11/2024", ("raised", 30_000_001), work="repair"),
        finds="nhà",
        **NOW,
    ),
]

HOUSES: list[Case] = [*GAPS, *WRONG, *TWICE, *LATE, *MONEY]
