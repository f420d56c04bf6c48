"""Corrections of a household: its facts, its homes, its heads, its codes elsewhere."""

from typing import Any

from flask import g, url_for
from flask.typing import ResponseReturnValue

from registry.blueprints.household_edit import asked_home, blueprint
from registry.commands.heads import correct_head as command_correct_head
from registry.commands.households import add_code, correct_household
from registry.commands.households import withdraw_code as command_withdraw_code
from registry.commands.residences import correct_residence
from registry.forms.home import home_data
from registry.forms.household import CodeForm, CorrectHeadForm, HomeForm, HouseholdForm, facts_data, people_choices
from registry.kernel.actor import WRITE
from registry.kernel.places import places
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import Household, HouseholdCode, HouseholdHead, Person, Residence
from registry.queries.editable import people_of, rows_of
from registry.web.allow import allow
from registry.web.edit import CORRECT, Sheet, edit, household_sheet, version_typed
from registry.web.form_page import told
from registry.web.own import own_household, pick


@blueprint.route("/households/<code>/edit", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def correct(code: str) -> ResponseReturnValue:
    """Correct what is recorded of the household."""
    household = own_household(code)

    def run(form: HouseholdForm) -> tuple[Message, str]:
        correct_household(g.actor, household, version_typed(), **form.facts, starts=form.starts.data)
        return _done(code)

    sheet = _sheet(household, N_("Đính chính thông tin hộ"), "household_edit.correct")
    return edit(sheet, lambda typed: HouseholdForm(typed, data=facts_data(household)), run, household)


@blueprint.route("/households/<code>/homes/<int:residence>/edit", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def correct_home(code: str, residence: int) -> ResponseReturnValue:
    """Correct where the household lived, and since when."""
    household = own_household(code)
    row = pick(rows_of(Residence, household_id=household.id), residence)

    def run(form: HomeForm) -> tuple[Message, str]:
        home = form.home | {"unit_id": _stored(row, form)}
        correct_residence(g.actor, row, version_typed(), **home, starts=form.starts.data)
        return _done(code)

    sheet = _sheet(household, N_("Đính chính nơi ở"), "household_edit.correct_home")
    return edit(sheet, lambda typed: _home_form(typed, row), run, row)


def _home_form(typed: Any, row: Residence) -> HomeForm:
    form = HomeForm(
        typed, data={**home_data(row.unit_id, row.hamlet_id, row.address), "starts": row.starts, **asked_home()}
    )
    form.offer(g.actor)
    return form


def _stored(row: Residence, form: HomeForm) -> int:
    """The commune as recorded, where the one chosen is only what a reform made of it (decisions.md 14)."""
    chosen = form.home["unit_id"]
    return row.unit_id if places().on(row.unit_id, today()).id == chosen else int(chosen)


@blueprint.route("/households/<code>/heads/<int:head>/edit", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def correct_head(code: str, head: int) -> ResponseReturnValue:
    """Correct who headed the household, or since when."""
    household = own_household(code)
    role = pick(rows_of(HouseholdHead, household_id=household.id), head)
    people = {person.code: person for person in people_of(household)}

    def run(form: CorrectHeadForm) -> tuple[Message, str]:
        old = form.old_head_relationship.data
        given = {"person": people[form.person.data], "starts": form.starts.data, "old_head_relationship": old}
        command_correct_head(g.actor, role, version_typed(), **given)
        return _done(code)

    sheet = _sheet(household, N_("Đính chính chủ hộ"), "household_edit.correct_head")
    return edit(sheet, lambda typed: _head_form(typed, role, people), run, role)


def _head_form(typed: Any, role: HouseholdHead, people: dict[str, Person]) -> CorrectHeadForm:
    present = next((code for code, person in people.items() if person.id == role.person_id), "")
    form = CorrectHeadForm(typed, data={"person": present, "starts": role.starts})
    form.person.choices = people_choices({code: person.name for code, person in people.items()})
    return form


@blueprint.route("/households/<code>/codes", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def codes(code: str) -> ResponseReturnValue:
    """The codes other systems give the household: one more, or one less."""
    household = own_household(code)

    def run(form: CodeForm) -> tuple[Message, str]:
        add_code(g.actor, household, source=form.source.data, code=form.code.data)
        return Message(N_("Đã thêm mã ở hệ thống khác.")), url_for("household_edit.codes", code=code)

    rows = rows_of(HouseholdCode, household_id=household.id)
    sheet = _sheet(household, N_("Mã ở hệ thống khác"), "household_edit.codes", rows=rows)
    return edit(sheet, CodeForm, run)


@blueprint.post("/households/<code>/codes/<int:household_code>/withdraw")
@allow(WRITE, personal=True)
def withdraw_code(code: str, household_code: int) -> ResponseReturnValue:
    """Take away a code that was recorded wrongly."""
    household = own_household(code)
    row = pick(rows_of(HouseholdCode, household_id=household.id), household_code)
    there = url_for("household_edit.codes", code=code)
    return told(lambda: command_withdraw_code(g.actor, row, version_typed()), Message(N_("Đã bỏ mã.")), there)


def _sheet(household: Household, title: str, endpoint: str, **more: Any) -> Sheet:
    """With links to the other corrections; homes and heads are the latest ones."""
    homes = rows_of(Residence, household_id=household.id)
    heads = rows_of(HouseholdHead, household_id=household.id)
    links: list[tuple[str, str, dict[str, Any]]] = [(N_("Thông tin hộ"), "household_edit.correct", {})]
    links += [(N_("Nơi ở"), "household_edit.correct_home", {"residence": row.id}) for row in homes[-1:]]
    links += [(N_("Chủ hộ"), "household_edit.correct_head", {"head": row.id}) for row in heads[-1:]]
    links += [(N_("Mã ở hệ thống khác"), "household_edit.codes", {})]
    tabs = tuple((label, url_for(to, code=household.code, **where), to == endpoint) for label, to, where in links)
    template = "household/edit/codes.html" if endpoint == "household_edit.codes" else "household/edit/form.html"
    verb = "" if endpoint == "household_edit.codes" else CORRECT
    return household_sheet(household, title, verb, tabs=tabs, template=template, more=more)


def _done(code: str) -> tuple[Message, str]:
    return Message(N_("Đã đính chính hộ %(code)s."), code=code), url_for("households.show", code=code)
