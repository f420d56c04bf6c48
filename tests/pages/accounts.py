"""Accounts for tests: somebody with a password, signed in or not, and what they typed."""

from datetime import date
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from registry.commands.accounts import create_user, set_first_password
from registry.commands.change import command
from registry.kernel.actor import CONSOLE
from registry.kernel.places import places
from registry.kernel.settings import today
from registry.models import Grant, User
from registry.queries.accounts import actor_for
from registry.storage import db
from registry.storage.activity import session_table
from registry.storage.attach import engines
from registry.storage.transaction import transaction
from tests.page import Page
from tests.world import _as_demo

PASSWORD = "con trâu đi trước"
NEW_PASSWORD = "cái cày theo sau nhé"
LONG_AGO = date(2016, 1, 1)


def employ(app: Flask, username: str, role: str = "coordinator", unit: str | None = None) -> None:
    """Make an account with PASSWORD."""
    with app.app_context(), transaction():
        place = places().by_code(unit, today()) if unit else None
        values: dict[str, Any] = {"username": username, "name": f"Người {username}", "role": role}
        user, _code = create_user(CONSOLE, **values, unit_id=place.id if place else None, starts=LONG_AGO)
        db.session.flush()
        set_first_password(actor_for(user, today()), new=PASSWORD)


def sign_in(client: FlaskClient, username: str, password: str = PASSWORD, **sent: Any) -> Any:
    """Send the sign-in page's form."""
    token = Page(client.get("/login", **sent), 0).token()
    return client.post("/login", data={"csrf_token": token, "username": username, "password": password}, **sent)


def signed_in(app: Flask, username: str) -> FlaskClient:
    """A browser of this user."""
    client = app.test_client()
    assert sign_in(client, username).status_code == 303
    return client


def sid(client: FlaskClient) -> str:
    """The session cookie a browser holds."""
    cookie = client.get_cookie("sid")
    return cookie.value if cookie else ""


def end_sessions(app: Flask) -> None:
    """Every session ends on the server, as after half an hour without a word."""
    with engines(app)[1].begin() as connection:
        connection.execute(update(session_table).values(ended=True))


def is_in(app: Flask, cookie: str) -> bool:
    """Whether this cookie, replayed from another browser, still opens a page."""
    thief = app.test_client()
    thief.set_cookie("sid", cookie)
    answer = thief.get("/account/password")
    assert answer.status_code in (200, 302)
    return answer.status_code == 200


def take_back(client: FlaskClient, page: Page) -> None:
    """Press the undo of the page's notice."""
    undo = next(form for form in page.tree.iter("form") if "/undo" in form.get("action", ""))
    sent = {str(one.get("name")): one.get("value", "") for one in undo.iter("input")}
    assert client.post(undo.get("action", ""), data=sent).status_code == 303


def officer_of_housing() -> None:
    """Somebody of the cast who keeps another register than cards; call inside a transaction."""
    user, _slip = create_user(
        CONSOLE, username="housing", name="Sở Xây dựng", role="department", starts=date(2016, 1, 1)
    )
    _as_demo(CONSOLE, user)
    _of_housing(CONSOLE, user)


@command("tests.of_housing", "Đổi sổ của quyền", "")
def _of_housing(actor: object, user: User) -> None:
    """A register that is not built yet: an officer of it may be granted nothing else."""
    db.session.query(Grant).filter_by(user_id=user.id).one().register = "housing"
