"""The full identity numbers of somebody: shown once, for a reason, and logged before they are."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from registry.forms.member import RevealForm
from registry.kernel.actor import REVEAL
from registry.messages import N_
from registry.models import PersonNumber
from registry.models.person import ID_KINDS
from registry.queries.editable import rows_of
from registry.web.allow import allow
from registry.web.own import own_member
from registry.web.person_sheet import person_sheet
from registry.web.responses import answer
from registry.web.views import log_view

blueprint = Blueprint("reveal", __name__)


@blueprint.route("/households/<code>/people/<person>/reveal", methods=["GET", "POST"])
@allow(REVEAL, personal=True, writes=False)
def ask(code: str, person: str) -> ResponseReturnValue:
    """Ask for a reason, log it, then show the numbers on this page only."""
    own = own_member(code, person, REVEAL)
    form = RevealForm(request.form if request.method == "POST" else None)
    told = request.method == "POST" and form.validate()
    reason = form.reason.data if told else ""
    log_view("reveal" if told else "household", [code], detail=person, reason=reason)
    rows = rows_of(PersonNumber, person_id=own.person.id) if told else None
    sheet = person_sheet(own, N_("Xem số giấy tờ đầy đủ"), "")
    status = 200 if told or request.method == "GET" else 422
    return answer("household/reveal.html", "main", status, sheet=sheet, form=form, rows=rows, kinds=ID_KINDS)
