"""Signing in and out, one's own password."""

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from registry.commands.accounts.passwords import change_own_password
from registry.forms.account import OwnPasswordForm, SignInForm
from registry.kernel.settings import is_demo, today
from registry.messages import N_, Message, Problems
from registry.models import User
from registry.queries.accounts import demo_cast, find_user
from registry.web.allow import allow, sign_in_fragment
from registry.web.errors import BadInput
from registry.web.kept import KEPT
from registry.web.login import check_credentials, from_loopback, own_password_asked, returns, sign_in, sign_out
from registry.web.next_page import safe_next
from registry.web.notices import say
from registry.web.responses import answer, is_htmx, saved, signed_in

blueprint = Blueprint("account", __name__)
WRONG = N_("Tên đăng nhập hoặc mật khẩu không đúng.")


@blueprint.get("/login")
@allow(public=True)
def login() -> ResponseReturnValue:
    """The sign-in page; signed in already, on to the page asked for."""
    if g.actor is not None:
        return redirect(safe_next(request.args.get("next", "")))
    return _login_page(SignInForm())


@blueprint.post("/login")
@allow(public=True, writes=False)
def enter() -> ResponseReturnValue:
    """Check name and password; the same sentence whichever was wrong."""
    form = SignInForm(request.form)
    user = check_credentials(form.username.data, form.password.data) if form.validate() else None
    if user is None:
        form.form_errors = [*form.form_errors, *([] if form.errors else [say(WRONG)])]
        return (sign_in_fragment(form), 422) if is_htmx() else _login_page(form, 422)
    return _entered(user)


@blueprint.post("/login/demo")
@allow(public=True, writes=False)
def enter_demo() -> ResponseReturnValue:
    """Sign in as one of the demo's cast: only where the data are made up, and only on this very machine."""
    user = find_user(request.form.get("username", ""))
    if user is None or not (user.demo and is_demo() and from_loopback()):
        raise BadInput(Message(N_("Vai mẫu chỉ dùng được với dữ liệu mẫu, trên chính máy này.")))
    return _entered(user)


@blueprint.post("/logout")
@allow(public=True, writes=False)
def logout() -> ResponseReturnValue:
    """End the session here and in the browser's store."""
    sign_out()
    response = make_response(redirect(url_for("account.login"), 303))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.route("/account/password", methods=["GET", "POST"])
@allow()
def password() -> ResponseReturnValue:
    """One's own new password; every other session of the account ends."""
    form = OwnPasswordForm(request.form)
    if request.method == "GET" or not form.validate():
        return answer("account/password.html", status=200 if request.method == "GET" else 422, form=form)
    try:
        with own_password_asked(g.actor.id):
            user = change_own_password(g.actor, current=form.current.data, new=form.new.data)
    except Problems as problems:
        form.accept(problems)
        return answer("account/password.html", status=422, form=form)
    sign_in(user)
    return saved(
        Message(N_("Đã đổi mật khẩu. Các phiên khác của bạn đã kết thúc.")), url_for("board.index"), undo=False
    )


def _entered(user: User) -> ResponseReturnValue:
    same = returns(user)
    sign_in(user)
    if is_htmx():
        return signed_in(generate_csrf()) if same else Response(status=204, headers={"HX-Redirect": "/"})
    return redirect(safe_next(request.form.get("next", "")), 303)


def _login_page(form: SignInForm, status: int = 200) -> ResponseReturnValue:
    cast = demo_cast(today()) if is_demo() and from_loopback() else []
    told = {"next": request.values.get("next", ""), "kept": KEPT in session}
    return render_template("account/login.html", form=form, cast=cast, **told), status
