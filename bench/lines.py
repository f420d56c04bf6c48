"""Lines of every register: each corrected with its findings and log, and the page of a household that has forty."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import cycle, islice

from flask import Flask
from sqlalchemy import func, select, update

from bench.browser import Browser
from bench.measure import WARM, Clock, take_turns
from bench.report import Line, Report
from registry.commands.entries import correct_entry
from registry.kernel.actor import CONSOLE
from registry.kernel.register import Register
from registry.kernel.scope import EVERYTHING, set_scope
from registry.models import Entry, Household
from registry.registers import registers
from registry.storage import OPEN, db
from registry.storage.transaction import transaction

SAVING, PAGE = 80, 80
"""Milliseconds a save, and the household page, may take."""
MANY = 40


def measure_lines(app: Flask, reader: Browser, postmaster: int | None, times: int, report: Report) -> None:
    """What is written stays: the database is one to be thrown away."""
    with app.app_context():
        turns = {f"sửa một dòng: {one.title}": _correcting(app, one, times + WARM) for one in registers()}
        code = _gather()
        db.session.remove()
    full = f"trang hộ có {MANY} dòng"
    rounds = take_turns(Clock(postmaster), turns | {full: lambda _: reader.get(f"/households/{code}")}, times)
    report.judge_by(rounds)
    for name, samples in rounds.cases.items():
        report.add(Line(name, samples.p50, "ms", PAGE if name == full else SAVING, samples.p95_wall))


def _correcting(app: Flask, register: Register, times: int) -> Callable[[int], None]:
    """Another line each time: it ends a day later, or, without an end, at last has one."""
    set_scope(EVERYTHING)
    started = select(register.model.id).where(register.model.starts < date(2021, 1, 1))
    ids = cycle(list(db.session.scalars(started.order_by(register.model.id).limit(times))))
    return lambda _: _correct(app, register, next(ids))


def _correct(app: Flask, register: Register, id_: int) -> None:
    with app.app_context(), transaction():
        set_scope(EVERYTHING)
        line = db.session.get_one(register.model, id_)
        ends = date(2024, 1, 1) if line.ends == OPEN else line.ends + timedelta(days=1)
        correct_entry(CONSOLE, line, line.version, ends=ends)


def _gather() -> str:
    """The code of the household with the most lines, which now has forty: some of its neighbours'."""
    table = Entry.__table__
    with transaction():
        set_scope(EVERYTHING)
        counted = select(Entry.household_id).group_by(Entry.household_id).order_by(func.count().desc())
        most, *others = db.session.scalars(counted.limit(MANY)).all()
        near = db.session.scalars(select(Entry.id).where(Entry.household_id.in_(others)).order_by(Entry.id))
        lacking = MANY - (db.session.scalar(select(func.count()).where(Entry.household_id == most)) or 0)
        moved = update(table).where(table.c.id.in_(list(islice(near, lacking)))).values(household_id=most)
        db.session.connection().execute(moved)
        return db.session.get_one(Household, most).code
