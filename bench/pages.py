"""Our pages: what each costs, and that it asks the database as often in a tiny registry as in a province."""

import sys
from functools import partial
from itertools import compress
from pathlib import Path

from bench.browser import Browser
from bench.cases import CLERK, COORDINATOR, Case, cases
from bench.data import Data
from bench.measure import Clock, take_turns
from bench.ours import make, signed_in
from bench.report import Line, Report
from bench.statements import slow_plan, watched
from registry.queries.kept import Kept
from registry.storage.attach import close_stores

HOUSEHOLDS = 20
MOST_STATEMENTS = 12


class Pages:
    """An application with its readers and the cases for its data."""

    def __init__(self, url: str, folder: Path) -> None:
        self.app = make(url, folder)
        self.readers = {name: signed_in(self.app, name) for name in (COORDINATOR, CLERK)}
        self.cases = cases(self.readers[COORDINATOR].codes("/households")[:HOUSEHOLDS])

    def open(self, case: Case, at: int) -> None:
        if case.fresh:
            forget()
        self._reader(case).get(case.paths[at % len(case.paths)])

    def statements(self, case: Case) -> int:
        """The most SQL any page of the case asks."""
        return max(self._count(case, path) for path in case.paths)

    def _count(self, case: Case, path: str) -> int:
        self._reader(case).get(path)
        with watched(self.app) as found:
            self._reader(case).get(path)
        return sum(statement.counts for statement in found)

    def _reader(self, case: Case) -> Browser:
        return self.readers[case.user]


def forget() -> None:
    """Read anew all that pages keep until something changes."""
    for name, module in list(sys.modules.items()):
        if name.startswith("registry."):
            for kept in vars(module).values():
                if isinstance(kept, Kept):
                    kept.forget()


def measure_pages(data: Data, folder: Path, times: int, report: Report) -> Pages:
    """All cases in turn, `times` times; then those that read all anew, which would spoil the turns of the others.
    Returns the province's."""
    province, tiny = Pages(data.province, folder), Pages(data.tiny, folder)
    for fresh, rounds in ((False, times), (True, max(times // 5, 3))):
        _measure(
            province, tiny, [case.fresh is fresh for case in province.cases], Clock(data.postmaster), rounds, report
        )
    close_stores(tiny.app)
    return province


def _measure(province: Pages, tiny: Pages, chosen: list[bool], clock: Clock, times: int, report: Report) -> None:
    ours, others = compress(province.cases, chosen), compress(tiny.cases, chosen)
    pairs = list(zip(ours, others, strict=True))
    rounds = take_turns(clock, {case.name: partial(province.open, case) for case, _ in pairs}, times)
    report.judge_by(rounds)
    for case, at_tiny in pairs:
        many, few = province.statements(case), tiny.statements(at_tiny)
        samples = rounds.cases[case.name]
        report.add(Line(case.name, samples.p50, "ms", case.target, samples.p95_wall, f"{many} SQL (cỡ nhỏ {few})"))
        if many > MOST_STATEMENTS or many != few:
            report.add(Line(f"  SQL của “{case.name}”", many, "câu", min(few, MOST_STATEMENTS)))


def explain(pages: Pages) -> None:
    """Print the plan of every slow statement."""
    for case in pages.cases:
        for path in case.paths:
            forget()
            with watched(pages.app) as found:
                pages.readers[case.user].get(path)
            for statement in found:
                if statement.counts and (lines := slow_plan(pages.app, statement)):
                    print(f"\n{path}\n  {' '.join(statement.sql.split())[:1000]}", *lines, sep="\n    ")
