"""What a check found: rows new, changed, same or wrong, in words a person can act on."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from registry.commands.sealing import log_length
from registry.inputs.targets import Fault, Read, Record, Target
from registry.kernel.actor import Actor
from registry.kernel.settings import today
from registry.messages import Message, Problem, Problems

NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"


@dataclass(frozen=True)
class Difference:
    """One value that would change: what it is called, as it is, as it would be."""

    label: str | Message
    before: str | Message
    after: str | Message


@dataclass(frozen=True)
class Shown:
    """A row that would change the registry, as a person reads it; `owner` is the household's code when it has one."""

    sheet: str
    row: int
    kind: str
    subject: str
    owner: str = ""
    differences: tuple[Difference, ...] = ()


Mark = tuple[int, date]
"""A moment of the registry: how long its log was, and the working day."""


def registry_mark() -> Mark:
    """This moment. Ask for it before reading anything."""
    return log_length(), today()


@dataclass
class Report:
    """The outcome of a check. `plans` is the target's own; without faults it may be applied. `mark`: the moment."""

    mark: Mark
    new: int = 0
    changed: int = 0
    same: int = 0
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Fault] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    plans: list[Any] = field(default_factory=list)

    def count(self, record: Record, kind: str, subject: str, owner: str, differences: Iterable[Difference]) -> None:
        """Note what becomes of a row."""
        setattr(self, kind, getattr(self, kind) + 1)
        if kind != SAME:
            line = record.line
            self.shown.append(Shown(line.sheet, line.row, kind, subject, owner, tuple(differences)))

    @property
    def fingerprint(self) -> str:
        """Equal for checks that found the same: what was confirmed is what is applied."""
        rows = [(one.sheet, one.row, one.kind, one.owner, _texts(one)) for one in self.shown]
        text = json.dumps([self.new, self.changed, self.same, rows], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def refuse_faults(self) -> None:
        """Raise Problems, each naming its cell, unless every row is sound."""
        if self.faults:
            raise Problems(Problem("file", placed(fault)) for fault in self.faults)


def _texts(one: Shown) -> list[list[str]]:
    return [[str(each.label), str(each.before), str(each.after)] for each in one.differences]


def placed(fault: Fault) -> Message:
    """The sentence of a fault with its place before it."""
    return Message(
        "%(sheet)s!%(cell)s: %(told)s", sheet=fault.sheet, cell=f"{fault.column}{fault.row}", told=fault.message
    )


@dataclass(frozen=True)
class Importer:
    """How a target's records are checked and written: `check` only reads; `run` is a command (actor, read, source,
    and what was `checked` before)."""

    target: Target
    register: str
    check: Callable[[Actor, Read], Report]
    run: Callable[..., Report]


IMPORTERS: dict[str, Importer] = {}
