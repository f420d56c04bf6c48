"""Identity numbers of a member: one more, corrected, taken away. Numbers already recorded are shown masked."""

from typing import Any

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from registry.commands.areas import home_unit
from registry.commands.numbers import add_number, correct_number, warnings_for, withdraw_number
from registry.forms.member import PaperForm
from registry.kernel.actor import WRITE
from registry.messages import N_, Message
from registry.models import PersonNumber
from registry.models.person import ID_KINDS
from registry.queries.editable import rows_of
from registry.vn.ids import mask
from registry.web.allow import allow
from registry.web.doubts import number_doubts
from registry.web.edit import CORRECT, Doubt, edit, version_typed
from registry.web.form_page import told
from registry.web.own import Own, own_member, pick
from registry.web.person_sheet import person_sheet

blueprint = Blueprint("numbers", __name__)
PAPER = ("kind", "number", "issued_on", "issued_by")


@blueprint.route("/households/<code>/people/<person>/numbers", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def index(code: str, person: str) -> ResponseReturnValue:
    """The numbers of a member, and one more."""
    own = own_member(code, person)

    def run(form: PaperForm) -> tuple[Message, str]:
        add_number(g.actor, own.person, **_paper(form))
        return Message(N_("Đã thêm số giấy tờ của %(name)s."), name=own.person.name), _there(own)

    rows = rows_of(PersonNumber, person_id=own.person.id)
    more = {"rows": rows, "mask": mask, "kinds": ID_KINDS, "own": own}
    template = "household/edit/numbers.html"
    sheet = person_sheet(own, N_("Số giấy tờ"), "numbers.index", template=template, more=more)
    return edit(sheet, PaperForm, run, doubts=lambda form: _doubts(own, form))


@blueprint.route("/households/<code>/people/<person>/numbers/<int:number>/edit", methods=["GET", "POST"])
@allow(WRITE, personal=True)
def correct(code: str, person: str, number: int) -> ResponseReturnValue:
    """Correct a number typed wrongly: it is typed anew, and never shown."""
    own = own_member(code, person)
    row = pick(rows_of(PersonNumber, person_id=own.person.id), number)

    def run(form: PaperForm) -> tuple[Message, str]:
        correct_number(g.actor, row, version_typed(), **_paper(form))
        return Message(N_("Đã đính chính số giấy tờ của %(name)s."), name=own.person.name), _there(own)

    sheet = person_sheet(own, N_("Đính chính số giấy tờ"), "numbers.index", CORRECT)
    return edit(sheet, lambda typed: _form(typed, row), run, row, lambda form: _doubts(own, form))


@blueprint.post("/households/<code>/people/<person>/numbers/<int:number>/withdraw")
@allow(WRITE, personal=True)
def withdraw(code: str, person: str, number: int) -> ResponseReturnValue:
    """Take away a number that was never this person's."""
    own = own_member(code, person)
    row = pick(rows_of(PersonNumber, person_id=own.person.id), number)
    return told(lambda: withdraw_number(g.actor, row, version_typed()), Message(N_("Đã bỏ số giấy tờ.")), _there(own))


def _form(typed: Any, row: PersonNumber) -> PaperForm:
    form = PaperForm(typed, data={"kind": row.kind, "issued_on": row.issued_on, "issued_by": row.issued_by})
    form.number.description = gettext("Đang ghi %(masked)s. Hãy gõ lại đủ số đúng.", masked=mask(row.number))
    return form


def _paper(form: PaperForm) -> dict[str, Any]:
    return {name: form[name].data for name in PAPER}


def _doubts(own: Own, form: PaperForm) -> list[Doubt]:
    person = own.person
    odd = warnings_for(form.kind.data, form.number.data, person.sex, person.birth_year, person.id)
    return [*map(Doubt, odd), *number_doubts(form.number.data, home_unit(own.household.id) or 0, person.id)]


def _there(own: Own) -> str:
    return url_for("numbers.index", code=own.household.code, person=own.person.code)
