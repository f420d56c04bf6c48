"""A register is declared, not programmed: its lines, its workflow, who is entitled, its rules (architecture.md, 2)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from registry.kernel.rules import HOUSEHOLD, PERSON, Frame, Node, Rule
from registry.kernel.table import Column
from registry.messages import Problem
from registry.models import Entry
from registry.models.entry import COMMON_FIELDS
from registry.models.money import Money
from registry.paper import RegisterPaper
from registry.storage import facet_of

__all__ = ["HOUSEHOLD", "PERSON", "Move", "Register", "Workflow"]


@dataclass(frozen=True)
class Move:
    """A step people take: its name in the address, words, states it leads from and to, what it requires and fills.

    `action` is what the grant must allow. `fills` are columns set on the way, `reasons` one of which must be given.
    """

    key: str
    title: str
    sources: tuple[str, ...]
    target: str
    action: str
    fills: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Workflow:
    """States by code, the first one first; in `covering` ones a line serves its subject, in `waiting` ones it may, in
    `settled` ones nothing that was paid out is owed; `amiss` ones are shown as a warning, covering or not."""

    states: Mapping[str, str]
    moves: tuple[Move, ...]
    covering: frozenset[str]
    waiting: frozenset[str]
    settled: frozenset[str] = frozenset()
    amiss: frozenset[str] = frozenset()

    @property
    def start(self) -> str:
        return next(iter(self.states))

    def move(self, key: str) -> Move | None:
        return next((move for move in self.moves if move.key == key), None)

    def moves_from(self, state: str) -> list[Move]:
        return [move for move in self.moves if state in move.sources]


@dataclass(frozen=True, eq=False)
class Register:
    """One department's register. `entitled`: who ought to be served, as conditions, `among` the few they can hold for
    as of a rule; `problems` looks at typed values beyond what their columns say, `complete` fills columns that follow
    from others, `columns` are its exports' own. `shared` columns are looked at across households: who bears the same
    value is looked at again when it changes. Lists from files put their lines into the state `listed_as` ("": none
    may); `headers` are folded phrases of such lists. Lines with the same values of `alike` are of one benefit. `papers`
    are its own; without one named LIST its list is printed with the columns of the screen. `money` is what its lines
    are paid; None where they are not. `rank` is what its lists are ordered by before names, `more` its special pages:
    endpoint and title. `holder` is what the adult is called who stands for a household. `stamps` gives columns that
    keep what households were, each on a day: that of the decision, else the first; commune and class are then kept of
    that day too."""

    key: str
    slug: str
    title: str
    duty: str
    model: type[Entry]
    subject: str
    workflow: Workflow
    holder: str = ""
    entitled: tuple[Node, ...] = ()
    among: Callable[[Frame], Any] | None = None
    rules: tuple[Rule, ...] = ()
    problems: Callable[[dict[str, Any]], list[Problem]] = lambda _values: []
    complete: Callable[[dict[str, Any]], dict[str, Any]] = lambda values: values
    columns: tuple[Column, ...] = ()
    shared: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    listed_as: str = ""
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    papers: tuple[RegisterPaper, ...] = ()
    money: Money | None = None
    rank: Callable[[Any], tuple[Any, ...]] = lambda _model: ()
    more: tuple[tuple[str, str], ...] = ()
    stamps: Callable[[Iterable[tuple[int, date]]], dict[tuple[int, date], dict[str, Any]]] | None = None

    @property
    def names_person(self) -> bool:
        return self.subject == PERSON or bool(self.holder)

    @cached_property
    def fields(self) -> list[str]:
        """The columns of its form: its own first, then those of every register."""
        own = [column.key for column in self.model.__mapper__.local_table.columns]
        return [key for key in [*own, *COMMON_FIELDS] if facet_of(getattr(self.model, key)) is not None]
