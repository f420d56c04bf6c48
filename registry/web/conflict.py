"""Somebody else saved first: what was typed and what was saved, side by side, and nothing lost."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, SelectField, SelectMultipleField

from registry.commands.change import COMMANDS
from registry.queries.history import last_change_of
from registry.storage import Tracked
from registry.web.responses import answer
from registry.web.views import log_view

KEEP = "keep-"
"""Fields `keep-NAME` of the conflict page say whose value is to be saved: "mine" or "saved"."""
OWN = frozenset({"csrf_token", "form_key", "version", "confirmed", "again", "pick"})


@dataclass(frozen=True)
class Both:
    """One field in words: as typed and as saved."""

    name: str
    label: str
    typed: str
    saved: str

    @property
    def differs(self) -> bool:
        return self.typed != self.saved


def settled(make: Callable[[Any], Any]) -> MultiDict:
    """What was sent, with the saved value in those fields where the conflict page's reader chose it."""
    sent = MultiDict(request.form)
    chosen = [key.removeprefix(KEEP) for key, value in request.form.items() if key.startswith(KEEP) and value != "mine"]
    if chosen:
        present = make(None)
        for name in present.data.keys() & set(chosen):
            sent.setlist(name, _raw(present[name]))
    return sent


def conflict(sheet: Any, make: Callable[[Any], Any], form: Any, row: Tracked | None) -> Response:
    """The page of a stale form: 409, with the fresh version in its hidden field."""
    present = make(None)
    changed = sheet.more["changed"]() or row if "changed" in sheet.more else row
    fields = [name for _, names in form.groups for name in names]
    both = [Both(name, form[name].label.text, in_words(form[name]), in_words(present[name])) for name in fields]
    if sheet.code:
        log_view("household", [sheet.code], detail="conflict")
    return answer(
        "household/edit/conflict.html",
        "form",
        409,
        sheet=sheet,
        both=both,
        sent=[(key, value) for key, value in request.form.items(multi=True) if _is_typed(key)],
        version=row.version if row is not None else None,
        last=last_change_of(changed) if changed is not None else None,
        titles={name: command.title for name, command in COMMANDS.items()},
    )


def in_words(field: Any) -> str:
    """A field's value as people read it."""
    if isinstance(field, SelectField):
        chosen = field.data or () if isinstance(field, SelectMultipleField) else (field.data or "",)
        labels = [str(choice.label) for choice in field.iter_choices() if choice.value in chosen and choice.value]
        return "; ".join(labels) or "–"
    if isinstance(field, BooleanField):
        return gettext("Có") if field.data else gettext("Không")
    return str(field._value() or "–")


def _raw(field: Any) -> list[str]:
    """A field's value as a browser would send it."""
    if isinstance(field, SelectMultipleField):
        return list(field.data or [])
    if isinstance(field, BooleanField):
        return ["y"] if field.data else []
    return [field.data or ""] if isinstance(field, SelectField) else [field._value()]


def _is_typed(key: str) -> bool:
    return key not in OWN and not key.startswith(KEEP)
