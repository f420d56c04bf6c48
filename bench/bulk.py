"""Fifty thousand cards approved in one job, part by part, and taken back whole."""

from flask import Flask
from sqlalchemy import select, update

from bench.measure import Clock, Rounds, Samples, yardstick
from bench.report import Line, Report
from registry.checks.reading import scope_of
from registry.commands.parts import refresh_all
from registry.jobs.parts import queue_parts
from registry.jobs.undo import queue_undo
from registry.jobs.worker import Worker
from registry.kernel.actor import Actor
from registry.kernel.scope import EVERYTHING, set_scope
from registry.kernel.settings import today
from registry.models import Entry, Job
from registry.queries.accounts import actor_for, find_user
from registry.queries.entries import matching_lines
from registry.queries.entry_filters import STATE, EntryFilters
from registry.queries.jobs import job_with, outcome_of, problem_of
from registry.registers.insurance import REGISTER
from registry.storage import db
from registry.storage.transaction import transaction

COUNT, SECONDS = 50_000, 180
OFFICER = "soyte"
APPROVE = next(move for move in REGISTER.workflow.moves if move.key == "approve")


def measure_bulk(app: Flask, postmaster: int | None, report: Report) -> None:
    """Each job done once, by a worker in this process. What is written stays: the database is one to be thrown away."""
    clock, rounds = Clock(postmaster), Rounds({})
    for _ in range(3):
        Clock().add(rounds.yardstick, yardstick)
    report.judge_by(rounds)
    with app.app_context():
        count = _draft()
        with transaction():
            approved = _queue(_officer()).id
    job = _do(app, clock, approved, f"duyệt {count} dòng trong một việc", SECONDS, report)
    with app.app_context(), transaction():
        undone = queue_undo(_officer(), str(job.change)).id
    _do(app, clock, undone, "  hoàn tác cả việc", None, report)


def _officer() -> Actor:
    """Who writes cards in the whole province; the session reads on their behalf."""
    user = find_user(OFFICER)
    assert user is not None
    actor = actor_for(user, today())
    set_scope(scope_of(actor, today()))
    return actor


def _draft() -> int:
    """So many issued cards are drafts again, past every command; findings are made to fit."""
    table = Entry.__table__
    with transaction():
        set_scope(EVERYTHING)
        issued = select(REGISTER.model.id).where(REGISTER.model.status.in_(("DA_CAP", "DA_GIAO")))
        ids = list(db.session.scalars(issued.order_by(REGISTER.model.id.desc()).limit(COUNT)))
        for at in range(0, len(ids), 10_000):
            some = table.c.id.in_(ids[at : at + 10_000])
            db.session.connection().execute(update(table).where(some).values(status=REGISTER.workflow.start))
        refresh_all("bench")
    return len(ids)


def _queue(actor: Actor) -> Job:
    drafts = EntryFilters(today(), chosen={STATE: frozenset({REGISTER.workflow.start})})
    lines = matching_lines(REGISTER, drafts, None, COUNT)
    return queue_parts(actor, REGISTER, APPROVE, lines, {"on_date": today(), "note": None}, "bench")


def _do(app: Flask, clock: Clock, job_id: int, what: str, target: float | None, report: Report) -> Job:
    """The worker does what waits; seconds of CPU, beside what the clock says."""
    taken = Samples()
    clock.add(taken, lambda: Worker(app).work(until_idle=True))
    with app.app_context():
        job = job_with(job_id)
        assert job is not None and job.state == "done", job and problem_of(job)
        note = f"{job.total} bước; {outcome_of(job)}"
        db.session.expunge(job)
        db.session.remove()
    report.add(Line(what, taken.cpu[0] / 1000, "s", target, taken.wall[0], note))
    return job
