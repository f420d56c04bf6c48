"""The append-only log of changes: one event per changed row, chained by hash (decisions.md 24)."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from registry.storage import Base, Id, UtcDateTime


class AuditEvent(Base):
    """One changed row. `body` is canonical JSON (who, what, before, after) and is what the hash covers; the other
    columns repeat parts of it for looking up. `change` groups the rows of one command."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_household", "household_id", "seq"),
        Index("ix_audit_event_entity", "entity", "entity_id", "seq"),
        Index("ix_audit_event_change", "change", "seq"),
    )

    seq: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    change: Mapped[str] = mapped_column(String(26))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(Id)
    command: Mapped[str] = mapped_column(String(60))
    entity: Mapped[str] = mapped_column(String(40))
    entity_id: Mapped[int | None] = mapped_column(Id)
    household_id: Mapped[int | None] = mapped_column(Id)
    body: Mapped[str] = mapped_column(Text)
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


HEAD_ASKED = "log_head"
"""Where a session keeps the head it has asked for, for the length of a transaction."""


class AuditHead(Base):
    """The log's length and last hash; its row is locked last in a transaction, so events have one order."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    count: Mapped[int] = mapped_column(Id)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
