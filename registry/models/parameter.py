"""Values that laws change (dated, with their basis), settings of this installation, and counters."""

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registry.messages import N_
from registry.storage import Base, Dated, Id, Tracked, field


class Parameter(Tracked, Dated, Base):
    """A rate, ceiling, window or threshold: value, scope, legal basis, from-to. Money in đồng."""

    __tablename__ = "parameter"
    __table_args__ = (
        UniqueConstraint("key", "scope", "starts"),
        Index("ix_parameter_held", "key", "scope", "starts", "ends", "withdrawn", "value").ddl_if(dialect="sqlite"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = field(String(40), N_("Tham số"), required=True)
    scope: Mapped[str] = mapped_column(String(40), default="")
    value: Mapped[str] = field(String(200), N_("Giá trị"), required=True)
    legal_basis: Mapped[str] = field(String(200), N_("Căn cứ pháp lý"), required=True)


class Setting(Base):
    """A fact about this installation: province name, working day, whether the data are made up."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(400))


class Counter(Base):
    """The last number given out of a series (household codes); raised by one UPDATE, so never given twice."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = mapped_column(Id, default=0)
