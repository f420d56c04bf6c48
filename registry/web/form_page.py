"""The way of every form: shown, sent back with its problems at the fields, or done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response, request

from registry.messages import Message, Problems
from registry.storage.transaction import finish
from registry.web.kept import typed_before
from registry.web.notices import notify
from registry.web.responses import answer, saved
from registry.web.unit_of_work import SAFE


@dataclass(frozen=True)
class Done:
    """What the command gave back."""

    value: Any


def typed() -> Any:
    """What was typed into a form that was sent; None when its page is only asked for, so that defaults show.

    Also what was typed before the session ended, when its user is back.
    """
    return typed_before() if request.method in SAFE else request.form


def attempt(form: Any, work: Callable[[], Any]) -> Done | None:
    """Run the work of a form that was sent and reads well; None when the form is to be shown (again)."""
    return None if request.method in SAFE or not form.validate() else tried(form, work)


def tried(form: Any, work: Callable[[], Any]) -> Done | None:
    """Run the work of a form that reads well; None when it was refused, with the problems at the form's fields.

    What a refused command wrote is given up before anything is shown: it must not be read.
    """
    try:
        return Done(work())
    except Problems as problems:
        finish(False)
        form.accept(problems)
        return None


def form_page(template: str, form: Any, status: int | None = None, **context: Any) -> Response:
    """The form's page: 200 when asked for, 422 when sent back; for htmx its block `form` alone."""
    return answer(template, "form", status or (200 if request.method in SAFE else 422), form=form, **context)


def told(work: Callable[[], Any], text: Message, location: str) -> Response:
    """A button without a form: done and said so with its undo, or refused in a notice on the same page."""
    try:
        work()
    except Problems as refused:
        finish(False)
        notify(refused.problems[0].message, "error")
        return saved("", location, undo=False)
    return saved(text, location)
