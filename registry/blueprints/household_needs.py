"""What one household answers about a programme: recorded, corrected, taken away."""

from typing import Any

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from registry.commands.areas import home_unit, in_area
from registry.commands.needs import correct_need, record_need, withdraw_need
from registry.commands.rights import right_to_record
from registry.forms.need import CorrectNeedForm, NeedForm, WithdrawNeedForm, need_data
from registry.kernel.actor import ANY, READ, WRITE, NotFound
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import Household, Need
from registry.models.need import ANSWERS, ASKED, DECLINED, DETAIL_LABELS, PROGRAMMES, SOURCES, UNKNOWN, UNSUITABLE
from registry.queries.editable import present_people, rows_of
from registry.web.allow import allow
from registry.web.edit import CORRECT, edit, household_sheet, version_typed
from registry.web.own import own_household, pick

blueprint = Blueprint("household_needs", __name__)
ONE = "/households/<code>/needs/<int(max=999999999999):need>"


KINDS = {ASKED: "ok", DECLINED: "na", UNSUITABLE: "na", UNKNOWN: "unsure"}
"""How each answer looks; that nobody knows has a colour of its own."""
WORDS: dict[str, Any] = {"need_kinds": KINDS, "answers": ANSWERS, "details": DETAIL_LABELS, "sources": SOURCES}


def recordable(unit_id: int) -> list[str]:
    """The programmes about which the actor may record what households of the commune answer."""
    return [key for key in PROGRAMMES if in_area(g.actor, unit_id, WRITE, right_to_record(g.actor, key))]


@blueprint.route("/households/<code>/needs/new", methods=["GET", "POST"])
@allow(WRITE, register=ANY, personal=True)
def record(code: str) -> ResponseReturnValue:
    """Record an answer; an earlier one stays as what was said before."""
    household, programmes = _household(code)
    people = {person.code: person for _, person in present_people(household)}
    names = {one: person.name for one, person in people.items()}

    def run(form: NeedForm) -> tuple[Message, str]:
        record_need(g.actor, household, person=people.get(form.person.data), **form.values)
        return Message(N_("Đã ghi nhu cầu của hộ %(code)s."), code=code), _page(code)

    sheet = household_sheet(household, N_("Ghi nhu cầu"))
    return edit(sheet, lambda typed: _form(typed, programmes, names), run)


def _form(typed: Any, programmes: list[str], names: dict[str, str]) -> NeedForm:
    wanted = request.args.get("programme", "")
    form = NeedForm(typed, data={"on_date": today(), "programme": wanted if wanted in programmes else None})
    form.offer(programmes)
    form.offer_people(names)
    return form


@blueprint.route(f"{ONE}/edit", methods=["GET", "POST"])
@allow(WRITE, register=ANY, personal=True)
def correct(code: str, need: int) -> ResponseReturnValue:
    """Say what was answered in truth."""
    household, row = _own(code, need)

    def run(form: CorrectNeedForm) -> tuple[Message, str]:
        correct_need(g.actor, row, version_typed(), **form.values)
        return Message(N_("Đã đính chính nhu cầu của hộ %(code)s."), code=code), _page(code)

    sheet = household_sheet(household, N_("Đính chính nhu cầu"), CORRECT, tabs=_tabs(code, need, "correct"))
    return edit(sheet, lambda typed: _correct_form(typed, row), run, row)


def _correct_form(typed: Any, row: Need) -> CorrectNeedForm:
    form = CorrectNeedForm(typed, data=need_data(row))
    form.offer([row.programme])
    return form


@blueprint.route(f"{ONE}/withdraw", methods=["GET", "POST"])
@allow(WRITE, register=ANY, personal=True)
def withdraw(code: str, need: int) -> ResponseReturnValue:
    """Take away an answer that was never given."""
    household, row = _own(code, need)

    def run(form: WithdrawNeedForm) -> tuple[Message, str]:
        withdraw_need(g.actor, row, version_typed(), reason=form.reason.data)
        return Message(N_("Đã bỏ nhu cầu ghi nhầm của hộ %(code)s."), code=code), _page(code)

    tabs, more = _tabs(code, need, "withdraw"), {"submit": N_("Bỏ câu trả lời")}
    sheet = household_sheet(household, N_("Bỏ nhu cầu ghi nhầm"), CORRECT, tabs=tabs, more=more)
    return edit(sheet, WithdrawNeedForm, run, row)


def _household(code: str) -> tuple[Household, list[str]]:
    """The household and what may be recorded of it; raises NotFound where that is nothing."""
    household = own_household(code, READ)
    unit_id = home_unit(household.id)
    programmes = recordable(unit_id) if unit_id else []
    if not programmes:
        raise NotFound(code)
    return household, programmes


def _own(code: str, need: int) -> tuple[Household, Need]:
    household, programmes = _household(code)
    rows = rows_of(Need, household_id=household.id)
    return household, pick([row for row in rows if row.programme in programmes], need)


def _tabs(code: str, need: int, current: str) -> tuple[tuple[str, str, bool], ...]:
    links = (("correct", N_("Đính chính")), ("withdraw", N_("Bỏ câu trả lời này")))
    return tuple((text, url_for(f"household_needs.{to}", code=code, need=need), to == current) for to, text in links)


def _page(code: str) -> str:
    return f"{url_for('households.show', code=code)}#needs"
