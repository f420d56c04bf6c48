"""The first run of an empty registry: who keeps it, for which province. Gone once it has happened."""

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from registry.blueprints.units import uploaded
from registry.commands.receipts import claim_form, settle_form
from registry.commands.setup import first_run as set_up
from registry.forms.setup import FirstRunForm
from registry.kernel.actor import Actor, Authority, NotFound
from registry.kernel.settings import is_installed
from registry.messages import N_, Message, Problem, Problems
from registry.web.allow import allow
from registry.web.errors import BadInput
from registry.web.form_page import attempt, form_page, typed
from registry.web.login import from_loopback
from registry.web.responses import saved
from registry.web.setup_code import is_setup_code
from registry.web.unit_of_work import SAFE

blueprint = Blueprint("setup", __name__)
FIRST = Actor(None, N_("Trang thiết lập"), authorities=(Authority("administrator"),))
WRONG_CODE = N_("Mã thiết lập chưa đúng. Hãy xem mã ở màn hình máy chủ, hoặc mở trang này trên chính máy chủ.")
ONLY_ONE = "the-first-run-of-this-registry"
"""Claimed by whoever sets up, so that two browsers at once wait for each other."""


@blueprint.route("/setup", methods=["GET", "POST"])
@allow(public=True)
def first_run() -> ResponseReturnValue:
    """One form; then the sign-in page. A double click is answered as the first one was."""
    before = _sent_before() if request.method not in SAFE else None
    if before:
        return redirect(before, 303)
    if is_installed():
        raise NotFound
    form = FirstRunForm(typed())
    if from_loopback():
        del form.code
    done = attempt(form, lambda: _set_up(form))
    return form_page("setup/first_run.html", form) if done is None else _done(form)


def _set_up(form: FirstRunForm) -> None:
    if form.code and not is_setup_code(form.code.data):
        raise Problems([Problem("code", Message(WRONG_CODE))])
    content = uploaded() if form.source.data == "file" else None
    if content == b"":
        raise Problems([Problem("units", Message(N_("Chưa chọn tệp. Hãy chọn tệp CSV danh mục đơn vị.")))])
    people = {role: form.first(role) for role in ("administrator", "coordinator")}
    set_up(FIRST, **people, agency=form.agency.data, units=content)


def _done(form: FirstRunForm) -> Response:
    location = url_for("account.login")
    for key in (request.form["form_key"], ONLY_ONE):
        settle_form(key, location)
    names = {role: form.first(role).username for role in ("administrator", "coordinator")}
    said = N_("Sổ đã sẵn sàng. Đăng nhập bằng %(coordinator)s để ghi hộ, bằng %(administrator)s để quản lý người dùng.")
    return saved(Message(said, **names), location, undo=False)


def _sent_before() -> str | None:
    """Where this form, or another one at the same moment, was answered with; None when this is the first."""
    key = request.form.get("form_key", "")
    if not 16 <= len(key) <= 40 or not key.isalnum():
        raise BadInput(Message(N_("Biểu mẫu thiếu mã gửi; hãy mở lại trang rồi gửi lần nữa.")))
    again = claim_form(key, 0)
    return again if again or is_installed() else claim_form(ONLY_ONE, 0)
