"""Printing: a commune's list in the request, the same HTML in our child and in Chromium, a long list by the worker."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from bench.browser import Browser
from bench.cases import COORDINATOR
from bench.measure import TICK, Clock, Samples, take_turns
from bench.ours import KEY
from bench.report import Line, Report
from bench.service import memory_of
from registry.checks.rules import rules
from registry.commands.jobs import queue_job
from registry.config import ROOT
from registry.jobs.household_list import HouseholdListing
from registry.kernel.places import places
from registry.kernel.scope import EVERYTHING, set_scope
from registry.kernel.settings import today
from registry.models import Finding, HouseholdPeriod, Job, User
from registry.outputs.print import Order, Stamp, default_letterhead
from registry.outputs.print.gaps import gap_papers
from registry.outputs.print.paper import part_htmls
from registry.outputs.print.worker import THE_WORKER
from registry.queries.gap_filters import Asked
from registry.queries.gap_sheets import gap_sheets
from registry.queries.gaps import source_title
from registry.queries.household_filters import Filters
from registry.queries.letterheads import coordinating_agency
from registry.storage import db
from registry.storage.transaction import transaction

FEW, AT_ONCE, LONG = 5, 100, 5000
STYLE = ROOT / "registry" / "static" / "css" / "paper.css"
REQUEST, CHILD, CHROMIUM = (
    "danh sách một xã ra PDF, trong yêu cầu",
    "vẽ HTML ấy: tiến trình con",
    "vẽ HTML ấy: Chromium",
)


@dataclass(frozen=True)
class Short:
    """The longest list of a rule in one commune that is still printed in the request."""

    rule: str
    unit: str
    rows: int


def measure_printing(app: Flask, reader: Browser, folder: Path, report: Report) -> None:
    """Requests are judged by the clock, as a reader waits; the two printers by their CPU."""
    with app.app_context():
        set_scope(EVERYTHING)
        short = _short_list()
        html = _html_of(short)
        db.session.remove()
    page = f"/gaps/{short.rule}?unit={short.unit}&format=pdf"
    spent: dict[str, list[float]] = {CHILD: [], CHROMIUM: []}
    turns = {
        REQUEST: lambda _: reader.get(page),
        CHILD: lambda _: spent[CHILD].append(_child(html)),
        CHROMIUM: lambda _: spent[CHROMIUM].append(_chromium(html, folder)),
    }
    rounds = take_turns(Clock(), turns, FEW)
    report.judge_by(rounds)
    samples = rounds.cases[REQUEST]
    waited = Samples(samples.wall, samples.wall)
    report.add(Line(REQUEST, waited.p50 / 1000, "s", 3, waited.p95_wall, f"{short.rows} dòng, theo đồng hồ"))
    for name in spent:
        report.add(Line(name, Samples(spent[name][-FEW:]).p50, "ms", None, rounds.cases[name].p95_wall))


def _short_list() -> Short:
    f = Finding
    rows = func.count().label("rows")
    by = select(f.rule, f.unit_id, rows).where(f.closed_on.is_(None), f.person_id.is_not(None))
    found = db.session.execute(by.group_by(f.rule, f.unit_id).having(rows <= AT_ONCE).order_by(rows.desc())).first()
    assert found is not None, "không có danh sách nào đủ ngắn"
    return Short(found.rule, places().on(found.unit_id, today()).code, found.rows)


def _html_of(short: Short) -> str:
    rule = rules()[short.rule]
    sheets = gap_sheets(rule, Asked(today(), unit=frozenset({short.unit})))
    agency = coordinating_agency(today())
    assert agency is not None
    order = Order(default_letterhead(agency, today()), today(), Stamp("Người đo", "08:00"))
    (paper,) = gap_papers(sheets, order, str(source_title(rule)), True)
    return "".join(part_htmls(paper, size=AT_ONCE))


def _child(html: str) -> float:
    """CPU of the warm child for one drawing, in milliseconds."""
    before = _spent()
    THE_WORKER.draw(html, 1)
    return _spent() - before


def _spent() -> float:
    if THE_WORKER.process is None:
        return 0
    told = Path(f"/proc/{THE_WORKER.process}/stat").read_text().rpartition(") ")[2].split()
    return (int(told[11]) + int(told[12])) * TICK


def _chromium(html: str, folder: Path) -> float:
    """CPU of a browser started for one printing, in milliseconds: it has no warm way to print."""
    page = folder / "sheet.html"
    page.write_text(html.replace("</head>", f'<link rel="stylesheet" href="file://{STYLE}"></head>'), "utf-8")
    command = [sys.executable, "-m", "bench.chromium", str(page), str(folder / "sheet.pdf")]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def measure_long_list(app: Flask, folder: Path, report: Report) -> None:
    """A list of at least LONG households drawn by the worker: the most it and its child hold at once."""
    with app.app_context():
        rows, code = _queued()
    environment = {
        **os.environ,
        "REGISTRY_DATABASE_URL": app.config["REGISTRY"].database_url,
        "REGISTRY_SECRET_KEY": KEY,
    }
    environment |= {"REGISTRY_ACTIVITY_URL": app.config["REGISTRY"].activity_url}
    command = [sys.executable, "-m", "flask", "registry", "worker", "--until-idle"]
    began = time.perf_counter()
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL) as worker:
        most = max(_held(worker), default=0)
    seconds = time.perf_counter() - began
    with app.app_context():
        made = db.session.scalars(select(Job).where(Job.code == code)).one()
        assert made.state == "done", f"việc in dừng: {made.state}"
        note = f"{rows} dòng, {(made.size or 0) / 1e6:.1f} MB, {seconds:.0f} s theo đồng hồ"
        db.session.remove()
    report.add(Line("in danh sách dài ở nền: bộ nhớ nhiều nhất", most, "MB", 300, note=note))


def _queued() -> tuple[int, str]:
    """Poor and near-poor households of so many districts as it takes."""
    set_scope(EVERYTHING)
    day, classes = today(), frozenset({"poor", "near_poor"})
    by = select(HouseholdPeriod.unit_id, func.count()).where(
        HouseholdPeriod.on(day), HouseholdPeriod.class_.in_(classes)
    )
    rows, units = 0, set()
    for unit_id, count in sorted(db.session.execute(by.group_by(HouseholdPeriod.unit_id)), key=lambda one: one[1]):
        if rows < LONG:
            rows, units = rows + count, units | {places().on(unit_id, day).code}
    agency = coordinating_agency(day)
    assert agency is not None
    listing, order = HouseholdListing(Filters(day, units=frozenset(units), classes=classes)), {"agency": agency.code}
    with transaction():
        user = db.session.scalars(select(User.id).where(User.username == COORDINATOR)).one()
        job = queue_job(
            listing.key, user, datetime.now(UTC), file_name="danh-sach.pdf", order=order, **listing.arguments()
        )
    return rows, job.code


def _held(worker: subprocess.Popen[bytes]) -> Iterator[float]:
    while worker.poll() is None:
        time.sleep(0.2)
        try:
            yield memory_of(worker.pid)
        except OSError:
            continue  # it, or its child, has just ended
