"""Notices: one sentence on the next page, with the undo of the change it tells of."""

from dataclasses import dataclass
from typing import Any

from flask import flash, get_flashed_messages, url_for

from registry.messages import Message
from registry.web.language import gettext


@dataclass(frozen=True)
class Notice:
    """A sentence, its kind (ok, warn, error) and where its undo is posted."""

    text: str
    kind: str = "ok"
    undo_url: str | None = None


def say(text: Message | str) -> str:
    """A sentence in the reader's language."""
    if isinstance(text, Message):
        values = {key: say(value) if isinstance(value, Message) else value for key, value in text.values.items()}
        return gettext(text.text) % values if values else gettext(text.text)  # "100%" holds no place for a value
    return gettext(text) if text else ""


def notify(text: Message | str, kind: str = "ok", undo: str = "") -> None:
    """Keep a notice for the next page."""
    flash({"text": say(text), "kind": kind, "undo": undo})  # type: ignore[arg-type]  # a dict is kept as well as text


def take_notices() -> list[Notice]:
    """The notices waiting for this page."""
    waiting: list[Any] = get_flashed_messages()
    return [
        Notice(kept["text"], kept["kind"], url_for("changes.undo", code=kept["undo"]) if kept["undo"] else None)
        for kept in waiting
    ]
