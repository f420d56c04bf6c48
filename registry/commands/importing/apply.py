"""Write a checked list of households, all of it in one change: rows are made kind by kind, few questions for many."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from registry.commands.change import command, current_change
from registry.commands.checks import refuse
from registry.commands.facts import HEAD, assign, begin_head, join, next_codes
from registry.commands.importing.compare import HouseholdPlan, PersonPlan
from registry.commands.importing.households import check_households
from registry.commands.importing.known import load_inside, rows_in_chunks
from registry.commands.importing.parts import joined_on
from registry.commands.importing.report import IMPORTERS, Importer, Report
from registry.commands.persons import free_codes
from registry.inputs.household_list import HOUSEHOLD_LIST
from registry.inputs.targets import Read
from registry.kernel.actor import HOUSEHOLDS, IMPORT, Actor
from registry.kernel.scope import unscoped
from registry.kernel.settings import today
from registry.messages import N_
from registry.models import (
    AuditEvent,
    Household,
    HouseholdClass,
    HouseholdCode,
    ImportBatch,
    Person,
    PersonNumber,
    Residence,
)
from registry.storage import OPEN, db
from registry.vn.clean import clean, strip_invisible

SOURCE = N_("Danh sách nhập từ tệp")


@command("import_households", N_("Nhập danh sách hộ từ tệp"), IMPORT)
def import_households(
    actor: Actor, read: Read, *, file_name: str, sha256: str, expected: str = "", checked: Report | None = None
) -> Report:
    """Bring a list in, all or nothing. It is checked here, under the lock, unless what was `checked` before still
    stands: raises Problems at "file", one for each wrong cell, or one sentence when the outcome is not the `expected`
    one that was confirmed (Report.fingerprint)."""
    report = checked if checked is not None and is_standing(checked) else check_households(actor, read)
    require_confirmed(report, expected)
    _write(report.plans)
    record_batch(actor, HOUSEHOLD_LIST.key, report, file_name, sha256)
    return report


def is_standing(checked: Report, households: set[int] | None = None) -> bool:
    """Whether a check still tells the truth: nothing was recorded since; or nothing of these households alone, where
    what happens to others leaves the outcome as it is."""
    length, day = checked.mark
    with unscoped():
        since = set(db.session.scalars(select(AuditEvent.household_id).where(AuditEvent.seq > length)))
    hit = since if households is None else since & {None, *households}
    return day == today() and not hit


def lock_households(ids: Iterable[int]) -> set[int]:
    """These households, locked in the order of their ids, so that two writers never wait for each other."""
    households = set(ids)
    asked = select(Household.id).order_by(Household.id).with_for_update()
    with unscoped():
        list(rows_in_chunks(sorted(households), lambda some: asked.where(Household.id.in_(some))))
    return households


def require_confirmed(report: Report, expected: str) -> None:
    """What is sound and was confirmed is what is written, or nothing is. Raises Problems at "file"."""
    report.refuse_faults()
    if expected and report.fingerprint != expected:
        raise refuse("file", N_("Sổ đã thay đổi từ lúc kiểm tra tệp. Hãy xem lại kết quả kiểm tra rồi xác nhận lại."))
    if not report.new and not report.changed:
        raise refuse("file", N_("Tệp không có gì mới so với sổ, nên không có gì để ghi."))


def record_batch(actor: Actor, target: str, report: Report, file_name: str, sha256: str) -> ImportBatch:
    """The file's own row, and with it its event in the log: hash and counts. For the commands that bring files in."""
    change = current_change()
    shown = clean(strip_invisible(file_name))[-120:] or "-"
    batch = ImportBatch(
        target=target,
        file_name=shown,
        sha256=sha256,
        new_rows=report.new,
        changed_rows=report.changed,
        same_rows=report.same,
        change=change.code if change else "",
        user_id=actor.id,
        made_at=datetime.now(UTC),
    )
    db.session.add(batch)
    return batch


def _write(plans: list[HouseholdPlan]) -> None:
    households = _begin(plans)
    people = _people(plans)
    for plan, household in zip(plans, households, strict=True):
        _write_members(plan, household, people)
        _write_class(plan, household)
        if plan.external:
            db.session.add(HouseholdCode(household_id=household.id, source=SOURCE, code=plan.external))


def _begin(plans: list[HouseholdPlan]) -> list[Household]:
    """New households with their first residence; of known ones what the file tells otherwise."""
    codes = iter(next_codes(sum(plan.home is None for plan in plans)))
    inside = load_inside(plan.home.id for plan in plans if plan.home)
    households = []
    for plan in plans:
        if plan.home is None:
            household = Household(code=next(codes), starts=plan.starts, ends=OPEN, **plan.columns)
            db.session.add(household)
        else:
            household = inside.households[plan.home.id]
            assign(household, plan.columns)
            if plan.place["address"]:
                inside.homes[household.id].address = plan.place["address"]
        households.append(household)
    db.session.flush()
    for plan, household in zip(plans, households, strict=True):
        if plan.home is None:
            db.session.add(Residence(household_id=household.id, starts=plan.starts, ends=OPEN, **plan.place))
    return households


def _people(plans: list[HouseholdPlan]) -> dict[int, Person]:
    """The person of each row, by the plan's id; new ones written together."""
    rows = [row for plan in plans for row in plan.people]
    codes = iter(free_codes(sum(row.is_new for row in rows)))
    people = {}
    for row in rows:
        if row.person is None:
            people[id(row)] = Person(code=next(codes), **row.columns)
            db.session.add(people[id(row)])
        else:
            people[id(row)] = row.person
            assign(row.person, row.columns)
    db.session.flush()
    return people


def _write_members(plan: HouseholdPlan, household: Household, people: dict[int, Person]) -> None:
    since = max(plan.starts, household.starts)
    for row in plan.people:
        person = people[id(row)]
        if row.number:
            db.session.add(PersonNumber(person_id=person.id, **row.number))
        if row.membership is not None:
            assign(row.membership, {"relationship": row.relationship})
            continue
        if row.relationship == HEAD:
            begin_head(household, person.id, since)
        _join(row, household, person, since)


def _join(row: PersonPlan, household: Household, person: Person, since: Any) -> None:
    starts, reason = joined_on(row.record, since)
    join(household, person.id, starts if row.relationship != HEAD else since, row.relationship, reason)


def _write_class(plan: HouseholdPlan, household: Household) -> None:
    if plan.class_ and plan.class_row is None:
        db.session.add(HouseholdClass(household_id=household.id, **plan.class_))
    elif plan.class_:
        with unscoped():
            assign(plan.class_row, plan.class_)


IMPORTERS[HOUSEHOLD_LIST.key] = Importer(HOUSEHOLD_LIST, HOUSEHOLDS, check_households, import_households)
