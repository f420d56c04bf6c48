"""Something of everything, so that a walk along the links finds every page: lines with money, a need, a hand-over."""

from datetime import date

from sqlalchemy import select

from registry.commands.entries import add_entry
from registry.commands.handovers import hand_over
from registry.commands.money import add_payment, set_amounts
from registry.commands.needs import record_need
from registry.kernel.actor import CONSOLE
from registry.kernel.places import places
from registry.kernel.settings import today
from registry.models import Household, HouseholdHead, Person
from registry.registers import register_of
from registry.storage import OPEN, db
from tests.world import OURS, World

ASKED = date(2021, 1, 1)


def add_everything(codes: World) -> None:
    """Call inside a transaction of everybody's scope."""
    ours, theirs = household(codes.ours[0]), household(codes.theirs[0])
    head = db.session.scalars(select(Person).join(HouseholdHead).where(HouseholdHead.household_id == ours.id)).one()
    line("insurance", ours, head, subject_code="HN", ends=date(2022, 1, 1))
    with_money(ours)
    asked = {"programme": "credit", "answer": "asked", "on_date": ASKED, "source": "survey"}
    record_need(CONSOLE, ours, **asked)
    to = places().by_code(OURS, today())
    assert to is not None
    hand_over(CONSOLE, theirs, theirs.version, day=date(2021, 12, 1), to_unit_id=to.id)


def with_money(home: Household) -> None:
    """A house that is asked for, one source of its money, and a movement."""
    house = line("housing", home, None, programme="QD33", form="new", ends=OPEN)
    set_amounts(CONSOLE, house, house.version, central=12_000_000)
    paid = {"kind": "advance", "source": "central", "on_date": date(2021, 3, 1), "amount": 1_000_000}
    add_payment(CONSOLE, house, house.version, **paid)


def line(register: str, home: Household, person: Person | None, **values: object):  # type: ignore[no-untyped-def]
    declared = register_of(register)
    assert declared is not None
    return add_entry(CONSOLE, declared, home, person, **{"starts": ASKED, **values})


def household(code: str) -> Household:
    return db.session.scalars(select(Household).where(Household.code == code)).one()
