"""One check of a file: who asks, what was found so far, and the ways to say what is wrong."""

from dataclasses import dataclass, field
from typing import Any

from registry.commands.checks import Checks
from registry.commands.classes import indicators_of
from registry.commands.importing.places import Finder
from registry.commands.importing.report import Report
from registry.inputs.household_list import first
from registry.inputs.targets import Record
from registry.messages import Message
from registry.models import ReviewRound


@dataclass
class Work:
    """One check: who asks, what is known, what was found so far."""

    finder: Finder
    report: Report
    spellings: dict[str, str]
    rounds: dict[str, ReviewRound]
    wrong: set[tuple[str, int]]
    seen: dict[Any, Record] = field(default_factory=dict)
    indicators: dict[int, set[str]] = field(default_factory=dict)

    def refuse(self, record: Record, key: str, message: Message) -> None:
        """A fault at a cell; its row counts as wrong."""
        self.report.faults.append(record.line.fault(key, message))
        self.wrong.add((record.line.sheet, record.line.row))

    def doubt(self, record: Record, key: str, message: Message) -> None:
        self.report.doubts.append(record.line.fault(key, message))

    def is_wrong(self, record: Record) -> bool:
        return (record.line.sheet, record.line.row) in self.wrong

    def once(self, record: Record, key: str, thing: Any, text: str) -> None:
        """Refuse what an earlier row has named already; `text` shows %(row)s."""
        earlier = self.seen.setdefault(thing, record)
        if earlier is not record:
            self.refuse(record, key, Message(text, row=earlier.line.row))


def indicators_for(work: Work, review: ReviewRound) -> set[str]:
    """What the round's standard counts by, asked for once."""
    if review.standard_id not in work.indicators:
        work.indicators[review.standard_id] = indicators_of(review.standard_id)
    return work.indicators[review.standard_id]


FIELDS = {"kind": "number", "round_id": "round", "unit_id": "unit", "hamlet_id": "hamlet"}
"""Columns that lists call otherwise."""


def collect(work: Work, records: list[Record], found: Checks) -> bool:
    """Put a check's problems at the cells that told the values; whether there were any."""
    for problem in found.problems:
        key = FIELDS.get(problem.field, problem.field)
        record = first(records, key)[0]
        work.refuse(record, key, problem.message)
    return bool(found.problems)
