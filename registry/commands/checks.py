"""What a form may hold: every value looked at against its column, all problems told at once, at their fields."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from types import TracebackType
from typing import Any

from sqlalchemy import Boolean, String
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.types import TypeEngine

from registry.kernel.settings import today
from registry.messages import N_, Message, Problem, Problems
from registry.storage import Codes, Facet, Tracked, facet_of
from registry.storage.locks import lock
from registry.vn.clean import clean, find_invisible
from registry.vn.dates import format_day
from registry.vn.numbers import format_int

MULTILINE = frozenset({"note", "recipients", "signers"})
_UNKNOWN = N_("Giá trị này không có trong danh mục. Hãy chọn lại.")


@cache
def _known(column: InstrumentedAttribute[Any]) -> tuple[str, TypeEngine[Any], Facet]:
    """What is asked of a column for every value: its key, type and facet."""
    return column.key, column.type, facet_of(column) or Facet("")


class Stale(StaleDataError):
    """Somebody changed the row after the form was opened; `row` holds what stands now."""

    def __init__(self, row: Any) -> None:
        super().__init__(f"{type(row).__name__} has changed")
        self.row = row


def check_version(row: Tracked, version: int) -> None:
    """Lock the row and raise Stale unless it still is the version the form showed."""
    lock(row)
    if row.withdrawn or row.version != version:
        raise Stale(row)


def refuse(field: str, text: str, **values: object) -> Problems:
    """One problem, to be raised on the spot; field "" means the form as a whole."""
    return Problems([Problem(field, Message(text, **values))])


class Checks:
    """Collects the problems found inside a `with` block and raises them together at its end."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def __enter__(self) -> "Checks":
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        if kind is None and self.problems:
            raise Problems(self.problems)

    def refuse(self, field: str, text: str, **values: object) -> None:
        self.problems.append(Problem(field, Message(text, **values)))

    def values(self, model: Any, given: Mapping[str, Any], allowed: Iterable[str]) -> dict[str, Any]:
        """The given columns, cleaned. Raises TypeError for a column that is not the command's to set."""
        if unknown := set(given) - set(allowed):
            raise TypeError(f"not to be set here: {', '.join(sorted(unknown))}")
        return {key: self.value(getattr(model, key), value) for key, value in given.items()}

    def value(self, column: InstrumentedAttribute[Any], given: Any, field: str = "") -> Any:
        """A value as its column stores it: text in NFC, codes out of their choices."""
        key, type_, facet = _known(column)
        field = field or key
        if isinstance(type_, Codes):
            return self._codes(field, given, facet)
        if isinstance(type_, Boolean):
            return bool(given)
        if isinstance(type_, String):
            given = self.text(field, given, type_.length or 0)
        if facet.required and given in (None, ""):
            self.refuse(field, N_("Ô này không được để trống. Hãy nhập hoặc chọn."))
        elif facet.choices is not None and given is not None and given not in facet.choices:
            self.refuse(field, _UNKNOWN)
        return given

    def text(self, field: str, typed: str | None, limit: int) -> str | None:
        """Clean text of at most `limit` characters, None when nothing is left."""
        multiline = field in MULTILINE
        if hidden := find_invisible(typed or "", multiline=multiline):
            place, name = hidden
            self.refuse(
                field, N_("Vị trí %(place)s có ký tự ẩn %(name)s. Hãy xoá và gõ lại chỗ đó."), place=place, name=name
            )
            return None if not typed else typed[:1]
        text = clean(typed or "", multiline=multiline)
        if len(text) > limit:
            self.refuse(
                field,
                N_("Dài %(found)s ký tự, chỉ nhận tối đa %(limit)s. Hãy rút gọn."),
                found=len(text),
                limit=limit,
            )
        return text or None

    def number(self, field: str, given: int | None, low: int, high: int) -> int | None:
        """A whole number between two bounds, or None."""
        if given is not None and not low <= given <= high:
            told = N_("Chỉ nhận số từ %(low)s đến %(high)s. Hãy kiểm tra lại.")
            self.refuse(field, told, low=format_int(low), high=format_int(high))
        return given

    def past(self, field: str, day: date) -> None:
        """Nothing is recorded before it happens."""
        if day > today():
            self.refuse(
                field,
                N_("Ngày %(day)s ở sau ngày làm việc %(today)s. Hãy nhập ngày đã đến."),
                day=format_day(day),
                today=format_day(today()),
            )

    def not_before(self, field: str, day: date, limit: date, text: str) -> None:
        """Refuse with `text`, which may show %(day)s and %(limit)s."""
        if day < limit:
            self.refuse(field, text, day=format_day(day), limit=format_day(limit))

    def _codes(self, field: str, given: Iterable[str] | None, facet: Facet) -> frozenset[str]:
        codes = frozenset(given or ())
        if facet.choices is not None and codes - set(facet.choices):
            self.refuse(field, _UNKNOWN)
        return codes
