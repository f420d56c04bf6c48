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
    state.statement = state.statement.options(LIVE, *_criteria(state.session, mentioned & PERSONAL_TABLES))


def _not_withdrawn(model: type[Tracked]) -> ColumnElement[bool]:
    return model.withdrawn.is_(False)


LIVE = with_loader_criteria(Tracked, _not_withdrawn, include_aliases=True)


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


def _criteria(session: Session, personal: set[str]) -> list[Any]:
    """The conditions of the personal tables a statement mentions."""
    if not personal:
        return []
    scope: Scope | None = session.info.get("scope")
    if scope is None:
        raise Unscoped("no scope is set for this session")
    return [] if scope.units is None else [_criterion(session, scope, table) for table in sorted(personal)]


def _criterion(session: Session, scope: Scope, table: str) -> Any:
    """Built once for a session's scope: statements are many, scopes few."""
    known = session.info.setdefault("criteria", {})
    if (scope, table) not in known:
        model, key = SCOPED_BY[table]
        units = sorted(scope.units or ())
        through = {HouseholdPeriod: _in_units, Person: _latest_home, PersonNumber: _latest_home}.get(model, _visible)
        rule = through(getattr(model, key), units, scope.day)
        known[scope, table] = with_loader_criteria(model, rule, include_aliases=True)
    return known[scope, table]


def _in_units(unit_id: Any, units: list[int], _day: date) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = unit_id.in_(units)
    return condition


SCOPED_BY: dict[str, tuple[Any, str]] = {
    "household": (Household, "id"),
    "household_period": (HouseholdPeriod, "unit_id"),
    "person": (Person, "id"),
    "person_number": (PersonNumber, "person_id"),
    **{
        model.__tablename__: (model, "household_id")
        for model in (AuditEvent, HouseholdCode, HouseholdHead, HouseholdClass, Membership, Residence)
    },
}
"""Each personal table's model and the column that leads to a unit, household or person."""


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
