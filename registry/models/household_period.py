"""What was true of a household between two changes: the one table that lists, facets, search and scope read.

It is derived from residences, heads, memberships and classes, and rebuilt by the command that changes them, so that
"as of any day" and "today" are the same question (docs/decisions/0002).
"""

from datetime import date

from sqlalchemy import ForeignKey, Index, LargeBinary, SmallInteger, String, column
from sqlalchemy.orm import Mapped, mapped_column

from registry.messages import N_
from registry.storage import Base, Dated, Id
from registry.storage.indexes import covering_index

CLASSES = {
    "poor": N_("Hộ nghèo"),
    "near_poor": N_("Hộ cận nghèo"),
    "average": N_("Hộ mức sống trung bình"),
    "not_poor": N_("Hộ không nghèo"),
}
OFFICIAL_CLASS_CODES = {"poor": "NGHEO", "near_poor": "CAN_NGHEO", "average": "MUC_SONG_TB", "not_poor": "KHONG_NGHEO"}
HEADLESS = column("head_id").is_(None)
ESCAPED = column("escaped_on").is_not(None)


class HouseholdPeriod(Dated, Base):
    """One row per household and period without change, `starts` to `ends` half-open."""

    __tablename__ = "household_period"
    __table_args__ = (
        *covering_index(
            "ix_household_period_household",
            ("household_id",),
            ("starts", "ends", "unit_id", "class_", "class_from", "escaped_on", "hamlet_id", "ethnicity", "head_sex"),
        ),
        Index(
            "ix_household_period_facets",
            "ends",
            "unit_id",
            "class_",
            "ethnicity",
            "head_sex",
            "escaped_on",
            "starts",
            "members",
            "women",
            "khmer",
            "minority",
        ),
        *covering_index("ix_household_period_unit_ends", ("unit_id", "ends"), ("starts",)),
        Index("ix_household_period_unit_sort", "unit_id", "head_sort"),
        *covering_index(
            "ix_household_period_class",
            ("class_", "ends"),
            ("starts", "household_id", "unit_id", "hamlet_id", "class_id"),
        ),
        Index(
            "ix_household_period_headless",
            *("ends", "starts", "household_id"),
            sqlite_where=HEADLESS,
            postgresql_where=HEADLESS,
        ),
        Index(
            "ix_household_period_escaped",
            *("ends", "starts", "household_id", "unit_id", "escaped_on"),
            sqlite_where=ESCAPED,
            postgresql_where=ESCAPED,
        ),
        Index("ix_household_period_class_sort", "class_", "head_sort"),
        Index("ix_household_period_sort", "head_sort", "starts", "ends"),
        Index("ix_household_period_words", "ends", "unit_id", "starts", "search").ddl_if(dialect="sqlite"),
        Index(
            "ix_household_period_search", "search", postgresql_using="gin", postgresql_ops={"search": "gin_trgm_ops"}
        ).ddl_if(dialect="postgresql"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    household_id: Mapped[int] = mapped_column(Id, ForeignKey("household.id"))
    code: Mapped[str] = mapped_column(String(12))
    unit_id: Mapped[int] = mapped_column(Id)
    hamlet_id: Mapped[int | None] = mapped_column(Id)
    class_: Mapped[str] = mapped_column(String(10))
    class_from: Mapped[date | None] = mapped_column()
    class_id: Mapped[int | None] = mapped_column(Id)
    """The decision the class rests on: of several that count from one day, the last recorded."""
    escaped_on: Mapped[date | None] = mapped_column()
    head_id: Mapped[int | None] = mapped_column(Id)
    head_sex: Mapped[str] = mapped_column(String(6))
    head_name: Mapped[str] = mapped_column(String(100))
    head_sort: Mapped[bytes] = mapped_column(LargeBinary(400))
    ethnicity: Mapped[str] = mapped_column(String(2))
    members: Mapped[int] = mapped_column(SmallInteger)
    women: Mapped[int] = mapped_column(SmallInteger)
    khmer: Mapped[int] = mapped_column(SmallInteger)
    minority: Mapped[int] = mapped_column(SmallInteger)
    search: Mapped[str] = mapped_column(String(4000))
