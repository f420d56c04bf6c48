"""Keep findings true: what rules find now is compared with what is kept, opened, closed and moved with its household.

A command refreshes the households it touched, in its transaction; what concerns everybody, all of them (parts.py). What
people made of a finding (owner, answer, waived) stays with it (decisions.md 19).
"""

import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import starmap
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select, update

from registry.checks.coverage import coverage_of
from registry.checks.reads import registers_reading, rules_reading
from registry.checks.rules import found_together, rules
from registry.kernel.register import Register
from registry.kernel.rules import Rule
from registry.kernel.settings import today
from registry.models import Coverage, Finding
from registry.registers import registers
from registry.storage import db
from registry.storage.bulk import insert_rows
from registry.storage.inner import delete_in, inner_rows, insert_in, of_households, rows_in

CHUNK = 2000
Key = tuple[str, int, int]


class Kept(NamedTuple):
    """An open finding."""

    id: int
    rule: str
    household_id: int
    subject_id: int
    unit_id: int


class Where(NamedTuple):
    """The rest of what a finding keeps of its subject."""

    person_id: int | None
    entry_id: int | None
    unit_id: int


@dataclass
class Moved:
    """How many findings of each rule were opened and closed."""

    opened: Counter[str] = field(default_factory=Counter)
    closed: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Moved") -> None:
        self.opened += other.opened
        self.closed += other.closed

    def body(self) -> dict[str, list[int]]:
        """For the log: opened and closed by rule."""
        return {rule: [self.opened[rule], self.closed[rule]] for rule in sorted({*self.opened, *self.closed})}


def refresh_findings(households: Collection[int], wrote: frozenset[str], by: str, undone: str = "") -> Moved:
    """Look at these households again on the working day, by what reads the tables that were written. `by` is the change
    that does it; what the change `undone` had closed opens again as it was."""
    asked, served, moved = rules_reading(wrote), registers_reading(wrote), Moved()
    for ids in _chunks(sorted(households)):
        if asked:
            moved.add(look(asked, ids, by, undone))
        cover(ids, today(), served)
    return moved


def found_now(
    day: date, households: list[int] | None = None, asked: Iterable[Rule] | None = None, kept: bool = False
) -> dict[Key, Where]:
    """What the rules (those `asked`, or all) find on a day, computed afresh; `kept`: but for who is served, which
    `cover` has worked out. For a few households in one question; for all, where SQLite answers a union more slowly than
    its parts, rule by rule."""
    held = tuple(rule for rule in (rules().values() if asked is None else asked) if rule.holds_on(day))
    parts = [(rule,) for rule in held] if households is None else [held] if held else []
    questions = (found_together(part, households is not None, kept) for part in parts)
    rows = (row for question in questions for row in rows_in(question, households, day=day))
    return {
        (rule, household_id, subject_id): Where(person_id, entry_id, unit_id)
        for household_id, subject_id, person_id, entry_id, unit_id, rule in rows
    }


def look(asked: Collection[Rule], ids: list[int] | None, by: str, undone: str = "") -> Moved:
    """Keep what these rules find in the households (None: in all, who is served being kept already) on the working
    day; as in `refresh_findings`."""
    day, moved = today(), Moved()
    found, kept = found_now(day, ids, asked, kept=ids is None), _kept(ids, asked)
    gone = [row.id for key, row in kept.items() if key not in found]
    new = {key: where for key, where in found.items() if key not in kept}
    _move(kept, found)
    _close(gone, day, by)
    moved.closed.update(row.rule for key, row in kept.items() if key not in found)
    again = _reopen(new, undone, ids) if undone else set()
    _open({key: where for key, where in new.items() if key not in again}, day)
    moved.opened.update(key[0] for key in new)
    return moved


def _kept(ids: list[int] | None, asked: Collection[Rule]) -> dict[Key, Kept]:
    """What is open; but for the rules that are not asked. One whose rule there is no more is anybody's to close."""
    others = tuple(sorted(rules().keys() - {rule.key for rule in asked}))
    rows = starmap(Kept, rows_in(_open_ones(others, ids is not None), ids))
    return {(row.rule, row.household_id, row.subject_id): row for row in rows}


@cache
def _open_ones(others: tuple[str, ...], households: bool) -> Select[int, str, int, int, int]:
    f = Finding
    asked = select(f.id, f.rule, f.household_id, f.subject_id, f.unit_id).where(f.closed_on.is_(None))
    asked = asked.where(f.rule.not_in(others)) if others else asked
    return asked.where(of_households(f.household_id)) if households else asked


def _open(new: dict[Key, Where], day: date) -> None:
    rows = [
        {
            "code": code,
            "rule": rule,
            "household_id": household_id,
            "subject_id": subject_id,
            "person_id": person_id,
            "entry_id": entry_id,
            "unit_id": unit_id,
        }
        for code, ((rule, household_id, subject_id), (person_id, entry_id, unit_id)) in zip(
            _codes(len(new)), new.items(), strict=True
        )
    ]
    insert_rows(Finding, rows, opened_on=day)


def _codes(count: int) -> Iterator[str]:
    """So many public codes, drawn in one go."""
    drawn = secrets.token_hex(6 * count).upper()
    return (drawn[at : at + 12] for at in range(0, len(drawn), 12))


def _close(ids: list[int], day: date, by: str) -> None:
    for some in _chunks(ids):
        _update(Finding.id.in_(some), closed_on=day, closed_by=by)


def _reopen(new: dict[Key, Where], undone: str, ids: list[int] | None) -> set[Key]:
    """The findings the undone change had closed come back, with owner and answer, where their household is now."""
    named = {} if ids is None else {"households": ids}
    closed = inner_rows(_closed_ones(ids is not None), by=undone, **named)
    back = {(row.rule, row.household_id, row.subject_id): row for row in closed}
    back = {key: row for key, row in back.items() if key in new}
    for some in _chunks(sorted(row.id for row in back.values())):
        _update(Finding.id.in_(some), closed_on=None, closed_by=None)
    _move(back, new)
    return set(back)


@cache
def _closed_ones(households: bool) -> Select[Any]:
    f: Any = Finding
    asked = select(f.id, f.rule, f.household_id, f.subject_id, f.unit_id).where(f.closed_by == bindparam("by"))
    return asked.where(of_households(f.household_id)) if households else asked


def _move(kept: dict[Key, Any], found: dict[Key, Where]) -> None:
    """A finding goes where its household goes."""
    for key, row in kept.items():
        if key in found and found[key].unit_id != row.unit_id:
            _update(Finding.id == row.id, unit_id=found[key].unit_id)


def _update(which: Any, **values: Any) -> None:
    db.session.execute(update(Finding).where(which).values(**values), execution_options={"synchronize_session": False})


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    return (ids[at : at + CHUNK] for at in range(0, len(ids), CHUNK))


def cover(ids: list[int] | None, day: date, served: tuple[Register, ...] | None = None) -> None:
    """Who is served is worked out anew for these households (None: for all), in these registers (None: in all)."""
    if served is None:
        served = tuple(one for one in registers() if one.entitled)
        delete_in(Coverage, ids)
    elif served:
        delete_in(Coverage, ids, register=tuple(one.key for one in served))
    for register in served:
        insert_in(Coverage, coverage_of(register, ids is not None), ids, day)
