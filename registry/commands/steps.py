"""A step of a register's lines: what refuses it and what it writes; the same for one line and for thousands."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select

from registry.commands.balances import owed_by
from registry.commands.checks import Checks, refuse
from registry.commands.facts import assign
from registry.commands.line_fields import checked_columns, keys_of, stamped_anew
from registry.commands.money import approve_due, with_amounts
from registry.kernel.actor import Actor
from registry.kernel.register import Move, Register
from registry.kernel.scope import unscoped
from registry.messages import N_
from registry.models import Entry, EntryStep
from registry.storage import db
from registry.vn.numbers import format_int

ELSEWHERE = N_("Dòng này đã ở trạng thái khác. Hãy mở lại trang để xem bước tiếp theo.")
OWES = N_("Còn nợ gốc %(left)s đồng nên chưa tất toán được. Hãy ghi khoản trả nợ gốc trước.")


@dataclass(frozen=True)
class Step:
    """A step as it is asked for: `given` are its `reason_code`, `note` and the fields it fills."""

    register: Register
    move: Move
    on_date: date
    given: Mapping[str, Any]


@dataclass(frozen=True)
class Beside:
    """What a step looks at beside its lines, by their ids: the day of the step before, what is still owed, and which of
    them it approves a sum for."""

    last: Mapping[int, date]
    owed: Mapping[int, int]
    due: frozenset[int]


def step_of(register: Register, move: str, on_date: date, given: Mapping[str, Any]) -> Step:
    """The step that is named by its key. Raises Problems where the register has none."""
    found = register.workflow.move(move)
    if found is None:
        raise refuse("", ELSEWHERE)
    return Step(register, found, on_date, given)


def beside(step: Step, ids: Collection[int]) -> Beside:
    """For all of these lines, in as many questions as for one."""
    days = select(EntryStep.entry_id, func.max(EntryStep.on_date)).group_by(EntryStep.entry_id)
    with unscoped():
        last = db.session.execute(days.where(EntryStep.entry_id.in_(ids), EntryStep.from_state.is_not(None)))
        money, settles = step.register.money, step.move.target in step.register.workflow.settled
        values = money is not None and step.move.key == money.due_by
        return Beside(
            dict(last.all()),
            owed_by(ids) if settles else {},
            frozenset(ids) - with_amounts(ids) if values else frozenset(),
        )


def checked(step: Step, entry: Entry, known: Beside) -> dict[str, Any]:
    """The columns that the step changes, but for the state. Raises Problems where the line cannot go."""
    if entry.status not in step.move.sources:
        raise refuse("", ELSEWHERE)
    with Checks() as found:
        found.past("on_date", step.on_date)
        _check_given(found, step)
        if entry.id in known.last and step.on_date < known.last[entry.id]:
            found.refuse("on_date", N_("Bước trước ghi ngày sau đó. Hãy kiểm tra lại ngày."))
        columns = _filled(found, step, entry)
        if left := known.owed.get(entry.id):
            found.refuse("", OWES, left=format_int(left))
    return columns


def _check_given(found: Checks, step: Step) -> None:
    if step.move.reasons and step.given.get("reason_code") not in step.move.reasons:
        found.refuse("reason_code", N_("Hãy chọn lý do."))


def _filled(found: Checks, step: Step, entry: Entry) -> dict[str, Any]:
    filled = {key: value for key in step.move.fills if (value := step.given.get(key)) is not None}
    values = {key: getattr(entry, key) for key in keys_of(step.register)}
    columns = checked_columns(found, step.register, values | filled)
    for key in step.move.fills:
        if key != "ends" and columns.get(key) in (None, ""):
            found.refuse(key, N_("Bước này cần ô này. Hãy nhập."))
    return {key: value for key, value in columns.items() if value != getattr(entry, key)}


def take(actor: Actor, step: Step, entry: Entry, columns: dict[str, Any], known: Beside) -> None:
    """Write the step down, once the line is `checked`."""
    before = entry.status
    assign(entry, columns | stamped_anew(step.register, entry, columns) | {"status": step.move.target})
    if step.given.get("reason_code") and "ends" in step.move.fills:
        entry.ended_reason = step.given["reason_code"]
    add_step(actor, entry, before, step.on_date, step.given)
    if entry.id in known.due:
        approve_due(step.register, entry)


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
