"""A list of households checked against the registry: matched by code, else by head, birth year and hamlet; never by a
guess. Every fault of every row is told at once; nothing is written here."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from registry.commands.importing.compare import HouseholdPlan, person_differences
from registry.commands.importing.known import Home, Inside, Known, holders, load_inside, load_known
from registry.commands.importing.parts import plan_class, plan_home, plan_person
from registry.commands.importing.places import Finder, Unknown
from registry.commands.importing.report import CHANGED, NEW, SAME, Report, registry_mark
from registry.commands.importing.work import Work
from registry.inputs.household_list import HEAD, first, households
from registry.inputs.targets import INVALID, Read, Record
from registry.kernel.actor import HOUSEHOLDS, Actor
from registry.kernel.places import places
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import EthnicGroup, ReviewRound
from registry.storage import db
from registry.vn.fold import fold

OURS = "HH-"
SHORTEST_CODE = 6
"""A shorter code numbers the households of one list and says nothing elsewhere."""
NEEDED = ("name", "birth", "sex", "ethnicity", "relationship", "number")
"""A row with one of these unreadable is told so, and compared no further."""


def check_households(actor: Actor, read: Read) -> Report:
    """What bringing in these records would do. Reads only; call it with a scope set."""
    report = Report(registry_mark(), faults=list(read.faults), doubts=list(read.doubts))
    wrong = {(fault.sheet, fault.row) for fault in read.faults}
    finder = Finder(actor, places(), today(), HOUSEHOLDS)
    groups = db.session.scalars(select(EthnicGroup)).all()  # held, so that each is asked for once
    work = Work(finder, report, _spellings(groups), _rounds(), wrong)
    placed = [(records, _place(work, records)) for records in households(read)]
    known = load_known(finder, {place["unit_id"] for _, place in placed if place}, _codes(read))
    plans = [_plan(work, known, records, place) for records, place in placed if place]
    inside = load_inside(plan.home.id for plan in plans if plan.home)
    bearers = holders(number[1] for record in read.records if (number := record.get("number")))
    for plan in plans:
        _compare(work, plan, inside, bearers)
    report.plans = plans
    report.faults.sort(key=lambda fault: (fault.sheet, fault.row, len(fault.column), fault.column))
    return report


def _spellings(groups: Sequence[EthnicGroup]) -> dict[str, str]:
    """Ethnic groups by every folded spelling, never by number: lists count them differently."""
    return {word: g.code for g in groups for word in (fold(g.name), *filter(None, g.synonyms.split(",")))}


def _rounds() -> dict[str, ReviewRound]:
    return {fold(row.code): row for row in db.session.scalars(select(ReviewRound))}


def _codes(read: Read) -> Iterator[str]:
    return (code for record in read.records if (code := record.get("household_code")))


def _place(work: Work, records: list[Record]) -> dict[str, Any] | None:
    """Where the household lives by the file; None when that cannot be told, which is a fault."""
    key, (record, text) = "unit", first(records, "unit")
    try:
        unit = work.finder.unit(text)
        key, (record, text) = "hamlet", first(records, "hamlet")
        hamlet_id = work.finder.hamlet(unit, text)
    except Unknown as unknown:
        work.refuse(record, key, unknown.message)
        return None
    return {"unit_id": unit.id, "hamlet_id": hamlet_id, "address": first(records, "address")[1]}


def _plan(work: Work, known: Known, records: list[Record], place: dict[str, Any]) -> HouseholdPlan:
    told, code = first(records, "household_code")
    home, external = None, None
    if code and code.startswith(OURS):
        home = known.by_code.get(code)
        if home is None:
            work.refuse(told, "household_code", Message(N_("Không có hộ %(code)s đang ở địa bàn của bạn."), code=code))
    elif code and len(code) >= SHORTEST_CODE:
        home, external = _by_external(work, known, told, code), code
    if home is None and not (code or "").startswith(OURS):
        home = _by_head(work, known, records[0], place)
    _check_order(work, records, home)
    if home is not None:
        work.once(records[0], "household_code", ("home", home.id), N_("Hộ này đã có ở dòng %(row)s. Hãy bỏ một."))
    starts = first(records, "starts")[1] or work.finder.day
    return HouseholdPlan(records, home, place, starts, external=external)


def _by_external(work: Work, known: Known, record: Record, code: str) -> Home | None:
    found = known.by_external.get(code, [])
    if len({home.id for home in found}) > 1:
        told = N_("Mã %(code)s là của nhiều hộ trong sổ. Hãy ghi mã hộ trong sổ (HH-…).")
        work.refuse(record, "household_code", Message(told, code=code))
    return found[0] if found else None


def _by_head(work: Work, known: Known, record: Record, place: dict[str, Any]) -> Home | None:
    """The one household of the commune with this head, in the hamlet when one is told."""
    if not record.get("name") or not record.get("birth"):
        return None
    key = (fold(record.get("name")), record.get("birth").year, place["unit_id"])
    found = [home for home in known.by_head.get(key, ()) if place["hamlet_id"] in (None, home.hamlet_id)]
    if len(found) > 1:
        told = N_("Trong sổ có %(count)s hộ cùng tên chủ hộ, năm sinh và ấp: %(codes)s. Hãy ghi mã hộ vào cột Mã hộ.")
        codes = ", ".join(home.code for home in found[:6])
        work.refuse(record, "name", Message(told, count=len(found), codes=codes))
        return None
    if not found:
        work.once(
            record, "name", ("head", *key, place["hamlet_id"]), N_("Chủ hộ này đã có ở dòng %(row)s. Hãy bỏ một.")
        )
    return found[0] if found else None


def _check_order(work: Work, records: list[Record], home: Home | None) -> None:
    """A new household begins with its head, and has one."""
    if home is None and records[0].get("relationship") not in (HEAD, INVALID):
        told = N_("Phía trên dòng này không có chủ hộ. Hãy đặt chủ hộ ở dòng đầu của hộ.")
        work.refuse(records[0], "relationship", Message(told))


def _compare(work: Work, plan: HouseholdPlan, inside: Inside, bearers: dict[str, list[Any]]) -> None:
    """Fill the plan in, and count its rows."""
    plan_home(work, plan, inside)
    plan_class(work, plan, inside)
    for record in plan.records:
        if not any(record.get(key) is INVALID for key in NEEDED):
            plan_person(work, plan, record, inside, bearers)
    owner = plan.home.code if plan.home else ""
    for at, person in enumerate(plan.people):
        if not work.is_wrong(person.record):
            more = plan.differences if at == 0 else []
            differences = [*person_differences(person), *more]
            kind = NEW if person.is_new else CHANGED if differences or person.columns else SAME
            work.report.count(person.record, kind, person.record.get("name"), owner, differences)
