"""A gap list becomes draft lines of the register, in one step with one undo."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from registry.checks.drafts import LARGEST, plan_drafts
from registry.commands.change import command, current_change
from registry.commands.checks import refuse
from registry.commands.entries import add_entry
from registry.kernel.actor import WRITE, Actor
from registry.kernel.register import Register
from registry.kernel.scope import unscoped
from registry.messages import N_
from registry.models import Entry, Finding, Household, Person
from registry.storage import OPEN
from registry.storage.withdrawn import load_all
from registry.vn.numbers import format_int


@command("draft_entries", N_("Lập danh sách đề nghị"), WRITE, register="")
def draft_entries(
    actor: Actor, register: Register, findings: Sequence[Finding], *, starts: date, ends: date = OPEN, **given: Any
) -> list[Entry]:
    """A draft for each finding's person or household that has none waiting, good from `starts` to `ends` (half-open),
    or less long where the register says so; `given` is what all of them say. Returns them; all bear one batch.

    Nobody left to draft for, or too many at once, is refused.
    """
    actor.require(WRITE, register.key)
    if len(findings) > LARGEST:
        text = N_("Danh sách có %(count)s dòng, mỗi lần chỉ lập được %(limit)s. Hãy lọc theo huyện, xã.")
        raise refuse("", text, count=format_int(len(findings)), limit=format_int(LARGEST))
    change = current_change()
    batch = change.code if change else ""
    with unscoped():
        households = load_all(Household, {one.household_id for one in findings})
        plan = plan_drafts(actor, register, [one.id for one in findings], starts)
        people = load_all(Person, {draft.person_id for draft in plan.drafts if draft.person_id is not None})
    if not plan.drafts:
        raise refuse(
            "", N_("Không có ai để lập: mọi người trong danh sách đều đã có dòng đang chờ hoặc không lập được.")
        )
    lines = []
    for one in plan.drafts:
        values = given | one.values | {"starts": starts, "ends": one.until(ends)}
        home, person = households[one.household_id], people.get(one.person_id or 0)
        lines.append(add_entry(actor, register, home, person, batch=batch, **values))
    return lines
