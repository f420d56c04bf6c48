"""Lines of the register of credit: begun by its command, moved on and paid by its pages."""

from datetime import date
from typing import Any

from sqlalchemy import select

from registry.commands.entries import add_entry
from registry.kernel.actor import CONSOLE
from registry.kernel.scope import EVERYTHING, set_scope
from registry.models import Household, Membership, Person
from registry.registers.credit import REGISTER
from registry.storage import db
from registry.storage.transaction import transaction
from tests.pages.forms import send
from tests.world import OURS

CREDIT = "/registers/credit"
GROUP = f"TO-{OURS}-01"
ASKED = {"programme": "HN", "purpose": "Nuôi bò", "asked": 50_000_000, "starts": date(2021, 3, 10)}
STEPS: dict[str, dict[str, str]] = {
    "confirm": {},
    "approve": {"rate": "6,6", "term_months": "60", "decision_no": "04/TD-12", "decision_date": "15/03/2021"},
    "disburse": {"due_date": "20/03/2026"},
    "follow": {"checked_on": "10/04/2021"},
}


def begin_loan(visitor: Any, household: str, name: str = "Trần Thị Hoà", **changed: Any) -> str:
    """A loan asked for by a member: its code."""
    with visitor.app.app_context(), transaction():
        set_scope(EVERYTHING)
        home = db.session.scalars(select(Household).where(Household.code == household)).one()
        named = select(Person).join(Membership).where(Membership.household_id == home.id, Person.name == name)
        return add_entry(CONSOLE, REGISTER, home, db.session.scalars(named).one(), **{**ASKED, **changed}).code


def take_loan(visitor: Any, loan: str, *moves: str) -> None:
    for move in moves:
        page = send(visitor, f"{CREDIT}/{loan}/moves/{move}", {"on_date": "01/12/2021", **STEPS[move]})
        assert page.status == 303, page.text[:1500]


def pay_loan(visitor: Any, loan: str, kind: str, amount: str, on_date: str = "20/03/2021") -> Any:
    given = {"kind": kind, "source": "loan", "on_date": on_date, "amount": amount}
    return send(visitor, f"{CREDIT}/{loan}/payments", given)
