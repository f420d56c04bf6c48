"""What rules found, and who of those entitled is served: kept rows, so that a board is a count (architecture.md, 4)."""

from datetime import date

from sqlalchemy import Date, ForeignKey, Index, Select, SmallInteger, String, column, select
from sqlalchemy.orm import Mapped, mapped_column

from registry.messages import N_
from registry.storage import Base, Id, Tracked, field

OPEN = column("closed_on").is_(None)
ONE_OF = ("household_id", "rule", "subject_id")
"""Of these at most one finding is open at a time."""
STATES = {
    "open": N_("Mới"),
    "assigned": N_("Đã giao"),
    "answered": N_("Đã trả lời"),
    "waived": N_("Không tính"),
    "closed": N_("Đã đóng"),
}


class Finding(Tracked, Base):
    """One thing a rule found about a subject, opened and closed by refreshing; what people do about it is its work.

    It holds from `opened_on` up to, not including, `closed_on`. `state` "waived" takes it out of every count.
    `closed_by` is the change that closed it: undoing that one opens the same finding again, with its work.
    """

    __tablename__ = "finding"
    __table_args__ = (
        Index(
            "ix_finding_open",
            "household_id",
            "rule",
            "subject_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index("ix_finding_unit", "unit_id", "rule", "closed_on", "state"),
        Index("ix_finding_counts", "closed_on", "rule", "unit_id", "household_id", "state", "withdrawn"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    rule: Mapped[str] = mapped_column(String(20))
    household_id: Mapped[int] = mapped_column(Id, ForeignKey("household.id"))
    subject_id: Mapped[int] = mapped_column(Id)
    person_id: Mapped[int | None] = mapped_column(Id, ForeignKey("person.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(Id, ForeignKey("entry.id"), index=True)
    unit_id: Mapped[int] = mapped_column(Id)
    opened_on: Mapped[date] = mapped_column(Date)
    closed_on: Mapped[date | None] = mapped_column(Date)
    closed_by: Mapped[str | None] = mapped_column(String(26))
    state: Mapped[str] = field(String(10), N_("Tình trạng"), required=True, choices=STATES, default="open")


class Coverage(Base):
    """Whether somebody entitled under a register is served on the working day: derived, rebuilt with the findings.

    `subject_id` is the person, or the household of a household's register. The counters are 0 or 1, so that a board
    adds them up: `households` marks the first subject of a household in this state, `entitled` the first of all. They
    are written by the hundred thousand, so that no more hangs on a row than a board needs: no other index, no foreign
    key.
    """

    __tablename__ = "coverage"
    __table_args__ = (
        Index(
            "ix_coverage_board",  # all a board adds up, so that it is read in order and nothing else is
            *("register", "unit_id", "hamlet_id", "class_", "state"),
            *("people", "women", "khmer", "minority", "households", "entitled"),
        ),
        {"sqlite_with_rowid": False},
    )

    household_id: Mapped[int] = mapped_column(Id, primary_key=True)
    register: Mapped[str] = mapped_column(String(20), primary_key=True)
    subject_id: Mapped[int] = mapped_column(Id, primary_key=True)
    unit_id: Mapped[int] = mapped_column(Id)
    hamlet_id: Mapped[int | None] = mapped_column(Id)
    class_: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(8))
    people: Mapped[int] = mapped_column(SmallInteger)
    women: Mapped[int] = mapped_column(SmallInteger)
    khmer: Mapped[int] = mapped_column(SmallInteger)
    minority: Mapped[int] = mapped_column(SmallInteger)
    households: Mapped[int] = mapped_column(SmallInteger)
    entitled: Mapped[int] = mapped_column(SmallInteger)


def kept_subjects(*registers: str, states: tuple[str, ...] = ()) -> Select[int]:
    """Whom the kept rows know to be entitled under these registers (of these states only, where some are named)."""
    kept = select(Coverage.subject_id).where(Coverage.register.in_(registers))
    return kept.where(Coverage.state.in_(states)) if states else kept


COVERAGE_STATES = {"covered": N_("Đã có"), "waiting": N_("Đang chờ"), "missing": N_("Còn thiếu")}
