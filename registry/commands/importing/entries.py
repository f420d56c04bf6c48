"""A list of a register's lines from a file, checked: which line each row speaks of, and what would change."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import inspect, select

from registry.commands.checks import Checks
from registry.commands.importing.known import in_chunks
from registry.commands.importing.money import Known, MoneyPlan, known_money, plan_money
from registry.commands.importing.places import Finder
from registry.commands.importing.report import CHANGED, NEW, SAME, Difference, Report, registry_mark
from registry.commands.importing.whose import Whose, load_homes
from registry.commands.importing.work import Work, collect
from registry.commands.line_fields import check_holder, checked_columns, keys_of
from registry.inputs.money_list import DAY_TAKEN
from registry.inputs.targets import INVALID, Read, Record
from registry.kernel.actor import Actor
from registry.kernel.places import places
from registry.kernel.register import Register
from registry.kernel.scope import unscoped
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import Entry
from registry.models.labels import label_of
from registry.models.parameter import parameters_once
from registry.models.words import in_words
from registry.storage import OPEN

NEEDED = ("household_code", "name", "birth", "number", "starts")
"""A row with one of these unreadable is told so, and compared no further."""


@dataclass
class EntryPlan:
    """A row's line: one that is there already, with the columns to change, or a new one."""

    record: Record
    whose: Whose
    line: Entry | None
    columns: dict[str, Any]
    state: str
    money: MoneyPlan | None = None
    differences: list[Difference] = field(default_factory=list)

    @property
    def line_id(self) -> int | None:
        """Known also when the transaction that read the line is over."""
        identity = inspect(self.line).identity if self.line is not None else None
        return identity[0] if identity else None

    @property
    def changes(self) -> bool:
        return self.line is None or bool(self.differences)


@parameters_once()
def check_entries(register: Register, actor: Actor, read: Read) -> Report:
    """What bringing in these records would do. Reads only; call it with a scope set."""
    report = Report(registry_mark(), faults=list(read.faults), doubts=list(read.doubts))
    wrong = {(fault.sheet, fault.row) for fault in read.faults}
    work = Work(Finder(actor, places(), today(), register.key), report, {}, {}, wrong)
    sound = [record for record in read.records if not any(record.get(key) is INVALID for key in NEEDED)]
    homes, of_people = load_homes(work, sound), register.names_person
    told = [(record, whose) for record in sound if (whose := homes.whose(work, record, of_people))]
    lines = _lines_of(register, {_subject(register, whose) for _, whose in told})
    money = known_money(register, sorted(line.id for some in lines.values() for line in some))
    for record, whose in told:
        if plan := _plan(work, register, record, whose, lines[_subject(register, whose)], money):
            report.plans.append(plan)
            _count(report, plan)
    report.faults.sort(key=lambda fault: (fault.sheet, fault.row, len(fault.column), fault.column))
    return report


def _subject(register: Register, whose: Whose) -> int:
    return whose.person_id or 0 if register.names_person else whose.household_id


def _lines_of(register: Register, subjects: set[int]) -> dict[int, list[Entry]]:
    """The lines of these people, or households, that serve them or wait, the oldest first."""
    model, found = register.model, defaultdict[int, list[Entry]](list)
    column = model.person_id if register.names_person else model.household_id
    states = sorted(register.workflow.covering | register.workflow.waiting)
    asked = select(model).where(model.status.in_(states)).order_by(model.starts, model.id)
    with unscoped():
        for line in in_chunks(sorted(subjects), lambda some: asked.where(column.in_(some))):
            found[getattr(line, column.key)].append(line)
    return found


def _plan(
    work: Work, register: Register, record: Record, whose: Whose, lines: list[Entry], money: Known
) -> EntryPlan | None:
    told = {key: record.get(key) for key in keys_of(register) if record.get(key) is not None}
    starts, ends = told["starts"], told.get("ends", OPEN)
    alike = tuple(told.get(key) for key in register.alike)
    twice = TWICE if register.names_person else TWICE_HOUSE
    work.once(record, "name", (_subject(register, whose), starts, *alike), twice)
    alike_lines = [line for line in lines if _is_alike(register, line, told)]
    line = _meant(register, alike_lines, starts, ends, record)
    if line is not None and _tells_no_day(record, line):
        told["starts"] = line.starts
    base = {key: getattr(line, key) for key in keys_of(register)} if line else {}
    found = Checks()
    columns = checked_columns(found, register, register.complete({**dict.fromkeys(register.fields), **base, **told}))
    if register.names_person and whose.person is not None:
        check_holder(found, register, whose.person, starts)
    moved = plan_money(work, register, record, line, money)
    if collect(work, [record], found) or work.is_wrong(record):
        return None
    state = _state(register, line)
    changed = {key: value for key, value in columns.items() if line is None or getattr(line, key) != value}
    plan = EntryPlan(record, whose, line, changed, state, moved)
    plan.differences = [*_differences(register, plan), *(moved.differences if moved else ())]
    return plan


TWICE = N_("Người này đã có ở dòng %(row)s. Hãy bỏ một.")
TWICE_HOUSE = N_("Hộ này đã có ở dòng %(row)s. Hãy bỏ một.")


def _meant(register: Register, lines: list[Entry], starts: date, ends: date, record: Record) -> Entry | None:
    """The line a row speaks of: one in force from the same day (from any, where it tells none of its own), else what
    was asked for and overlaps its time."""
    workflow = register.workflow
    serving = [line for line in lines if line.status in workflow.covering]
    same = [line for line in serving if line.starts == starts or _tells_no_day(record, line)]
    asked = [line for line in lines if line.status in workflow.waiting and line.starts < ends and starts < line.ends]
    return next(iter([*same, *asked]), None)


def _tells_no_day(record: Record, line: Entry) -> bool:
    """The day of a payment, or one told for the whole file, is for new lines: a line that is open keeps its own."""
    return bool(record.get(DAY_TAKEN)) or (line.ends == OPEN and record.line.columns.get("starts") is None)


def _is_alike(register: Register, line: Entry, told: dict[str, Any]) -> bool:
    """What the row does not say may be anything."""
    return all(told.get(key) in (None, getattr(line, key)) for key in register.alike)


def _state(register: Register, line: Entry | None) -> str:
    """A list never takes a line back: what serves goes on doing so; where lists ask for lines, what waits stays."""
    covering = register.workflow.covering
    if line is not None and (line.status in covering or register.listed_as not in covering):
        return line.status
    return register.listed_as


def _differences(register: Register, plan: EntryPlan) -> Iterator[Difference]:
    line, states = plan.line, register.workflow.states
    if line is not None and line.status != plan.state:
        yield Difference(N_("Trạng thái"), Message(states[line.status]), Message(states[plan.state]))
    for key, value in plan.columns.items():
        label = DAYS.get(key) or label_of(register.model, key)
        if value or line is not None:
            before = None if line is None else getattr(line, key)
            yield Difference(label, in_words(register.model, key, before), in_words(register.model, key, value))


DAYS = {"starts": N_("Từ ngày"), "ends": N_("Đến hết ngày")}


def _count(report: Report, plan: EntryPlan) -> None:
    kind = NEW if plan.line is None else CHANGED if plan.changes else SAME
    report.count(plan.record, kind, plan.whose.name, plan.whose.household_code, plan.differences)
