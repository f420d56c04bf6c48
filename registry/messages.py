"""Sentences for people, made below the web: Vietnamese source texts with their values, translated only when shown."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


def N_(text: str) -> str:
    """Mark `text` for translation and return it unchanged."""
    return text


@dataclass(frozen=True, init=False)
class Message:
    """A sentence and the values that fill its `%(name)s` places; reads in Vietnamese until the web translates it."""

    text: str
    values: dict[str, object] = field(hash=False)

    def __init__(self, text: str, /, **values: object) -> None:
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "values", values)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text

    def kept(self) -> str:
        """As JSON, to be shown later in whatever language; `restored` reads it back."""
        return json.dumps({"text": self.text, "values": self.values}, default=_kept)

    @staticmethod
    def restored(kept: str) -> "Message":
        """The sentence that was `kept`."""
        found: Message = json.loads(kept, object_hook=_restored)
        return found


def _kept(value: object) -> object:
    return {"text": value.text, "values": value.values} if isinstance(value, Message) else str(value)


def _restored(read: dict[str, Any]) -> Any:
    return Message(read["text"], **read["values"]) if read.keys() == {"text", "values"} else read


class Problem(Exception):
    """What is wrong with the value of one field, and what to do about it."""

    def __init__(self, field: str, message: Message) -> None:
        super().__init__(field, message)
        self.field = field
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class Problems(Exception):
    """All the problems of one form or command at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return " ".join(map(str, self.problems))
