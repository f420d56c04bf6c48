"""The same step for many lines of a register at once: one change, one undo, all of them or none."""

from datetime import date
from typing import Any

from registry.commands.change import command
from registry.commands.entries import move_entry
from registry.kernel.actor import WRITE, Actor
from registry.messages import N_, Message, Problem, Problems
from registry.models import Entry


@command("move_entries", N_("Chuyển bước nhiều dòng"), WRITE, register="")
def move_entries(actor: Actor, lines: list[Entry], *, move: str, on_date: date, **given: Any) -> None:
    """Take every line the same step on, households in the order of their ids, so that two writers never wait for each
    other. Raises Problems naming the first line that cannot go."""
    for entry in sorted(lines, key=lambda one: (one.household_id, one.id)):
        try:
            move_entry(actor, entry, entry.version, move=move, on_date=on_date, **given)
        except Problems as refused:
            raise Problems(_named(entry, one) for one in refused.problems) from None


def _named(entry: Entry, problem: Problem) -> Problem:
    return Problem(problem.field, Message(N_("Dòng %(code)s: %(text)s"), code=entry.code, text=problem.message))
