"""Work done beside the web pages: the queue is this table, committed with the data (decisions.md 23)."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    and_,
    column,
    or_,
)
from sqlalchemy.orm import Mapped, mapped_column

from registry.messages import N_
from registry.storage import Base, Id, UtcDateTime

STATES = {
    "waiting": N_("Đang chờ"),
    "running": N_("Đang chạy"),
    "done": N_("Xong"),
    "failed": N_("Không làm được"),
    "cancelled": N_("Đã dừng"),
}
ENDED = ("done", "failed", "cancelled")
UNENDED = column("state").in_(("waiting", "running"))


class Job(Base):
    """One job: asked for by `user_id` (None: by the worker itself), run under the grants that user holds when it runs.

    `plan` is a JSON list of steps, settled once; `done` of them are done, each marked in the transaction of its effect.
    `worker` holds the job until `lease_until`; then whoever comes may take it up where it stands. `tries` counts how
    often it was taken up since its last step. `about`, `arguments` and the file are for the owner's eyes only.
    `problem` and `outcome` are Messages as kept: why it could not be done, what was; undoing `change` takes that back.
    Of the jobs with the same `once`, one at a time is waiting or running.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_once", "once", unique=True, sqlite_where=UNENDED, postgresql_where=UNENDED),
        Index("ix_job_state", "state", "lease_until"),
        Index("ix_job_user_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    kind: Mapped[str] = mapped_column(String(30))
    user_id: Mapped[int | None] = mapped_column(Id, ForeignKey("user_account.id"))
    once: Mapped[str | None] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(400), default="")
    arguments: Mapped[str] = mapped_column(Text, default="{}")
    plan: Mapped[str | None] = mapped_column(Text)
    done: Mapped[int] = mapped_column(Id, default=0)
    total: Mapped[int] = mapped_column(Id, default=0)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    cancelling: Mapped[bool] = mapped_column(default=False)
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    worker: Mapped[str | None] = mapped_column(String(32))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    problem: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[str | None] = mapped_column(Text)
    change: Mapped[str | None] = mapped_column(String(26))
    file_name: Mapped[str] = mapped_column(String(120), default="")
    mimetype: Mapped[str | None] = mapped_column(String(80))
    size: Mapped[int | None] = mapped_column(BigInteger)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    began_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def due(now: datetime) -> ColumnElement[bool]:
    """Jobs that may be taken up: those that wait, and those whose worker's lease is over."""
    return or_(Job.state == "waiting", and_(Job.state == "running", Job.lease_until < now))
