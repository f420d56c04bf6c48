"""Administrative units: the tree of a day, one unit with its totals from outside, a new file, the agencies."""

from datetime import date
from typing import Any

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from registry.commands.reference import load_reference
from registry.commands.settings import set_denominator
from registry.forms.admin_units import TotalForm, UnitsFileForm
from registry.inputs.units import read_units
from registry.kernel.actor import MANAGE, NotFound
from registry.kernel.places import Place, places
from registry.kernel.settings import today
from registry.messages import N_, Message, Problem, Problems
from registry.models.area import AREA_CLASSES, DENOMINATORS, UNIT_TYPES
from registry.queries.agencies import DUTIES, list_agencies
from registry.queries.units import UnitChanges, classes_of, compare_units, succession, totals_of, unit_tree
from registry.vn.dates import parse_day
from registry.web.allow import allow
from registry.web.form_page import attempt, form_page, typed
from registry.web.responses import answer, saved

blueprint = Blueprint("units", __name__)


@blueprint.get("/admin/units")
@allow(MANAGE)
def index() -> ResponseReturnValue:
    """The units of a day, with their classes, totals and successors."""
    return answer("admin/units.html", branches=unit_tree(g.day), day=g.day, classes=AREA_CLASSES)


@blueprint.get("/admin/agencies")
@allow(MANAGE)
def agencies() -> ResponseReturnValue:
    """The agencies of a day and what they answer for."""
    return answer("admin/agencies.html", agencies=list_agencies(g.day), duties=DUTIES, day=g.day)


@blueprint.get("/admin/unit/<code>")
@allow(MANAGE)
def show(code: str) -> ResponseReturnValue:
    """One unit: where it lies, what it was made of and became, its classes and totals."""
    place = _place(code)
    before, after = succession(place)
    told: dict[str, Any] = {"classes": classes_of(place), "totals": totals_of(place, g.day)}
    words: dict[str, Any] = {"types": UNIT_TYPES, "class_names": AREA_CLASSES, "measures": DENOMINATORS}
    parents = list(places().parents(place))
    steps: dict[str, Any] = {"before": before, "after": after, "parents": parents}
    return answer("admin/unit.html", place=place, day=g.day, **told, **steps, **words)


@blueprint.route("/admin/unit/<code>/total", methods=["GET", "POST"])
@allow(MANAGE)
def total(code: str) -> ResponseReturnValue:
    """A total from outside, from a day on."""
    place = _place(code)
    form = TotalForm(typed(), starts=max(place.starts, date(today().year, 1, 1)))
    done = attempt(form, lambda: set_denominator(g.actor, unit_id=place.id, **form.data))
    if done is None:
        return form_page("admin/unit_total.html", form, place=place, back=_page(place))
    return saved(Message(N_("Đã ghi số liệu của %(unit)s."), unit=place.full_name), _page(place))


@blueprint.route("/admin/units/upload", methods=["GET", "POST"])
@allow(MANAGE)
def upload() -> ResponseReturnValue:
    """A file of another province or of a later reform: looked at first, then taken in."""
    form, content = UnitsFileForm(), uploaded()
    checked = attempt(form, lambda: _changes(content))
    if checked is None or "check" in request.form:
        return form_page("admin/units_upload.html", form, 200 if checked else None, changes=checked and checked.value)
    if attempt(form, lambda: load_reference(g.actor, content)) is None:
        return form_page("admin/units_upload.html", form, changes=None)
    said = N_("Đã nạp tệp: thêm %(added)s đơn vị, cập nhật %(changed)s, giữ nguyên %(same)s.")
    return saved(Message(said, **vars(checked.value)), url_for("units.index"), undo=False)


def uploaded() -> bytes:
    """The chosen file of units; empty when none was chosen."""
    file = request.files.get("units")
    return file.read() if file else b""


def _changes(content: bytes) -> UnitChanges:
    if not content:
        raise Problems([Problem("units", Message(N_("Chưa chọn tệp. Hãy chọn tệp CSV danh mục đơn vị.")))])
    return compare_units(read_units(content))


def _place(code: str) -> Place:
    """The unit with this code on the day of the address, also when a form is sent."""
    place = places().by_code(code, _day())
    if place is None:
        raise NotFound(code)
    return place


def _day() -> date:
    try:
        return parse_day(request.args["day"]) if request.args.get("day") else today()
    except ValueError:
        raise NotFound from None


def _page(place: Place) -> str:
    """The unit's page, on a day it holds."""
    return url_for("units.show", code=place.code, day=request.args.get("day") or None)
