"""Questions inside a question, answered by an index where few rows are left: PostgreSQL, which guesses those few to be
many, would read whole tables for them."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from registry.storage.base import Base


class one_of_few(FunctionElement[bool]):
    """Whether a column is among the few that another question gives: `one_of_few(column, question)`."""

    type = Boolean()
    inherit_cache = True

    def __init__(self, column: Any, few: Select[Any]) -> None:
        super().__init__(column, few.scalar_subquery())

    def self_group(self, against: Any = None) -> Any:
        """As it stands: SQLite would be asked whether it equals 1, and use no index for that."""
        return self


class in_a_few(FunctionElement[bool]):
    """Whether a text column holds one of these values, which few rows do: `in_a_few(column, values)`. PostgreSQL, which
    knows of the column alone how often they stand in it and not how rarely on a day, is asked twice: the second time
    about what no statistics speak of, so that it reckons with hundreds of rows instead of a hundred thousand."""

    type = Boolean()
    inherit_cache = True

    def __init__(self, column: Any, values: Collection[str]) -> None:
        super().__init__(column.in_(values), column.concat("").in_(values))

    def self_group(self, against: Any = None) -> Any:
        """As it stands, as above."""
        return self


def own_rows(model: type[Base]) -> Any:
    """A register's own columns without the spine's: for a question about everybody that needs no more of a line."""
    return model.__table__.alias()


def looked_up(question: Select[Any]) -> ColumnElement[bool]:
    """Whether the question, of one column that is never null, has an answer: asked for each row by itself."""
    return question.limit(1).scalar_subquery().is_not(None)


@compiles(one_of_few)
def _(element: Any, compiler: Any, **kw: Any) -> str:
    column, few = (compiler.process(one, **kw) for one in element.clauses)
    return f"{column} IN {few}"


@compiles(one_of_few, "postgresql")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    column, few = (compiler.process(one, **kw) for one in element.clauses)
    return f"{column} = ANY (ARRAY{few})"


@compiles(in_a_few)
def _(element: Any, compiler: Any, **kw: Any) -> str:
    told, _again = element.clauses
    return str(compiler.process(told, **kw))


@compiles(in_a_few, "postgresql")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    told, again = (compiler.process(one, **kw) for one in element.clauses)
    return f"({told} AND {again})"
