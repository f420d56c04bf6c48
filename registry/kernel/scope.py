"""Which rows a session may read. Every read of personal data carries the actor's area; without a scope it raises.

The outer question is scoped; the inner look of a rule is not (`unscoped`), or a narrow reader would see false gaps.
Raw tables and text cannot be filtered, so on personal data they raise (architecture.md, traps).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, event, exists, or_, select
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from registry.models import (
    LEADS_BY,
    OF_LINES,
    Amount,
    AuditEvent,
    Coverage,
    Entry,
    Finding,
    FindingWork,
    Handover,
    HouseholdPeriod,
    Membership,
    Payment,
    Person,
)
from registry.storage import Tracked, db
from registry.storage.mentions import mentions

SCOPED = {str(model.__tablename__): model for model in LEADS_BY}


def personal_tables() -> frozenset[str]:
    """Tables no unscoped question may touch, those of the registers among them."""
    return frozenset(SCOPED) | register_tables()


def register_tables() -> frozenset[str]:
    """The table beside `entry` of each register."""
    return frozenset(str(mapper.class_.__tablename__) for mapper in Entry.__mapper__.self_and_descendants)


class Unscoped(RuntimeError):
    """Personal data were asked for without saying on whose behalf: a mistake of the program."""


Limits = frozenset[tuple[str, frozenset[int] | None]]


@dataclass(frozen=True)
class Scope:
    """The stored communes a reader sees on a day (None: the whole province); of registers, and of what rules found,
    which and where (None: all of them)."""

    units: frozenset[int] | None
    day: date
    registers: Limits | None = None
    rules: Limits | None = None


EVERYTHING = Scope(None, date.min)


def set_scope(scope: Scope | None) -> None:
    """Say on whose behalf this session reads; set it before anything is loaded."""
    db.session.info["scope"] = scope


def current_scope() -> Scope | None:
    return db.session.info.get("scope")


def is_bounded() -> bool:
    """Whether the reader sees only some communes."""
    return (scope := current_scope()) is not None and scope.units is not None


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
    named = mentions(state.statement)
    if named.text:
        raise Unscoped("text() cannot be scoped: use the models")
    personal = personal_tables()
    if raw := named.raw & personal:
        raise Unscoped(f"raw table of personal data ({', '.join(sorted(raw))}): only a model is scoped")
    if not state.is_orm_statement:
        return
    state.statement = state.statement.options(LIVE, *_criteria(state.session, named.mapped & personal))


def _not_withdrawn(model: type[Tracked]) -> ColumnElement[bool]:
    return model.withdrawn.is_(False)


LIVE = with_loader_criteria(Tracked, _not_withdrawn, include_aliases=True)


def _criteria(session: Session, personal: frozenset[str]) -> list[Any]:
    """The conditions of the personal tables a statement mentions."""
    if not personal:
        return []
    scope: Scope | None = session.info.get("scope")
    if scope is None:
        raise Unscoped("no scope is set for this session")
    tables = sorted(personal & SCOPED.keys())
    return [found for table in tables if (found := _criterion(session, scope, table)) is not None]


def _criterion(session: Session, scope: Scope, table: str) -> Any:
    """Built once for a session's scope: statements are many, scopes few."""
    known = session.info.setdefault("criteria", {})
    if (scope, table) not in known:
        model = SCOPED[table]
        key = LEADS_BY[model]
        rules = [*_in_area(model, key, scope), *_in_registers(model, key, scope)]
        known[scope, table] = with_loader_criteria(model, and_(*rules), include_aliases=True) if rules else None
    return known[scope, table]


def _in_area(model: Any, key: str, scope: Scope) -> list[ColumnElement[bool]]:
    return [] if scope.units is None else [_within(model, key, scope.units, scope.day)]


def _within(model: Any, key: str, units: frozenset[int], day: date) -> ColumnElement[bool]:
    through = {"unit_id": _in_units, "person_id": _latest_home, "to_unit_id": _either_side}
    look = _latest_home if model is Person else through.get(key, _visible)
    return look(getattr(model, key), sorted(units), day)


def _either_side(_to: Any, units: list[int], _day: date) -> ColumnElement[bool]:
    return Handover.from_unit_id.in_(units) | Handover.to_unit_id.in_(units)


def _in_registers(model: Any, key: str, scope: Scope) -> list[ColumnElement[bool]]:
    """Only the registers a reader has, each in its own area; of the log, what the reader could see in them."""
    if model is AuditEvent and scope.registers is not None:
        hidden = register_tables() - {register for register, _ in scope.registers}
        beside = {model.__tablename__ for model in (*OF_LINES, FindingWork)} if hidden - {"entry"} else set()
        return [AuditEvent.entity.not_in(sorted(hidden | beside))]
    name, limits = "rule", scope.rules if model in (Finding, FindingWork) else None
    if model in (Entry, Coverage, Amount, Payment):
        name, limits = "register", scope.registers
    if limits is None:
        return []
    column = getattr(model, name)
    whole = sorted(one for one, units in limits if units is None or units == scope.units)
    parts = [column.in_(whole)]
    for one, units in sorted(limits, key=lambda limit: limit[0]):
        if one not in whole and units is not None:
            parts.append(and_(column == one, _within(model, key, units, scope.day)))
    return [or_(*parts)]


def _in_units(unit_id: Any, units: list[int], _day: date) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = unit_id.in_(units)
    return condition


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
