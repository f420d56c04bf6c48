"""Look at every household again and say so in the log: what keeps findings true when no command did."""

import secrets
from datetime import UTC, datetime
from typing import Any

from registry.commands.findings import Moved, is_swept, refresh_all
from registry.commands.sealing import append_events
from registry.kernel.actor import CONSOLE
from registry.kernel.scope import unscoped
from registry.kernel.settings import today


def sweep() -> Moved:
    """Refresh findings and coverage of all households for the working day; one event says how many moved."""
    change = secrets.token_hex(12)
    with unscoped():
        moved = refresh_all(change)
        append_events([_event(change, moved)])
    return moved


def sweep_when_stale() -> None:
    """The same where they were last looked at for another day, or never."""
    if not is_swept():
        sweep()


def _event(change: str, moved: Moved) -> dict[str, Any]:
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
        "after": {"day": today().isoformat()},
        "findings": moved.body(),
    }
