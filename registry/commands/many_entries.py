"""The same step for many lines of a register at once: all of them or none; or, as parts of one change, those that can.

What a line is asked for stands beside all of them: the questions of a thousand lines are those of one.
"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from registry.commands.change import command
from registry.commands.checks import refuse
from registry.commands.line_rights import workable
from registry.commands.steps import Beside, Step, beside, checked, step_of, take
from registry.kernel.actor import WRITE, Actor
from registry.kernel.register import Register
from registry.kernel.scope import unscoped
from registry.messages import N_, Message, Problem, Problems
from registry.models import Entry, Household
from registry.models.parameter import parameters_once
from registry.storage import db
from registry.storage.locks import lock_all
from registry.storage.withdrawn import load_all

CHUNK = 2_000
AWAY = N_("Dòng này nay không còn hoặc ở ngoài địa bàn của bạn.")


class Left(NamedTuple):
    """A line that cannot go, and why."""

    code: str
    problem: Problem


class Weighed(NamedTuple):
    """Lines that can go, each with the columns the step changes; those that cannot; what stands beside them."""

    ready: list[tuple[Entry, dict[str, Any]]]
    left: list[Left]
    known: Beside


@command("move_entries", N_("Chuyển bước nhiều dòng"), WRITE, register="")
def move_entries(
    actor: Actor, register: Register, ids: Collection[int], *, move: str, on_date: date, change: str = "", **given: Any
) -> list[Left]:
    """Take every line the same step on. Raises Problems naming the first that cannot go; as a part of the `change` of
    this code such lines stay where they are, and are given back."""
    step, left = _require(actor, register, move, on_date, given), list[Left]()
    for some in _chunks(ids):
        weighed = _weigh(actor, step, _held(register, some))
        left += weighed.left
        if left and not change:
            raise Problems([_named(left[0])])
        for entry, columns in weighed.ready:
            take(actor, step, entry, columns, weighed.known)
    return left


def weigh_entries(
    actor: Actor, register: Register, ids: Collection[int], *, move: str, on_date: date, **given: Any
) -> list[Left]:
    """The lines that `move_entries` would leave where they are, as they stand now; nothing is held, nothing written."""
    step, left = _require(actor, register, move, on_date, given), list[Left]()
    for some in _chunks(ids):
        with unscoped():
            lines = list(db.session.scalars(select(register.model).where(register.model.id.in_(some))))
        left += _weigh(actor, step, lines).left
    return left


def _require(actor: Actor, register: Register, move: str, on_date: date, given: dict[str, Any]) -> Step:
    step = step_of(register, move, on_date, given)
    for action in (WRITE, step.move.action):
        actor.require(action, register.key)
    return step


def _chunks(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    return (ordered[at : at + CHUNK] for at in range(0, len(ordered), CHUNK))


def _held(register: Register, ids: list[int]) -> list[Entry]:
    """The lines as they stand, locked until the transaction ends: households first, each kind in the order of its ids,
    so that two writers never wait for each other."""
    with unscoped():
        lock_all(Household, db.session.scalars(select(Entry.household_id).where(Entry.id.in_(ids))))
        return list(load_all(register.model, ids).values())


@parameters_once()
def _weigh(actor: Actor, step: Step, lines: list[Entry]) -> Weighed:
    mine = workable(actor, step.register, step.move.action, {line.household_id for line in lines})
    found = Weighed([], [], beside(step, [line.id for line in lines]))
    for line in lines:
        try:
            if line.withdrawn or line.household_id not in mine:
                raise refuse("", AWAY)
            found.ready.append((line, checked(step, line, found.known)))
        except Problems as refused:
            found.left.append(Left(line.code, refused.problems[0]))
    return found


def _named(left: Left) -> Problem:
    text = N_("Dòng %(code)s: %(text)s")
    return Problem(left.problem.field, Message(text, code=left.code, text=left.problem.message))
