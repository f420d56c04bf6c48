"""What changes an account's access ends its sessions: `auth_epoch` only ever rises, also when a change is undone."""

from typing import Any

from sqlalchemy import event, inspect, update
from sqlalchemy.orm import Session

from registry.commands.checks import check_version
from registry.models import Grant, User
from registry.storage import db


def refuse_stale(row: User | Grant, version: int | None) -> None:
    """Lock the row and raise Stale unless it still has the version that was seen (None: whatever it is)."""
    if version is not None:
        check_version(row, version)
    else:
        db.session.refresh(row, with_for_update=True)


@event.listens_for(Session, "after_flush")
def _end_sessions(session: Session, _context: Any) -> None:
    ids = {row.user_id for row in (*session.new, *session.dirty) if isinstance(row, Grant)}
    ids |= {row.id for row in session.dirty if isinstance(row, User) and _changed(row, "active")}
    if ids:
        raised = update(User).where(User.id.in_(ids)).values(auth_epoch=User.auth_epoch + 1)
        session.execute(raised, execution_options={"synchronize_session": False})
        session.info["epochs"] = ids


@event.listens_for(Session, "after_flush_postexec")
def _read_epochs_afresh(session: Session, _context: Any) -> None:
    ids = session.info.pop("epochs", ())
    for row in session.identity_map.values() if ids else ():
        if isinstance(row, User) and row.id in ids:
            session.expire(row, ["auth_epoch"])


def _changed(row: User, column: str) -> bool:
    return bool(inspect(row).attrs[column].history.has_changes())
