"""Savings-and-credit groups and transaction points: one way to do each command on them."""

import itertools
from collections.abc import Callable
from typing import Any

from registry.commands.credit_places import add_credit_group, correct_credit_group, set_transaction_point
from registry.kernel.actor import CONSOLE
from registry.models import CreditGroup
from tests.commands.scenarios import Act, saved
from tests.commands.world import AN, HAMLETS

NAMED: dict[str, Any] = {"name": "Tổ 1 Ấp Hòa Thuận", "association": "HPN", "hamlet_id": HAMLETS[AN]}
CODES = (f"TO-31501-{number}" for number in itertools.count(101))


def group(code: str = "", **values: Any) -> CreditGroup:
    wanted = {"unit_id": AN, "code": code or next(CODES), **NAMED, **values}
    row: CreditGroup = saved(lambda: add_credit_group(CONSOLE, **wanted))
    return row


def _add_credit_group() -> Act:
    code = next(CODES)
    return lambda: add_credit_group(CONSOLE, unit_id=AN, code=code, **NAMED)


def _correct_credit_group() -> Act:
    row = group()
    return lambda: correct_credit_group(CONSOLE, row, row.version, name="Tổ 2", association="CCB", hamlet_id=None)


def _set_transaction_point() -> Act:
    saved(lambda: set_transaction_point(CONSOLE, unit_id=AN, place="UBND xã An", month_day=12))
    return lambda: set_transaction_point(CONSOLE, unit_id=AN, place="Nhà văn hoá xã An", month_day=13)


SCENARIOS: dict[str, Callable[[], Act]] = {
    "add_credit_group": _add_credit_group,
    "correct_credit_group": _correct_credit_group,
    "set_transaction_point": _set_transaction_point,
}
