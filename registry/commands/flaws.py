"""Whose identity numbers lack or contradict what: kept for those few, so that a rule need not read a million."""

from collections.abc import Collection

from sqlalchemy import Select, delete, literal, select, union_all

from registry.checks.quality import FLAWS
from registry.models import NumberFlaw, Person
from registry.storage import db
from registry.storage.inner import inner_insert
from registry.storage.sql_dates import born_number

CHUNK = 2000


def rebuild_flaws(person_ids: Collection[int] | None = None) -> None:
    """Look at the numbers of these people again (None: of everybody), past the scope."""
    if person_ids is None:
        _rebuild()
    ordered = sorted(person_ids or ())
    for at in range(0, len(ordered), CHUNK):
        _rebuild(ordered[at : at + CHUNK])


def _rebuild(ids: list[int] | None = None) -> None:
    which = () if ids is None else (NumberFlaw.person_id.in_(ids),)
    db.session.execute(delete(NumberFlaw).where(*which), execution_options={"synchronize_session": False})
    inner_insert(NumberFlaw, union_all(*(_flawed(kind, ids) for kind in FLAWS)))


def _flawed(kind: str, ids: list[int] | None) -> Select[str, int, int]:
    which = () if ids is None else (Person.id.in_(ids),)
    born = born_number(Person, 12, 31).label("born")
    columns = (literal(kind).label("kind"), Person.id.label("person_id"), born)
    return select(*columns).where(~Person.withdrawn, FLAWS[kind](Person), *which)
