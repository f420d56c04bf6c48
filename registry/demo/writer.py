"""Rows on their way to the database: ids given in order, written a batch at a time, each batch sealed into the log."""

import secrets
from collections import Counter, defaultdict
from datetime import UTC, datetime
from typing import Any

from registry.commands.sealing import append_events
from registry.kernel.actor import CONSOLE
from registry.kernel.scope import unscoped
from registry.models import (
    OF_LINES,
    AreaClass,
    Denominator,
    Entry,
    Grant,
    Hamlet,
    Handover,
    Household,
    HouseholdClass,
    HouseholdCode,
    HouseholdHead,
    HouseholdPeriod,
    Membership,
    Need,
    Person,
    PersonNumber,
    Residence,
    ReviewRound,
    Setting,
    User,
)
from registry.models import Counter as Series
from registry.models.labels import model_of
from registry.storage import Base
from registry.storage.bulk import insert_rows

ORDER: tuple[type[Base], ...] = (
    Setting,
    Series,
    ReviewRound,
    User,
    Grant,
    Hamlet,
    AreaClass,
    Denominator,
    Person,
    PersonNumber,
    Household,
    Handover,
    HouseholdCode,
    Residence,
    HouseholdHead,
    Membership,
    HouseholdClass,
    HouseholdPeriod,
    Need,
    Entry,
)
"""Referred to first; what stands beside an entry, and its steps, come after it."""
DERIVED = (HouseholdPeriod, Series)
FULL = 100_000
"""Rows that may wait in memory."""


class Writer:
    """Collects rows and writes them."""

    def __init__(self) -> None:
        self.written: Counter[str] = Counter()
        self._last: Counter[str] = Counter()
        self._waiting: dict[type[Base], list[dict[str, Any]]] = defaultdict(list)
        self.card: type[Base] = model_of("insurance")
        self.house: type[Base] = model_of("housing")

    def add(self, model: type[Base], row: dict[str, Any]) -> int:
        """Put a row by under the next id of its table."""
        row["id"] = self.next_id(model)
        self._waiting[model].append(row)
        return int(row["id"])

    def next_id(self, model: type[Base]) -> int:
        """Take the next id for a row that is put by later."""
        self._last[model.__tablename__] += 1
        return self._last[model.__tablename__]

    def put(self, model: type[Base], row: dict[str, Any]) -> None:
        """Put a row by that has its key."""
        self._waiting[model].append(row)

    @property
    def is_full(self) -> bool:
        """Whether it is time to write."""
        return sum(map(len, self._waiting.values())) > FULL

    def flush(self, what: str) -> None:
        """Write what was put by; one event per table says how many rows came, `what` says with which batch."""
        change, events = secrets.token_hex(12), []
        order: tuple[type[Base], ...] = (*ORDER, self.card, self.house, *OF_LINES)
        for model in order:
            rows = self._waiting.pop(model, [])
            self.written[model.__tablename__] += insert_rows(model, rows)
            if rows and model not in DERIVED:
                events.append(_event(change, model, len(rows), what))
        with unscoped():
            append_events(events)


def _event(change: str, model: type[Base], count: int, what: str) -> dict[str, Any]:
    return {
        "v": 1,
        "at": datetime.now(UTC).isoformat(timespec="microseconds"),
        "change": change,
        "command": "make_demo",
        "reason": "",
        "actor_id": CONSOLE.id,
        "actor": CONSOLE.name,
        "entity": model.__tablename__,
        "id": None,
        "household": None,
        "created": True,
        "version": None,
        "before": {},
        "after": {"batch": what, "rows": count},
    }
