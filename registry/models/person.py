"""A person and the numbers the state knows the person by."""

from datetime import date

from sqlalchemy import Date, ForeignKey, Index, SmallInteger, String, column
from sqlalchemy.orm import Mapped, mapped_column

from registry.messages import N_
from registry.storage import Base, Id, Tracked, field
from registry.vn.dates import PartialDate

SEXES = {"male": N_("Nam"), "female": N_("Nữ")}
ID_KINDS = {
    "CCCD12": N_("Căn cước công dân (12 số)"),
    "CMND9": N_("Chứng minh nhân dân (9 số)"),
    "DDCN12": N_("Số định danh cá nhân (12 số, trẻ em)"),
}
DEAD = column("died_on").is_not(None)


class Person(Tracked, Base):
    """One living or dead person, once for life. Names are kept as typed (NFC), never forced into another case."""

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_name_fold_birth_year", "name_fold", "birth_year"),
        Index("ix_person_birth_year", "birth_year"),
        Index("ix_person_died_on", "died_on", sqlite_where=DEAD, postgresql_where=DEAD),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = field(String(12), N_("Mã người"), required=True, unique=True)
    name: Mapped[str] = field(String(100), N_("Họ và tên"), required=True)
    name_fold: Mapped[str] = mapped_column(String(200))
    sex: Mapped[str] = field(String(6), N_("Giới tính"), required=True, choices=SEXES)
    birth_year: Mapped[int] = field(SmallInteger, N_("Năm sinh"), required=True)
    birth_month: Mapped[int | None] = field(SmallInteger, N_("Tháng sinh"))
    birth_day: Mapped[int | None] = field(SmallInteger, N_("Ngày sinh"))
    ethnicity: Mapped[str] = field(String(2), N_("Dân tộc"), ForeignKey("ethnic_group.code"), required=True)
    died_on: Mapped[date | None] = field(Date, N_("Ngày mất"))

    @property
    def birth(self) -> PartialDate:
        """Birth as known: a year, a month or a day; a year-only birth is never filled up with 01/01."""
        return PartialDate(self.birth_year, self.birth_month, self.birth_day)


class PersonNumber(Tracked, Base):
    """An identity number of a person; old 9-digit and new 12-digit numbers stand side by side."""

    __tablename__ = "person_number"
    __table_args__ = (Index("ix_person_number_number", "number"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("person.id"), index=True)
    kind: Mapped[str] = field(String(10), N_("Loại giấy tờ"), required=True, choices=ID_KINDS)
    number: Mapped[str] = field(String(12), N_("Số giấy tờ"), required=True, masked=True)
    issued_on: Mapped[date | None] = field(Date, N_("Ngày cấp"))
    issued_by: Mapped[str | None] = field(String(100), N_("Nơi cấp"))


class NumberFlaw(Base):
    """A person whose identity numbers lack or contradict something: derived, kept for those few so that a rule asked
    about everybody begins with them."""

    __tablename__ = "number_flaw"
    __table_args__ = (
        Index("ix_number_flaw_person_id", "person_id"),
        Index("ix_number_flaw_born", "kind", "born", "person_id"),
    )

    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("person.id"), primary_key=True)
    born: Mapped[int] = mapped_column()
    """The last day the person can have been born on, as `day_number` writes it: many without a number are children."""
