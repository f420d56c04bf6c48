"""The way of every page that keeps households: as every form (`form_page`), with doubts, conflicts and logged views."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from flask import Response, request, url_for
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.datastructures import MultiDict

from registry.messages import Message
from registry.models import Household
from registry.queries.editable import subject_of
from registry.queries.pickers import ethnic_groups
from registry.storage import Tracked
from registry.storage.transaction import finish
from registry.web.conflict import conflict, settled
from registry.web.form_page import tried, typed
from registry.web.notices import say
from registry.web.responses import answer, saved
from registry.web.unit_of_work import SAFE
from registry.web.views import log_view

CORRECT, FROM_DAY = "correct", "from"


@dataclass(frozen=True)
class Sheet:
    """What stands around a form: title, household, verb, where "Huỷ" leads, links to its sister pages (`tabs`)."""

    title: str
    back: str
    code: str = ""
    subject: str = ""
    verb: str = ""
    tabs: tuple[tuple[str, str, bool], ...] = ()
    template: str = "household/edit/form.html"
    more: dict[str, Any] = field(default_factory=dict)


def household_sheet(household: Household, title: str, verb: str = "", **more: Any) -> Sheet:
    """The sheet of a form about a household: its code and head above, its page to go back to."""
    back = url_for("households.show", code=household.code)
    return Sheet(title, back, household.code, subject_of(household), verb, **more)


@dataclass(frozen=True)
class Doubt:
    """Something to look at before saving all the same; `href` leads to what it speaks of, `seen` is its household,
    `outside` one of another area: the log has it, the page does not."""

    text: Message
    href: str = ""
    link: str | Message = ""
    seen: str = ""
    outside: str = ""


Make = Callable[[Any], Any]
Run = Callable[[Any], tuple[Message, str]]


def edit(
    sheet: Sheet,
    make: Make,
    run: Run,
    row: Tracked | None = None,
    doubts: Callable[[Any], list[Doubt]] | None = None,
) -> Response:
    """Show the form of `make(typed)` or do it: `run` gives the notice and where to go next.

    `row` is what the form shows: when somebody else saved it since, both versions are shown side by side. `doubts` are
    shown once before saving; the form is kept.
    """
    if request.method in SAFE:
        return _show(sheet, make(typed()), row)
    form = make(settled(make))
    if "pick" in request.form or not form.validate():
        return _show(sheet, form, row, 422)
    found = doubts(form) if doubts else []
    if found and request.form.get("confirmed") != digest(found):
        return _show(sheet, form, row, 422, found)
    return _run(sheet, make, form, run, row, found)


def _run(sheet: Sheet, make: Make, form: Any, run: Run, row: Tracked | None, doubts: list[Doubt]) -> Response:
    try:
        done = tried(form, lambda: run(form))
    except StaleDataError:
        finish(False)
        return conflict(sheet, make, form, row)
    return _show(sheet, form, row, 422, doubts) if done is None else saved(*done.value)


def version_typed() -> int:
    """The version the form was opened at; 0, which no row has, when it does not say."""
    return int((typed() or MultiDict()).get("version", 0, int))


def digest(doubts: list[Doubt]) -> str:
    """Names these doubts: others found later are shown again."""
    return sha256("\n".join(say(doubt.text) for doubt in doubts).encode()).hexdigest()[:16]


def _show(
    sheet: Sheet, form: Any, row: Tracked | None, status: int = 200, doubts: list[Doubt] | None = None
) -> Response:
    version = row.version if row is not None and typed() is None else version_typed()
    seen = [code for code in (sheet.code, *(doubt.seen for doubt in doubts or ())) if code]
    if seen:
        log_view("household", seen, detail="edit")
    if outside := sorted({doubt.outside for doubt in doubts or () if doubt.outside}):
        log_view("household", outside, detail="elsewhere")
    return answer(
        sheet.template,
        "hamlet" if request.method in SAFE else "form",
        status,
        sheet=sheet,
        form=form,
        version=version if row is not None else None,
        doubts=doubts or [],
        confirmed=digest(doubts or []),
        ethnic_groups=ethnic_groups,
        **sheet.more,
    )
