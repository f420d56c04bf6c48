"""Households handed over between communes: let go, recalled, accepted, returned; asked for, declined; and the list of
what waits."""

from typing import Any

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from registry.commands.areas import in_area
from registry.commands.facts import open_home
from registry.commands.handovers import (
    accept_handover,
    decline_request,
    hand_over,
    recall_handover,
    request_handover,
    return_handover,
    withdraw_request,
)
from registry.forms.handover import AcceptForm, AskForm, DeclineForm, HandOverForm, ReturnForm
from registry.kernel.actor import READ, WRITE, NotFound
from registry.kernel.places import places
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import Handover, Household
from registry.models.handover import CAUSES, STATES
from registry.queries.duplicates import living_elsewhere
from registry.queries.handovers import handover_with, line_of, load_handovers
from registry.vn.dates import format_day
from registry.web.allow import allow
from registry.web.edit import FROM_DAY, Sheet, edit, household_sheet, version_typed
from registry.web.form_page import told as told_after
from registry.web.own import own_household
from registry.web.responses import answer
from registry.web.told import told_by
from registry.web.views import log_view

blueprint = Blueprint("handovers", __name__)
ONE = "/handovers/<handover>"


@blueprint.get("/handovers")
@allow(READ, personal=True)
def index() -> ResponseReturnValue:
    """What waits to be taken in, what other communes are to take, and what came of the rest."""
    found = load_handovers(g.actor)
    every = [*found.incoming, *found.requests, *found.outgoing, *found.answered]
    log_view("list", [line.household for line in every if line.name], detail="handover")
    return answer("handovers.html", found=found, states=STATES, causes=CAUSES)


@blueprint.route("/households/<code>/hand-over", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def hand_on(code: str) -> ResponseReturnValue:
    """Offer the household to another commune."""
    household = own_household(code)

    def run(form: HandOverForm) -> tuple[Message, str]:
        made = hand_over(g.actor, household, version_typed(), day=form.day.data, to_unit_id=form.destination)
        there = _label(made.to_unit_id)
        text = Message(N_("Đã chuyển hộ %(code)s; chờ %(commune)s nhận."), code=code, commune=there)
        return text, url_for("households.show", code=code)

    sheet = household_sheet(household, N_("Chuyển hộ đi xã khác"), FROM_DAY)
    return edit(sheet, lambda typed: _hand_over_form(typed, household), run, household)


def _hand_over_form(typed: Any, household: Household) -> HandOverForm:
    data = {"day": today(), "to_unit_id": request.args.get("to", "")}
    form, home = HandOverForm(typed, data=data), open_home(household)
    form.offer(places().on(home.unit_id, today()) if home else None)
    return form


@blueprint.route(f"{ONE}/accept", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def accept(handover: str) -> ResponseReturnValue:
    """Take the household in, into a hamlet."""
    row = _own(handover, "to_unit_id")

    def run(form: AcceptForm) -> tuple[Message, str]:
        home = form.home
        taken = accept_handover(g.actor, row, hamlet_id=home["hamlet_id"], address=home["address"])
        return Message(N_("Đã nhận hộ %(code)s."), code=taken.code), url_for("households.show", code=taken.code)

    sheet = _sheet(row, N_("Nhận hộ chuyển đến"), N_("Nhận hộ"))
    return edit(sheet, lambda typed: _accept_form(typed, row), run)


def _accept_form(typed: Any, row: Handover) -> AcceptForm:
    form = AcceptForm(typed)
    form.offer_in(places().on(row.to_unit_id, today()))
    return form


@blueprint.route(f"{ONE}/return", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def give_back(handover: str) -> ResponseReturnValue:
    """Say why the household is not taken in."""
    row = _own(handover, "to_unit_id")

    def run(form: ReturnForm) -> tuple[Message, str]:
        return_handover(g.actor, row, cause=form.cause.data, note=form.note.data)
        return Message(N_("Đã trả lại hộ cho %(commune)s."), commune=_label(row.from_unit_id)), _list()

    return edit(_sheet(row, N_("Trả lại hộ chuyển đến"), N_("Trả lại")), ReturnForm, run)


@blueprint.post(f"{ONE}/recall")
@allow(WRITE, personal=True)
def recall(handover: str) -> ResponseReturnValue:
    """Take back what nobody has answered yet."""
    row = _own(handover, "from_unit_id")
    return told_after(lambda: recall_handover(g.actor, row), Message(N_("Đã rút lại việc chuyển hộ.")), _list())


@blueprint.route("/handovers/ask/<told>", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def ask(told: str) -> ResponseReturnValue:
    """Ask the commune where somebody lives to hand the household over."""
    person_code, unit_id = told_by(told)
    there = living_elsewhere(person_code)
    if there is None or not in_area(g.actor, unit_id):
        raise NotFound(told)

    def run(form: AskForm) -> tuple[Message, str]:
        request_handover(g.actor, person_code, to_unit_id=unit_id, reason=form.reason.data)
        return Message(N_("Đã gửi đề nghị tới %(commune)s."), commune=there.place), _list()

    more = {"back_label": N_("Về danh sách chuyển hộ"), "submit": N_("Gửi đề nghị")}
    return edit(Sheet(N_("Đề nghị chuyển hộ"), _list(), subject=there.place, more=more), AskForm, run)


@blueprint.route(f"{ONE}/decline", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def decline(handover: str) -> ResponseReturnValue:
    """Say why a household is not handed over."""
    row = _own(handover, "from_unit_id", asked=True)

    def run(form: DeclineForm) -> tuple[Message, str]:
        decline_request(g.actor, row, note=form.note.data)
        return Message(N_("Đã từ chối đề nghị của %(commune)s."), commune=_label(row.to_unit_id)), _list()

    line = line_of(row, g.actor)
    subject = gettext("%(commune)s đề nghị chuyển hộ %(code)s", commune=line.goes, code=line.household)
    more = {"back_label": N_("Về danh sách chuyển hộ"), "submit": N_("Từ chối")}
    return edit(Sheet(N_("Từ chối đề nghị chuyển hộ"), _list(), subject=subject, more=more), DeclineForm, run)


@blueprint.post(f"{ONE}/withdraw")
@allow(WRITE, personal=True)
def withdraw(handover: str) -> ResponseReturnValue:
    """Ask no more for what nobody has answered yet."""
    row = _own(handover, "to_unit_id", asked=True)
    return told_after(lambda: withdraw_request(g.actor, row), Message(N_("Đã rút lại đề nghị chuyển hộ.")), _list())


def _own(code: str, side: str, asked: bool = False) -> Handover:
    """The hand-over, or request, with this code on a side that is the actor's; absent and not yours answer alike."""
    row = handover_with(code)
    if row is None or row.asked != asked or not in_area(g.actor, getattr(row, side)):
        raise NotFound(code)
    return row


def _sheet(row: Handover, title: str, submit: str) -> Sheet:
    line = line_of(row, g.actor)
    people = ngettext("%(num)s người", "%(num)s người", line.people)
    since = gettext("từ ngày %(day)s", day=format_day(row.day))
    subject = " · ".join([line.household, gettext("từ %(commune)s", commune=line.leaves), people, since])
    more = {"back_label": N_("Về danh sách chuyển hộ"), "submit": submit}
    return Sheet(title, _list(), subject=subject, more=more)


def _list() -> str:
    return url_for("handovers.index")


def _label(unit_id: int) -> str:
    return places().label(unit_id, today())
