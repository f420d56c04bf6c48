"""Parameters on a day: the value the law set then."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, cast, func, literal, select
from sqlalchemy.orm import aliased

from registry.models import Parameter
from registry.storage import db


def parameter_int(key: str, day: date, default: int, scope: str = "") -> int:
    """The whole number (đồng, months, days) that holds on the day; the default where no row does."""
    holding = select(Parameter.value).where(Parameter.key == key, Parameter.scope == scope, Parameter.on(day))
    value = db.session.scalar(holding.order_by(Parameter.starts.desc()).limit(1))
    return int(value) if value is not None else default


def parameter_sql(key: str, day: Any, default: int, scope: Any = "") -> ColumnElement[int]:
    """The whole number that holds on the day, inside a question; the default where no row does. `day` and `scope` may
    be columns of the question around."""
    row = aliased(Parameter)
    on_day = (row.key == key, row.scope == scope, row.starts <= day, row.ends > day, ~row.withdrawn)
    value = select(cast(row.value, BigInteger)).where(*on_day).order_by(row.starts.desc()).limit(1)
    return func.coalesce(value.correlate_except(row).scalar_subquery(), literal(default, literal_execute=True))
