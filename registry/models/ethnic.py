"""The 54 ethnic groups of Việt Nam and foreigners, by the statistics office's code."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from registry.storage import Base

KINH, HOA, KHMER = "01", "04", "05"
FOREIGN = "55"


class EthnicGroup(Base):
    """An ethnic group; `synonyms` are folded spellings found in lists, separated by commas."""

    __tablename__ = "ethnic_group"

    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    synonyms: Mapped[str] = mapped_column(String(200), default="")


def is_minority(code: str) -> bool:
    """Dân tộc thiểu số: every group but Kinh; foreigners are not counted."""
    return code not in (KINH, FOREIGN)
