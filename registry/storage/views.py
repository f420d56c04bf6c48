"""The view log in the activity store: who looked at which household, and why (security.md P23)."""

from datetime import UTC, datetime

from sqlalchemy import Engine, insert

from registry.storage.activity import view_table


def record_view(
    activity: Engine, user_id: int, user_name: str, kind: str, codes: list[str], detail: str, reason: str
) -> None:
    """Keep one row a page: `kind` is list, household, reveal or export; one household is subject, many detail."""
    one = len(codes) == 1
    row = {
        "at": datetime.now(UTC),
        "user_id": user_id,
        "user_name": user_name,
        "kind": kind,
        "subject": codes[0] if one else "",
        "detail": " ".join([detail, *([] if one else codes)]).strip(),
        "reason": reason,
    }
    with activity.begin() as connection:
        connection.execute(insert(view_table), row)
