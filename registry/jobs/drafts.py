"""A long gap list becomes draft lines of its register: all of them in one step and one change, or none."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from registry.checks.reading import scope_of
from registry.commands.drafts import draft_entries
from registry.commands.jobs import queue_job
from registry.jobs.kind import Effect, Kind, Work, one_step
from registry.jobs.values import kept, restored
from registry.kernel.actor import WRITE, Actor
from registry.kernel.register import Register
from registry.kernel.scope import set_scope
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import Job
from registry.queries.finding_page import findings_with
from registry.registers import register_of
from registry.vn.numbers import format_int

KEY = "draft_entries"


def queue_drafts(actor: Actor, register: Register, codes: Iterable[str], given: dict[str, Any], about: str) -> Job:
    """A job that drafts a line for each of these findings; `given` is what its form asked for."""
    asked: dict[str, Any] = {"register": register.key, "findings": list(codes), "days": kept(given)}
    return queue_job(KEY, actor.id, datetime.now(UTC), about=about, **asked)


def _step(work: Work, _name: str) -> Effect:
    return partial(_draft, work)


def _draft(work: Work) -> Message:
    """What has been closed or drafted since the list was looked at is left out, as on its page."""
    register = _register(work)
    assert register is not None and work.actor is not None  # noqa: S101 - allowed a moment ago
    set_scope(scope_of(work.actor, today()))
    findings = findings_with(work.arguments["findings"])
    lines = draft_entries(work.actor, register, findings, **restored(work.arguments["days"]))
    return Message(N_("Đã lập %(count)s dòng dự thảo, đang chờ duyệt."), count=format_int(len(lines)))


def _register(work: Work) -> Register | None:
    return register_of(work.arguments["register"])


def _allows(work: Work) -> bool:
    register = _register(work)
    return register is not None and work.actor is not None and work.actor.may(WRITE, register.key)


DRAFTS = Kind(KEY, N_("Lập danh sách đề nghị"), "", one_step, _step, allows=_allows)
