"""The hamlets of a commune: listed, added, corrected, ended."""

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from registry.blueprints.communes import asked_commune, commune_choice, commune_page, commune_sheet, own_row
from registry.commands.hamlets import add_hamlet, correct_hamlet, end_hamlet
from registry.forms.hamlet import EndHamletForm, HamletForm
from registry.kernel.actor import WRITE
from registry.kernel.places import Place
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import Hamlet
from registry.queries.hamlets import hamlet_with, hamlets_in
from registry.web.allow import allow
from registry.web.edit import CORRECT, FROM_DAY, Sheet, edit, version_typed
from registry.web.responses import answer

blueprint = Blueprint("hamlets", __name__)
ONE = "/hamlets/<int(max=999999999999):hamlet>"


@blueprint.get("/hamlets")
@allow(WRITE)
def index() -> ResponseReturnValue:
    """The hamlets of the clerk's commune; who keeps several chooses one."""
    shown = commune_choice()
    return answer("hamlets.html", lines=hamlets_in(shown["commune"]), **shown)


@blueprint.route("/hamlets/new", methods=["GET", "POST"])
@allow(WRITE)
def add() -> ResponseReturnValue:
    """Add a hamlet to a commune."""
    commune = asked_commune()

    def run(form: HamletForm) -> tuple[Message, str]:
        add_hamlet(g.actor, unit_id=commune.id, name=form.name.data, starts=form.starts.data)
        return Message(N_("Đã thêm %(name)s."), name=form.name.data), _there(commune)

    sheet = _sheet(commune, N_("Thêm ấp, khóm"), "")
    return edit(sheet, lambda typed: HamletForm(typed, data={"starts": today()}), run)


@blueprint.route(f"{ONE}/edit", methods=["GET", "POST"])
@allow(WRITE)
def correct(hamlet: int) -> ResponseReturnValue:
    """Correct a hamlet's name or first day."""
    row, commune = _own(hamlet)

    def run(form: HamletForm) -> tuple[Message, str]:
        correct_hamlet(g.actor, row, version_typed(), name=form.name.data, starts=form.starts.data)
        return Message(N_("Đã đính chính %(name)s."), name=row.name), _there(commune)

    sheet = _sheet(commune, N_("Đính chính ấp, khóm"), CORRECT)
    return edit(sheet, lambda typed: HamletForm(typed, data={"name": row.name, "starts": row.starts}), run, row)


@blueprint.route(f"{ONE}/end", methods=["GET", "POST"])
@allow(WRITE)
def end(hamlet: int) -> ResponseReturnValue:
    """The hamlet is no more from a day on."""
    row, commune = _own(hamlet)

    def run(form: EndHamletForm) -> tuple[Message, str]:
        end_hamlet(g.actor, row, version_typed(), day=form.day.data)
        return Message(N_("Đã kết thúc %(name)s."), name=row.name), _there(commune)

    sheet = _sheet(commune, N_("Kết thúc ấp, khóm"), FROM_DAY, row.name)
    return edit(sheet, lambda typed: EndHamletForm(typed, data={"day": today()}), run, row)


def _own(id_: int) -> tuple[Hamlet, Place]:
    return own_row(hamlet_with(id_), str(id_))


def _sheet(commune: Place, title: str, verb: str, name: str = "") -> Sheet:
    return commune_sheet("hamlets.index", N_("Về danh sách ấp, khóm"), commune, title, verb, name)


def _there(commune: Place) -> str:
    return commune_page("hamlets.index", commune)
