"""Stored values in words, as the log and the conflict page show them."""

from datetime import date
from typing import Any

from registry.messages import N_, Message
from registry.storage import OPEN, Facet, facet_of, valid_through
from registry.vn.dates import format_day
from registry.vn.ids import mask
from registry.vn.numbers import format_hundredths, format_int

HEADLESS, BEYOND = N_("(chưa có chủ hộ)"), N_("(nay ở ngoài địa bàn của bạn)")
"""Stand for a name that is not known, or not the reader's to know."""


def in_words(model: Any, column: str, value: Any) -> Message | str:
    """A column's value (as stored or as in the log's JSON) for people: choices by label, days, masked numbers."""
    facet = facet_of(getattr(model, column)) if hasattr(model, column) else None
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return Message(N_("Có") if value else N_("Không"))
    if isinstance(value, list | tuple | frozenset | set):
        return _several(facet, sorted(value))
    if facet and facet.choices:
        return Message(facet.choices.get(str(value), str(value)))
    if facet and facet.masked:
        return mask(str(value))
    if facet and facet.percent:
        return Message(N_("%(rate)s%%/năm"), rate=format_hundredths(value))
    return _plain(column, value)


def _several(facet: Facet | None, codes: list[str]) -> Message | str:
    labels = facet.choices or {} if facet else {}
    if not codes:
        return "–"
    places = {f"code{at}": Message(labels.get(code, code)) for at, code in enumerate(codes)}
    return Message(", ".join(f"%({place})s" for place in places), **places)


def _plain(column: str, value: Any) -> Message | str:
    day = _day(value)
    if day is not None:
        last = valid_through(day) if column == "ends" else day
        return Message(N_("chưa kết thúc")) if day == OPEN else format_day(last or day)
    if isinstance(value, int) and not column.endswith(("year", "month", "day")):
        return format_int(value)
    return str(value)


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and len(value) == 10 and value[4:5] == "-":
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return None
