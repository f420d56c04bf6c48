"""The language switch: stays on the page."""

from flask import Blueprint, redirect, request, session
from flask.typing import ResponseReturnValue

from registry.web.allow import allow
from registry.web.language import LANGUAGES
from registry.web.next_page import safe_next

blueprint = Blueprint("language", __name__)


@blueprint.post("/language")
@allow(public=True, writes=False)
def choose() -> ResponseReturnValue:
    """Keep the choice for this browser's session."""
    wanted = request.form.get("language", "")
    if wanted in LANGUAGES:
        session["lang"] = wanted
    return redirect(safe_next(request.form.get("next", "")), 303)
