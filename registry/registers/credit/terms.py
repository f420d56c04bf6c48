"""Ceilings, rates and terms of the programmes: parameters on a day, once as numbers and once inside a question."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, case, cast, func, select
from sqlalchemy.orm import aliased

from registry.kernel.parameters import parameter_int
from registry.models import Parameter
from registry.registers.credit.programmes import RATE

UNSET = -1


def rate_of(programme: str, part: str | None, day: date) -> int | None:
    """The rate of a programme or its part on a day; None where it is not known, or asks of the class."""
    for scope in (f"{programme}/{part}" if part else "", programme):
        found = parameter_int(RATE, day, UNSET, scope) if scope else UNSET
        if found != UNSET:
            return found
    return None


def term_on(line: Any, key: str, day: Any) -> ColumnElement[int]:
    """What the parameter says of a loan on the day: of its part, else of its class, else of its programme."""
    row = aliased(Parameter)
    of_part = line.programme.concat("/").concat(func.coalesce(line.part, ""))
    of_class = line.programme.concat("/").concat(line.class_)
    holding = (row.key == key, row.starts <= day, row.ends > day, ~row.withdrawn)
    value = select(cast(row.value, BigInteger)).where(*holding, row.scope.in_((of_part, of_class, line.programme)))
    nearest = case((row.scope == of_part, 0), (row.scope == of_class, 1), else_=2)
    found: ColumnElement[int] = value.order_by(nearest).limit(1).correlate(line).scalar_subquery()
    return found
