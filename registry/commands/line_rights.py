"""Who may do what with the lines of a household: asked before a line, its steps or its money is written."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from registry.checks.rules import rules
from registry.checks.work import right_to_work
from registry.commands.areas import home_units, in_area, owns
from registry.commands.checks import check_version, refuse
from registry.commands.project_rights import ProjectPart, action_of
from registry.commands.rights import right_to_record
from registry.kernel.actor import HOUSEHOLDS, WRITE, Actor, Denied, NotFound
from registry.kernel.register import Register
from registry.kernel.scope import unscoped
from registry.messages import N_
from registry.models import Amount, Entry, EntryStep, FindingWork, Household, ImportBatch, Need, Payment, Project
from registry.models.project import PRODUCTION
from registry.registers import register_of
from registry.storage import OPEN, db
from registry.storage.locks import lock


def needed_for(actor: Actor, row: Any, action: str) -> tuple[str, str]:
    """The action and register that changing a row asks for: of a step, what its move does; of money, what its register
    says; of a file brought in, the register it was for."""
    if isinstance(row, EntryStep):
        return _of_step(row, action)
    if isinstance(row, Project | ProjectPart):
        return action_of(row, action), PRODUCTION
    if isinstance(row, Amount | Payment):
        return _of_money(row, action), row.register
    if isinstance(row, ImportBatch):
        return action, row.target if register_of(row.target) else HOUSEHOLDS
    if isinstance(row, Need):
        return action, right_to_record(actor, row.programme)
    if isinstance(row, FindingWork):
        return action, right_to_work(actor, rules()[row.rule])
    return action, row.register if isinstance(row, Entry) else getattr(row, "of_register", HOUSEHOLDS)


def _of_step(row: EntryStep, action: str) -> tuple[str, str]:
    with unscoped():
        entry = db.session.get(Entry, row.entry_id)  # of a change's many lines, each is there already
    register = register_of(entry.register) if entry else None
    moves = register.workflow.moves if register else ()
    taken = [m.action for m in moves if m.target == row.to_state and row.from_state in m.sources]
    return (taken[0] if taken else action), register.key if register else HOUSEHOLDS


def _of_money(row: Amount | Payment, action: str) -> str:
    register = register_of(row.register)
    if register is None or register.money is None:
        return action
    return register.money.sets if isinstance(row, Amount) else register.money.pays


def hold_for(actor: Actor, register: Register, household: Household) -> None:
    """Begin work on a household's lines: the household is locked, Denied raised outside the actor's area."""
    require(actor, register, household.id, WRITE)
    lock(household)
    if household.ends != OPEN:
        raise refuse("", N_("Hộ này đã đóng nên không lập dòng mới được. Hãy hoàn tác việc đóng hộ trước."))


def hold_line(actor: Actor, entry: Entry, version: int) -> Register:
    """Begin work on a line: household and line are locked, its register given back. Raises Stale, Denied."""
    register = register_of(entry.register)
    if register is None:
        raise NotFound(entry.code)
    require(actor, register, entry.household_id, WRITE)
    with unscoped():
        household = db.session.scalars(select(Household).where(Household.id == entry.household_id)).one()
    lock(household)
    check_version(entry, version)
    return register


def require(actor: Actor, register: Register, household_id: int, action: str) -> None:
    """Raise Denied unless the action is the actor's in the register, where the household lives."""
    actor.require(action, register.key)
    if not owns(actor, household_id, action, register.key):
        raise Denied(action)


def workable(actor: Actor, register: Register, action: str, household_ids: Collection[int]) -> set[int]:
    """The households among these whose lines of the register the actor may write, and do this `action` with."""
    homes = home_units(household_ids)
    wanted = {WRITE, action}
    there = {unit for unit in {*homes.values()} if all(in_area(actor, unit, one, register.key) for one in wanted)}
    return {household_id for household_id, unit in homes.items() if unit in there}
