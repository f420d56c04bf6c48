"""Values as a job keeps them in JSON: days and sets come back as they were."""

from datetime import date
from typing import Any

DAY, SET = "$day", "$set"


def kept(value: Any) -> Any:
    """The value, fit for JSON."""
    if isinstance(value, dict):
        return {name: kept(one) for name, one in value.items()}
    if isinstance(value, date):
        return {DAY: value.isoformat()}
    return {SET: sorted(value)} if isinstance(value, frozenset) else value


def restored(value: Any) -> Any:
    """The value that was `kept`."""
    if not isinstance(value, dict):
        return value
    if DAY in value:
        return date.fromisoformat(value[DAY])
    return frozenset(value[SET]) if SET in value else {name: restored(one) for name, one in value.items()}
