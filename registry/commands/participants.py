"""Households taken into a project, one or many at once, each with the same help."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from registry.commands.change import command, current_change
from registry.commands.checks import Checks, refuse
from registry.commands.entries import add_entry
from registry.commands.money import set_amounts
from registry.commands.project_rights import hold_project
from registry.kernel.actor import WRITE, Actor
from registry.kernel.scope import unscoped
from registry.messages import N_
from registry.models import Entry, Household, Project
from registry.models.project import PRODUCTION
from registry.registers import register_of
from registry.registers.production.line import Participation
from registry.registers.production.workflow import OVER, TAKING_PART
from registry.storage import db

LARGEST = 500
"""So many households are taken in at once; a longer list is taken in parts."""


@command("add_participants", N_("Đưa hộ vào dự án"), WRITE, register=PRODUCTION)
def add_participants(
    actor: Actor,
    project: Project,
    version: int,
    households: Sequence[Household],
    *,
    starts: date,
    source: str,
    own: int | None = None,
    **values: Any,
) -> list[Entry]:
    """A line for each household that takes no part yet, proposed on the day `starts`: `values` are fields of a line.
    Of what it is worth the family adds `own` đồng, the rest is of `source`. Taken back as one; all of them or none."""
    hold_project(actor, project, version)
    _check_many(project, households)
    amounts = _amounts(source, own or 0, (values.get("quantity") or 0) * (values.get("unit_price") or 0))
    change, register = current_change(), register_of(PRODUCTION)
    assert register is not None  # noqa: S101 - it is the register of these lines
    known = taking_part(project, [one.id for one in households])
    new = sorted((one for one in households if one.id not in known), key=lambda one: one.id)
    if not new:
        raise refuse("", N_("Mọi hộ đã chọn đều ở trong dự án. Hãy chọn hộ khác."))
    batch, given = change.code if change else "", values | {"starts": starts, "project": project.code}
    lines = [add_entry(actor, register, one, None, batch=batch, **given) for one in new]
    for line in lines if amounts else ():
        set_amounts(actor, line, line.version, **amounts)
    return lines


def taking_part(project: Project, household_ids: Sequence[int]) -> set[int]:
    """Those of these households that take part."""
    part = Participation
    known = select(part.household_id).where(part.project == project.code, part.status.in_(sorted(TAKING_PART)))
    with unscoped():
        return set(db.session.scalars(known.where(part.household_id.in_(household_ids))))


def _check_many(project: Project, households: Sequence[Household]) -> None:
    if project.status in OVER or project.status not in TAKING_PART:
        raise refuse("", N_("Dự án này đã đóng hoặc không được duyệt nên không đưa thêm hộ vào được."))
    if not households:
        raise refuse("", N_("Chưa chọn hộ nào. Hãy đánh dấu các hộ, hoặc chọn cả danh sách."))
    if len(households) > LARGEST:
        text = N_("Danh sách có %(count)s hộ, mỗi lần chỉ đưa vào được %(limit)s. Hãy lọc theo huyện, xã.")
        raise refuse("", text, count=len(households), limit=LARGEST)


def _amounts(source: str, own: int, worth: int) -> dict[str, int]:
    """đồng by source: the family's own, and the rest of what it is worth."""
    with Checks() as found:
        if worth and not source:
            found.refuse("source", N_("Hãy chọn nguồn hỗ trợ."))
        found.number("own", own, 0, worth)
    return {key: amount for key, amount in (("household", own), (source, worth - own)) if amount}
