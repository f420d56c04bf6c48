"""Which rows a session may read. Every read of personal data carries the actor's area; without a scope it raises.

The outer question is scoped; the inner look of a rule is not (`unscoped`), or a narrow reader would see false gaps.
Raw tables and text cannot be filtered, so on personal data they raise (architecture.md, traps).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnClause, ColumnElement, Select, TableClause, TextClause, event, exists, select
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql import visitors

from registry.models import (
    PERSONAL,
    AuditEvent,
    Household,
    HouseholdClass,
    HouseholdCode,
    HouseholdHead,
    HouseholdPeriod,
    Membership,
    Person,
    PersonNumber,
    Residence,
)
from registry.storage import Tracked, db

PERSONAL_TABLES = frozenset(model.__tablename__ for model in PERSONAL) | {AuditEvent.__tablename__}


class Unscoped(RuntimeError):
    """Personal data were asked for without saying on whose behalf: a mistake of the program."""


@dataclass(frozen=True)
class Scope:
    """The stored communes a reader sees on a day (None: the whole province)."""

    units: frozenset[int] | None
    day: date


EVERYTHING = Scope(None, date.min)


def set_scope(scope: Scope | None) -> None:
    """Say on whose behalf this session reads; set it before anything is loaded."""
    db.session.info["scope"] = scope


def current_scope() -> Scope | None:
    return db.session.info.get("scope")


@contextmanager
def unscoped() -> Iterator[None]:
    """The inner look: rules, duplicate checks, rebuilding. What comes out is shown only after an outer, scoped look."""
    before = current_scope()
    set_scope(EVERYTHING)
    try:
        yield
    finally:
        set_scope(before)


@event.listens_for(Session, "do_orm_execute")
def _guard(state: ORMExecuteState) -> None:
    if state.is_column_load:
        return
    mentioned, raw = _tables(state.statement)
    if raw:
        raise Unscoped(
            f"raw table of personal data ({', '.join(sorted(raw))}): use the model, so that the scope applies"
        )
    if not state.is_orm_statement:
        return
    options = [with_loader_criteria(Tracked, _not_withdrawn, include_aliases=True)]
    if mentioned & PERSONAL_TABLES:
        options += _criteria(state.session)
    state.statement = state.statement.options(*options)


def _not_withdrawn(model: type[Tracked]) -> ColumnElement[bool]:
    return model.withdrawn.is_(False)


def _tables(statement: Any) -> tuple[set[str], set[str]]:
    """Tables anywhere in the statement that come through models, and personal ones that come raw."""
    mentioned, raw = set(), set()
    for element in visitors.iterate(statement):
        entity = element._annotations.get("parententity") if hasattr(element, "_annotations") else None
        if entity is not None:
            mentioned |= {table.name for table in entity.mapper.tables}
        elif isinstance(element, TextClause):
            raise Unscoped("text() cannot be scoped: use the models")
        elif isinstance(element, TableClause):
            raw.add(element.name)
        elif isinstance(element, ColumnClause) and isinstance(element.table, TableClause):
            raw.add(element.table.name)
    return mentioned, (raw - mentioned) & PERSONAL_TABLES


def _criteria(session: Session) -> list[Any]:
    scope = session.info.get("scope")
    if scope is None:
        raise Unscoped("no scope is set for this session")
    if scope.units is None:
        return []
    return [with_loader_criteria(model, rule, include_aliases=True) for model, rule in _rules(scope)]


def _rules(scope: Scope) -> Iterator[tuple[Any, ColumnElement[bool]]]:
    units = sorted(scope.units or ())
    day = scope.day

    yield HouseholdPeriod, HouseholdPeriod.unit_id.in_(units)
    yield Household, _visible(Household.id, units, day)
    yield Person, _latest_home(Person.id, units, day)
    yield PersonNumber, _latest_home(PersonNumber.person_id, units, day)
    yield AuditEvent, _visible(AuditEvent.household_id, units, day)
    for model in (HouseholdCode, HouseholdHead, HouseholdClass, Membership, Residence):
        yield model, _visible(model.household_id, units, day)


def _visible(household_id: Any, units: list[int], day: date) -> ColumnElement[bool]:
    """The household lives in one of these communes on the day; one that is closed by then, in its last home."""
    return _last_home(units, day).where(_period.c.household_id == household_id).exists()


def _latest_home(person_id: Any, units: list[int], day: date) -> ColumnElement[bool]:
    """The household the person last joined, as of the day, is visible: who moved away is no longer ours to read."""
    member, later = Membership.__table__.alias(), Membership.__table__.alias()
    newer = exists().where(
        later.c.person_id == member.c.person_id,
        later.c.starts > member.c.starts,
        later.c.starts <= day,
        ~later.c.withdrawn,
    )
    there = _last_home(units, day).join(member, member.c.household_id == _period.c.household_id)
    return there.where(member.c.person_id == person_id, member.c.starts <= day, ~member.c.withdrawn, ~newer).exists()


_period = HouseholdPeriod.__table__.alias()
_after = HouseholdPeriod.__table__.alias()


def _last_home(units: list[int], day: date) -> Select[Any]:
    """Periods that are the last begun by the day, in these communes."""
    newer = exists().where(
        _after.c.household_id == _period.c.household_id, _after.c.starts > _period.c.starts, _after.c.starts <= day
    )
    return select(_period.c.id).where(_period.c.unit_id.in_(units), _period.c.starts <= day, ~newer)
