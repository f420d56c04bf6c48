"""Families in projects and with needs, worked by hand from domain.md §4.3 and §6.2 and from decisions.md 20."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from registry.commands.settings import add_parameter
from registry.kernel.actor import CONSOLE
from registry.models import Amount, Entry, EntryStep, Project, ProjectCapital
from registry.registers.production.line import Participation
from registry.storage import OPEN, db
from registry.vn.dates import parse_day
from tests.commands.world import AN
from tests.rules.answers import Asks
from tests.rules.case import POOR, Case, ask
from tests.rules.cases import year
from tests.rules.families import Decision, Home, Who, home


@dataclass(frozen=True)
class Plan:
    """A project by its code: programme, day of its decision, đồng by source, the share it must have."""

    code: str
    programme: str = "POVERTY"
    on: str | None = "01/03/2021"
    capital: int = 0
    share: int | None = None

    def save(self) -> str:
        if db.session.scalar(select(Project.id).where(Project.code == self.code)) is None:
            days = {"starts": parse_day("01/01/2020"), "ends": parse_day("01/01/2023")}
            words = {"name": self.code, "owner": "UBND xã An", "kind": "community", "sector": "livestock"}
            made = Project(
                **words,
                **days,
                code=self.code,
                programme=self.programme,
                unit_id=AN,
                decision_date=_day(self.on),
                min_target_share=self.share,
                status="PHE_DUYET",
            )
            db.session.add(made)
            db.session.flush()
            if self.capital:
                db.session.add(ProjectCapital(project_id=made.id, source="central", amount=self.capital))
        return self.code


@dataclass(frozen=True)
class Part:
    """A line of the register of projects: `on` is the day of its decision, `money` đồng by source."""

    plan: Plan
    on: str | None = "01/03/2021"
    status: str = "PHE_DUYET"
    handed: str | None = None
    group: str = "poor"
    disabled: bool = False
    content: str = "cattle"
    quantity: int | None = None
    price: int | None = None
    money: tuple[tuple[str, int], ...] = ()
    starts: str = "01/02/2019"
    ends: str | None = None
    steps: tuple[tuple[str, str], ...] = ()
    name: str = "dòng"

    def save(self, household_id: int) -> Entry:
        line = Participation(
            code=secrets.token_hex(5).upper(),
            household_id=household_id,
            unit_id=AN,
            class_="poor",
            status=self.status,
            project=self.plan.save(),
            content=self.content,
            quantity=self.quantity,
            unit_price=self.price,
            disabled=self.disabled,
            target_group=self.group,
            decision_date=_day(self.on),
            handed_on=_day(self.handed),
            starts=parse_day(self.starts),
            ends=_day(self.ends) or OPEN,
        )
        db.session.add(line)
        db.session.flush()
        of = {"entry_id": line.id, "register": "production", "household_id": household_id}
        db.session.add_all(Amount(**of, source=source, amount=amount) for source, amount in self.money)
        made = {"made_by": "Thử", "made_at": datetime(2021, 1, 1, tzinfo=UTC)}
        steps = {"entry_id": line.id, "household_id": household_id} | made
        db.session.add_all(EntryStep(**steps, to_state=to, on_date=parse_day(on)) for to, on in self.steps)
        db.session.flush()
        return line


LIMITS = (
    ("production_household_ceiling", "", 15_000_000, "01/01/2015", ""),
    ("production_project_ceiling", "", 800_000_000, "01/01/2015", ""),
    ("production_target_share", "", 70, "01/01/2017", "01/01/2022"),
    ("production_target_share", "", 50, "01/01/2022", ""),
)
"""Key, scope, value (đồng, percent), since when, until the day before which (domain.md §4.3)."""


def set_project_limits() -> None:
    """Write down what a household, a project may have at most, and whom it has to have."""
    for key, scope, value, since, until in LIMITS:
        days = {"starts": parse_day(since), "ends": parse_day(until) if until else OPEN}
        add_parameter(CONSOLE, key=key, scope=scope, value=str(value), legal_basis="domain.md §4.3", **days)


def _day(text: str | None) -> Any:
    return parse_day(text) if text else None


FATHER = Who("Cha")
GOOD = year("DN")


@dataclass(frozen=True)
class Codes:
    """Each case has projects of its own."""

    made: list[str] = field(default_factory=list)

    def plan(self, **more: Any) -> Plan:
        self.made.append(f"DA-T{len(self.made):03}")
        return Plan(self.made[-1], **more)


PLANS = Codes()


def taking(*lines: Any, by: tuple[Decision, ...] = (POOR,), **more: Any) -> Home:
    return home(FATHER, by=by, lines=lines, **more)


def part(plan: Plan | None = None, **more: Any) -> Part:
    return Part(plan or PLANS.plan(), **more)


NEEDS = [
    ask("NEED-production", "asked 181 days ago, nothing came", taking(Asks("17/06/2021")), finds="hộ"),
    ask("NEED-production", "asked 180 days ago", taking(Asks("18/06/2021"))),
    ask("NEED-production", "never asked: nobody is missing a project by being poor", taking()),
    ask("NEED-production", "asked, and later not any more", taking(Asks("01/03/2021"), Asks("01/12/2021", "declined"))),
    ask(
        "NEED-production",
        "asked, declined since tomorrow",
        taking(Asks("01/03/2021"), Asks("16/12/2021", "declined")),
        finds="hộ",
    ),
    ask(
        "NEED-production",
        "handed over on the day it was asked",
        taking(Asks("01/03/2021"), part(status="BAN_GIAO", handed="01/03/2021", ends="01/06/2021")),
    ),
    ask(
        "NEED-production",
        "handed over the day before, and that project is over",
        taking(Asks("01/03/2021"), part(status="DONG", handed="28/02/2021")),
        finds="hộ",
    ),
    ask(
        "NEED-production",
        "handed over before, and the project still looks after it",
        taking(Asks("01/03/2021"), part(status="THEO_DOI", handed="28/02/2021")),
    ),
    ask(
        "NEED-production",
        "approved, yet nothing has been handed over",
        taking(Asks("01/03/2021"), part(status="MUA_SAM")),
        finds="hộ",
    ),
    ask("NEED-production", "a loan was asked for: another programme", taking(Asks("01/03/2021", programme="credit"))),
]

EARLY = [
    ask(
        "T09",
        "handed over the day before",
        taking(part(status="BAN_GIAO", handed="28/02/2021")),
        finds="dòng",
    ),
    ask("T09", "on the day of the decision", taking(part(status="BAN_GIAO", handed="01/03/2021"))),
    ask("T09", "decided on, not handed over", taking(part())),
    ask(
        "T09",
        "handed over while it was appraised",
        taking(part(PLANS.plan(on=None), on=None, status="THAM_DINH", handed="01/06/2021")),
        finds="dòng",
    ),
    ask(
        "T09",
        "the line has no day of its own: its project was decided on the day after",
        taking(part(PLANS.plan(on="02/06/2021"), on=None, status="BAN_GIAO", handed="01/06/2021")),
        finds="dòng",
    ),
    ask(
        "T09",
        "its project was decided on that day",
        taking(part(PLANS.plan(on="01/06/2021"), on=None, status="BAN_GIAO", handed="01/06/2021")),
    ),
    ask("T09", "to be handed over tomorrow", taking(part(PLANS.plan(on=None), on=None, handed="16/12/2021"))),
]


def sums(quantity: int | None, price: int | None, *money: tuple[str, int], **more: Any) -> Home:
    return taking(part(quantity=quantity, price=price, money=money, **more))


OX = ("central", 12_000_000)
ADDED = [
    ask("A02", "12 and 3 million of two sources are one ox of 15", sums(1, 15_000_000, OX, ("household", 3_000_000))),
    ask("A02", "a đồng less", sums(1, 15_000_000, OX, ("household", 2_999_999)), finds="dòng"),
    ask("A02", "a đồng more", sums(1, 15_000_000, OX, ("household", 3_000_001)), finds="dòng"),
    ask("A02", "nothing is written down of the money", sums(1, 15_000_000), finds="dòng"),
    ask("A02", "what it is worth is not known", sums(None, None, OX)),
    ask("A02", "not decided yet", sums(1, 15_000_000, on=None, status="THAM_DINH")),
]


def two(capital: int, first: int, second: int, **more: Any) -> list[Home]:
    """Two families of a project that has so much, each with so much of it."""
    plan = PLANS.plan(capital=capital)
    money = ((("central", first),), (("central", second),))
    return [taking(part(plan, money=money[0], name="một")), taking(part(plan, money=money[1], name="hai", **more))]


TOO_MUCH = [
    ask(
        "A06",
        "15 million, the family's aside",
        sums(None, None, ("central", 15_000_000), ("household", 9_000_000)),
    ),
    ask("A06", "a đồng more", sums(None, None, ("central", 15_000_001)), finds="dòng"),
    ask("A06", "lent: not given", sums(None, None, ("loan", 15_000_001))),
    ask("A06", "not decided yet", sums(None, None, ("central", 15_000_001), on=None, status="THAM_DINH")),
    ask("A06", "two families use up what the project has", *two(20_000_000, 10_000_000, 10_000_000)),
    ask("A06", "a đồng more: the last to come", *two(20_000_000, 10_000_000, 10_000_001), finds="hai"),
    ask("A06", "the last has withdrawn", *two(20_000_000, 10_000_000, 10_000_001, status="HO_XIN_RUT")),
    ask(
        "A06",
        "the project itself has a đồng more than one may",
        taking(part(PLANS.plan(capital=800_000_001))),
        finds="dòng",
    ),
    ask("A06", "800 million", taking(part(PLANS.plan(capital=800_000_000)))),
]


def group(*groups: str, share: int | None = None, **last: Any) -> list[Home]:
    """Families of one project, each of a group; the last one told more of."""
    plan = PLANS.plan(share=share)
    lines = [part(plan, group=one, name=f"{one} {at}") for at, one in enumerate(groups[:-1])]
    return [taking(line) for line in (*lines, part(plan, group=groups[-1], name="khác", **last))]


SEVEN = ("poor", "poor", "near_poor", "near_poor", "escaped", "escaped", "escaped")
SHARES = [
    ask("A07", "seven of ten are whom it is for: 70 percent", *group(*SEVEN, "other", "other", "other")),
    ask("A07", "six of nine", *group(*SEVEN[1:], "other", "other", "other"), finds="other 6, other 7, khác"),
    ask("A07", "one of two, where half is enough", *group("poor", "other", share=50)),
    ask("A07", "one of two", *group("poor", "other"), finds="khác"),
    ask("A07", "with a disabled person who has no livelihood", *group("poor", "other", disabled=True)),
    ask("A07", "the other was not approved", *group("poor", "other", status="TU_CHOI")),
    ask("A07", "the other was decided on tomorrow", *group("poor", "other", on="16/12/2021")),
    ask("A07", "since 2022 half is enough", *group("poor", "other", on="01/01/2022"), day="15/01/2022"),
]


def again(first: str, second: str, programme: str = "ETHNIC", content: str = "cattle", **more: Any) -> Home:
    """Oxen of the poverty programme, and once more of another."""
    one = part(PLANS.plan(programme="POVERTY"), on=first)
    return taking(one, part(PLANS.plan(programme=programme), on=second, content=content, name="hai", **more))


TWICE = [
    ask(
        "O02",
        "oxen of both a day less than three years apart",
        again("02/03/2018", "01/03/2021"),
        finds="hộ",
    ),
    ask("O02", "three years apart", again("01/03/2018", "01/03/2021")),
    ask("O02", "the ethnic one came first", again("01/03/2021", "02/03/2018"), finds="hộ"),
    ask("O02", "trees, not oxen", again("01/03/2020", "01/03/2021", content="trees")),
    ask("O02", "both of one programme: another matter", again("01/03/2020", "01/03/2021", programme="POVERTY")),
    ask("O02", "the second was refused", again("01/03/2020", "01/03/2021", status="TU_CHOI")),
]

NEAR = Decision("near_poor", "10/12/2020")
WANTS = Asks("01/03/2021")


def begun(on: str, status: str = "BAN_GIAO", to: str = "BAN_GIAO") -> Part:
    """A line that came into a state on a day."""
    return part(status=status, steps=((to, on),))


REACHED = [
    ask("E08", "asked, and nothing ever came", taking(WANTS), finds="hộ"),
    ask("E08", "near-poor too", taking(WANTS, by=(NEAR,)), finds="hộ"),
    ask("E08", "never asked: nobody is left out by being poor", taking()),
    ask("E08", "nobody in it can work", taking(WANTS, no_labour=True)),
    ask("E08", "not listed any more", taking(WANTS, by=(POOR, Decision("average", "10/09/2021")))),
    ask("E08", "handed over 24 months ago, to the day", taking(WANTS, begun("15/12/2019")), finds="hộ"),
    ask("E08", "a day later", taking(WANTS, begun("16/12/2019"))),
    ask("E08", "approved only", taking(WANTS, begun("01/06/2021", "PHE_DUYET", "PHE_DUYET")), finds="hộ"),
    ask("E08", "a project that is over, not two years ago", taking(WANTS, begun("01/06/2020", "DONG"))),
]


def left(on: str, *lines: Any, people: tuple[Who, ...] = (FATHER,)) -> Home:
    """A family that left poverty on a day."""
    return home(*people, by=(Decision("poor", "10/12/2017"), Decision("not_poor", on)), lines=lines)


LEFT_IN_MARCH = Decision("not_poor", "01/03/2021")


def closed(ends: str, **more: Any) -> Part:
    return part(status="DONG", ends=ends, starts="01/02/2018", **more)


DROPPED = [
    ask("E09", "its project ended on the day it left", left("10/12/2020", closed("10/12/2020")), finds="hộ"),
    ask("E09", "ended the day before: it was alone already", left("10/12/2020", closed("09/12/2020"))),
    ask("E09", "the project still looks after it", left("10/12/2020", part(status="THEO_DOI"))),
    ask("E09", "it waits for another: nothing yet", left("10/12/2020", closed("01/03/2021"), part()), finds="hộ"),
    ask(
        "E09",
        "a member has a card",
        left("10/12/2020", closed("01/03/2021"), people=(Who("Cha", (GOOD,)),)),
    ),
    ask("E09", "left 36 months ago, to the day", left("15/12/2018", closed("01/03/2021"))),
    ask("E09", "a day later", left("16/12/2018", closed("01/03/2021")), finds="hộ"),
    ask("E09", "it never had anything", left("10/12/2020")),
    ask("E09", "refused is nothing", left("10/12/2020", part(status="TU_CHOI"))),
    ask("E09", "poor again", taking(closed("01/06/2021"), by=(POOR, LEFT_IN_MARCH, Decision("poor", "01/09/2021")))),
]

PROJECTS: list[Case] = [*NEEDS, *EARLY, *ADDED, *TOO_MUCH, *SHARES, *TWICE, *REACHED, *DROPPED]


def of_father(**more: Any) -> Home:
    return taking(part(name="Cha", **more))


MENDED: list[tuple[str, Home, Home]] = [
    ("E08", taking(WANTS, no_labour=True), taking(WANTS)),
    ("E09", left("10/12/2020", closed("09/12/2020")), left("10/12/2020", closed("10/12/2020"))),
    ("NEED-production", taking(Asks("18/06/2021")), taking(Asks("17/06/2021"))),
    (
        "O02",
        taking(part(PLANS.plan(), name="Cha")),
        again("02/03/2018", "01/03/2021"),
    ),
    ("T09", of_father(status="BAN_GIAO", handed="01/03/2021"), of_father(status="BAN_GIAO", handed="28/02/2021")),
    (
        "A02",
        of_father(quantity=1, price=5, money=(("loan", 5),)),
        of_father(quantity=1, price=5, money=(("loan", 4),)),
    ),
    ("A06", of_father(money=(("central", 15_000_000),)), of_father(money=(("central", 15_000_001),))),
    ("A07", taking(part(PLANS.plan(share=0), group="other", name="Cha")), of_father(group="other")),
]
"""Rule, a family with one condition false, the same with it true."""
