"""The few whom the card rules can hold for, where everybody is asked about: each follows from its rule's conditions."""

from functools import cache

from sqlalchemy import CTE, ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import aliased

from registry.kernel.rules import Frame
from registry.models import Coverage, Entry, Person
from registry.registers.insurance.card import InsuranceCard
from registry.registers.insurance.conditions import ticked
from registry.storage.sql_lookups import one_of_few, own_rows


@cache
def _unserved() -> CTE:
    """Read once, however many rules of one question begin with it."""
    kept = select(Coverage.household_id, Coverage.subject_id)
    kept = kept.where(Coverage.register == InsuranceCard.__tablename__, Coverage.state != "covered")
    return kept.cte("unserved").prefix_with("MATERIALIZED")


def unserved(f: Frame) -> ColumnElement[bool]:
    """People of poor and near-poor households who have no card, where that is kept."""
    return one_of_few(f.who, select(_unserved().c.subject_id)) if f.kept else true()


def with_unserved(f: Frame) -> ColumnElement[bool]:
    """Their households."""
    return one_of_few(f.home.household_id, select(_unserved().c.household_id)) if f.kept else true()


def with_unserved_or_ticked(f: Frame) -> ColumnElement[bool]:
    """The same, and households whose decision in force says that somebody lacks insurance."""
    unserved = f.home.household_id.in_(select(_unserved().c.household_id))
    return or_(unserved, ticked(f)) if f.kept else true()


def two_cards(f: Frame) -> ColumnElement[bool]:
    """People with more than one card, whatever cards."""
    line = aliased(Entry)
    several = select(line.person_id).where(line.register == InsuranceCard.__tablename__).group_by(line.person_id)
    return one_of_few(f.who, several.having(func.count() > 1))


def bears_shared(f: Frame) -> ColumnElement[bool]:
    """People on whose cards a BHXH number stands that stands on more than one card."""
    card, same = own_rows(InsuranceCard), own_rows(InsuranceCard)
    twice = select(same.c.bhxh_no).group_by(same.c.bhxh_no).having(func.count() > 1)
    line = aliased(Entry)
    bearers = select(line.person_id).join(card, card.c.id == line.id).where(card.c.bhxh_no.in_(twice))
    return one_of_few(f.who, bearers)


def of_the_dead(f: Frame) -> ColumnElement[bool]:
    """Cards of people who have died."""
    person = aliased(Person)
    dead = select(person.id).where(person.died_on.is_not(None))
    return and_(f.entry.register == InsuranceCard.__tablename__, one_of_few(f.who, dead))
