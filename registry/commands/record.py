"""What a running command has touched so far, row by row."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from registry.kernel.actor import Actor


def new_code() -> str:
    """What the next change is called."""
    return secrets.token_hex(12)


@dataclass(slots=True)
class RowChange:
    """A row touched by the change: column values before and after; `created` when it did not exist."""

    created: bool
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


@dataclass
class Change:
    """What a running command has touched so far."""

    actor: Actor
    command: str
    reason: str = ""
    code: str = field(default_factory=new_code)
    rows: dict[Any, RowChange] = field(default_factory=dict)
    households: set[int] = field(default_factory=set)
