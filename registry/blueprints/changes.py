"""Undo of a change, from the notice that told of it."""

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from registry.commands.undo import undo_change
from registry.messages import N_, Message, Problems
from registry.web.allow import allow
from registry.web.next_page import safe_next
from registry.web.notices import notify
from registry.web.responses import back_to, saved

blueprint = Blueprint("changes", __name__)


@blueprint.post("/changes/<code>/undo")
@allow()
def undo(code: str) -> ResponseReturnValue:
    """Take the change back, or say why not and who changed it since."""
    here = safe_next(request.form.get("next", "") or back_to(), url_for("account.home"))
    try:
        undo_change(g.actor, code)
    except Problems as refused:
        notify(refused.problems[0].message, "error")
        return saved("", here, undo=False)
    return saved(Message(N_("Đã hoàn tác.")), here)
