"""Households kept by their commune: listed, moved, headed by another, split, merged, closed."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from registry.commands.areas import owns
from registry.commands.facts import open_home
from registry.commands.heads import change_head
from registry.commands.households import add_household, close_household
from registry.commands.regrouping import merge_households, split_household
from registry.commands.residences import move_household
from registry.forms.home import home_data
from registry.forms.household import (
    CHOOSE,
    LEADS,
    STAYS,
    TO_HEAD,
    CloseForm,
    HeadForm,
    MergeForm,
    MoveForm,
    NewHouseholdForm,
    SplitForm,
    people_choices,
    roles_of,
    with_roles,
)
from registry.kernel.actor import WRITE
from registry.kernel.settings import today
from registry.messages import N_, Message, Problem, Problems
from registry.models import Household, Person
from registry.queries.editable import household_with, present_people, subject_of
from registry.web.allow import allow
from registry.web.doubts import person_doubts
from registry.web.edit import FROM_DAY, Doubt, Sheet, edit, household_sheet, version_typed
from registry.web.own import own_household

blueprint = Blueprint("household_edit", __name__)
SPLIT_ROLES = {STAYS: N_("Ở lại hộ cũ"), LEADS: N_("Tách ra, làm chủ hộ mới")} | TO_HEAD


@blueprint.route("/households/new", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def new() -> ResponseReturnValue:
    """List a household with its head."""
    sheet = Sheet(N_("Thêm hộ"), url_for("households.index"))
    return edit(sheet, _new_form, _add, doubts=lambda form: person_doubts(form, form.home["unit_id"]))


def _new_form(typed: Any) -> NewHouseholdForm:
    form = NewHouseholdForm(typed, data={"starts": today(), **asked_home(), "hamlet_id": request.args.get("hamlet_id")})
    form.offer(g.actor)
    return form


def _add(form: NewHouseholdForm) -> tuple[Message, str]:
    made = add_household(g.actor, **form.home, starts=form.starts.data, head=form.person, **form.facts)
    there = {"unit_id": form.unit_id.data, "hamlet_id": form.hamlet_id.data}
    again = url_for("household_edit.new", **there) if request.form.get("again") else ""
    return Message(N_("Đã thêm hộ %(code)s."), code=made.code), again or _page(made.code)


@blueprint.route("/households/<code>/move", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def move(code: str) -> ResponseReturnValue:
    """Let the household live elsewhere from a day on."""
    household = own_household(code)

    def run(form: MoveForm) -> tuple[Message, str]:
        move_household(g.actor, household, version_typed(), day=form.day.data, **form.home)
        return Message(N_("Đã ghi nơi ở mới của hộ %(code)s."), code=code), _page(code)

    sheet = _sheet(household, N_("Chuyển nơi ở"))
    return edit(sheet, lambda typed: _home_form(MoveForm, typed, household), run, household)


@blueprint.route("/households/<code>/head", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def head(code: str) -> ResponseReturnValue:
    """Let another member head the household from a day on."""
    household = own_household(code)
    people = {person.code: person for row, person in present_people(household) if row.relationship != "01"}

    def run(form: HeadForm) -> tuple[Message, str]:
        new_head, old = people[form.person.data], form.old_head_relationship.data
        version = version_typed()
        change_head(g.actor, household, version, day=form.day.data, person=new_head, old_head_relationship=old)
        return Message(N_("Đã đổi chủ hộ của hộ %(code)s."), code=code), _page(code)

    return edit(_sheet(household, N_("Đổi chủ hộ")), lambda typed: _head_form(typed, people), run, household)


def _head_form(typed: Any, people: dict[str, Person]) -> HeadForm:
    form = HeadForm(typed, data={"day": today()})
    form.person.choices = people_choices({code: person.name for code, person in people.items()})
    return form


@blueprint.route("/households/<code>/close", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def close(code: str) -> ResponseReturnValue:
    """End the household with a reason; its record stays."""
    household = own_household(code)

    def run(form: CloseForm) -> tuple[Message, str]:
        given = {"day": form.day.data, "reason": form.reason.data, "note": form.note.data}
        close_household(g.actor, household, version_typed(), **given)
        last = (form.day.data - timedelta(days=1)).isoformat()
        return Message(N_("Đã đóng hộ %(code)s."), code=code), url_for("households.show", code=code, day=last)

    sheet = _sheet(household, N_("Đóng hộ"))
    return edit(sheet, lambda typed: CloseForm(typed, data={"day": today()}), run, household)


@blueprint.route("/households/<code>/split", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def split(code: str) -> ResponseReturnValue:
    """Let some members be a household of their own from a day on."""
    household = own_household(code)
    names = {person.code: person.name for row, person in present_people(household) if row.relationship != "01"}
    bound = with_roles(SplitForm, names, SPLIT_ROLES)
    stay = {f"role_{one}": STAYS for one in names}
    return edit(
        _sheet(household, N_("Tách hộ")),
        lambda typed: _home_form(bound, typed, household, stay),
        lambda form: _split(household, form),
        household,
    )


def _split(household: Household, form: Any) -> tuple[Message, str]:
    roles = {code: role for code, role in roles_of(form).items() if role != STAYS}
    heads = [code for code, role in roles.items() if role == LEADS]
    if len(heads) != 1:
        raise Problems([Problem("", Message(N_("Hãy chọn đúng một người làm chủ hộ mới, trong những người tách ra.")))])
    made = split_household(
        g.actor,
        household,
        version_typed(),
        day=form.day.data,
        person_codes=tuple(roles),
        head_code=heads[0],
        relationships={code: role for code, role in roles.items() if role != LEADS},
        **form.home,
    )
    return Message(N_("Đã tách hộ %(code)s ra từ %(old)s."), code=made.code, old=household.code), _page(made.code)


@blueprint.route("/households/<code>/merge", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def merge(code: str) -> ResponseReturnValue:
    """Let all members join another household from a day on; this one closes."""
    household = own_household(code)
    names = {person.code: person.name for _, person in present_people(household)}
    bound = with_roles(MergeForm, names, TO_HEAD, CHOOSE, N_("Là gì của chủ hộ nhận"))

    def run(form: Any) -> tuple[Message, str]:
        into, day = form.into_code.data, form.day.data
        merge_households(g.actor, household, version_typed(), into_code=into, day=day, relationships=roles_of(form))
        return Message(N_("Đã nhập hộ %(code)s vào %(into)s."), code=code, into=into.upper()), _page(into.upper())

    sheet = _sheet(household, N_("Nhập vào hộ khác"))
    return edit(sheet, lambda typed: bound(typed, data={"day": today()}), run, household, _merge_doubts)


def _merge_doubts(form: Any) -> list[Doubt]:
    """Whose household it is, to be seen before two become one."""
    target = household_with(form.into_code.data.upper())
    if target is None or not owns(g.actor, target.id):
        return []
    text = Message(N_("Hộ nhận là %(code)s · %(name)s."), code=target.code, name=subject_of(target))
    return [Doubt(text, _page(target.code), N_("Mở trang hộ"), target.code)]


def asked_home() -> dict[str, str]:
    """The commune just chosen in a form's picker: its hamlets are asked for."""
    return {"unit_id": request.args["unit_id"], "hamlet_id": ""} if "unit_id" in request.args else {}


def _home_form(form: Any, typed: Any, household: Household, data: dict[str, Any] | None = None) -> Any:
    home = open_home(household)
    present = home_data(home.unit_id, home.hamlet_id, home.address) if home else {}
    made = form(typed, data={"day": today(), **present, **(data or {}), **asked_home()})
    made.offer(g.actor)
    return made


def _sheet(household: Household, title: str) -> Sheet:
    return household_sheet(household, title, FROM_DAY)


def _page(code: str) -> str:
    return url_for("households.show", code=code)
