"""Lines of the register of cards: begun by its command (its page has tests of its own), moved on by its pages."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from registry.commands.entries import add_entry
from registry.kernel.actor import CONSOLE
from registry.kernel.scope import EVERYTHING, set_scope
from registry.models import Household, Membership, Person
from registry.registers.insurance import REGISTER
from registry.registers.students import REGISTER as STUDENTS
from registry.storage import db
from registry.storage.transaction import transaction
from registry.vn.dates import parse_day
from tests.pages.forms import send

INSURANCE = "/registers/insurance"
PUPILS = "/registers/students"
NEW = {"subject_code": "HN", "starts": "01/01/2021", "ends": "31/12/2021"}
ISSUED = {"card_kind": "OLD15", "card_no": "HN2940123456789", "facility_code": "94001"}


def begin(visitor: Any, household: str, name: str = "Trần Thị Hoà", **changed: str) -> str:
    """A line for a member: its code. Days are typed as people do, the last one included."""
    given = NEW | changed
    days: dict[str, date] = {"starts": parse_day(given["starts"]), "ends": parse_day(given["ends"]) + timedelta(days=1)}
    with visitor.app.app_context(), transaction():
        set_scope(EVERYTHING)
        home = db.session.scalars(select(Household).where(Household.code == household)).one()
        named = select(Person).join(Membership).where(Membership.household_id == home.id, Person.name == name)
        return add_entry(CONSOLE, REGISTER, home, db.session.scalars(named).one(), **{**given, **days}).code


PUPIL = {
    "policy": "CPHT",
    "school_year": "2021-2022",
    "school": "TH-31672",
    "ground": "poor",
    "months": 9,
    "starts": date(2021, 9, 1),
}


def begin_student(visitor: Any, household: str, name: str = "Đặng Thị Út", **changed: Any) -> str:
    """A line of aid for a pupil: its code."""
    with visitor.app.app_context(), transaction():
        set_scope(EVERYTHING)
        home = db.session.scalars(select(Household).where(Household.code == household)).one()
        named = select(Person).join(Membership).where(Membership.household_id == home.id, Person.name == name)
        return add_entry(CONSOLE, STUDENTS, home, db.session.scalars(named).one(), **{**PUPIL, **changed}).code


def take(visitor: Any, line: str, *moves: str, **given: Any) -> None:
    for move in moves:
        page = send(visitor, f"{INSURANCE}/{line}/moves/{move}", given if move == moves[-1] else {})
        assert page.status == 303, page.text[:1500]
