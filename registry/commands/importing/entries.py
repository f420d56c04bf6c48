"""A list of a register's lines from a file, checked: which line each row speaks of, and what would change."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import inspect, select

from registry.commands.checks import Checks
from registry.commands.importing.known import in_chunks
from registry.commands.importing.money import Known, MoneyPlan, known_money, plan_money
from registry.commands.importing.people import Member, find_member, load_members
from registry.commands.importing.places import Finder
from registry.commands.importing.report import CHANGED, NEW, SAME, Difference, Report, registry_mark
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
from registry.storage import OPEN, Facet, facet_of
from registry.vn.dates import format_day
from registry.vn.ids import mask

NEEDED = ("name", "birth", "number", "starts")
"""A row with one of these unreadable is told so, and compared no further."""


@dataclass
class EntryPlan:
    """A row's line: one that is there already, with the columns to change, or a new one."""

    record: Record
    member: Member
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


def check_entries(register: Register, actor: Actor, read: Read) -> Report:
    """What bringing in these records would do. Reads only; call it with a scope set."""
    report = Report(registry_mark(), faults=list(read.faults), doubts=list(read.doubts))
    wrong = {(fault.sheet, fault.row) for fault in read.faults}
    work = Work(Finder(actor, places(), today(), register.key), report, {}, {}, wrong)
    sound = [record for record in read.records if not any(record.get(key) is INVALID for key in NEEDED)]
    known = load_members(work.finder, sound)
    told = [(record, member) for record in sound if (member := find_member(work, known, record))]
    lines = _lines_of(register, {member.person_id for _, member in told})
    money = known_money(register, sorted(line.id for some in lines.values() for line in some))
    for record, member in told:
        if plan := _plan(work, register, record, member, lines[member.person_id], money):
            report.plans.append(plan)
            _count(report, plan)
    report.faults.sort(key=lambda fault: (fault.sheet, fault.row, len(fault.column), fault.column))
    return report


def _lines_of(register: Register, people: set[int]) -> dict[int, list[Entry]]:
    """The lines of these people that serve them or wait, the oldest first."""
    model, found = register.model, defaultdict(list)
    states = sorted(register.workflow.covering | register.workflow.waiting)
    asked = select(model).where(model.status.in_(states)).order_by(model.starts, model.id)
    with unscoped():
        for line in in_chunks(sorted(people), lambda some: asked.where(model.person_id.in_(some))):
            found[line.person_id].append(line)
    return found


def _plan(
    work: Work, register: Register, record: Record, member: Member, lines: list[Entry], money: Known
) -> EntryPlan | None:
    told = {key: record.get(key) for key in keys_of(register) if record.get(key) is not None}
    starts, ends = told["starts"], told.get("ends", OPEN)
    alike = tuple(told.get(key) for key in register.alike)
    work.once(record, "name", (member.person_id, starts, *alike), N_("Người này đã có ở dòng %(row)s. Hãy bỏ một."))
    any_day = bool(record.get(DAY_TAKEN))
    line = _meant(register, [line for line in lines if _is_alike(register, line, told)], starts, ends, any_day)
    if any_day and line is not None:
        told["starts"] = line.starts
    base = {key: getattr(line, key) for key in keys_of(register)} if line else {}
    found = Checks()
    columns = checked_columns(found, register, register.complete({**dict.fromkeys(register.fields), **base, **told}))
    check_holder(found, register, member.person, starts)
    moved = plan_money(work, register, record, line, money)
    if collect(work, [record], found) or work.is_wrong(record):
        return None
    state = _state(register, line)
    changed = {key: value for key, value in columns.items() if line is None or getattr(line, key) != value}
    plan = EntryPlan(record, member, line, changed, state, moved)
    plan.differences = [*_differences(register, plan), *(moved.differences if moved else ())]
    return plan


def _meant(register: Register, lines: list[Entry], starts: date, ends: date, any_day: bool) -> Entry | None:
    """The line a row speaks of: one in force from the same day (or from `any_day`), else what was asked for and
    overlaps its time."""
    workflow = register.workflow
    same = [line for line in lines if line.status in workflow.covering and (any_day or line.starts == starts)]
    asked = [line for line in lines if line.status in workflow.waiting and line.starts < ends and starts < line.ends]
    return next(iter([*same, *asked]), None)


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
        facet = facet_of(getattr(register.model, key)) or DAYS[key]
        if value not in (None, "") or line is not None:
            yield Difference(facet.label, _shown(key, facet, getattr(line, key, None)), _shown(key, facet, value))


DAYS = {"starts": Facet(N_("Từ ngày")), "ends": Facet(N_("Đến hết ngày"))}


def _shown(key: str, facet: Facet, value: Any) -> str | Message:
    if value in (None, "", OPEN):
        return "–"
    if isinstance(value, date):
        return format_day(value - timedelta(1) if key == "ends" else value)
    if facet.choices and value in facet.choices:
        return Message(facet.choices[value])
    return mask(str(value)) if facet.masked else str(value)


def _count(report: Report, plan: EntryPlan) -> None:
    kind = NEW if plan.line is None else CHANGED if plan.changes else SAME
    report.count(plan.record, kind, plan.member.person.name, plan.member.household_code, plan.differences)
