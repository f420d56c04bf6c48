"""Savings-and-credit groups and the transaction point of a commune: listed, added, corrected."""

from typing import Any

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from registry.commands.areas import in_area
from registry.commands.credit_places import (
    CREDIT,
    add_credit_group,
    correct_credit_group,
    set_transaction_point,
)
from registry.forms.credit_places import GroupForm, NewGroupForm, PointForm
from registry.kernel.actor import READ, WRITE, Denied, NotFound
from registry.kernel.places import Place, places
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import CreditGroup
from registry.models.credit import ASSOCIATIONS
from registry.queries.credit_places import FEWEST, MOST, group_with, groups_in, next_code, point_in
from registry.queries.pickers import communes_for, hamlets_of
from registry.web.allow import allow
from registry.web.edit import CORRECT, Sheet, edit, version_typed
from registry.web.responses import answer

blueprint = Blueprint("credit_places", __name__)


@blueprint.get("/credit-groups")
@allow(READ, register=CREDIT, personal=True)
def index() -> ResponseReturnValue:
    """The groups of one of the communes whose loans the reader sees."""
    groups, commune = communes_for(g.actor, READ, CREDIT), _commune(READ)
    several = sum(map(len, groups.values())) > 1
    shown: dict[str, Any] = {"lines": groups_in(commune), "point": point_in(commune), "associations": ASSOCIATIONS}
    shown |= {"fewest": FEWEST, "most": MOST, "may_write": in_area(g.actor, commune.id, WRITE, CREDIT)}
    return answer("credit_places.html", groups=groups, commune=commune, several=several, **shown)


@blueprint.route("/credit-groups/new", methods=["GET", "POST"])
@allow(WRITE, register=CREDIT)
def add() -> ResponseReturnValue:
    """A group more."""
    commune = _commune()

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
    commune = _commune()
    row = point_in(commune)

    def run(form: PointForm) -> tuple[Message, str]:
        given = {"place": form.place.data, "month_day": form.month_day.data}
        set_transaction_point(g.actor, unit_id=commune.id, **given)
        return Message(N_("Đã ghi điểm giao dịch của %(name)s."), name=commune.full_name), _there(commune)

    data = {"place": row.place, "month_day": row.month_day} if row else {}
    return edit(_sheet(commune, N_("Điểm giao dịch xã"), ""), lambda typed: PointForm(typed, data=data), run)


def _own(code: str) -> tuple[CreditGroup, Place]:
    row = group_with(code)
    if row is None or not in_area(g.actor, row.unit_id, WRITE, CREDIT):
        raise NotFound(code)
    return row, places().on(row.unit_id, today())


def _commune(action: str = WRITE) -> Place:
    """The commune asked for; the first of those the actor may do this in when none is. Another's answers like an absent
    one."""
    mine = {place.code: place for inside in communes_for(g.actor, action, CREDIT).values() for place in inside}
    if not mine:
        raise Denied(action)
    wanted = request.values.get("unit_id") or next(iter(mine))
    if wanted not in mine:
        raise NotFound(wanted)
    return mine[wanted]


def _sheet(commune: Place, title: str, verb: str, name: str = "") -> Sheet:
    subject = f"{name} · {commune.full_name}" if name else commune.full_name
    more = {"hidden": {"unit_id": commune.code}, "back_label": N_("Về danh sách tổ")}
    return Sheet(title, _there(commune), subject=subject, verb=verb, more=more)


def _there(commune: Place) -> str:
    return url_for("credit_places.index", unit_id=commune.code)
