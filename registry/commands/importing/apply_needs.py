"""Write a checked list of needs in one change: new answers beside the old ones, those of the same day corrected."""

from registry.commands.change import command
from registry.commands.facts import assign
from registry.commands.importing.apply import is_standing, lock_households, record_batch, require_confirmed
from registry.commands.importing.needs import NeedPlan, check_needs
from registry.commands.importing.report import IMPORTERS, Importer, Report
from registry.inputs.need_list import NEED_LIST
from registry.inputs.targets import Read
from registry.kernel.actor import HOUSEHOLDS, IMPORT, Actor
from registry.kernel.scope import unscoped
from registry.messages import N_
from registry.models import Need
from registry.storage import db
from registry.storage.withdrawn import load_all


@command("import_needs", N_("Nhập nhu cầu từ tệp"), IMPORT)
def import_needs(
    actor: Actor, read: Read, *, file_name: str, sha256: str, expected: str = "", checked: Report | None = None
) -> Report:
    """Bring a list of needs in, all or nothing; as `import_households` otherwise."""
    report = checked if checked is not None and _stands(checked) else check_needs(actor, read)
    require_confirmed(report, expected)
    lock_households(plan.household_id for plan in report.plans)
    batch = record_batch(actor, NEED_LIST.key, report, file_name, sha256)
    _write([plan for plan in report.plans if plan.changes], batch.change)
    return report


def _stands(checked: Report) -> bool:
    """Unless its households have changed since; they are locked first."""
    return is_standing(checked, lock_households(plan.household_id for plan in checked.plans))


def _write(plans: list[NeedPlan], batch: str) -> None:
    with unscoped():
        held = load_all(Need, (plan.need_id for plan in plans if plan.need_id is not None))
    for plan in plans:
        if plan.need_id is not None:
            assign(held[plan.need_id], plan.columns)
        else:
            whose = {"household_id": plan.household_id, "person_id": plan.person_id}
            db.session.add(Need(**whose, batch=batch or None, **plan.columns))


IMPORTERS[NEED_LIST.key] = Importer(NEED_LIST, HOUSEHOLDS, check_needs, import_needs)
