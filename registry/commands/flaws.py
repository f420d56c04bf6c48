"""Whose identity numbers lack or contradict what: kept for those few, so that a rule need not read a million."""

from collections.abc import Collection

from sqlalchemy import delete, union_all

from registry.checks.quality import FLAWS, flaws
from registry.models import NumberFlaw, Person
from registry.storage import db
from registry.storage.inner import inner_insert

CHUNK = 2000


def rebuild_flaws(person_ids: Collection[int] | None = None) -> None:
    """Look at the numbers of these people again (None: of everybody), past the scope."""
    if person_ids is None:
        _rebuild()
    ordered = sorted(person_ids or ())
    for at in range(0, len(ordered), CHUNK):
        _rebuild(ordered[at : at + CHUNK])


def _rebuild(ids: list[int] | None = None) -> None:
    stale, found = delete(NumberFlaw), [flaws(kind) for kind in FLAWS]
    if ids is not None:
        stale, found = stale.where(NumberFlaw.person_id.in_(ids)), [one.where(Person.id.in_(ids)) for one in found]
    db.session.execute(stale, execution_options={"synchronize_session": False})
    inner_insert(NumberFlaw, union_all(*found))
