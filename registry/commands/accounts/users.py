"""Create, rename, disable and enable accounts."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from registry.commands.accounts.epoch import refuse_stale
from registry.commands.accounts.grants import give, keep_an_administrator, refuse_bad_grant
from registry.commands.change import command
from registry.kernel.actor import MANAGE, Actor
from registry.kernel.settings import today
from registry.messages import N_, Message, Problem, Problems
from registry.models import Agency, User
from registry.passwords import hash_code, one_time_code
from registry.storage import OPEN, db
from registry.vn.clean import clean, find_invisible

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
FIRST_CODE_LASTS = timedelta(days=30)
SLIP_IS_OUT = N_("Mã dùng một lần đã phát ra; nếu lập nhầm, hãy khoá tài khoản.")


@dataclass(frozen=True)
class Slip:
    """What is handed to a new user once, on paper: it is stored nowhere."""

    user: User
    code: str


@command("create_user", N_("Lập tài khoản"), MANAGE, final=SLIP_IS_OUT)
def create_user(
    actor: Actor,
    *,
    username: str,
    name: str,
    agency_id: int | None = None,
    role: str,
    unit_id: int | None = None,
    register: str | None = None,
    starts: date | None = None,
    ends: date = OPEN,
) -> tuple[User, str]:
    """A new account with its first grant, and the code it signs in with once, within 30 days. Raises Problems."""
    starts = starts or today()
    refuse_bad_grant(role, unit_id, register, starts, ends)
    user = new_user(username, name, agency_id)
    code = one_time_code()
    user.reset_hash, user.reset_until = hash_code(code), datetime.now(UTC) + FIRST_CODE_LASTS
    db.session.flush()
    give(user, role, unit_id, register, starts, ends)
    return user, code


@command("disable_user", N_("Khoá tài khoản"), MANAGE)
def disable_user(actor: Actor, user: User, *, version: int | None = None, reason: str = "") -> User:
    """Out now: every session of the user ends. Raises Problems for the last administrator, Stale."""
    refuse_stale(user, version)
    keep_an_administrator(user.id, today())
    user.active = False
    return user


@command("enable_user", N_("Mở lại tài khoản"), MANAGE)
def enable_user(actor: Actor, user: User, *, version: int | None = None, reason: str = "") -> User:
    """The user may sign in again, with the same password and grants."""
    refuse_stale(user, version)
    user.active = True
    return user


@command("rename_user", N_("Sửa tên người dùng"), MANAGE)
def rename_user(
    actor: Actor, user: User, *, name: str, agency_id: int | None = None, version: int | None = None
) -> User:
    """Another name of the person, another agency; the name of sign-in stays. Raises Problems, Stale."""
    refuse_stale(user, version)
    user.name, user.agency_id = _person_name(name), _agency(agency_id)
    return user


def new_user(username: str, name: str, agency_id: int | None) -> User:
    """Add an account nobody can sign in to yet. Raises Problems."""
    user = User(username=free_username(username), name=_person_name(name), agency_id=_agency(agency_id))
    db.session.add(user)
    db.session.flush()
    return user


def free_username(typed: str) -> str:
    """The name of sign-in in the form it is stored. Raises Problems when it cannot be one, or is taken."""
    username = typed.strip().lower()
    if not USERNAME.fullmatch(username):
        wrong = N_("Tên đăng nhập cần 3-40 ký tự: chữ a-z không dấu, số, dấu chấm, gạch nối hoặc gạch dưới.")
        raise Problems([Problem("username", Message(wrong))])
    if db.session.scalars(select(User.id).where(User.username == username)).first() is not None:
        taken = Message(N_("Tên đăng nhập %(username)s đã có; hãy chọn tên khác."), username=username)
        raise Problems([Problem("username", taken)])
    return username


def _person_name(typed: str) -> str:
    name = clean(typed)
    if find_invisible(typed) is not None:
        raise Problems([Problem("name", Message(N_("Họ và tên có ký tự không nhìn thấy được; hãy gõ lại.")))])
    if not 2 <= len(name) <= 100:
        raise Problems([Problem("name", Message(N_("Hãy ghi họ và tên, từ 2 đến 100 ký tự.")))])
    return name


def _agency(agency_id: int | None) -> int | None:
    if agency_id is not None and db.session.get(Agency, agency_id) is None:
        raise Problems([Problem("agency_id", Message(N_("Không có cơ quan này; hãy chọn lại.")))])
    return agency_id
