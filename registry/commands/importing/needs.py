"""A list of needs from a file, checked: which household each row speaks of, and what would change."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import inspect, select

from registry.commands.checks import Checks
from registry.commands.importing.known import Known, in_chunks, load_known
from registry.commands.importing.people import Members, find_member, load_members
from registry.commands.importing.places import Finder
from registry.commands.importing.report import CHANGED, NEW, SAME, Difference, Report, registry_mark
from registry.commands.importing.work import Work, collect
from registry.commands.needs import FIELDS, check_need
from registry.inputs.need_list import ONE
from registry.inputs.targets import INVALID, Read, Record
from registry.kernel.actor import HOUSEHOLDS, Actor
from registry.kernel.places import places
from registry.kernel.scope import unscoped
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import Household, Need
from registry.storage import Facet, facet_of
from registry.vn.dates import format_day

Key = tuple[int, int | None, str, str | None, Any]


@dataclass
class NeedPlan:
    """A row's answer: one that is there already, with the columns to change, or a new one."""

    record: Record
    household_id: int
    household_code: str
    person_id: int | None
    need: Need | None
    columns: dict[str, Any]
    differences: list[Difference] = field(default_factory=list)

    @property
    def need_id(self) -> int | None:
        """Known also when the transaction that read the answer is over."""
        identity = inspect(self.need).identity if self.need is not None else None
        return identity[0] if identity else None

    @property
    def changes(self) -> bool:
        return self.need is None or bool(self.columns)


@dataclass(frozen=True)
class Whose:
    """The household a row means, and the person where it is theirs."""

    household_id: int
    household_code: str
    person_id: int | None


def check_needs(actor: Actor, read: Read) -> Report:
    """What bringing in these records would do. Reads only; call it with a scope set."""
    report = Report(registry_mark(), faults=list(read.faults), doubts=list(read.doubts))
    wrong = {(fault.sheet, fault.row) for fault in read.faults}
    work = Work(Finder(actor, places(), today(), HOUSEHOLDS), report, {}, {}, wrong)
    sound = [record for record in read.records if INVALID not in record.values.values()]
    homes = load_known(work.finder, (), (code for one in sound if (code := one.get("household_code"))))
    people = load_members(work.finder, sound)
    told = [(record, found) for record in sound if (found := _whose(work, homes, people, record))]
    known, begun = _known({found.household_id for _, found in told})
    for record, found in told:
        if plan := _plan(work, record, found, known, begun):
            report.plans.append(plan)
            _count(report, plan)
    report.faults.sort(key=lambda fault: (fault.sheet, fault.row, len(fault.column), fault.column))
    return report


def _whose(work: Work, homes: Known, people: Members, record: Record) -> Whose | None:
    """By the household's code alone, else by the person named; who cannot be told for sure is a fault."""
    if record.get("name") is None or record.get("birth") is None:
        return _by_code(work, homes, record)
    member = find_member(work, people, record)
    if member is None:
        return None
    return Whose(member.household_id, member.household_code, member.person_id if record.get("whose") == ONE else None)


def _by_code(work: Work, homes: Known, record: Record) -> Whose | None:
    code = str(record.get("household_code")).upper()
    named = homes.by_external.get(str(record.get("household_code")), [])
    found = {home.id: home for home in (*filter(None, [homes.by_code.get(code)]), *named)}
    if len(found) == 1:
        home = next(iter(found.values()))
        return Whose(home.id, home.code, None)
    if found:
        told = N_("Mã %(code)s là của nhiều hộ trong sổ. Hãy ghi mã hộ trong sổ (HH-…).")
    else:
        told = N_("Không có hộ %(code)s đang ở địa bàn của bạn.")
    work.refuse(record, "household_code", Message(told, code=code))
    return None


def _known(ids: Iterable[int]) -> tuple[dict[Key, Need], dict[int, Household]]:
    """The answers of these households, and the households themselves."""
    wanted = sorted(ids)
    with unscoped():
        rows = list(in_chunks(wanted, lambda some: select(Need).where(Need.household_id.in_(some))))
        homes = in_chunks(wanted, lambda some: select(Household).where(Household.id.in_(some)))
        return {_key(row.household_id, row.person_id, vars(row)): row for row in rows}, {one.id: one for one in homes}


def _key(household_id: int, person_id: int | None, columns: Any) -> Key:
    return household_id, person_id, columns["programme"], columns["detail"], columns["on_date"]


def _plan(work: Work, record: Record, whose: Whose, known: dict[Key, Need], homes: dict[int, Household]) -> Any:
    """The plan of a row; None where something is wrong with it."""
    found = Checks()
    columns = check_need(found, homes[whose.household_id], {key: record.get(key) for key in FIELDS})
    key = _key(whose.household_id, whose.person_id, columns)
    work.once(record, "answer", key, N_("Hộ này đã trả lời ở dòng %(row)s. Hãy bỏ một."))
    if collect(work, [record], found) or work.is_wrong(record):
        return None
    need = known.get(key)
    told = {name: value for name, value in columns.items() if value is not None or need is None}
    changed = {name: value for name, value in told.items() if need is None or getattr(need, name) != value}
    plan = NeedPlan(record, whose.household_id, whose.household_code, whose.person_id, need, changed)
    plan.differences = list(_differences(plan))
    return plan


def _differences(plan: NeedPlan) -> Iterator[Difference]:
    for key, value in plan.columns.items():
        facet = facet_of(getattr(Need, key))
        if facet and value is not None:
            yield Difference(facet.label, _shown(facet, getattr(plan.need, key, None)), _shown(facet, value))


def _shown(facet: Facet, value: Any) -> str | Message:
    if value is None:
        return "–"
    if isinstance(value, date):
        return format_day(value)
    return Message(facet.choices[value]) if facet.choices else str(value)


def _count(report: Report, plan: NeedPlan) -> None:
    kind = NEW if plan.need is None else CHANGED if plan.changes else SAME
    subject = plan.record.get("name") or plan.household_code
    report.count(plan.record, kind, subject, plan.household_code, plan.differences)
