"""The option --unit: which communes a code means."""

from datetime import date

from registry.cli.output import Refusal
from registry.kernel.places import places
from registry.vn.dates import format_day


def units_within(code: str | None, day: date) -> frozenset[int] | None:
    """The stored communes of the unit with this code on the day; None for all of them. Raises Refusal."""
    if code is None:
        return None
    place = places().by_code(code, day)
    if place is None:
        raise Refusal(f"Không có đơn vị mã {code} vào ngày {format_day(day)}; hãy xem lại mã hoặc ngày.")
    return places().within(place.id, day)
