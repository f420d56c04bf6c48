"""What a column means to people: label, choices, hint. Kept beside the column, read by forms, history, exports."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Dialect, String
from sqlalchemy.orm import InstrumentedAttribute, MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator


@dataclass(frozen=True)
class Facet:
    """The human side of a column. Labels are Vietnamese source strings, translated where they are shown."""

    label: str
    required: bool = False
    choices: Mapping[str, str] | None = None
    hint: str = ""
    masked: bool = False
    in_list: bool = False
    filter: bool = False
    said: bool = False
    percent: bool = False


def field(
    type_: Any,
    label: str,
    *args: Any,
    required: bool = False,
    choices: Mapping[str, str] | None = None,
    hint: str = "",
    masked: bool = False,
    in_list: bool = False,
    filter: bool = False,
    said: bool = False,
    percent: bool = False,
    **column: Any,
) -> MappedColumn[Any]:
    """A mapped column that carries its Facet; `required` also makes it NOT NULL, `args` are its foreign keys.

    `in_list` shows it as a column of its register's list, `filter` as a facet beside it; where it is `said`, what its
    code means stands there and not the code. A `percent` a year is kept in hundredths: 792 is said and typed 7,92.
    """
    facet = Facet(label, required, choices, hint, masked, in_list, filter, said, percent)
    return mapped_column(type_, *args, nullable=not required, info={"facet": facet}, **column)


def facet_of(column: InstrumentedAttribute[Any] | Column[Any]) -> Facet | None:
    """The Facet declared on a column, or None for bookkeeping columns."""
    return column.info.get("facet")


class Codes(TypeDecorator[frozenset[str]]):
    """A small set of official codes in one text column, stored ",1,4," so that one LIKE finds a code."""

    impl = String(200)
    cache_ok = True

    @property
    def python_type(self) -> type[Any]:
        return frozenset

    def process_bind_param(self, value: frozenset[str] | None, dialect: Dialect) -> str:
        return f",{','.join(sorted(value))}," if value else ""

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[str]:
        return frozenset(filter(None, (value or "").split(",")))
