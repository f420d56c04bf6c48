"""The activity store: sessions, view log, sign-in throttle. Its own engine and file, so that a long import in the
registry never blocks a page (decisions.md 3); on PostgreSQL it may share the database."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Engine,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from registry.storage.base import NAMING, Id, UtcDateTime
from registry.storage.engine import open_engine

metadata = MetaData(naming_convention=NAMING)

session_table = Table(
    "session",
    metadata,
    Column("token_hash", LargeBinary(32), primary_key=True),
    Column("user_id", BigInteger, index=True),
    Column("auth_epoch", Integer),
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("ended", Boolean, nullable=False, default=False),
    Column("data", Text, nullable=False, default="{}"),
)

view_table = Table(
    "view",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("user_name", String(100), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("subject", String(40), nullable=False),
    Column("detail", Text, nullable=False, default=""),
    Column("reason", String(500), nullable=False, default=""),
    Index("ix_view_subject", "subject", "id"),
)

throttle_table = Table(
    "throttle",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("tokens", Float, nullable=False),
    Column("updated_at", Float, nullable=False),
)


def open_activity(url: str) -> Engine:
    """The store's engine; everything done with it may write."""
    return open_engine(url)
