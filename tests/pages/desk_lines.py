"""Lines as they stand when a family comes to the desk: cards in whatever state, houses with their money."""

from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from registry.commands.entries import add_entry, move_entry
from registry.commands.money import add_payment, set_amounts
from registry.kernel.actor import CONSOLE
from registry.kernel.scope import EVERYTHING, set_scope
from registry.models import Entry, Household, Membership, Person
from registry.registers.housing import REGISTER as HOUSES
from registry.registers.insurance import REGISTER as CARDS
from registry.storage import OPEN, db
from registry.storage.transaction import transaction
from tests.world import DAY

ISSUED = ("approve", "send", "issue")
NUMBERS = {"card_kind": "OLD15", "card_no": "HN2940123456789", "facility_code": "94001"}
MOTHER = "Trần Thị Hoà"


def card(app: Flask, home: str, last: date, name: str = MOTHER, moves: tuple[str, ...] = ISSUED, **given: Any) -> str:
    """A card good until and on `last`, taken these steps: its code."""
    with app.app_context(), transaction():
        set_scope(EVERYTHING)
        household = _household(home)
        own = (Membership.household_id == household.id, Person.name == name)
        person = db.session.scalars(select(Person).join(Membership).where(*own)).one()
        values = {"subject_code": "HN", "starts": date(2021, 1, 1), "ends": last + timedelta(days=1)} | given
        line = add_entry(CONSOLE, CARDS, household, person, **values)
        db.session.flush()
        for move in moves:
            filled = NUMBERS if move == ISSUED[-1] else {}
            move_entry(CONSOLE, line, line.version, move=move, on_date=min(values["starts"], DAY), **filled)
            db.session.flush()
        return line.code


def house(app: Flask, home: str, amounts: dict[str, int], *payments: tuple[str, str, int], **given: Any) -> str:
    """A house with what was approved by source and what moved (kind, source, đồng): its code."""
    values = {"programme": "FUND", "work": "new", "starts": date(2021, 3, 1), "ends": OPEN} | given
    with app.app_context(), transaction():
        set_scope(EVERYTHING)
        line = add_entry(CONSOLE, HOUSES, _household(home), None, **values)
        db.session.flush()
        set_amounts(CONSOLE, line, line.version, **amounts)
        db.session.flush()
        for kind, source, amount in payments:
            moved = {"kind": kind, "source": source, "on_date": date(2021, 4, 1), "amount": amount}
            add_payment(CONSOLE, line, line.version, **moved)
            db.session.flush()
        return line.code


def many(app: Flask, home: str, count: int) -> None:
    """So many lines, cards and houses in turn, every house with money."""
    for at in range(count):
        if at % 2:
            house(app, home, {"central": 1_000_000 + at, "raised": at}, ("payment", "central", 1_000 + at))
        else:
            days = {"starts": date(2000 + at // 2, 1, 1)}
            card(app, home, date(2000 + at // 2, 12, 31), moves=(), **days)


def line_with(code: str) -> Entry:
    return db.session.scalars(select(Entry).where(Entry.code == code)).one()


def _household(code: str) -> Household:
    return db.session.scalars(select(Household).where(Household.code == code)).one()
