"""Passwords: reset by an administrator, chosen by their owner. Never undone: who learned one keeps it."""

from datetime import UTC, datetime, timedelta

from registry.commands.accounts.epoch import refuse_stale
from registry.commands.change import command
from registry.kernel.actor import MANAGE, Actor, Denied
from registry.messages import N_, Message, Problem, Problems
from registry.models import User
from registry.passwords import (
    hash_code,
    hash_password,
    needs_rehash,
    one_time_code,
    password_problem,
    verify,
    verify_code,
)
from registry.storage import db

RESET_CODE_LASTS = timedelta(hours=24)
SECRET = N_("Mật khẩu không hoàn tác được; hãy đặt mật khẩu mới.")


@command("reset_password", N_("Cấp lại mật khẩu"), MANAGE, final=SECRET)
def reset_password(actor: Actor, user: User, version: int | None = None) -> str:
    """The old password and every session end; returns the code to sign in with once, within 24 hours."""
    refuse_stale(user, version)
    code = one_time_code()
    user.reset_hash, user.reset_until = hash_code(code), datetime.now(UTC) + RESET_CODE_LASTS
    user.password_hash, user.must_change = "", True
    user.auth_epoch += 1
    return code


@command("change_own_password", N_("Đổi mật khẩu"), "", final=SECRET)
def change_own_password(actor: Actor, *, current: str, new: str) -> User:
    """The actor's own password, or the first one after a code; every session ends, the caller's too.

    Raises Problems at "current" and "new", Busy.
    """
    user = _own(actor)
    if not verify(user.password_hash, current) and not verify_code(user.reset_hash, current):
        raise Problems([Problem("current", Message(N_("Mật khẩu hiện tại chưa đúng.")))])
    if new == current:
        raise Problems([Problem("new", Message(N_("Mật khẩu mới phải khác mật khẩu hiện tại.")))])
    return choose_password(user, new)


@command("set_first_password", N_("Đặt mật khẩu lần đầu"), "", final=SECRET)
def set_first_password(actor: Actor, *, new: str) -> User:
    """Instead of the one-time code the actor signed in with, which ends. Raises Denied without one, Problems, Busy."""
    user = _own(actor)
    if not user.must_change:
        raise Denied("set_first_password")
    return choose_password(user, new)


@command("renew_hash", N_("Nâng cách lưu mật khẩu"), "", final=SECRET)
def renew_hash(actor: Actor, *, password: str) -> None:
    """Store the password just typed at sign-in with today's parameters, when its hash has older ones."""
    user = _own(actor)
    if user.password_hash and needs_rehash(user.password_hash) and verify(user.password_hash, password):
        user.password_hash = hash_password(password)


def choose_password(user: User, new: str) -> User:
    """Give the account this password. Raises Problems when it is too easy, Busy."""
    problem = password_problem(new, user.username, user.name)
    if problem is not None:
        raise Problems([Problem("new", problem)])
    user.password_hash, user.must_change = hash_password(new), False
    user.reset_hash, user.reset_until = None, None
    user.auth_epoch += 1
    return user


def _own(actor: Actor) -> User:
    user = db.session.get(User, actor.id, with_for_update=True) if actor.id is not None else None
    if user is None or not user.active:
        raise Denied("account")
    return user
