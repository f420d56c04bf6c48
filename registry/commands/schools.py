"""Schools: a table of reference that lines of pupils choose from."""

import re
from typing import Any

from sqlalchemy import select

from registry.commands.areas import check_commune
from registry.commands.change import command
from registry.commands.checks import Checks, check_version
from registry.commands.facts import assign
from registry.commands.settings import store
from registry.kernel.actor import MANAGE, Actor
from registry.messages import N_
from registry.models import School
from registry.registers.students.schools import forget_schools
from registry.storage import db
from registry.storage.withdrawn import find_withdrawn

CODE = re.compile(r"[A-Z0-9][A-Z0-9.-]{1,19}")


@command("add_school", N_("Thêm trường"), MANAGE)
def add_school(actor: Actor, *, code: str, name: str, level: str, unit_id: int | None) -> School:
    """A school; its code stays for good, as lines of pupils name it. Raises Problems."""
    code = code.strip().upper()
    with Checks() as found:
        if not CODE.fullmatch(code):
            found.refuse(
                "code", N_("Mã trường cần 2-20 ký tự: chữ không dấu, số, dấu chấm, gạch nối. Ví dụ: TH-31675.")
            )
        elif db.session.scalar(select(School.id).where(School.code == code)) is not None:
            found.refuse(
                "code", N_("Đã có trường mang mã %(code)s. Hãy chọn mã khác hoặc đính chính trường đó."), code=code
            )
        columns = _checked(found, name, level, unit_id)
    row = store(School(code=code, **columns), find_withdrawn(School, code=code), columns)
    forget_schools()
    return row


@command("correct_school", N_("Đính chính trường"), MANAGE)
def correct_school(actor: Actor, row: School, version: int, *, name: str, level: str, unit_id: int | None) -> None:
    """Its name, level or place was never so. Raises Problems, Stale."""
    check_version(row, version)
    with Checks() as found:
        columns = _checked(found, name, level, unit_id)
    assign(row, columns)
    forget_schools()


def _checked(found: Checks, name: str, level: str, unit_id: int | None) -> dict[str, Any]:
    columns = found.values(School, {"name": name, "level": level, "unit_id": unit_id}, ("name", "level", "unit_id"))
    if unit_id is not None:
        check_commune(found, unit_id)
    return columns
