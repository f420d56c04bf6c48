"""Saving: a card begun, with its checks, findings and log, beside the bare insert of the same two rows."""

import secrets
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import select

from bench.measure import WARM, Clock, take_turns
from bench.report import Line, Report
from registry.commands.entries import add_entry
from registry.kernel.actor import CONSOLE
from registry.kernel.scope import EVERYTHING, set_scope
from registry.models import Entry, Finding, Household, Person
from registry.registers.insurance import REGISTER
from registry.registers.insurance.card import InsuranceCard
from registry.storage import db
from registry.storage.transaction import transaction

TARGETS = {"sqlite": 3, "postgresql": 6}
OURS, BARE = "lập một thẻ: kiểm, phát hiện, nhật ký", "như trên, chỉ chèn hai dòng"
VALUES: dict[str, Any] = {"starts": date(2021, 12, 1), "ends": date(2023, 1, 1)}


def measure_saving(app: Flask, kind: str, postmaster: int | None, times: int, report: Report) -> None:
    """Cards for people without one, each committed. What is saved stays: the database is one to be thrown away."""
    with app.app_context():
        set_scope(EVERYTHING)
        asked = select(Finding.household_id, Finding.person_id).where(
            Finding.rule == "E01", Finding.closed_on.is_(None)
        )
        people = iter(db.session.execute(asked.order_by(Finding.id).limit(2 * (times + WARM))).all())
        turns = {OURS: lambda _: _save(*next(people)), BARE: lambda _: _insert(*next(people))}
        rounds = take_turns(Clock(postmaster), turns, times)
        db.session.remove()
    report.judge_by(rounds)
    for name in turns:
        report.add(Line(name, rounds.cases[name].p50, "ms", None, rounds.cases[name].p95_wall))
    ratio = rounds.cases[OURS].p50 / rounds.cases[BARE].p50
    report.add(Line("  đủ / chỉ chèn", ratio, "lần", TARGETS[kind]))


def _save(household_id: int, person_id: int) -> None:
    with transaction():
        set_scope(EVERYTHING)
        home, person = db.session.get_one(Household, household_id), db.session.get_one(Person, person_id)
        add_entry(CONSOLE, REGISTER, home, person, subject_code="HN", **VALUES)


def _insert(household_id: int, person_id: int) -> None:
    common = {"household_id": household_id, "person_id": person_id, "unit_id": 1, "class_": "poor", "status": "DU_THAO"}
    row = {"code": secrets.token_hex(5).upper(), "register": REGISTER.key, **common, **VALUES}
    with transaction():
        connection = db.session.connection()
        made = connection.execute(Entry.__table__.insert().values(row))
        connection.execute(InsuranceCard.__table__.insert().values(id=made.inserted_primary_key[0], subject_code="HN"))
