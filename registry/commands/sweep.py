"""Look at every household again and say so in the log: what keeps findings true when no command did."""

import secrets
from datetime import UTC, date, datetime
from typing import Any

from registry.commands.findings import Moved
from registry.commands.parts import is_swept, parts, refresh_part
from registry.commands.sealing import append_events
from registry.kernel.actor import CONSOLE
from registry.kernel.scope import unscoped
from registry.kernel.settings import today


def sweep_part(part: str, day: date) -> Moved:
    """One part of the sweep, with its event that says how many moved; nothing once the working day is another one, so
    that the part which keeps the day never speaks for parts of the day before."""
    if today() != day:
        return Moved()
    change = secrets.token_hex(12)
    with unscoped():
        moved = refresh_part(part, change)
        append_events([_event(change, part, moved)])
    return moved


def sweep() -> Moved:
    """Refresh findings and coverage of all households for the working day, in the caller's transaction."""
    moved = Moved()
    for part in parts():
        moved.add(sweep_part(part, today()))
    return moved


def sweep_when_stale() -> None:
    """The same where they were last looked at for another day, or never."""
    if not is_swept():
        sweep()


def _event(change: str, part: str, moved: Moved) -> dict[str, Any]:
    return {
        "v": 1,
        "at": datetime.now(UTC).isoformat(timespec="microseconds"),
        "change": change,
        "command": "refresh_findings",
        "reason": "",
        "actor_id": CONSOLE.id,
        "actor": CONSOLE.name,
        "entity": "finding",
        "id": None,
        "household": None,
        "created": True,
        "version": None,
        "before": {},
        "after": {"day": today().isoformat(), "part": part},
        "findings": moved.body(),
    }
