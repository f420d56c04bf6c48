"""Parameters on a day: the value the law set then."""

from calendar import monthrange
from datetime import date

from sqlalchemy import select

from registry.models import Parameter
from registry.storage import db


def parameter_int(key: str, day: date, default: int, scope: str = "") -> int:
    """The whole number (đồng, months, days) that holds on the day; the default where no row does."""
    holding = select(Parameter.value).where(Parameter.key == key, Parameter.scope == scope, Parameter.on(day))
    value = db.session.scalar(holding.order_by(Parameter.starts.desc()).limit(1))
    return int(value) if value is not None else default


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
