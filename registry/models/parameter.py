"""Values that laws change (dated, with their basis), settings of this installation, and counters."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Index, String, UniqueConstraint, cast, func, literal, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from registry.messages import N_
from registry.storage import Base, Dated, Id, Tracked, db, field

KEPT = "parameters"
"""Where a session keeps what it has read."""


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


def parameter_int(key: str, day: date, default: int, scope: str = "") -> int:
    """The whole number (đồng, months, days) that holds on the day; the default where no row does."""
    return parameter_ints(key, (day,), default, scope)[day]


def parameter_ints(key: str, days: Collection[date], default: int, scope: str = "") -> dict[date, int]:
    """The same of many days, in one question."""
    held = _held(key, scope) if days else ()
    return {day: next((int(one.value) for one in held if one.starts <= day < one.ends), default) for day in days}


@contextmanager
def parameters_once() -> Iterator[None]:
    """Inside, a parameter is asked for once, whatever the days and scopes: for lists of many lines, which write no
    parameters."""
    info = db.session.info
    outside, info[KEPT] = info.get(KEPT), defaultdict[str, dict[str, list[Any]]](dict)
    try:
        yield
    finally:
        info[KEPT] = outside


def _held(key: str, scope: str) -> Sequence[Any]:
    """What the parameter was and will be in this scope, the newest first."""
    row = Parameter
    kept: dict[str, dict[str, list[Any]]] | None = db.session.info.get(KEPT)
    asked = select(row.scope, row.starts, row.ends, row.value).where(row.key == key, ~row.withdrawn)
    asked = asked.order_by(row.starts.desc())
    if kept is None:
        return db.session.execute(asked.where(row.scope == scope)).all()
    if key not in kept:
        for one in db.session.execute(asked):
            kept[key].setdefault(one.scope, []).append(one)
    return kept[key].get(scope, ())


def parameter_sql(key: str, day: Any, default: int, scope: Any = "") -> ColumnElement[int]:
    """The whole number that holds on the day, inside a question; the default where no row does. `day` and `scope` may
    be columns of the question around."""
    row = aliased(Parameter)
    on_day = (row.key == key, row.scope == scope, row.starts <= day, row.ends > day, ~row.withdrawn)
    value = select(cast(row.value, BigInteger)).where(*on_day).order_by(row.starts.desc()).limit(1)
    return func.coalesce(value.correlate_except(row).scalar_subquery(), literal(default, literal_execute=True))
