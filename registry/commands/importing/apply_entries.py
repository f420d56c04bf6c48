"""Write a checked list of a register's lines in one change: what was asked for is issued, what is new begins."""

from collections.abc import Iterable

from sqlalchemy import select

from registry.commands.change import command
from registry.commands.codes import random_code
from registry.commands.entries import add_step, snapshot
from registry.commands.facts import assign
from registry.commands.importing.apply import record_batch, require_expected
from registry.commands.importing.entries import EntryPlan, check_entries
from registry.commands.importing.known import rows_in_chunks
from registry.commands.importing.report import IMPORTERS, Importer, Report
from registry.inputs.entry_list import entry_list
from registry.inputs.targets import Read
from registry.kernel.actor import IMPORT, Actor
from registry.kernel.register import Register
from registry.kernel.scope import unscoped
from registry.kernel.settings import today
from registry.messages import N_
from registry.models import Household
from registry.registers import registers
from registry.storage import db, facet_of


@command("import_entries", N_("Nhập dòng của sổ từ tệp"), IMPORT, register="")
def import_entries(
    actor: Actor, register: Register, read: Read, *, file_name: str, sha256: str, expected: str = ""
) -> Report:
    """Bring a list of lines in, all or nothing; as `import_households` otherwise."""
    actor.require(IMPORT, register.key)
    report = check_entries(register, actor, read)
    report.refuse_faults()
    require_expected(report, expected)
    _lock({plan.member.household_id for plan in report.plans})
    batch = record_batch(actor, register.key, report, file_name, sha256)
    for plan in report.plans:
        _write(register, actor, plan, batch.change)
    return report


def _lock(households: Iterable[int]) -> None:
    """In the order of their ids, so that two writers never wait for each other."""
    asked = select(Household.id).order_by(Household.id).with_for_update()
    with unscoped():
        list(rows_in_chunks(sorted(households), lambda some: asked.where(Household.id.in_(some))))


def _write(register: Register, actor: Actor, plan: EntryPlan, batch: str) -> None:
    line, before = plan.line, plan.line.status if plan.line else None
    if line is None:
        line = register.model(
            code=random_code(),
            household_id=plan.member.household_id,
            person_id=plan.member.person.id,
            status=plan.state,
            batch=batch or None,
            **snapshot(plan.member.household_id, plan.columns["starts"]),
            **plan.columns,
        )
        db.session.add(line)
        db.session.flush()
    else:
        assign(line, plan.columns | {"status": plan.state})
    if before != plan.state:
        add_step(actor, line, before, today(), {})


def _declare(register: Register) -> None:
    facets = {key: facet for key in register.fields if (facet := facet_of(getattr(register.model, key)))}
    target = entry_list(register.key, register.title, facets, register.headers)

    def check(actor: Actor, read: Read) -> Report:
        return check_entries(register, actor, read)

    def run(actor: Actor, read: Read, **source: str) -> Report:
        return import_entries(actor, register, read, **source)

    IMPORTERS[register.key] = Importer(target, register.key, check, run)


for _register in registers():
    if _register.listed_as:
        _declare(_register)
