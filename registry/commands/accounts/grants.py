"""Grants: which role somebody holds, over what, from when to when."""

from datetime import date

from sqlalchemy import select

from registry.commands.accounts.epoch import refuse_stale
from registry.commands.change import command
from registry.kernel.actor import MANAGE, ROLES, Actor
from registry.kernel.places import places
from registry.messages import N_, Message, Problem, Problems
from registry.models import Grant, User
from registry.models.area import COMMUNE_TYPES, DISTRICT_TYPES
from registry.registers import register_of
from registry.storage import OPEN, db

LEVELS = {"commune": COMMUNE_TYPES, "district": DISTRICT_TYPES}
"""Roles that are held over a unit, and the level it must have; the others are held over the whole province."""

LAST_ADMINISTRATOR = N_("Đây là quản trị viên cuối cùng còn hoạt động; hãy thêm một quản trị viên khác trước.")


@command("add_grant", N_("Thêm quyền"), MANAGE)
def add_grant(
    actor: Actor,
    user: User,
    *,
    role: str,
    unit_id: int | None = None,
    register: str | None = None,
    starts: date,
    ends: date = OPEN,
) -> Grant:
    """Give the user a role from `starts` up to, not including, `ends`. Raises Problems."""
    refuse_bad_grant(role, unit_id, register, starts, ends)
    same = select(Grant.id).where(
        Grant.user_id == user.id,
        Grant.role == role,
        Grant.unit_id.is_(unit_id) if unit_id is None else Grant.unit_id == unit_id,
        Grant.starts < ends,
        Grant.ends > starts,
    )
    if db.session.scalars(same).first() is not None:
        raise Problems([Problem("role", Message(N_("Người này đã có quyền ấy trong thời gian này.")))])
    return give(user, role, unit_id, register, starts, ends)


@command("end_grant", N_("Kết thúc quyền"), MANAGE)
def end_grant(actor: Actor, grant: Grant, *, ends: date, version: int | None = None) -> Grant:
    """The grant holds up to, not including, `ends`. Raises Problems, Stale."""
    refuse_stale(grant, version)
    if not grant.starts < ends <= grant.ends:
        raise Problems([Problem("ends", Message(N_("Ngày kết thúc phải nằm trong thời gian của quyền.")))])
    if grant.role == "administrator":
        keep_an_administrator(grant.user_id, ends)
    grant.ends = ends
    return grant


def give(user: User, role: str, unit_id: int | None, register: str | None, starts: date, ends: date) -> Grant:
    """Add the row; the caller has checked it."""
    grant = Grant(user_id=user.id, role=role, unit_id=unit_id, register=register, starts=starts, ends=ends)
    db.session.add(grant)
    db.session.flush()
    return grant


def _register_problem(register: str | None) -> Message | None:
    known = register is None or register_of(register) is not None
    return None if known else Message(N_("Chưa có sổ “%(register)s”."), register=register)


def refuse_bad_grant(role: str, unit_id: int | None, register: str | None, starts: date, ends: date) -> None:
    """Raise Problems unless the role exists and lies over a unit of its level, within a real period."""
    problems = [
        Problem(field, message)
        for field, message in (
            ("role", _role_problem(role)),
            ("unit_id", _unit_problem(role, unit_id, starts)),
            ("register", _register_problem(register)),
            ("ends", Message(N_("Ngày kết thúc phải sau ngày bắt đầu.")) if ends <= starts else None),
        )
        if message is not None
    ]
    if problems:
        raise Problems(problems)


def keep_an_administrator(without: int, day: date) -> None:
    """Raise Problems when this user is the only active administrator on the day and after."""
    if administrators(day) == {without}:
        raise Problems([Problem("user", Message(LAST_ADMINISTRATOR))])


def administrators(day: date) -> set[int]:
    """The active users who administer on the day and after; their rows are locked, so that no two leave at once."""
    lasting = select(Grant.user_id).join(User, User.id == Grant.user_id)
    lasting = lasting.where(User.active, Grant.role == "administrator", Grant.on(day), Grant.ends == OPEN)
    return set(db.session.scalars(lasting.with_for_update()))


def _role_problem(role: str) -> Message | None:
    if role in ROLES:
        return None
    return Message(N_("Không có vai trò “%(role)s”; hãy chọn: %(known)s."), role=role[:30], known=", ".join(ROLES))


def _unit_problem(role: str, unit_id: int | None, day: date) -> Message | None:
    level = LEVELS.get(role)
    if level is None:
        return Message(N_("Vai trò này không gắn với một địa bàn; hãy để trống.")) if unit_id is not None else None
    place = places().units.get(unit_id) if unit_id is not None else None
    if place is not None and place.type in level and place.holds_on(day):
        return None
    if role == "commune":
        return Message(N_("Cán bộ xã cần một xã, phường, thị trấn đang có vào ngày bắt đầu."))
    return Message(N_("Cán bộ huyện cần một huyện, thị xã, thành phố đang có vào ngày bắt đầu."))
