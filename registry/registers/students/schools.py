"""The schools as the choices of a line: read once a session, by code, named so that no two read alike."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import select

from registry.models import School
from registry.storage import db
from registry.vn.fold import fold
from registry.vn.sort import sort_key

KEPT = "schools"
"""Where a session keeps what it has read."""


class _Known(NamedTuple):
    names: dict[str, str]
    levels: dict[str, str]
    folded: dict[str, str]


def _known() -> _Known:
    kept: _Known | None = db.session.info.get(KEPT)
    if kept is None:
        kept = db.session.info[KEPT] = _read()
    return kept


def _read() -> _Known:
    rows = db.session.execute(select(School.code, School.name, School.level)).all()
    several = Counter(fold(row.name) for row in rows)
    ordered = sorted(rows, key=lambda row: (sort_key(row.name), row.code))
    names = {row.code: row.name if several[fold(row.name)] == 1 else f"{row.name} ({row.code})" for row in ordered}
    return _Known(names, {row.code: row.level for row in rows}, {fold(w): c for c, n in names.items() for w in (n, c)})


def forget_schools() -> None:
    """Read the schools afresh next time, after one was written."""
    db.session.info.pop(KEPT, None)


def level_of(code: str | None) -> str:
    """The level of a school; "" for one nobody knows."""
    return _known().levels.get(code or "", "")


class SchoolNames(Mapping[str, str]):
    """Code → name. That there are schools needs no look at them: declarations are read before there is a database."""

    def __getitem__(self, code: str) -> str:
        return _known().names[code]

    def __iter__(self) -> Iterator[str]:
        return iter(_known().names)

    def __len__(self) -> int:
        return len(_known().names)

    def __bool__(self) -> bool:
        return True

    def code_of(self, folded: str) -> str | None:
        """The school a folded name or code speaks of."""
        return _known().folded.get(folded)


SCHOOLS = SchoolNames()
