"""Lines of registers: begun, corrected, moved along their workflow. The same for every register, by its declaration."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from registry.commands.balances import owed
from registry.commands.change import command
from registry.commands.checks import Checks, refuse
from registry.commands.codes import random_code
from registry.commands.facts import assign
from registry.commands.line_rights import hold_for, hold_line, require
from registry.commands.money import approve_due
from registry.commands.snapshots import snapshot, snapshots
from registry.kernel.actor import WRITE, Actor
from registry.kernel.register import Move, Register
from registry.kernel.scope import unscoped
from registry.kernel.settings import today
from registry.messages import N_
from registry.models import Entry, EntryStep, Household, Membership, Person
from registry.storage import OPEN, db
from registry.storage.inner import of_households, rows_in
from registry.vn.dates import under
from registry.vn.numbers import format_int

DAYS = ("starts", "ends")
OF_AGE = 18
_MEMBERS = select(Membership.person_id).where(of_households(Membership.household_id), ~Membership.withdrawn)


@command("add_entry", N_("Lập dòng trong sổ"), WRITE, register="")
def add_entry(
    actor: Actor, register: Register, household: Household, person: Person | None, *, batch: str = "", **values: Any
) -> Entry:
    """A new line in the register's first state. `values`: its fields, `starts` and `ends` (half-open).

    The commune and the class are kept as they stand on the first day the line counts (decisions.md 12).
    """
    hold_for(actor, register, household)
    with Checks() as found:
        _check_person(found, register, household, person, values)
        columns = checked_columns(found, register, values)
    entry = register.model(
        code=random_code(),
        household_id=household.id,
        person_id=person.id if person else None,
        status=register.workflow.start,
        batch=batch or None,
        **snapshot(household.id, columns["starts"]) | _stamped(register, household.id, columns),
        **columns,
    )
    db.session.add(entry)
    db.session.flush()
    add_step(actor, entry, None, today(), {})
    return entry


@command("correct_entry", N_("Đính chính dòng trong sổ"), WRITE, register="")
def correct_entry(actor: Actor, entry: Entry, version: int, **values: Any) -> None:
    """Correct fields and days of a line: it was never so. Its state moves by `move_entry` only."""
    register = hold_line(actor, entry, version)
    with Checks() as found:
        columns = checked_columns(found, register, {key: getattr(entry, key) for key in keys_of(register)} | values)
    assign(entry, columns | _stamped_anew(register, entry, columns))


@command("move_entry", N_("Chuyển bước"), WRITE, register="")
def move_entry(actor: Actor, entry: Entry, version: int, *, move: str, on_date: date, **given: Any) -> None:
    """Take a line one step on: `move` is a key of its workflow; `reason_code`, `note` and the fields the step fills."""
    register = hold_line(actor, entry, version)
    step = register.workflow.move(move)
    if step is None or entry.status not in step.sources:
        raise refuse("", N_("Dòng này đã ở trạng thái khác. Hãy mở lại trang để xem bước tiếp theo."))
    require(actor, register, entry.household_id, step.action)
    with Checks() as found:
        columns = _check_step(found, register, entry, step, on_date, given)
    before = entry.status
    assign(entry, columns | _stamped_anew(register, entry, columns) | {"status": step.target})
    if given.get("reason_code") and "ends" in step.fills:
        entry.ended_reason = given["reason_code"]
    _check_settled(register, entry)
    add_step(actor, entry, before, on_date, given)
    approve_due(register, entry, step.key)


def _check_settled(register: Register, entry: Entry) -> None:
    if entry.status in register.workflow.settled and (left := owed(entry.id)):
        told = N_("Còn nợ gốc %(left)s đồng nên chưa tất toán được. Hãy ghi khoản trả nợ gốc trước.")
        raise refuse("", told, left=format_int(left))


def _stamped(register: Register, household_id: int, columns: Mapping[str, Any]) -> dict[str, Any]:
    return stamped(register, [(household_id, columns)])[0]


def stamped(register: Register, lines: Sequence[tuple[int, Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """What the household of each line was, where the register keeps it of the day of the decision, else of the first
    day; of many in a few questions."""
    if register.stamps is None:
        return [{} for _ in lines]
    days = [(id_, columns.get("decision_date") or columns["starts"]) for id_, columns in lines]
    stands, kept = snapshots(days), register.stamps(days)
    return [stands[one] | kept[one] for one in days]


def _stamped_anew(register: Register, entry: Entry, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The same where that day is another now; what was kept is else never rewritten (decisions.md 12)."""
    before = {key: getattr(entry, key) for key in ("decision_date", "starts")}
    now = before | {key: value for key, value in columns.items() if key in before}
    return {} if now == before else _stamped(register, entry.household_id, now)


def keys_of(register: Register) -> list[str]:
    """What people fill in on a line."""
    return [*register.fields, *DAYS]


def checked_columns(found: Checks, register: Register, values: Mapping[str, Any]) -> dict[str, Any]:
    """Every field, cleaned; days, and what the register itself asks of them."""
    given = dict.fromkeys(register.fields) | {"ends": OPEN} | dict(values)
    days: dict[str, Any] = {key: given.pop(key) for key in DAYS if key in given}
    columns = register.complete(found.values(register.model, given, register.fields) | days)
    days |= {key: columns.pop(key) for key in DAYS if key in columns}
    found.problems += register.problems(columns | days)
    if days.get("starts") is None:
        found.refuse("starts", N_("Hãy nhập ngày bắt đầu."))
    elif days["ends"] <= days["starts"]:
        found.refuse("ends", N_("Ngày kết thúc phải từ ngày bắt đầu trở đi. Hãy kiểm tra lại."))
    return columns | days


def _check_person(
    found: Checks, register: Register, household: Household, person: Person | None, values: Mapping[str, Any]
) -> None:
    if not register.names_person:
        return
    if person is None:
        found.refuse("person_code", N_("Hãy chọn người hưởng trong hộ."))
        return
    if (person.id,) not in rows_in(_MEMBERS, [household.id]):
        found.refuse("person_code", N_("Người này không thuộc hộ. Hãy chọn lại trong danh sách."))
    check_holder(found, register, person, values.get("starts"))


def check_holder(found: Checks, register: Register, person: Person, starts: date | None) -> None:
    """Somebody who lives on the first day; who stands for a household is of age on it."""
    if starts is None:
        return
    if person.died_on is not None and starts >= person.died_on:
        found.refuse("starts", N_("Người này đã mất trước ngày ấy. Hãy kiểm tra lại."))
    if register.holder and under(person.birth, OF_AGE, starts) == (True, True):
        found.refuse("person_code", N_("Người đứng tên phải đủ 18 tuổi vào ngày bắt đầu. Hãy chọn người khác."))


def _check_step(
    found: Checks, register: Register, entry: Entry, step: Move, on_date: date, given: Mapping[str, Any]
) -> dict[str, Any]:
    found.past("on_date", on_date)
    if step.reasons and given.get("reason_code") not in step.reasons:
        found.refuse("reason_code", N_("Hãy chọn lý do."))
    last = _last_step(entry)
    if last is not None and on_date < last:
        found.refuse("on_date", N_("Bước trước ghi ngày sau đó. Hãy kiểm tra lại ngày."))
    filled = {key: given.get(key) for key in step.fills if given.get(key) is not None}
    values = {key: getattr(entry, key) for key in keys_of(register)} | filled
    checked = checked_columns(found, register, values)
    missing = [key for key in step.fills if key != "ends" and checked.get(key) in (None, "")]
    for key in missing:
        found.refuse(key, N_("Bước này cần ô này. Hãy nhập."))
    return {key: value for key, value in checked.items() if value != getattr(entry, key)}


def _last_step(entry: Entry) -> date | None:
    with unscoped():
        days = select(EntryStep.on_date).where(EntryStep.entry_id == entry.id, EntryStep.from_state.is_not(None))
        return db.session.scalar(days.order_by(EntryStep.on_date.desc()).limit(1))


def add_step(actor: Actor, entry: Entry, before: str | None, day: date, given: Mapping[str, Any]) -> None:
    """Write down that a line came from one state (None: it began) into the one it is in."""
    db.session.add(
        EntryStep(
            entry_id=entry.id,
            household_id=entry.household_id,
            from_state=before,
            to_state=entry.status,
            on_date=day,
            reason=given.get("reason_code") or None,
            note=(given.get("note") or "").strip()[:500] or None,
            made_by=actor.name,
            made_at=datetime.now(UTC),
        )
    )
