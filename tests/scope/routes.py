"""Every route with arguments that exist: what the route tests walk."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from registry.inputs.units import BEGINNING
from registry.kernel.scope import EVERYTHING, set_scope
from registry.models import (
    Entry,
    Finding,
    Grant,
    Hamlet,
    Handover,
    Household,
    HouseholdClass,
    HouseholdCode,
    HouseholdHead,
    Membership,
    Need,
    Parameter,
    Payment,
    Person,
    PersonNumber,
    Residence,
    User,
)
from registry.storage import db
from registry.web.allow import Rule as Permission

ABSENT = "HH-999999"
OURS = "31672"
BY_NAME = {
    "hamlet": Hamlet,
    "residence": Residence,
    "membership": Membership,
    "number": PersonNumber,
    "household_code": HouseholdCode,
    "head": HouseholdHead,
    "need": Need,
}


@dataclass(frozen=True)
class Route:
    """A rule of the application with one of its methods."""

    endpoint: str
    method: str
    rule: Rule
    permission: Permission

    @property
    def shown(self) -> str:
        return f"{self.method} {self.rule.rule}"


def routes(app: Flask) -> Iterator[Route]:
    """Every declared route, in the order of its address."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        permission = app.view_functions[rule.endpoint].rule  # type: ignore[attr-defined]
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Route(rule.endpoint, method, rule, permission)


def arguments(app: Flask, route: Route, code: str) -> dict[str, Any]:
    """Values for a route's arguments that belong to the household `code`; ABSENT gives values nobody has."""
    with app.app_context():
        set_scope(EVERYTHING)
        household = db.session.scalar(select(Household).where(Household.code == code))
        found = {name: _value(route, name, household) for name in route.rule.arguments}
        db.session.remove()
    return found


FIXED: dict[tuple[str, str], str] = {
    ("units", "code"): OURS,
    ("letterheads", "code"): "SYT",
    ("letterheads", "starts"): BEGINNING.isoformat(),
    ("users", "username"): "leader",
    ("insurance", "key"): "approve",
    ("housing", "key"): "vote",
    ("students", "key"): "review",
    ("schools", "code"): "TH-31672",
    ("credit", "key"): "confirm",
    ("credit_places", "code"): "TO-31672-01",
    ("production", "key"): "meet",
    ("projects", "project"): "DA-9999",
    ("projects", "key"): "meet",
    ("project_lines", "project"): "DA-9999",
    ("project_lines", "part"): "inputs",
    ("project_lines", "row"): "1",
    ("parameters", "key"): "newly_escaped_months",
    ("parameters", "code"): "R2020",
    ("gaps", "rule"): "E01",
    ("gaps", "slug"): "insurance",
    ("needs", "programme"): "credit",
    ("gap_work", "rule"): "E01",
    ("imports", "key"): "households",
    ("imports", "token"): "0" * 32,
    ("jobs", "job"): "0" * 16,
    ("handovers", "told"): "0" * 16,
}


def line_of(app: Flask, code: str) -> str:
    """The code of a line that the household `code` has in a register."""
    with app.app_context():
        set_scope(EVERYTHING)
        found = _line(db.session.scalar(select(Household).where(Household.code == code)), "insurance")
        db.session.remove()
    return found


def blueprint_of(route: Route) -> str:
    return route.endpoint.partition(".")[0]


def _value(route: Route, name: str, household: Household | None) -> Any:
    blueprint = blueprint_of(route)
    if name == "line":
        return _line(household, blueprint)
    if name == "payment":
        return _payment(household, blueprint)
    if blueprint == "changes":
        return secrets.token_hex(12)
    if (blueprint, name) in FIXED:
        return FIXED[blueprint, name]
    if (blueprint, name) == ("parameters", "starts"):
        return db.session.scalar(select(Parameter.starts).where(Parameter.key == "newly_escaped_months")).isoformat()
    if blueprint == "users":
        return db.session.scalar(select(Grant.id).join(User, User.id == Grant.user_id).where(User.username == "leader"))
    return _of_household(route, name, household)


def _line(household: Household | None, register: str) -> str:
    """A line of the household in a register; a code nobody has where there is none."""
    if household is None:
        return "0" * 10
    own = select(Entry.code).where(Entry.household_id == household.id, Entry.register == register)
    return db.session.scalar(own.limit(1)) or "0" * 10


def _payment(household: Household | None, register: str) -> str:
    """A movement of the household's money in a register."""
    if household is None:
        return "0" * 10
    own = select(Payment.code).where(Payment.household_id == household.id, Payment.register == register)
    return db.session.scalar(own.limit(1)) or "0" * 10


def _of_household(route: Route, name: str, household: Household | None) -> Any:
    if household is None:
        return {"code": ABSENT, "person": "ZZZZZZZZ", "handover": "0" * 8}.get(name, 999999)
    if name == "handover":
        return db.session.scalar(select(Handover.code).where(Handover.household_id == household.id)) or "0" * 8
    if blueprint_of(route) == "findings" and route.rule.rule.startswith("/findings"):
        found = select(Finding.code).where(Finding.household_id == household.id).order_by(Finding.id).limit(1)
        return db.session.scalar(found) or "000000000000"
    if name == "code":
        return household.code
    if name == "person":
        return db.session.scalar(_member(household).with_only_columns(Person.code))
    return _id(route, name, household)


def _member(household: Household) -> Any:
    joined = select(Person).join(Membership, Membership.person_id == Person.id)
    return joined.where(Membership.household_id == household.id).order_by(Person.id).limit(1)


def _id(route: Route, name: str, household: Household) -> Any:
    model: Any = HouseholdClass if route.endpoint.startswith("classes.") else BY_NAME.get(name.removesuffix("_id"))
    assert model is not None, f"{route.shown}: cho biết {name} là gì trong tests/scope/routes.py (BY_NAME)"
    wanted = select(model.id).order_by(model.id).limit(1)
    if hasattr(model, "household_id"):
        wanted = wanted.where(model.household_id == household.id)
    elif model is PersonNumber:
        wanted = wanted.join(Membership, Membership.person_id == PersonNumber.person_id).where(
            Membership.household_id == household.id
        )
    elif model is Hamlet:
        wanted = wanted.join(Residence, Residence.hamlet_id == Hamlet.id).where(Residence.household_id == household.id)
    return db.session.scalar(wanted) or 999999
