"""The hamlets of a commune: listed, added, corrected, ended."""

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from registry.commands.areas import in_area
from registry.commands.hamlets import add_hamlet, correct_hamlet, end_hamlet
from registry.forms.hamlet import EndHamletForm, HamletForm
from registry.kernel.actor import WRITE, Denied, NotFound
from registry.kernel.places import Place, places
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import Hamlet
from registry.queries.hamlets import hamlet_with, hamlets_in
from registry.queries.pickers import writable_communes
from registry.web.allow import allow
from registry.web.edit import CORRECT, FROM_DAY, Sheet, edit, version_typed
from registry.web.responses import answer

blueprint = Blueprint("hamlets", __name__)
ONE = "/hamlets/<int(max=999999999999):hamlet>"


@blueprint.get("/hamlets")
@allow(WRITE)
def index() -> ResponseReturnValue:
    """The hamlets of the clerk's commune; who keeps several chooses one."""
    groups = writable_communes(g.actor)
    commune = _commune()
    lines = hamlets_in(commune)
    several = sum(map(len, groups.values())) > 1
    return answer("hamlets.html", groups=groups, commune=commune, lines=lines, several=several)


@blueprint.route("/hamlets/new", methods=["GET", "POST"])
@allow(WRITE)
def add() -> ResponseReturnValue:
    """Add a hamlet to a commune."""
    commune = _commune()

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
    row = hamlet_with(id_)
    if row is None or not in_area(g.actor, row.unit_id):
        raise NotFound(str(id_))
    return row, places().on(row.unit_id, today())


def _commune() -> Place:
    """The commune asked for; the first of those the actor keeps when none is. Another's answers like an absent one."""
    mine = {place.code: place for inside in writable_communes(g.actor).values() for place in inside}
    if not mine:
        raise Denied(WRITE)
    wanted = request.values.get("unit_id") or next(iter(mine))
    if wanted not in mine:
        raise NotFound(wanted)
    return mine[wanted]


def _sheet(commune: Place, title: str, verb: str, name: str = "") -> Sheet:
    subject = f"{name} · {commune.full_name}" if name else commune.full_name
    more = {"hidden": {"unit_id": commune.code}, "back_label": N_("Về danh sách ấp, khóm")}
    return Sheet(title, _there(commune), subject=subject, verb=verb, more=more)


def _there(commune: Place) -> str:
    return url_for("hamlets.index", unit_id=commune.code)
