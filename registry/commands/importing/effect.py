"""What bringing a file in would do to the findings: it is done, looked at, and given up again."""

import json
from typing import Any

from sqlalchemy import select

from registry.commands.change import last_change
from registry.commands.importing.report import Importer, Report
from registry.inputs.targets import Read
from registry.kernel.actor import Actor
from registry.kernel.scope import unscoped
from registry.messages import N_, Message
from registry.models import AuditEvent
from registry.storage import db
from registry.vn.numbers import format_int

TRIED: dict[str, str] = {"file_name": "-", "sha256": "0" * 64}


def effect_of(importer: Importer, actor: Actor, read: Read) -> tuple[int, int]:
    """How many findings would be opened and closed. Call it where writing is allowed; nothing stays written."""
    with db.session.begin_nested() as tried:
        importer.run(actor, read, **TRIED)
        moved = moved_by(last_change())
        tried.rollback()
    db.session.info["last_change"] = ""
    return moved


def told(file_name: str, report: Report) -> Message:
    """What bringing the file in has just done."""
    said = N_("Đã nhập %(file)s: %(new)s dòng mới, %(changed)s thay đổi; đóng %(closed)s khoảng trống, mở %(opened)s.")
    opened, closed = moved_by(last_change())
    counts = {"new": report.new, "changed": report.changed, "opened": opened, "closed": closed}
    return Message(said, file=file_name, **{name: format_int(count) for name, count in counts.items()})


def moved_by(change: str) -> tuple[int, int]:
    """How many findings a change has opened and closed, as the log tells it."""
    with unscoped():
        asked = select(AuditEvent.body).where(AuditEvent.change == change).order_by(AuditEvent.seq).limit(1)
        body = db.session.scalar(asked)
    moved: dict[str, Any] = json.loads(body).get("findings", {}) if body else {}
    return sum(opened for opened, _ in moved.values()), sum(closed for _, closed in moved.values())
