"""Rebuild household_period from the facts of the households a command touched."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select

from registry.commands.timeline import Facts, Recognised, Somebody, Span, periods
from registry.models import (
    Hamlet,
    Household,
    HouseholdClass,
    HouseholdHead,
    HouseholdPeriod,
    Membership,
    Person,
    PovertyStandard,
    Residence,
)
from registry.storage import db
from registry.storage.bulk import insert_rows


def rebuild_periods(household_ids: Iterable[int], chunk: int = 2000) -> int:
    """Replace the periods of these households; returns how many rows they have now. Call it unscoped."""
    ids = sorted(household_ids)
    return sum(_rebuild(ids[at : at + chunk]) for at in range(0, len(ids), chunk))


def _rebuild(ids: list[int]) -> int:
    rows = [row for facts in gather(ids) for row in periods(facts)]
    db.session.execute(
        delete(HouseholdPeriod).where(HouseholdPeriod.household_id.in_(ids)),
        execution_options={"synchronize_session": False},
    )
    return insert_rows(HouseholdPeriod, rows)


def gather(ids: list[int]) -> list[Facts]:
    """The dated facts of these households, one statement per kind of fact."""
    households = select(Household.id, Household.code, Household.starts, Household.ends).where(Household.id.in_(ids))
    facts = {row.id: Facts(row.id, row.code, row.starts, row.ends) for row in db.session.execute(households)}
    for owner, span in _spans(ids, Residence, Residence.unit_id, Residence.hamlet_id):
        facts[owner].homes.append(Span(span[0], span[1], (span[2], span[3])))
    for owner, span in _people(ids, HouseholdHead):
        facts[owner].heads.append(Span(span[0], span[1], Somebody(*span[2:])))
    for owner, span in _people(ids, Membership):
        facts[owner].members.append(Span(span[0], span[1], Somebody(*span[2:])))
    _add_classes(ids, facts)
    _add_hamlets(facts)
    return list(facts.values())


def _spans(ids: list[int], model: Any, *columns: Any) -> list[tuple[int, Any]]:
    statement = select(model.household_id, model.starts, model.ends, *columns).where(model.household_id.in_(ids))
    return [(row[0], row[1:]) for row in db.session.execute(statement)]


def _people(ids: list[int], model: Any) -> list[tuple[int, Any]]:
    columns = (Person.id, Person.name, Person.sex, Person.ethnicity, Person.died_on)
    statement = select(model.household_id, model.starts, model.ends, *columns).join(
        Person, Person.id == model.person_id
    )
    ordered = statement.where(model.household_id.in_(ids)).order_by(model.id)
    return [(row[0], row[1:]) for row in db.session.execute(ordered)]


def _add_classes(ids: list[int], facts: dict[int, Facts]) -> None:
    counts_from = select(
        HouseholdClass.household_id,
        HouseholdClass.decision_date,
        PovertyStandard.starts,
        HouseholdClass.id,
        HouseholdClass.class_,
    ).join(PovertyStandard, PovertyStandard.id == HouseholdClass.standard_id)
    for owner, decided, standard_starts, id_, class_ in db.session.execute(
        counts_from.where(HouseholdClass.household_id.in_(ids))
    ):
        facts[owner].classes.append(Recognised(max(decided, standard_starts), id_, class_))


def _add_hamlets(facts: dict[int, Facts]) -> None:
    wanted = {span.value[1] for one in facts.values() for span in one.homes if span.value[1]}
    names = dict(db.session.execute(select(Hamlet.id, Hamlet.name).where(Hamlet.id.in_(wanted))).all())
    for one in facts.values():
        one.hamlets = names
