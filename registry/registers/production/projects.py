"""The projects as the choices of a line: read once a session, by code. A reader is offered those within reach: in a
commune of the reader's, or with somebody of it; the name of any is known to whoever sees a line of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from registry.kernel.scope import current_scope
from registry.models import Project
from registry.models.labels import model_of
from registry.models.project import PRODUCTION
from registry.storage import db
from registry.vn.fold import fold

KEPT, OFFERED, SPOKEN = "projects", "projects_offered", "projects_spoken"
"""Where a session keeps what it has read."""


def within_reach() -> ColumnElement[bool]:
    """Projects of the reader's communes, and those in which a household of theirs takes part."""
    scope, line = current_scope(), model_of(PRODUCTION)
    if scope is None or scope.units is None:
        return Project.id.is_not(None)
    return or_(Project.unit_id.in_(sorted(scope.units)), Project.code.in_(select(line.project)))


def forget_projects() -> None:
    """Read the projects afresh next time, after one was written."""
    for key in (KEPT, OFFERED, SPOKEN):
        db.session.info.pop(key, None)


def _names() -> dict[str, str]:
    kept: dict[str, str] | None = db.session.info.get(KEPT)
    if kept is None:
        rows = db.session.execute(select(Project.code, Project.name)).all()
        kept = db.session.info[KEPT] = {code: f"{code} · {name}" for code, name in rows}
    return kept


def _offered() -> list[str]:
    kept: dict[Any, list[str]] = db.session.info.setdefault(OFFERED, {})
    scope = current_scope()
    if scope not in kept:
        kept[scope] = list(db.session.scalars(select(Project.code).where(within_reach()).order_by(Project.code)))
    return kept[scope]


def _spoken() -> dict[str, list[str]]:
    """The codes that are meant by a folded code, label or name."""
    kept: dict[Any, dict[str, list[str]]] = db.session.info.setdefault(SPOKEN, {})
    scope = current_scope()
    if scope not in kept:
        kept[scope] = {}
        for code in _offered():
            label = _names()[code]
            for said in {fold(word) for word in (code, label, label.removeprefix(f"{code} · "))}:
                kept[scope].setdefault(said, []).append(code)
    return kept[scope]


class ProjectNames(Mapping[str, str]):
    """Code → name. That there are projects needs no look at them: declarations are read before there is a database."""

    def __getitem__(self, code: str) -> str:
        return _names()[code]

    def __contains__(self, code: object) -> bool:
        return code in _names()

    def __iter__(self) -> Iterator[str]:
        return iter(_offered())

    def __len__(self) -> int:
        return len(_offered())

    def __bool__(self) -> bool:
        return True

    def code_of(self, folded: str) -> str | None:
        """The project within reach that a folded code or name speaks of; None where several bear the name."""
        found = _spoken().get(folded, ())
        return found[0] if len(found) == 1 else None


PROJECTS = ProjectNames()
