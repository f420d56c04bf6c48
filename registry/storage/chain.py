"""The log's hash chain: each event's hash covers its canonical body and the hash before it."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

GENESIS = bytes(32)


def canonical(body: dict[str, Any]) -> str:
    """One text for one content: sorted keys, no spaces, ISO dates, sorted sets; no floats (money is integer đồng)."""
    return _ENCODER.encode(body)


def link(previous: bytes, body: str) -> bytes:
    """The hash of an event with this body after the event whose hash is `previous`."""
    return hashlib.sha256(previous + body.encode()).digest()


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)
