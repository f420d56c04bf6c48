"""Signing in and out: Flask-Login over our server-side session, and the account's epoch that ends sessions at once."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import cast

from flask import Flask, current_app, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from registry.commands.accounts.passwords import renew_hash
from registry.kernel.actor import Actor
from registry.kernel.settings import today
from registry.messages import Problems
from registry.models import Grant, User
from registry.passwords import needs_rehash
from registry.queries.accounts import actor_for, actor_of, check_sign_in, find_user, load_account, sign_in_name
from registry.storage.throttle import give_back, take
from registry.storage.transaction import transaction
from registry.web.errors import TooMany
from registry.web.kept import KEPT, kept_for
from registry.web.sessions import ServerSessions
from registry.web.throttle import may_try, own_bucket, was_right


class SignedIn(UserMixin):
    """The account behind a session, with its agency's name and its grants of all times."""

    def __init__(self, user: User, agency: str = "", grants: Sequence[Grant] = ()) -> None:
        self.user, self.agency, self.grants = user, agency, grants
        self.id = user.id


def init(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(_load)


def _load(user_id: str) -> SignedIn | None:
    """The user, while active and while the session's epoch is the account's: what ends access ends it now."""
    account = load_account(int(user_id))
    if account is None or not account[0].active or account[0].auth_epoch != session.get("epoch"):
        return None
    return SignedIn(*account)


def signed_in_user() -> User | None:
    return current_user.user if current_user.is_authenticated else None


def signed_in_actor(day: date) -> Actor | None:
    """The signed-in user with the grants that hold on a day."""
    if not current_user.is_authenticated:
        return None
    return actor_of(current_user.user, current_user.agency, current_user.grants, day)


def check_credentials(username: str, password: str) -> User | None:
    """The user these belong to, or None after the same work; raises TooMany when guessing must stop."""
    user = find_user(username)
    known = user is not None and _was_here(user)
    name = sign_in_name(username)  # or every spelling would have tries of its own
    asked = (current_app.extensions["activity"], request.remote_addr or "", name, known)
    if not may_try(*asked):
        raise TooMany
    found = check_sign_in(username, password, datetime.now(UTC))
    if found is not None:
        was_right(*asked)
        _renew_hash(found, password)
    return found


@contextmanager
def own_password_asked(user_id: int) -> Iterator[None]:
    """Inside, the present password is looked at. Raises TooMany: an open browser must not be a place to guess it."""
    store, (key, capacity, seconds) = current_app.extensions["activity"], own_bucket(user_id)
    if not take(store, key, capacity, seconds):
        raise TooMany
    guessed = False
    try:
        yield
    except Problems as wrong:
        guessed = any(problem.field == "current" for problem in wrong.problems)
        raise
    finally:
        if not guessed:
            give_back(store, key, capacity)


def _renew_hash(user: User, password: str) -> None:
    """Once the parameters of the hash were raised, the next sign-in with the password keeps it the new way."""
    if user.password_hash and needs_rehash(user.password_hash):
        with transaction():
            renew_hash(actor_for(user, today()), password=password)


def returns(user: User) -> bool:
    """Whether the browser's last session was this user's, or it had none: then a waiting save may be sent again."""
    return not _token() or _was_here(user)


def _was_here(user: User) -> bool:
    return bool(_token()) and _sessions().store.owner(_token()) == user.id


def _token() -> str:
    return request.cookies.get(_sessions().cookie, "")


def _sessions() -> ServerSessions:
    return cast(ServerSessions, current_app.session_interface)


def from_loopback() -> bool:
    """The request comes from this very machine, and from nobody behind a proxy on it."""
    return request.remote_addr in ("127.0.0.1", "::1") and "X-Forwarded-For" not in request.headers


def sign_in(user: User) -> None:
    """A new session for this user; the language chosen before goes along, and what the user had typed."""
    kept = {"lang": session.get("lang"), KEPT: kept_for(user)}
    session.clear()
    session.renew()  # type: ignore[attr-defined]
    session.update({name: value for name, value in kept.items() if value})
    session["epoch"] = user.auth_epoch
    login_user(SignedIn(user))


def sign_out() -> None:
    """End the session on the server."""
    logout_user()
    session.end()  # type: ignore[attr-defined]
