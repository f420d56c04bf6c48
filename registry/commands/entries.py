"""Lines of registers: begun, corrected, moved along their workflow. The same for every register, by its declaration."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from registry.commands.change import command
from registry.commands.checks import Checks
from registry.commands.codes import random_code
from registry.commands.facts import assign
from registry.commands.line_fields import check_holder, checked_columns, keys_of, stamped, stamped_anew
from registry.commands.line_rights import hold_for, hold_line, require
from registry.commands.snapshots import snapshot
from registry.commands.steps import add_step, beside, checked, step_of, take
from registry.kernel.actor import WRITE, Actor
from registry.kernel.register import Register
from registry.kernel.settings import today
from registry.messages import N_
from registry.models import Entry, Household, Membership, Person
from registry.storage import db
from registry.storage.inner import of_households, rows_in

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
        **snapshot(household.id, columns["starts"]) | stamped(register, [(household.id, columns)])[0],
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
    assign(entry, columns | stamped_anew(register, entry, columns))


@command("move_entry", N_("Chuyển bước"), WRITE, register="")
def move_entry(actor: Actor, entry: Entry, version: int, *, move: str, on_date: date, **given: Any) -> None:
    """Take a line one step on: `move` is a key of its workflow; `reason_code`, `note` and the fields the step fills."""
    register = hold_line(actor, entry, version)
    step = step_of(register, move, on_date, given)
    require(actor, register, entry.household_id, step.move.action)
    known = beside(step, [entry.id])
    take(actor, step, entry, checked(step, entry, known), known)


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
