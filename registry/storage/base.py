"""The declarative base, the session, and what every table shares."""

from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import BigInteger, Dialect, Engine, Integer, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import DateTime, TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Id = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """Plain SQLAlchemy models; Flask-SQLAlchemy gives only the engine and the session."""

    metadata = MetaData(naming_convention=NAMING)


class OneStore(Session):
    """A session of the one registry: its engine is looked up once, not with each statement."""

    @cached_property
    def engine(self) -> Engine:
        return self._db.engine

    def get_bind(self, *_: Any, bind: Any = None, **__: Any) -> Any:
        return bind or self.engine


db = SQLAlchemy(disable_autonaming=True, session_options={"class_": OneStore})


class UtcDateTime(TypeDecorator[datetime]):
    """An instant of the real clock: aware in Python, UTC in the database (SQLite keeps no zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Tracked:
    """A row that people change: optimistic lock, audited, withdrawn instead of deleted when its creation is undone."""

    version: Mapped[int] = mapped_column(default=1)
    withdrawn: Mapped[bool] = mapped_column(default=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}
