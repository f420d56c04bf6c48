"""A large change taken back: all of it in one step, or nothing of it."""

from datetime import UTC, datetime
from functools import partial

from registry.checks.reading import scope_of
from registry.commands.jobs import queue_job
from registry.commands.undo import undo_change
from registry.jobs.kind import Effect, Kind, Work, one_step
from registry.kernel.actor import Actor
from registry.kernel.scope import set_scope
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import Job

KEY = "undo"


def queue_undo(actor: Actor, change: str) -> Job:
    """A job that takes the change back, if the actor may."""
    return queue_job(KEY, actor.id, datetime.now(UTC), change=change)


def _step(work: Work, _name: str) -> Effect:
    return partial(_undo, work)


def _undo(work: Work) -> Message:
    assert work.actor is not None  # noqa: S101 - nobody takes nothing back
    set_scope(scope_of(work.actor, today()))
    return Message(N_("Đã hoàn tác: %(what)s."), what=Message(undo_change(work.actor, work.arguments["change"])))


def _allows(work: Work) -> bool:
    """The undo itself asks for what the change needed."""
    return work.actor is not None


UNDO = Kind(KEY, N_("Hoàn tác"), "", one_step, _step, allows=_allows)
