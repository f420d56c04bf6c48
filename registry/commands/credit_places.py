"""Savings-and-credit groups and transaction points: kept by the communes and the bank, named by loans."""

import re
from typing import Any

from sqlalchemy import select

from registry.commands.areas import check_commune, require_unit
from registry.commands.change import command
from registry.commands.checks import Checks, check_version
from registry.commands.facts import assign
from registry.commands.settings import store
from registry.kernel.actor import WRITE, Actor
from registry.kernel.places import places
from registry.messages import N_
from registry.models import CreditGroup, Hamlet, TransactionPoint
from registry.registers.credit.groups import forget_groups
from registry.storage import db
from registry.storage.withdrawn import find_withdrawn

CREDIT = "credit"
CODE = re.compile(r"[A-Z0-9][A-Z0-9.-]{1,19}")
LAST_DAY = 28
"""Every month has a day of this number."""


@command("add_credit_group", N_("Thêm Tổ TK&VV"), WRITE, register=CREDIT)
def add_credit_group(actor: Actor, *, unit_id: int, code: str, **values: Any) -> CreditGroup:
    """A group of a commune: `name`, `association`, `hamlet_id`. Its code stays for good, as loans name it."""
    require_unit(actor, unit_id, WRITE, CREDIT)
    code = code.strip().upper()
    with Checks() as found:
        if not CODE.fullmatch(code):
            found.refuse("code", N_("Mã tổ cần 2-20 ký tự: chữ không dấu, số, dấu chấm, gạch nối. Ví dụ: TO-31675-03."))
        elif db.session.scalar(select(CreditGroup.id).where(CreditGroup.code == code)) is not None:
            found.refuse("code", N_("Đã có tổ mang mã %(code)s. Hãy chọn mã khác hoặc đính chính tổ đó."), code=code)
        columns = {"unit_id": unit_id, **_checked(found, unit_id, values)}
    row = store(CreditGroup(code=code, **columns), find_withdrawn(CreditGroup, code=code), columns)
    forget_groups()
    return row


@command("correct_credit_group", N_("Đính chính Tổ TK&VV"), WRITE, register=CREDIT)
def correct_credit_group(actor: Actor, row: CreditGroup, version: int, **values: Any) -> None:
    """Its name, association or hamlet was never so. Raises Problems, Stale."""
    require_unit(actor, row.unit_id, WRITE, CREDIT)
    check_version(row, version)
    with Checks() as found:
        columns = _checked(found, row.unit_id, values)
    assign(row, columns)
    forget_groups()


@command("set_transaction_point", N_("Ghi điểm giao dịch xã"), WRITE, register=CREDIT)
def set_transaction_point(actor: Actor, *, unit_id: int, place: str, month_day: int | None) -> TransactionPoint:
    """Where, and on which day of each month, the bank deals with people of the commune; one for each commune."""
    require_unit(actor, unit_id, WRITE, CREDIT)
    with Checks() as found:
        given = {"place": place, "month_day": found.number("month_day", month_day, 1, LAST_DAY)}
        columns = found.values(TransactionPoint, given, ("place", "month_day"))
        check_commune(found, unit_id)
    known = select(TransactionPoint).where(TransactionPoint.unit_id == unit_id).with_for_update()
    row = db.session.scalars(known).one_or_none()
    if row is None:
        row = TransactionPoint(unit_id=unit_id, **columns)
        db.session.add(row)
    else:
        assign(row, columns)
    forget_groups()
    return row


def _checked(found: Checks, unit_id: int, values: dict[str, Any]) -> dict[str, Any]:
    allowed = ("name", "association", "hamlet_id")
    columns = found.values(CreditGroup, dict.fromkeys(allowed) | values, allowed)
    check_commune(found, unit_id)
    if columns["hamlet_id"] is not None and not _lies_in(columns["hamlet_id"], unit_id):
        found.refuse("hamlet_id", N_("Ấp, khóm này không thuộc xã. Hãy chọn lại."))
    return columns


def _lies_in(hamlet_id: int, unit_id: int) -> bool:
    """Hamlets of communes that have since become this one lie in it too."""
    row = db.session.get(Hamlet, hamlet_id)
    known = places()
    return row is not None and known.on(row.unit_id, known.units[unit_id].starts).id in (row.unit_id, unit_id)
