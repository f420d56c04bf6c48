"""A project taken a step on with very many households: all of them in one change, or none."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from registry.checks.reading import scope_of
from registry.commands.checks import Stale
from registry.commands.jobs import queue_job
from registry.commands.projects import move_project
from registry.jobs.kind import Effect, JobFailed, Kind, Work, one_step
from registry.jobs.values import kept, restored
from registry.kernel.actor import WRITE, Actor
from registry.kernel.register import Move
from registry.kernel.scope import set_scope
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import Job, Project
from registry.models.project import PRODUCTION
from registry.queries.projects import project_with
from registry.registers.production.workflow import STATES, WORKFLOW
from registry.vn.numbers import format_int

KEY = "move_project"
CHANGED = N_("Dự án đã được người khác sửa nên không hộ nào được chuyển. Hãy mở lại trang dự án rồi làm lại.")


def queue_project_move(
    actor: Actor, project: Project, version: int, step: Move, given: Mapping[str, Any], about: str
) -> Job:
    """A job that takes the project, as it is at `version`, the step on; `given` is what its form asked for."""
    asked = {"project": project.code, "version": version, "move": step.key, "given": kept(dict(given))}
    return queue_job(KEY, actor.id, datetime.now(UTC), about=about, **asked)


def moved(project: Project, along: int) -> Message:
    """That the project has gone the step, and so many households with it."""
    text, state = N_("Dự án %(code)s: %(state)s, cùng %(count)s hộ."), Message(STATES[project.status])
    return Message(text, code=project.code, state=state, count=format_int(along))


def _step(work: Work, _name: str) -> Effect:
    return partial(_move, work)


def _move(work: Work) -> Message:
    assert work.actor is not None  # noqa: S101 - nobody's project is moved
    asked = work.arguments
    set_scope(scope_of(work.actor, today()))
    project = project_with(asked["project"])
    try:
        along = move_project(work.actor, project, asked["version"], move=asked["move"], **restored(asked["given"]))
    except Stale:
        raise JobFailed(Message(CHANGED)) from None
    return moved(project, along)


def _allows(work: Work) -> bool:
    step = WORKFLOW.move(work.arguments["move"])
    if step is None or work.actor is None:
        return False
    return all(work.actor.may(action, PRODUCTION) for action in (WRITE, step.action))


PROJECT_MOVES = Kind(KEY, N_("Chuyển bước dự án"), "", one_step, _step, allows=_allows)
