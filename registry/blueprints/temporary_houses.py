"""Poor households in temporary houses: the share of each commune against the target."""

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from registry.kernel.actor import EXPORT, READ
from registry.messages import N_
from registry.queries.temporary_houses import share_table, temporary_houses
from registry.web.allow import allow
from registry.web.list_file import list_file
from registry.web.responses import answer

blueprint = Blueprint("temporary_houses", __name__)
TITLE = N_("Tỷ lệ hộ nghèo ở nhà tạm")


@blueprint.get("/registers/housing/temporary")
@allow(READ, register="housing", personal=True)
def index() -> ResponseReturnValue:
    """Each commune with its share, the largest first; `format` gives the same rows as a file."""
    wanted = request.args.get("format", "")
    if wanted in ("csv", "xlsx"):
        name, day = f"temporary-houses-{g.day.isoformat()}", g.day
        return list_file(wanted, name, gettext(TITLE), lambda: share_table(day), "housing")
    total, shares = temporary_houses(g.day)
    return answer(
        "register/temporary.html", total=total, shares=shares, title=TITLE, may_export=g.actor.may(EXPORT, "housing")
    )
