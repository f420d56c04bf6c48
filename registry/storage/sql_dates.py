"""Days reckoned with inside a question, the same on SQLite and PostgreSQL."""

from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, bindparam, cast, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class days_between(FunctionElement[int]):
    """Days from the second day to the first: `days_between(later, earlier)`."""

    type = Integer()
    inherit_cache = True


class next_january(FunctionElement[Any]):
    """1 January of the year after a day's."""

    type = Date()
    inherit_cache = True


class last_day(FunctionElement[Any]):
    """The day before a half-open end: the last one people count."""

    type = Date()
    inherit_cache = True


class _Part(FunctionElement[int]):
    """A part of a day. SQLite keeps days as texts: cutting them up is much faster than reading them as days."""

    type = Integer()
    inherit_cache = True
    name, at, length = "", 1, 2


class year_of(_Part):
    """2021 of 15/12/2021."""

    inherit_cache = True
    name, length = "year", 4


class month_of(_Part):
    """12 of 15/12/2021."""

    inherit_cache = True
    name, at = "month", 6


class day_of(_Part):
    """15 of 15/12/2021."""

    inherit_cache = True
    name, at = "day", 9


class _written(FunctionElement[Any]):
    type = Date()
    inherit_cache = True


def asked_day() -> ColumnElement[Any]:
    """The parameter `day`, written into the question: reckoning with a day that is known beforehand is faster."""
    return _written(bindparam("day", type_=Date, literal_execute=True))


def day_number(day: Any) -> ColumnElement[int]:
    """20211215 for 15/12/2021: whole numbers that order as days do, also for births known only by year."""
    return year_of(day) * 10000 + month_of(day) * 100 + day_of(day)


def month_number(day: Any) -> ColumnElement[int]:
    """Months counted from year 0, and the day in hundredths: so many months later is so many hundreds more."""
    return months_of(day) * 100 + day_of(day)


def months_of(day: Any) -> ColumnElement[int]:
    """Months counted from year 0."""
    return year_of(day) * 12 + month_of(day)


def born_number(person: Any, month: int, day: int) -> ColumnElement[int]:
    """A birth as `day_number` would write it; what is unknown of it is this month and day."""
    months = func.coalesce(cast(person.birth_month, Integer), month)
    return cast(person.birth_year, Integer) * 10000 + months * 100 + func.coalesce(person.birth_day, day)


def at_least(person: Any, years: int, day: Any) -> ColumnElement[bool]:
    """Whether a person is so old or older on the day. What is unknown of a birth counts as its last day, so that
    nobody is taken as older than proven (as `registry.vn.dates.at_least`)."""
    return born_number(person, 12, 31) <= day_number(day) - years * 10000


@compiles(_Part, "sqlite")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    return f"CAST(substr({compiler.process(element.clauses, **kw)}, {element.at}, {element.length}) AS INTEGER)"


@compiles(_Part, "postgresql")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    return f"CAST(date_part('{element.name}', {compiler.process(element.clauses, **kw)}) AS INTEGER)"


@compiles(_written)
def _(element: Any, compiler: Any, **kw: Any) -> str:
    return str(compiler.process(element.clauses, **kw))


@compiles(_written, "postgresql")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **kw)} AS DATE)"


@compiles(days_between, "sqlite")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    later, earlier = (compiler.process(one, **kw) for one in element.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    later, earlier = (compiler.process(one, **kw) for one in element.clauses)
    return f"(CAST({later} AS DATE) - CAST({earlier} AS DATE))"


@compiles(next_january, "sqlite")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    return f"date({compiler.process(element.clauses, **kw)}, 'start of year', '+1 year')"


@compiles(next_january, "postgresql")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    return f"CAST(date_trunc('year', {compiler.process(element.clauses, **kw)}) + interval '1 year' AS DATE)"


@compiles(last_day, "sqlite")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    return f"date({compiler.process(element.clauses, **kw)}, '-1 day')"


@compiles(last_day, "postgresql")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    return f"(CAST({compiler.process(element.clauses, **kw)} AS DATE) - 1)"
