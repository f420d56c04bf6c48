"""Write a checked list of a register's lines in one change: what was asked for is issued, what is new begins."""

from typing import Any

from registry.commands.change import command
from registry.commands.codes import random_code
from registry.commands.facts import assign
from registry.commands.importing.apply import is_standing, lock_households, record_batch, require_confirmed
from registry.commands.importing.entries import EntryPlan, check_entries
from registry.commands.importing.money import rights_of, write_money
from registry.commands.importing.report import IMPORTERS, Importer, Report
from registry.commands.line_fields import stamped
from registry.commands.snapshots import snapshots
from registry.commands.steps import add_step
from registry.inputs.entry_list import entry_list
from registry.inputs.targets import Read
from registry.kernel.actor import IMPORT, Actor
from registry.kernel.register import Register
from registry.kernel.scope import unscoped
from registry.kernel.settings import today
from registry.messages import N_
from registry.models import Entry
from registry.registers import registers
from registry.storage import db, facet_of
from registry.storage.withdrawn import load_all


@command("import_entries", N_("Nhập dòng của sổ từ tệp"), IMPORT, register="")
def import_entries(
    actor: Actor,
    register: Register,
    read: Read,
    *,
    file_name: str,
    sha256: str,
    expected: str = "",
    checked: Report | None = None,
) -> Report:
    """Bring a list of lines in, all or nothing; as `import_households` otherwise."""
    actor.require(IMPORT, register.key)
    report = _standing(checked) or check_entries(register, actor, read)
    require_confirmed(report, expected)
    _lock(report)
    for action in (
        rights_of(register.money, [plan.money for plan in report.plans if plan.money]) if register.money else ()
    ):
        actor.require(action, register.key)
    batch = record_batch(actor, register.key, report, file_name, sha256)
    _write(register, actor, [plan for plan in report.plans if plan.changes], batch.change)
    return report


def _standing(checked: Report | None) -> Report | None:
    """What was checked before, unless its households have changed since; they are locked first."""
    if checked is None:
        return None
    return checked if is_standing(checked, _lock(checked)) else None


def _lock(report: Report) -> set[int]:
    return lock_households(plan.whose.household_id for plan in report.plans)


def _write(register: Register, actor: Actor, plans: list[EntryPlan], batch: str) -> None:
    """New lines together, then the others, then the steps of all."""
    lines = _begin(register, [plan for plan in plans if plan.line_id is None], batch)
    with unscoped():
        held = load_all(register.model, (plan.line_id for plan in plans if plan.line_id is not None))
    before: dict[int, str] = {id_: line.status for id_, line in held.items()}
    known = [(held[plan.line_id], plan) for plan in plans if plan.line_id is not None]
    anew = [(line, plan) for line, plan in known if {"starts", "decision_date"} & plan.columns.keys()]
    days = [(line.household_id, {"starts": line.starts, **plan.columns}) for line, plan in anew]
    kept = {line.id: columns for (line, _), columns in zip(anew, stamped(register, days), strict=True)}
    for line, plan in known:
        assign(line, plan.columns | kept.get(line.id, {}) | {"status": plan.state})
    db.session.flush()
    for line in (*lines, *held.values()):
        if before.get(line.id) != line.status:
            add_step(actor, line, before.get(line.id), today(), {})
    new = iter(lines)
    written = [(next(new) if plan.line_id is None else held[plan.line_id], plan.money) for plan in plans]
    write_money(actor, [(line, money) for line, money in written if money is not None])


def _begin(register: Register, plans: list[EntryPlan], batch: str) -> list[Entry]:
    stands = snapshots((plan.whose.household_id, plan.columns["starts"]) for plan in plans)
    kept = stamped(register, [(plan.whose.household_id, plan.columns) for plan in plans])
    lines = [
        register.model(
            code=random_code(),
            household_id=plan.whose.household_id,
            person_id=plan.whose.person_id if register.names_person else None,
            status=plan.state,
            batch=batch or None,
            **stands[plan.whose.household_id, plan.columns["starts"]] | stamp,
            **plan.columns,
        )
        for plan, stamp in zip(plans, kept, strict=True)
    ]
    db.session.add_all(lines)
    return lines


def _declare(register: Register) -> None:
    columns = {key: getattr(register.model, key) for key in register.fields}
    facets = {key: facet for key, column in columns.items() if (facet := facet_of(column))}
    kinds = {key: column.type.python_type for key, column in columns.items()}
    of_people = register.names_person
    target = entry_list(register.key, register.title, facets, register.headers, kinds, register.money, of_people)

    def check(actor: Actor, read: Read) -> Report:
        return check_entries(register, actor, read)

    def run(actor: Actor, read: Read, **source: Any) -> Report:
        return import_entries(actor, register, read, **source)

    IMPORTERS[register.key] = Importer(target, register.key, check, run)


for _register in registers():
    if _register.listed_as:
        _declare(_register)
