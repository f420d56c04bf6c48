"""Before a page runs: who asks, from where, for which day, within which scope; and that a form is ours and new."""

from datetime import date

from flask import Flask, Response, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect

from registry.checks.reading import scope_of
from registry.commands.receipts import claim_form, settle_form
from registry.kernel.actor import Actor, NotFound
from registry.kernel.scope import set_scope
from registry.kernel.settings import is_installed, today
from registry.messages import N_, Message
from registry.vn.dates import parse_day
from registry.web.allow import gate, rule_of
from registry.web.errors import BadInput, CrossSite
from registry.web.login import signed_in_actor, signed_in_user
from registry.web.responses import is_htmx
from registry.web.unit_of_work import SAFE

csrf = CSRFProtect()
OPEN_BEFORE_SETUP = frozenset({"setup.first_run", "language.choose", "health.status"})


def init(app: Flask) -> None:
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None)
    csrf.init_app(app)
    for step in (
        _refuse_nul,
        _refuse_cross_site,
        _set_up_first,
        _meet_actor,
        gate,
        _allow_size,
        _check_form,
        _set_scope,
    ):
        app.before_request(step)
    app.after_request(_settle)


def _refuse_nul() -> None:
    """No address of ours holds one, and PostgreSQL takes none into its texts."""
    if "\x00" in request.path:
        raise NotFound


def _refuse_cross_site() -> None:
    """Fetch metadata first: another site's page cannot make a colleague act."""
    if request.method not in SAFE and request.headers.get("Sec-Fetch-Site", "same-origin") not in (
        "same-origin",
        "none",
    ):
        raise CrossSite


def _set_up_first() -> ResponseReturnValue | None:
    """An empty registry shows its first-run page, whatever was asked for."""
    if request.endpoint is None or request.endpoint in OPEN_BEFORE_SETUP or is_installed():
        return None
    return redirect(url_for("setup.first_run"))


def _meet_actor() -> None:
    """The signed-in user as today's actor."""
    g.actor, g.must_change = None, False
    user = signed_in_user()
    if user is None:
        return
    g.actor = signed_in_actor(today())
    g.must_change = user.must_change


def _allow_size() -> None:
    """A page that takes files takes larger requests, from those who may use it."""
    rule = rule_of(request.endpoint) if request.endpoint else None
    if rule is not None and rule.largest:
        request.max_content_length = rule.largest


def _check_form() -> ResponseReturnValue | None:
    """CSRF on every unsafe request; and a form already taken in gets its first answer again."""
    if request.method in SAFE or request.endpoint is None:
        return None
    csrf.protect()
    rule = rule_of(request.endpoint)
    if rule is None or not rule.writes or g.actor is None:
        return None
    key = request.form.get("form_key", "")
    if not (16 <= len(key) <= 40 and key.isalnum()):
        raise BadInput(Message(N_("Biểu mẫu thiếu mã gửi; hãy mở lại trang rồi gửi lần nữa.")))
    answered = claim_form(key, g.actor.id)
    g.form_key = key if answered is None else None
    return None if answered is None else _again(answered)


def _again(location: str) -> Response:
    if is_htmx():
        return Response(status=204, headers={"HX-Redirect": location})
    return redirect(location or "/", 303)  # type: ignore[return-value]


def _settle(response: Response) -> Response:
    key = g.pop("form_key", None)
    if key and response.status_code < 400:
        settle_form(key, response.headers.get("HX-Redirect") or response.headers.get("Location") or "/")
    return response


def _set_scope() -> None:
    """Reads see the actor's area on the day asked about; writes and everything else, on the working day."""
    actor: Actor | None = g.actor
    if actor is None:
        return
    g.day = asked_day() if request.method in SAFE else today()
    set_scope(scope_of(actor, g.day))


def asked_day(text: str | None = None) -> date:
    """The day in the address, or that a form has kept of one; else the working day. Raises BadInput."""
    text = request.args.get("day", "") if text is None else text
    if not text:
        return today()
    try:
        return parse_day(text)
    except ValueError as error:
        raise BadInput(error.args[0]) from None
