"""Ceilings, rates and terms of the programmes: parameters on a day, once as numbers and once inside a question."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, cast, func, select
from sqlalchemy.orm import aliased

from registry.models import Parameter
from registry.models.parameter import parameter_int
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
    """What the parameter says of a loan on the day: of its part, else of its class, else of its programme. Each is
    looked up by itself, which an index answers without sorting."""
    scopes = (line.programme.concat("/").concat(line.part), line.programme.concat("/").concat(line.class_))
    return func.coalesce(*(_held(key, scope, day, line) for scope in (*scopes, line.programme)))


def _held(key: str, scope: Any, day: Any, line: Any) -> ColumnElement[int]:
    row = aliased(Parameter)
    holding = (row.key == key, row.scope == scope, row.starts <= day, row.ends > day, ~row.withdrawn)
    value = select(cast(row.value, BigInteger)).where(*holding).order_by(row.starts.desc()).limit(1)
    found: ColumnElement[int] = value.correlate(line).scalar_subquery()
    return found
