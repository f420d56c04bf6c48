"""`user add`, `user passwd`, `user list`: accounts from the console, also for a locked-out last administrator."""

import click
from flask import current_app
from sqlalchemy import select

from registry.cli.output import Group, Refusal, answer, as_json, group
from registry.cli.stores import require_stores
from registry.commands.accounts import create_user, reset_password
from registry.commands.setup import adopt
from registry.kernel.actor import CONSOLE, ROLES
from registry.kernel.places import places
from registry.kernel.settings import is_installed, today
from registry.models import Agency, User
from registry.queries.accounts import UserRow, find_user, list_users
from registry.storage import db
from registry.storage.transaction import transaction

users = Group("user", help="Tài khoản người dùng.")
group.add_command(users)


@users.command("add")
@click.argument("name")
@click.option("--role", required=True, type=click.Choice(list(ROLES)), help="Vai trò.")
@click.option("--full-name", help="Họ và tên; nếu không ghi thì như tên đăng nhập.")
@click.option("--unit", help="Mã xã hoặc huyện, với vai trò gắn địa bàn.")
@click.option("--register", help="Sổ mà quyền này chỉ áp dụng.")
@click.option("--agency", help="Mã cơ quan.")
@as_json
def add(
    name: str, role: str, full_name: str | None, unit: str | None, register: str | None, agency: str | None, json_: bool
) -> None:
    """Lập tài khoản NAME và in mã đăng nhập dùng một lần."""
    require_stores(current_app)
    with transaction():
        user, code = create_user(
            CONSOLE,
            username=name,
            name=full_name or name,
            agency_id=_agency_id(agency),
            role=role,
            unit_id=_unit_id(unit),
            register=register,
        )
        if role == "administrator" and not is_installed():
            adopt(CONSOLE)
    slip(user, code, json_)


@users.command("passwd")
@click.argument("name")
@as_json
def passwd(name: str, json_: bool) -> None:
    """Cấp mã đăng nhập dùng một lần cho NAME; mật khẩu cũ và mọi phiên hết hiệu lực."""
    require_stores(current_app)
    with transaction():
        user = find_user(name)
        if user is None:
            raise Refusal(f"Không có tài khoản {name}; hãy xem: flask registry user list")
        if not user.active:
            raise Refusal(f"Tài khoản {name} đang bị khoá; quản trị viên mở lại ở trang Người dùng.")
        code = reset_password(CONSOLE, user)
    slip(user, code, json_)


@users.command("list")
@as_json
def show(json_: bool) -> None:
    """Liệt kê tài khoản, vai trò và tình trạng."""
    require_stores(current_app)
    rows = list_users(today())
    listed = [{"username": row.username, "roles": _roles(row), "active": row.active} for row in rows]
    text = "\n".join(f"{row.username:<24} {', '.join(_roles(row)):<30} {_state(row)}" for row in rows)
    answer({"users": listed}, text or "Chưa có tài khoản nào.", json_)


def slip(user: User, code: str, json_: bool) -> None:
    """Print what is handed over once."""
    assert user.reset_until is not None  # noqa: S101 - set with the code
    until = user.reset_until.astimezone()
    text = f"Tên đăng nhập:   {user.username}\nMã dùng một lần: {code}\nDùng được đến:   {until:%H:%M %d/%m/%Y}"
    answer({"username": user.username, "code": code, "until": until.isoformat()}, text, json_)


def _roles(row: UserRow) -> list[str]:
    return [grant.role for grant in row.grants if grant.holds]


def _state(row: UserRow) -> str:
    return "" if row.active else "đã khoá"


def _agency_id(code: str | None) -> int | None:
    if code is None:
        return None
    found = db.session.scalars(select(Agency.id).where(Agency.code == code)).first()
    if found is None:
        raise Refusal(f"Không có cơ quan mang mã {code}.")
    return found


def _unit_id(code: str | None) -> int | None:
    if code is None:
        return None
    found = places().by_code(code, today())
    if found is None:
        raise Refusal(f"Không có đơn vị mang mã {code} vào ngày {today():%d/%m/%Y}.")
    return found.id
