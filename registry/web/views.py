"""Who looked at whom: recorded before the bytes leave (security.md P23)."""

from collections.abc import Iterable

from flask import current_app, g

from registry.storage.views import record_view


def log_view(kind: str, codes: Iterable[str], detail: str = "", reason: str = "") -> None:
    """Record that the actor saw these households; `kind` is list, household, reveal or export."""
    record_view(current_app.extensions["activity"], g.actor.id, g.actor.name, kind, list(codes), detail, reason)
