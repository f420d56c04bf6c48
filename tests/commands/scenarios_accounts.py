"""Accounts and grants: one way to do each command that can be undone, and to meet those that cannot."""

from collections.abc import Callable
from datetime import date
from itertools import count

from registry.commands.accounts import (
    add_grant,
    create_user,
    create_users,
    disable_user,
    enable_user,
    end_grant,
    rename_user,
    reset_password,
)
from registry.kernel.actor import CONSOLE
from registry.models import Grant, User
from registry.storage import db
from tests.commands.scenarios import Act, saved
from tests.commands.world import AN, LISTED

_numbers = count(1)


def new_name() -> str:
    return f"user{next(_numbers)}"


def officer() -> User:
    """A leader of the province, as the database has it."""
    made = saved(
        lambda: create_user(CONSOLE, username=new_name(), name="Trần Thị Lãnh Đạo", role="leader", starts=LISTED)
    )
    return db.session.get_one(User, made[0].id)


def _create_user() -> Act:
    return lambda: create_user(
        CONSOLE, username=new_name(), name="Lý Thị Hoa", role="commune", unit_id=AN, starts=LISTED
    )


def _create_users() -> Act:
    return lambda: create_users(CONSOLE, f"{new_name()};Lý Thị Hoa;;leader\n{new_name()};Thạch Sơn;;auditor")


def _disable_user() -> Act:
    user = officer()
    return lambda: disable_user(CONSOLE, user, version=user.version, reason="Nghỉ hưu")


def _enable_user() -> Act:
    user = officer()
    saved(lambda: disable_user(CONSOLE, user))
    return lambda: enable_user(CONSOLE, user, version=user.version)


def _rename_user() -> Act:
    user = officer()
    return lambda: rename_user(CONSOLE, user, name="Trần Thị Điều Phối", version=user.version)


def _reset_password() -> Act:
    user = officer()
    return lambda: reset_password(CONSOLE, user, user.version)


def _add_grant() -> Act:
    user = officer()
    return lambda: add_grant(CONSOLE, user, role="commune", unit_id=AN, starts=LISTED)


def _end_grant() -> Act:
    user = officer()
    made = saved(lambda: add_grant(CONSOLE, user, role="auditor", starts=LISTED))
    grant = db.session.get_one(Grant, made.id)
    return lambda: end_grant(CONSOLE, grant, ends=date(2021, 6, 1), version=grant.version)


SCENARIOS: dict[str, Callable[[], Act]] = {
    "create_user": _create_user,
    "create_users": _create_users,
    "disable_user": _disable_user,
    "enable_user": _enable_user,
    "rename_user": _rename_user,
    "reset_password": _reset_password,
    "add_grant": _add_grant,
    "end_grant": _end_grant,
}
