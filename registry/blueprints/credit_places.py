"""Savings-and-credit groups and the transaction point of a commune: listed, added, corrected."""

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from registry.blueprints.communes import asked_commune, commune_choice, commune_page, commune_sheet, own_row
from registry.commands.areas import in_area
from registry.commands.credit_places import (
    CREDIT,
    add_credit_group,
    correct_credit_group,
    set_transaction_point,
)
from registry.forms.credit_places import GroupForm, NewGroupForm, PointForm
from registry.kernel.actor import READ, WRITE
from registry.kernel.places import Place
from registry.messages import N_, Message
from registry.models import CreditGroup
from registry.models.credit import ASSOCIATIONS
from registry.queries.credit_places import FEWEST, MOST, group_with, groups_in, next_code, point_in
from registry.queries.pickers import hamlets_of
from registry.web.allow import allow
from registry.web.edit import CORRECT, Sheet, edit, version_typed
from registry.web.responses import answer

blueprint = Blueprint("credit_places", __name__)


@blueprint.get("/credit-groups")
@allow(READ, register=CREDIT, personal=True)
def index() -> ResponseReturnValue:
    """The groups of one of the communes whose loans the reader sees."""
    shown = commune_choice(READ, CREDIT)
    commune = shown["commune"]
    shown |= {"lines": groups_in(commune), "point": point_in(commune), "associations": ASSOCIATIONS}
    shown |= {"fewest": FEWEST, "most": MOST, "may_write": in_area(g.actor, commune.id, WRITE, CREDIT)}
    return answer("credit_places.html", **shown)


@blueprint.route("/credit-groups/new", methods=["GET", "POST"])
@allow(WRITE, register=CREDIT)
def add() -> ResponseReturnValue:
    """A group more."""
    commune = asked_commune(WRITE, CREDIT)

    def run(form: NewGroupForm) -> tuple[Message, str]:
        add_credit_group(g.actor, unit_id=commune.id, code=form.code.data, **form.columns())
        return Message(N_("Đã thêm %(name)s."), name=form.name.data), _there(commune)

    sheet = _sheet(commune, N_("Thêm Tổ TK&VV"), "")
    data = {"code": next_code(commune)}
    return edit(sheet, lambda typed: NewGroupForm(typed, data=data).offer(hamlets_of(commune)), run)


@blueprint.route("/credit-groups/<code>/edit", methods=["GET", "POST"])
@allow(WRITE, register=CREDIT)
def correct(code: str) -> ResponseReturnValue:
    """Correct a group's name, association or hamlet."""
    row, commune = _own(code)

    def run(form: GroupForm) -> tuple[Message, str]:
        correct_credit_group(g.actor, row, version_typed(), **form.columns())
        return Message(N_("Đã đính chính %(name)s."), name=row.name), _there(commune)

    sheet = _sheet(commune, N_("Đính chính Tổ TK&VV"), CORRECT, f"{row.name} ({row.code})")
    data = {"name": row.name, "association": row.association, "hamlet_id": str(row.hamlet_id or "")}
    return edit(sheet, lambda typed: GroupForm(typed, data=data).offer(hamlets_of(commune)), run, row)


@blueprint.route("/credit-groups/point", methods=["GET", "POST"])
@allow(WRITE, register=CREDIT)
def point() -> ResponseReturnValue:
    """Where and on which day the bank comes to the commune."""
    commune = asked_commune(WRITE, CREDIT)
    row = point_in(commune)

    def run(form: PointForm) -> tuple[Message, str]:
        given = {"place": form.place.data, "month_day": form.month_day.data}
        set_transaction_point(g.actor, unit_id=commune.id, **given)
        return Message(N_("Đã ghi điểm giao dịch của %(name)s."), name=commune.full_name), _there(commune)

    data = {"place": row.place, "month_day": row.month_day} if row else {}
    return edit(_sheet(commune, N_("Điểm giao dịch xã"), ""), lambda typed: PointForm(typed, data=data), run)


def _own(code: str) -> tuple[CreditGroup, Place]:
    return own_row(group_with(code), code, CREDIT)


def _sheet(commune: Place, title: str, verb: str, name: str = "") -> Sheet:
    return commune_sheet("credit_places.index", N_("Về danh sách tổ"), commune, title, verb, name)


def _there(commune: Place) -> str:
    return commune_page("credit_places.index", commune)
