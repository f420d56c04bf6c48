"""The scope guard: every shape of read is filtered, and what cannot be filtered raises (architecture.md, traps)."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, column, exists, func, select, table, text, union_all
from sqlalchemy.orm import aliased

from registry.kernel.places import places
from registry.kernel.scope import Scope, Unscoped, set_scope, unscoped
from registry.models import (
    PERSONAL,
    AuditEvent,
    Household,
    HouseholdPeriod,
    Membership,
    Person,
    PersonNumber,
    Residence,
    Unit,
)
from registry.storage import db
from tests.conftest import postgresql_in_check
from tests.world import CANARY, DAY, OURS, World

pytestmark = postgresql_in_check

OTHER_HOUSEHOLD = aliased(Household)
OTHER_PERSON = aliased(Person)
SHAPES: dict[str, Callable[[], Select]] = {
    "column": lambda: select(Household.code),
    "alias": lambda: select(OTHER_HOUSEHOLD.code),
    "person": lambda: select(Person.name),
    "person alias": lambda: select(OTHER_PERSON.name),
    "join": lambda: (
        select(Person.name, Household.code)
        .join(Membership, Membership.person_id == Person.id)
        .join(Household, Household.id == Membership.household_id)
    ),
    "outer join": lambda: (
        select(Household.code, Person.name)
        .outerjoin(Membership, Membership.household_id == Household.id)
        .outerjoin(Person, Person.id == Membership.person_id)
    ),
    "subquery": lambda: select(select(Household.code).subquery().c.code),
    "cte": lambda: select(select(Person.name).cte().c.name),
    "union": lambda: union_all(select(Household.code), select(Person.name)),
    "period": lambda: select(HouseholdPeriod.code, HouseholdPeriod.head_name, HouseholdPeriod.search),
    "number": lambda: select(PersonNumber.number),
    "log": lambda: select(AuditEvent.body),
    "in": lambda: select(Household.code).where(Household.id.in_(select(Membership.household_id))),
    "exists": lambda: select(Household.code).where(exists().where(Residence.household_id == Household.id)),
}


@pytest.fixture
def clerk(app: Flask) -> Iterator[None]:
    with app.app_context():
        unit = places().by_code(OURS, DAY)
        assert unit is not None
        set_scope(Scope(places().within(unit.id, DAY), DAY))
        yield


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_read_stays_in_the_commune(clerk: None, codes: World, shape: str) -> None:
    found = str(db.session.execute(SHAPES[shape]()).all())
    assert CANARY not in found
    assert "366999111" not in found
    assert not [code for code in codes.theirs if code in found]
    with unscoped():
        assert CANARY in str(db.session.execute(select(Person.name)).all())


@pytest.mark.parametrize("shape", SHAPES)
def test_an_empty_scope_finds_nothing(app: Flask, shape: str) -> None:
    with app.app_context():
        set_scope(Scope(frozenset(), DAY))
        assert db.session.execute(SHAPES[shape]()).all() == []


def test_counts_and_lookups_by_id_are_scoped_too(clerk: None) -> None:
    assert db.session.scalar(select(func.count(Household.id))) == 3
    assert db.session.scalar(select(func.count()).select_from(select(Household.id).subquery())) == 3
    assert [db.session.get(Household, id_) is not None for id_ in range(1, 7)] == [True] * 3 + [False] * 3


@pytest.mark.parametrize("model", [*PERSONAL, AuditEvent])
def test_every_personal_table_refuses_a_read_without_scope(app: Flask, model: Any) -> None:
    with app.app_context(), pytest.raises(Unscoped):
        db.session.execute(select(model)).all()


@pytest.mark.parametrize(
    "statement",
    [
        select(Household.__table__),
        select(Household.__table__.c.code),
        select(func.count()).select_from(Person.__table__),
        select(Unit.code).join(Residence.__table__, Residence.__table__.c.unit_id == Unit.id),
        select(table("person", column("name"))),
        text("select name from person"),
        select(text("name")).select_from(table("person")),
    ],
)
def test_raw_tables_and_text_raise_even_for_those_who_may_read_all(app: Flask, statement: Any) -> None:
    with app.app_context():
        set_scope(Scope(None, DAY))
        for _asked_again in range(2):
            with pytest.raises(Unscoped):
                db.session.execute(statement).all()


def test_the_inner_look_of_a_rule_is_unscoped_and_the_outer_list_scoped(clerk: None) -> None:
    """A narrow reader must not see false gaps: the inner EXISTS counts what the reader may not list."""
    with unscoped():
        inner = set(db.session.scalars(select(Membership.person_id)))
    outer = set(db.session.scalars(select(Membership.person_id)))
    assert outer < inner


def test_reading_without_scope_needs_no_scope_for_units(app: Flask) -> None:
    with app.app_context():
        assert db.session.scalar(select(func.count(Unit.id))) > 100
