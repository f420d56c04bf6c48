"""Who looked at whom: a record in the activity store before the bytes leave (security.md P23)."""

from collections.abc import Iterable
from datetime import UTC, datetime

from flask import current_app, g
from sqlalchemy import insert

from registry.storage.activity import view_table


def log_view(kind: str, codes: Iterable[str], detail: str = "", reason: str = "") -> None:
    """Record that the actor saw these households: one row per page; `kind` is list, household, reveal or export."""
    seen = list(codes)
    row = {
        "at": datetime.now(UTC),
        "user_id": g.actor.id,
        "user_name": g.actor.name,
        "kind": kind,
        "subject": seen[0] if len(seen) == 1 else "",
        "detail": " ".join([detail, *seen[1:]] if len(seen) == 1 else [detail, *seen]).strip(),
        "reason": reason,
    }
    g.view_logged = True
    with current_app.extensions["activity"].begin() as connection:
        connection.execute(insert(view_table), row)
