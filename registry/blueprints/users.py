"""Accounts: the list, one person's page, new ones with their slips, and what a person may do."""

from flask import Blueprint, Response, g, request, url_for
from flask.typing import ResponseReturnValue

from registry.commands.accounts import (
    Slip,
    add_grant,
    create_user,
    create_users,
    disable_user,
    enable_user,
    end_grant,
    rename_user,
    reset_password,
)
from registry.forms.admin_users import EndForm, GrantForm, PasteForm, PersonForm, UserForm, describe
from registry.kernel.actor import MANAGE, ROLES, NotFound
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import Grant, User
from registry.queries.account_list import STATES, AccountFilters, find_account, list_accounts, state_of
from registry.queries.accounts import GrantRow, UserRow
from registry.queries.agencies import list_agencies
from registry.storage import db, ends_after
from registry.vn.clean import strip_invisible
from registry.web.allow import allow
from registry.web.form_page import attempt, form_page, told, typed
from registry.web.list_page import chips, page_links
from registry.web.responses import answer, saved

blueprint = Blueprint("users", __name__)


@blueprint.get("/admin/users")
@allow(MANAGE)
def index() -> ResponseReturnValue:
    """Accounts by name of sign-in, searched and filtered."""
    states, roles = frozenset(request.args.getlist("state")), frozenset(request.args.getlist("role"))
    filters = AccountFilters(strip_invisible(request.args.get("q", ""))[:100], states, roles)
    found = list_accounts(filters, today(), request.args.get("page", 1, int))
    return answer(
        "admin/users.html",
        "list",
        found=found,
        q=filters.q,
        chosen=chips(found.facets, filters.q),
        page=page_links(found.page, ()),
        state_of=state_of,
        states=STATES,
    )


@blueprint.get("/admin/user/<username>")
@allow(MANAGE)
def show(username: str) -> ResponseReturnValue:
    """One account: who, in which state, with which roles from when to when."""
    row = _account(username)
    return answer("admin/user.html", user=row, state=state_of(row), states=STATES, describe=describe)


@blueprint.route("/admin/users/new", methods=["GET", "POST"])
@allow(MANAGE)
def new() -> ResponseReturnValue:
    """One new account; the answer is its slip."""
    form = UserForm(typed(), starts=today())
    form.offer(list_agencies(today()))
    form.offer_places()
    who = {"username": form.username.data, "name": form.name.data, "agency_id": form.agency}
    done = attempt(form, lambda: create_user(g.actor, **who, **form.grant()))
    if done is None:
        return form_page("admin/user_new.html", form, describe=describe)
    return _slips([Slip(*done.value)], done.value[0].username)


@blueprint.route("/admin/users/paste", methods=["GET", "POST"])
@allow(MANAGE)
def paste() -> ResponseReturnValue:
    """Many new accounts from a pasted table: all of them with their slips, or none."""
    form = PasteForm(typed())
    done = attempt(form, lambda: create_users(g.actor, form.rows.data))
    if done is None:
        return form_page("admin/users_paste.html", form, roles=ROLES, describe=describe)
    return _slips(done.value)


@blueprint.post("/admin/user/<username>/reset")
@allow(MANAGE)
def reset(username: str) -> ResponseReturnValue:
    """A new one-time code; the old password and every session end."""
    user = _user(username)
    return _slips([Slip(user, reset_password(g.actor, user, _version()))], username)


@blueprint.post("/admin/user/<username>/disable")
@allow(MANAGE)
def disable(username: str) -> ResponseReturnValue:
    """Out now."""
    user = _user(username)
    said = Message(N_("Đã khoá %(username)s: mọi phiên đã kết thúc."), username=username)
    return told(lambda: disable_user(g.actor, user, version=_version()), said, _page(username))


@blueprint.post("/admin/user/<username>/enable")
@allow(MANAGE)
def enable(username: str) -> ResponseReturnValue:
    """In again, with the same password and roles."""
    user = _user(username)
    said = Message(N_("Đã mở lại %(username)s."), username=username)
    return told(lambda: enable_user(g.actor, user, version=_version()), said, _page(username))


@blueprint.route("/admin/user/<username>/edit", methods=["GET", "POST"])
@allow(MANAGE)
def edit(username: str) -> ResponseReturnValue:
    """Another name of the person, another agency."""
    row, user = _account(username), _user(username)
    form = PersonForm(typed(), name=row.name)
    form.offer(list_agencies(today(), user.agency_id), user.agency_id)
    new = {"name": form.name.data, "agency_id": form.agency}
    done = attempt(form, lambda: rename_user(g.actor, user, **new, version=_version()))
    if done is None:
        return form_page("admin/user_edit.html", form, user=row)
    return saved(Message(N_("Đã lưu tên và cơ quan.")), _page(username))


@blueprint.route("/admin/user/<username>/grants/new", methods=["GET", "POST"])
@allow(MANAGE)
def grant(username: str) -> ResponseReturnValue:
    """One more role; the person's sessions end, so that it holds from the next sign-in."""
    row, user = _account(username), _user(username)
    form = GrantForm(typed(), starts=today())
    form.offer_places()
    done = attempt(form, lambda: add_grant(g.actor, user, **form.grant()))
    if done is None:
        return form_page("admin/grant_new.html", form, user=row, describe=describe)
    return saved(Message(N_("Đã thêm quyền. Người này cần đăng nhập lại.")), _page(username))


@blueprint.route("/admin/user/<username>/grants/<number>/end", methods=["GET", "POST"])
@allow(MANAGE)
def end(username: str, number: str) -> ResponseReturnValue:
    """A role's last day."""
    row = _account(username)
    held = _grant(row, number)
    form = EndForm(typed(), ends=today())
    grant = db.session.get_one(Grant, held.id)
    done = attempt(form, lambda: end_grant(g.actor, grant, ends=ends_after(form.ends.data), version=_version()))
    if done is None:
        return form_page("admin/grant_end.html", form, user=row, grant=held, describe=describe)
    return saved(Message(N_("Đã kết thúc quyền. Người này cần đăng nhập lại.")), _page(username))


def _slips(slips: list[Slip], username: str = "") -> Response:
    """The codes, shown this once. The address tells a form sent twice where to go: it cannot show them again."""
    response = answer("admin/slips.html", "page", slips=slips)
    response.headers["Location"] = _page(username) if username else url_for("users.index")
    return response


def _page(username: str) -> str:
    return url_for("users.show", username=username)


def _account(username: str) -> UserRow:
    row = find_account(username, today())
    if row is None:
        raise NotFound(username)
    return row


def _user(username: str) -> User:
    return db.session.get_one(User, _account(username).id)


def _grant(row: UserRow, number: str) -> GrantRow:
    """The person's grant with this number, counted from 1."""
    held = next((one for place, one in enumerate(row.grants, 1) if str(place) == number), None)
    if held is None:
        raise NotFound(number)
    return held


def _version() -> int:
    """The version the form was opened on."""
    return request.form.get("version", 0, int)
