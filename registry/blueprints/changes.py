"""Undo of a change, from the notice that told of it."""

import re

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from registry.blueprints.jobs import queued
from registry.commands.areas import owns
from registry.commands.undo import undo_change
from registry.jobs.undo import queue_undo
from registry.kernel.actor import READ
from registry.messages import N_, Message, Problems
from registry.queries.editable import household_with
from registry.queries.entry_line import line_lives
from registry.queries.history import rows_of
from registry.web.allow import allow
from registry.web.next_page import safe_next
from registry.web.notices import notify
from registry.web.responses import back_to, saved

blueprint = Blueprint("changes", __name__)
HOUSEHOLD_PAGE = re.compile("/households/(HH-[0-9]+)")
AT_ONCE = 5_000
"""Rows that are taken back while the browser waits."""
LINE_PAGE = re.compile("(/registers/[a-z-]+)/([0-9A-Z]{8,10})")


@blueprint.post("/changes/<code>/undo")
@allow()
def undo(code: str) -> ResponseReturnValue:
    """Take the change back, or say why not and who changed it since; a large one is left to a job."""
    if rows_of(code) > AT_ONCE:
        return queued(queue_undo(g.actor, code))
    here = safe_next(request.form.get("next", "") or back_to(), url_for("board.index"))
    try:
        undo_change(g.actor, code)
    except Problems as refused:
        notify(refused.problems[0].message, "error")
        return saved("", here, undo=False)
    return saved(Message(N_("Đã hoàn tác.")), _still_there(here))


def _still_there(page: str) -> str:
    """The page, or the list when the undo took its household or line away, or back to another commune."""
    line = LINE_PAGE.match(page)
    if line and not line_lives(line[2]):
        return line[1]
    shown = HOUSEHOLD_PAGE.match(page)
    home = household_with(shown[1]) if shown else None
    return page if not shown or (home and owns(g.actor, home.id, READ)) else url_for("households.index")
