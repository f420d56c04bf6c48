"""Permission is declared at the route, or the application refuses to start (security.md P1)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.kernel.actor import HOUSEHOLDS, Actor, Denied
from registry.web.kept import keep_typed
from registry.web.responses import is_htmx

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Rule:
    """Who may reach a route: everybody (`public`), whoever is signed in, or whose grants allow `actions` (any of them).

    `personal`: it shows personal data, so the day and scope are set. `writes`: an unsafe request changes the registry.
    `largest`: bytes it may send, where that is more than pages usually may.
    """

    actions: tuple[str, ...]
    register: str
    public: bool
    personal: bool
    writes: bool
    largest: int = 0


def allow(
    *actions: str,
    register: str = HOUSEHOLDS,
    public: bool = False,
    personal: bool = False,
    writes: bool = True,
    largest: int = 0,
) -> Callable[[F], F]:
    """Declare who may reach this view. Without actions and not public: whoever is signed in."""

    def declare(view: F) -> F:
        view.rule = Rule(actions, register, public, personal, writes, largest)  # type: ignore[attr-defined]
        return view

    return declare


def rule_of(endpoint: str) -> Rule | None:
    """The rule declared for an endpoint."""
    return getattr(current_app.view_functions[endpoint], "rule", None)


class Undeclared(RuntimeError):
    """A route says not who may reach it."""


def refuse_undeclared_routes(app: Flask) -> None:
    """Raise Undeclared, naming the routes, unless every one carries @allow. Call when all blueprints are there."""
    missing = sorted(name for name, view in app.view_functions.items() if not hasattr(view, "rule"))
    if missing:
        raise Undeclared(f"Không khởi động: các trang chưa khai báo @allow: {', '.join(missing)}")


def gate() -> ResponseReturnValue | None:
    """Run before every view: let through, send to sign in, or refuse."""
    if request.endpoint is None:
        return None
    rule = rule_of(request.endpoint)
    if rule is None:
        raise Denied
    if rule.public:
        return None
    actor: Actor | None = g.actor
    if actor is None:
        return sign_in_first()
    if g.must_change and request.endpoint not in ("account.password", "account.logout", "language.choose"):
        return redirect(url_for("account.password"))
    if rule.actions and not any(actor.may(action, rule.register) for action in rule.actions):
        raise Denied
    return None


def sign_in_fragment(form: Any = None) -> str:
    """The dialog that opens over a page whose session has ended; what was typed stays beneath it."""
    return render_template("account/dialog.html", form=form)


def sign_in_first() -> ResponseReturnValue:
    """Ask for a sign-in without losing the way: a dialog over the page for htmx, the login page otherwise."""
    if is_htmx():
        return sign_in_fragment(), 401
    back = request.full_path.rstrip("?") if request.method == "GET" else keep_typed()
    return redirect(url_for("account.login", next=back or None))
