"""The class recognised for a household in a review round: recorded, corrected, taken away."""

from typing import Any

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from registry.commands.areas import home_unit
from registry.commands.classes import class_warnings, correct_class, recognise_class, withdraw_class
from registry.forms.review import ClassForm, RecogniseForm, WithdrawForm, class_data
from registry.kernel.actor import WRITE
from registry.kernel.places import places
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import Household, HouseholdClass
from registry.queries.editable import rows_of
from registry.queries.pickers import Round, indicators, review_rounds
from registry.web.allow import allow
from registry.web.edit import CORRECT, FROM_DAY, Sheet, edit, household_sheet, version_typed
from registry.web.notices import notify
from registry.web.own import own_household, pick

blueprint = Blueprint("classes", __name__)


@blueprint.route("/households/<code>/classes/new", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def recognise(code: str) -> ResponseReturnValue:
    """Record the class a decision gives the household in a round."""
    household = own_household(code)
    rounds = review_rounds()
    review = _chosen(rounds)

    def run(form: RecogniseForm) -> tuple[Message, str]:
        number, causes = review.row.id if review else 0, frozenset(form.causes.data)
        made = recognise_class(g.actor, household, version_typed(), round_id=number, causes=causes, **form.values)
        return _done(made, code)

    sheet = _round_sheet(household, rounds, review)
    return edit(sheet, lambda typed: _new_form(typed, household, review), run, household)


def _chosen(rounds: list[Round]) -> Round | None:
    wanted = request.values.get("round", "")
    return next((one for one in rounds if one.row.code == wanted), rounds[0] if rounds else None)


def _round_sheet(household: Household, rounds: list[Round], review: Round | None) -> Sheet:
    hidden = {"round": review.row.code} if review else {}
    more = {"rounds": rounds, "review": review, "hidden": hidden}
    template = "household/edit/class.html"
    return household_sheet(household, N_("Ghi kết quả rà soát"), FROM_DAY, template=template, more=more)


def _new_form(typed: Any, household: Household, review: Round | None) -> RecogniseForm:
    unit_id = home_unit(household.id)
    area = places().on(unit_id, today()).area_type if unit_id else ""
    form = RecogniseForm(typed, data={"area_type": area, "causes": sorted(household.causes)})
    form.offer(indicators(review.row.standard_id) if review else [])
    return form


@blueprint.route("/households/<code>/classes/<int:number>/edit", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def correct(code: str, number: int) -> ResponseReturnValue:
    """Correct what was recorded of a round's result."""
    household, row = _own(code, number)

    def run(form: ClassForm) -> tuple[Message, str]:
        correct_class(g.actor, row, version_typed(), **form.values)
        return _done(row, code)

    sheet = household_sheet(household, N_("Đính chính kết quả rà soát"), CORRECT, tabs=_tabs(code, number, "correct"))
    return edit(sheet, lambda typed: _form(typed, row), run, row)


def _form(typed: Any, row: HouseholdClass) -> ClassForm:
    form = ClassForm(typed, data=class_data(row))
    form.offer(indicators(row.standard_id))
    return form


@blueprint.route("/households/<code>/classes/<int:number>/withdraw", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def withdraw(code: str, number: int) -> ResponseReturnValue:
    """Take away a class recorded for the wrong household or round."""
    household, row = _own(code, number)

    def run(form: WithdrawForm) -> tuple[Message, str]:
        withdraw_class(g.actor, row, version_typed(), reason=form.reason.data)
        return Message(N_("Đã bỏ kết quả rà soát của hộ %(code)s."), code=code), _page(code)

    tabs = _tabs(code, number, "withdraw")
    sheet = household_sheet(household, N_("Bỏ kết quả rà soát"), CORRECT, tabs=tabs, more={"submit": N_("Bỏ kết quả")})
    return edit(sheet, WithdrawForm, run, row)


def _own(code: str, number: int) -> tuple[Household, HouseholdClass]:
    household = own_household(code)
    return household, pick(rows_of(HouseholdClass, household_id=household.id), number)


def _tabs(code: str, number: int, current: str) -> tuple[tuple[str, str, bool], ...]:
    links = (("correct", N_("Đính chính")), ("withdraw", N_("Bỏ kết quả này")))
    return tuple((text, url_for(f"classes.{to}", code=code, number=number), to == current) for to, text in links)


def _done(row: HouseholdClass, code: str) -> tuple[Message, str]:
    """Doubts are told beside the notice: the class is the meeting's to decide, not the computation's."""
    for doubt in class_warnings(row):
        notify(doubt, "warn")
    return Message(N_("Đã ghi kết quả rà soát của hộ %(code)s."), code=code), _page(code)


def _page(code: str) -> str:
    return url_for("households.show", code=code)
