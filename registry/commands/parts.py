"""Every household looked at again, part by part: each part may be a transaction of its own (decisions.md 13)."""

from sqlalchemy import select, update

from registry.checks.rules import rule_groups
from registry.commands.findings import Moved, cover, look
from registry.kernel.settings import forget_settings, today
from registry.models import Setting
from registry.storage import db
from registry.storage.bulk import insert_rows

SWEPT = "findings_day"
"""The setting that holds the day for which every household was looked at last."""
COVERAGE = "coverage"


def parts() -> list[str]:
    """In their order: who is served, then the rules, some of which begin with that, group by group."""
    return [COVERAGE, *rule_groups()]


def refresh_part(part: str, by: str, undone: str = "") -> Moved:
    """One part for the working day; the last keeps the day. `by` and `undone` as in `refresh_findings`."""
    if part == COVERAGE:
        cover(None, today())
        return Moved()
    moved = look(rule_groups()[part], None, by, undone)
    if part == parts()[-1]:
        _keep_day(today().isoformat())
    return moved


def refresh_all(by: str, undone: str = "") -> Moved:
    """All parts at once."""
    moved = Moved()
    for part in parts():
        moved.add(refresh_part(part, by, undone))
    return moved


def is_swept() -> bool:
    """Whether every household was looked at for the working day."""
    return db.session.scalar(select(Setting.value).where(Setting.key == SWEPT)) == today().isoformat()


def _keep_day(day: str) -> None:
    kept = update(Setting).where(Setting.key == SWEPT).values(value=day)
    if not db.session.execute(kept, execution_options={"synchronize_session": False}).rowcount:  # type: ignore[attr-defined]
        insert_rows(Setting, [{"key": SWEPT, "value": day}])
    forget_settings()
