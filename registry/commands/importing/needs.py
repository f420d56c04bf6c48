"""A list of needs from a file, checked: which household each row speaks of, and what would change."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import inspect, select

from registry.commands.checks import Checks
from registry.commands.importing.known import in_chunks
from registry.commands.importing.people import MANY
from registry.commands.importing.places import Finder
from registry.commands.importing.report import CHANGED, NEW, SAME, Difference, Report, registry_mark
from registry.commands.importing.whose import Homes, Whose, load_homes
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
from registry.models.words import in_words
from registry.storage import facet_of

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


def check_needs(actor: Actor, read: Read) -> Report:
    """What bringing in these records would do. Reads only; call it with a scope set."""
    report = Report(registry_mark(), faults=list(read.faults), doubts=list(read.doubts))
    wrong = {(fault.sheet, fault.row) for fault in read.faults}
    work = Work(Finder(actor, places(), today(), HOUSEHOLDS), report, {}, {}, wrong)
    sound = [record for record in read.records if INVALID not in record.values.values()]
    homes = load_homes(work, sound)
    told = [(record, found) for record in sound if (found := _whose(work, homes, record))]
    known, begun = _known({found.household_id for _, found in told})
    for record, found in told:
        if plan := _plan(work, record, found, known, begun):
            report.plans.append(plan)
            _count(report, plan)
    report.faults.sort(key=lambda fault: (fault.sheet, fault.row, len(fault.column), fault.column))
    return report


def _whose(work: Work, homes: Homes, record: Record) -> Whose | None:
    """The household a row means, and the person where the need is theirs alone."""
    found = homes.whose(work, record, of_people=False)
    if found is None or record.get("whose") != ONE:
        return found and replace(found, person_id=None)
    if found.person_id is None:
        work.refuse(record, "name", Message(MANY, name=found.name, year=record.get("birth").year, count=2))
    return found


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
            before = None if plan.need is None else getattr(plan.need, key)
            yield Difference(facet.label, in_words(Need, key, before), in_words(Need, key, value))


def _count(report: Report, plan: NeedPlan) -> None:
    kind = NEW if plan.need is None else CHANGED if plan.changes else SAME
    subject = plan.record.get("name") or plan.household_code
    report.count(plan.record, kind, subject, plan.household_code, plan.differences)
