"""What was brought in from files, and how their columns were mapped."""

from datetime import datetime

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registry.messages import N_
from registry.storage import Base, Id, Tracked, UtcDateTime, field


class ImportBatch(Tracked, Base):
    """A file brought in by one change: which (by its hash), what of, how many rows. Its event in the log is the file's
    own; `change` is the code that takes the whole import back."""

    __tablename__ = "import_batch"
    __table_args__ = (Index("ix_import_batch_user_id_made_at", "user_id", "made_at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    target: Mapped[str] = mapped_column(String(30))
    file_name: Mapped[str] = field(String(120), N_("Tên tệp"), required=True)
    sha256: Mapped[str] = mapped_column(String(64))
    new_rows: Mapped[int] = mapped_column(Id, default=0)
    changed_rows: Mapped[int] = mapped_column(Id, default=0)
    same_rows: Mapped[int] = mapped_column(Id, default=0)
    change: Mapped[str] = mapped_column(String(26))
    user_id: Mapped[int | None] = mapped_column(Id)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ImportMapping(Base):
    """How somebody mapped the columns under a header last time; offered again for a header that says the same. Holds
    no cell of any file."""

    __tablename__ = "import_mapping"
    __table_args__ = (UniqueConstraint("user_id", "target", "signature"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    user_id: Mapped[int] = mapped_column(Id)
    target: Mapped[str] = mapped_column(String(30))
    signature: Mapped[str] = mapped_column(String(32))
    columns: Mapped[str] = mapped_column(Text)
