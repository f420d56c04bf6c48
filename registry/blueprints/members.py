"""Members of a household: joined, taken in, corrected, gone, dead."""

from typing import Any

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from registry.commands.areas import home_unit
from registry.commands.heads import change_relationship
from registry.commands.members import add_member, admit_person, correct_membership, end_membership
from registry.commands.people import correct_person, record_death
from registry.forms.fields import options
from registry.forms.household import TO_HEAD, people_choices
from registry.forms.member import (
    AdmitForm,
    DeathForm,
    EndedStayForm,
    LeaveForm,
    MemberForm,
    OpenStayForm,
    OtherDeathForm,
    PersonForm,
    RelationshipForm,
)
from registry.forms.person import person_data
from registry.kernel.actor import WRITE
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import Membership, Person
from registry.models.household import RELATIONSHIPS
from registry.queries.editable import present_people
from registry.storage import OPEN, ends_after, valid_through
from registry.web.allow import allow
from registry.web.doubts import admission_doubts, person_doubts
from registry.web.edit import CORRECT, FROM_DAY, edit, household_sheet, version_typed
from registry.web.own import own_household, own_member, pick
from registry.web.person_sheet import person_sheet

blueprint = Blueprint("members", __name__)


@blueprint.route("/households/<code>/members/new", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def add(code: str) -> ResponseReturnValue:
    """Record somebody new as a member."""
    household = own_household(code)

    def run(form: MemberForm) -> tuple[Message, str]:
        add_member(g.actor, household, person=form.person, **_joining(form))
        again = url_for("members.add", code=code) if request.form.get("again") else _page(code)
        return Message(N_("Đã thêm %(name)s vào hộ %(code)s."), name=form.name.data, code=code), again

    sheet = household_sheet(household, N_("Thêm thành viên"), FROM_DAY)
    unit_id = home_unit(household.id) or 0
    make = lambda typed: MemberForm(typed, data={"starts": today()})  # noqa: E731
    return edit(sheet, make, run, doubts=lambda form: person_doubts(form, unit_id, code))


@blueprint.route("/households/<code>/members/admit", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def admit(code: str) -> ResponseReturnValue:
    """Take in somebody the registry knows, who has left the household before."""
    household = own_household(code)

    def run(form: AdmitForm) -> tuple[Message, str]:
        admit_person(g.actor, household, person_code=form.person_code.data, **_joining(form))
        return Message(N_("Đã nhận người vào hộ %(code)s."), code=code), _page(code)

    data = {"starts": today(), "joined_reason": "moved_in", "person_code": request.args.get("person_code", "")[:20]}
    sheet = household_sheet(household, N_("Nhận người đã có trong sổ"), FROM_DAY)
    unit_id = home_unit(household.id) or 0
    doubts = lambda form: admission_doubts(form.person_code.data, unit_id)  # noqa: E731
    return edit(sheet, lambda typed: AdmitForm(typed, data=data), run, doubts=doubts)


@blueprint.route("/households/<code>/people/<person>/edit", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def correct(code: str, person: str) -> ResponseReturnValue:
    """Correct who somebody is."""
    own = own_member(code, person)

    def run(form: PersonForm) -> tuple[Message, str]:
        values = {name: form[name].data for name in ("name", "sex", "birth", "ethnicity")}
        died_on = {"died_on": form.died_on.data} if own.person.died_on else {}
        correct_person(g.actor, own.person, version_typed(), **values, **died_on)
        return Message(N_("Đã đính chính %(name)s."), name=own.person.name), _page(code)

    sheet = person_sheet(own, N_("Đính chính người"), "members.correct", CORRECT)
    return edit(sheet, lambda typed: _person_form(typed, own.person), run, own.person)


def _person_form(typed: Any, person: Person) -> PersonForm:
    form = PersonForm(typed, data={**person_data(person), "died_on": person.died_on})
    if person.died_on is None:
        form.groups = form.groups_living
    return form


@blueprint.route("/households/<code>/people/<person>/stays/<int:membership>/edit", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def correct_stay(code: str, person: str, membership: int) -> ResponseReturnValue:
    """Correct how and when somebody belonged to the household."""
    own = own_member(code, person)
    row = pick(own.stays, membership)

    def run(form: Any) -> tuple[Message, str]:
        values = {f.name: f.data for f in form}
        values |= {"ends": ends_after(form.ends.data)} if form.ends else {}
        correct_membership(g.actor, row, version_typed(), **values)
        return Message(N_("Đã đính chính %(name)s."), name=own.person.name), _page(code)

    sheet = person_sheet(own, N_("Đính chính việc ở trong hộ"), f"members.correct_stay/{row.id}", CORRECT)
    return edit(sheet, lambda typed: _stay_form(typed, row), run, row)


def _stay_form(typed: Any, row: Membership) -> Any:
    """The days it ended on and why only where it ended for a reason; a head stays the head."""
    ended = row.ends != OPEN and row.left_reason is not None
    names = ("relationship", "joined_reason", "starts", "left_reason", "destination")
    data = {name: getattr(row, name) for name in names} | {"ends": valid_through(row.ends)}
    form = (EndedStayForm if ended else OpenStayForm)(typed, data=data)
    form.relationship.choices = options(TO_HEAD if row.relationship != "01" else {"01": RELATIONSHIPS["01"]})
    return form


@blueprint.route("/households/<code>/people/<person>/relationship", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def relate(code: str, person: str) -> ResponseReturnValue:
    """Somebody is related otherwise to the head from a day on."""
    own = own_member(code, person)

    def run(form: RelationshipForm) -> tuple[Message, str]:
        given = {"day": form.day.data, "relationship": form.relationship.data}
        change_relationship(g.actor, own.stay, version_typed(), **given)
        return Message(N_("Đã đổi quan hệ với chủ hộ của %(name)s."), name=own.person.name), _page(code)

    sheet = person_sheet(own, N_("Đổi quan hệ với chủ hộ"), "", FROM_DAY)
    return edit(sheet, lambda typed: RelationshipForm(typed, data={"day": today()}), run, own.stay)


@blueprint.route("/households/<code>/people/<person>/leave", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def leave(code: str, person: str) -> ResponseReturnValue:
    """Somebody is gone from a day on."""
    own = own_member(code, person)

    def run(form: LeaveForm) -> tuple[Message, str]:
        given = {"day": form.day.data, "reason": form.reason.data, "destination": form.destination.data}
        end_membership(g.actor, own.stay, version_typed(), **given)
        return Message(N_("Đã ghi %(name)s rời hộ %(code)s."), name=own.person.name, code=code), _page(code)

    sheet = person_sheet(own, N_("Ghi rời hộ"), "", FROM_DAY)
    return edit(sheet, lambda typed: LeaveForm(typed, data={"day": today()}), run, own.stay)


@blueprint.route("/households/<code>/people/<person>/died", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def died(code: str, person: str) -> ResponseReturnValue:
    """Somebody has died; a head is followed by another member."""
    own = own_member(code, person)
    people = {one.code: one for _, one in present_people(own.household)}

    def run(form: Any) -> tuple[Message, str]:
        heir = people.get(form.new_head.data) if form.new_head else None
        record_death(g.actor, own.person, version_typed(), died_on=form.died_on.data, new_head=heir)
        return Message(N_("Đã ghi ngày mất của %(name)s."), name=own.person.name), _page(code)

    sheet = person_sheet(own, N_("Ghi ngày mất"), "", FROM_DAY)
    heirs = {one: other.name for one, other in people.items() if one != person}
    make = DeathForm if own.stay.relationship == "01" and heirs else OtherDeathForm
    return edit(sheet, lambda typed: _death_form(make, typed, heirs), run, own.person)


def _death_form(form: Any, typed: Any, heirs: dict[str, str]) -> Any:
    made = form(typed)
    if made.new_head:
        made.new_head.choices = people_choices(heirs)
    return made


def _joining(form: Any) -> dict[str, Any]:
    return {name: form[name].data for name in ("relationship", "joined_reason", "starts")}


def _page(code: str) -> str:
    return url_for("households.show", code=code)
