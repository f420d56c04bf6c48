"""Something of everything, so that a walk along the links finds every page."""

from datetime import date
from typing import Any

from sqlalchemy import select

from registry.commands.areas import home_unit
from registry.commands.entries import add_entry
from registry.commands.handovers import hand_over, request_handover
from registry.commands.money import add_payment, set_amounts
from registry.commands.needs import record_need
from registry.commands.participants import add_participants
from registry.commands.project_parts import add_project_part
from registry.commands.projects import add_project
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
    house = line("housing", ours, None, programme="QD33", work="new", ends=OPEN)
    with_money(house, "advance", central=12_000_000)
    pupil = {"policy": "CPHT", "school_year": "2020-2021", "school": f"TH-{OURS}", "grade": "1A", "months": 9}
    aid = line("students", ours, head, **pupil, ground="poor", ends=date(2021, 9, 1))
    with_money(aid, "instalment", central=900_000)
    loan = line("credit", ours, head, programme="HN", purpose="Nuôi bò", group_code=f"TO-{OURS}-01", ends=OPEN)
    with_money(loan, "disbursement", loan=20_000_000)
    with_project(ours)
    asked = {"programme": "credit", "answer": "asked", "on_date": ASKED, "source": "survey"}
    record_need(CONSOLE, ours, **asked)
    to = places().by_code(OURS, today())
    assert to is not None
    request_handover(CONSOLE, head.code, to_unit_id=home_unit(theirs.id) or 0, reason="Về ở với con")
    hand_over(CONSOLE, theirs, theirs.version, day=date(2021, 12, 1), to_unit_id=to.id)


def with_money(entry: Any, kind: str, **amounts: int) -> None:
    """Money of one source, and a movement."""
    set_amounts(CONSOLE, entry, entry.version, **amounts)
    paid = {"kind": kind, "source": next(iter(amounts)), "on_date": date(2021, 3, 1), "amount": 100_000}
    add_payment(CONSOLE, entry, entry.version, **paid)


def with_project(home: Household) -> None:
    """A project that the household takes part in, with something it gives and a training."""
    here = places().by_code(OURS, today())
    assert here is not None
    of = {"kind": "community", "sector": "livestock", "programme": "POVERTY", "unit_id": here.id}
    project = add_project(CONSOLE, name="Nuôi bò", **of, owner="UBND xã", starts=ASKED, ends=date(2022, 1, 1))
    ox = {"content": "cattle", "item": "Bò cái", "measure": "con", "quantity": 1, "unit_price": 15_000_000}
    (part,) = add_participants(CONSOLE, project, project.version, [home], starts=ASKED, source="central", **ox)
    with_money(part, "payment", central=15_000_000)
    given = {"item": "Bò cái", "measure": "con", "quantity": 1, "unit_price": 15_000_000}
    add_project_part(CONSOLE, project, project.version, part="inputs", **given)


def line(register: str, home: Household, person: Person | None, **values: Any) -> Any:
    declared = register_of(register)
    assert declared is not None
    return add_entry(CONSOLE, declared, home, person, **{"starts": ASKED, **values})


def household(code: str) -> Household:
    return db.session.scalars(select(Household).where(Household.code == code)).one()
