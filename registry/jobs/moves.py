"""Many lines of a register taken one step on: all in one step and one change, or none of them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from registry.checks.reading import scope_of
from registry.commands.jobs import queue_job
from registry.commands.many_entries import move_entries
from registry.jobs.kind import Effect, JobFailed, Kind, Work, one_step
from registry.jobs.values import kept, restored
from registry.kernel.actor import WRITE, Actor
from registry.kernel.register import Move, Register
from registry.kernel.scope import set_scope
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import Job
from registry.queries.entries import Picked, matching_lines
from registry.queries.entry_filters import EntryFilters
from registry.registers import register_of
from registry.vn.numbers import format_int

KEY = "move_entries"
TITLE = N_("Chuyển bước nhiều dòng")
AWAY = N_("Có dòng nay không còn hoặc ở ngoài địa bàn của bạn nên không dòng nào được chuyển. Hãy chọn lại.")


def queue_moves(
    actor: Actor, register: Register, step: Move, codes: Iterable[str], given: Mapping[str, Any], about: str
) -> Job:
    """A job that takes the lines of these codes the step on; `given` is what its form asked for."""
    return queue_job(KEY, actor.id, datetime.now(UTC), about=about, **asked_of(register, step, given), lines=[*codes])


def asked_of(register: Register, step: Move, given: Mapping[str, Any]) -> dict[str, Any]:
    """What a job keeps of the step it is to take."""
    return {"register": register.key, "move": step.key, "given": kept(dict(given))}


def moved(register: Register, step: Move, count: int) -> Message:
    """That so many lines have gone the step."""
    state = Message(register.workflow.states[step.target])
    return Message(N_("%(count)s dòng: %(state)s."), count=format_int(count), state=state)


def _step(work: Work, _name: str) -> Effect:
    return partial(_move, work)


def _move(work: Work) -> Message:
    """Look at the lines anew, while nobody else writes."""
    register, step = named(work)
    lines = seen(work, register, work.arguments["lines"])
    if len(lines) < len(work.arguments["lines"]):
        raise JobFailed(Message(AWAY))
    ids = [line.id for line in lines]
    move_entries(actor_of(work), register, ids, move=step.key, **restored(work.arguments["given"]))
    return moved(register, step, len(lines))


def seen(work: Work, register: Register, codes: Collection[str]) -> list[Picked]:
    """Those of the lines that the owner sees today."""
    set_scope(scope_of(actor_of(work), today()))
    return matching_lines(register, EntryFilters(today()), list(codes), len(codes))


def actor_of(work: Work) -> Actor:
    """Its owner: nobody's lines are moved."""
    assert work.actor is not None  # noqa: S101 - allowed a moment ago
    return work.actor


def named(work: Work) -> tuple[Register, Move]:
    """The register and the step that were asked for."""
    register, step = _asked(work)
    assert register is not None and step is not None  # noqa: S101 - allowed a moment ago
    return register, step


def _asked(work: Work) -> tuple[Register | None, Move | None]:
    register = register_of(work.arguments["register"])
    return register, register.workflow.move(work.arguments["move"]) if register else None


def allows(work: Work) -> bool:
    """Whoever may still take the step somewhere in the register."""
    register, step = _asked(work)
    if register is None or step is None or work.actor is None:
        return False
    return all(work.actor.may(action, register.key) for action in (WRITE, step.action))


MOVES = Kind(KEY, TITLE, "", one_step, _step, allows=allows)
