"""Findings: the kept matrix beside the rules themselves, refreshing, another day, and the generator's own account."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from flask import Flask
from sqlalchemy import delete

from bench.data import Data
from bench.measure import Clock, Rounds, Samples, take_turns, yardstick
from bench.report import Line, Report
from registry.checks.rules import rules
from registry.commands.parts import refresh_all
from registry.kernel.scope import EVERYTHING, set_scope
from registry.kernel.settings import today
from registry.models import Coverage, Finding
from registry.queries.board import kept_counts, live_counts
from registry.queries.findings_check import counts
from registry.storage import db
from registry.storage.engine import write_intent

FEW = 5
OTHER_DAY = date(2021, 6, 30)
REFRESH = {"sqlite": 1000 / 12, "postgresql": 3500 / 12}
"""Milliseconds a rule may take of a refresh from nothing."""
KEPT, LIVE, SCRATCH = "ma trận từ phát hiện đang giữ", "như trên, tính lại từ quy tắc", "rà phát hiện từ đầu"


def measure_gaps(app: Flask, data: Data, report: Report) -> None:
    """The rows of performance.md about rules; nothing stays changed."""
    with app.app_context():
        set_scope(EVERYTHING)
        clock = Clock(data.postmaster)
        _as_planted(data, report)
        _matrix(clock, report)
        _another_day(clock, report)
        _from_scratch(clock, data.kind, report)
        db.session.remove()


def _as_planted(data: Data, report: Report) -> None:
    """`findings count` is what the generator says it planted, rule by rule."""
    planted = {rule: told["count"] for rule, told in json.loads(data.manifest.read_text("utf-8"))["rules"].items()}
    found = counts(today())
    apart = {rule: (found[rule], planted[rule]) for rule in found if found[rule] != planted[rule]}
    note = f"{sum(found.values())} phát hiện {apart or ''}"
    report.add(Line("quy tắc đếm khác bản kê của dữ liệu mẫu", len(apart), "quy tắc", 0, note=note))


def _matrix(clock: Clock, report: Report) -> None:
    day, seen = today(), list(rules().values())
    kept, live = (lambda _: kept_counts(day, None, False)), (lambda _: list(live_counts(seen, day, None)))
    rounds = take_turns(clock, {KEPT: kept, LIVE: live}, FEW)
    report.judge_by(rounds)
    for name, target in ((KEPT, 50), (LIVE, None)):
        samples = rounds.cases[name]
        report.add(Line(name, samples.p50, "ms", target, samples.p95_wall))
    ratio = rounds.cases[KEPT].p50 / rounds.cases[LIVE].p50
    report.add(Line("  giữ / tính lại", ratio, "lần", 1 / 100))


def _another_day(clock: Clock, report: Report) -> None:
    """The slowest rule binds."""
    asked = {key: (lambda _, key=key: counts(OTHER_DAY, only=key)) for key in rules()}
    rounds = take_turns(clock, asked, FEW)
    report.judge_by(rounds)
    slowest = sorted(rounds.cases, key=lambda key: -rounds.cases[key].p50)
    told = ", ".join(f"{key} {rounds.cases[key].p50:.0f}" for key in slowest[1:4])
    samples = rounds.cases[slowest[0]]
    report.add(
        Line(f"một quy tắc ở ngày khác: {slowest[0]}", samples.p50, "ms", 250, samples.p95_wall, f"sau đó {told}")
    )


def _from_scratch(clock: Clock, kind: str, report: Report) -> None:
    rounds = Rounds({SCRATCH: Samples()})
    for _ in range(FEW):
        with _nothing_kept():
            clock.add(rounds.cases[SCRATCH], lambda: refresh_all("bench"))
        Clock().add(rounds.yardstick, yardstick)
    report.judge_by(rounds)
    samples = rounds.cases[SCRATCH]
    report.add(
        Line(SCRATCH, samples.p50, "ms", REFRESH[kind] * len(rules()), samples.p95_wall, f"{len(rules())} quy tắc")
    )


@contextmanager
def _nothing_kept() -> Iterator[None]:
    """As before the first refresh; all is given up again."""
    db.session.rollback()
    with write_intent():
        set_scope(EVERYTHING)
        for model in (Finding, Coverage):
            db.session.execute(delete(model), execution_options={"synchronize_session": False})
        try:
            yield
        finally:
            db.session.rollback()
