"""Money of a line: one way to do each command on it.

Cards have none, so that the register is told to have some while the act runs (`with_money`).
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from typing import Any

from registry.commands.money import add_payment, correct_payment, set_amounts
from registry.kernel.actor import APPROVE, CONSOLE, WRITE
from registry.models import Entry, Payment
from registry.models.money import Money
from registry.registers.insurance import REGISTER
from tests.commands.scenarios import Act, saved
from tests.commands.scenarios_entries import card

MONEY = Money(("central", "province", "household"), ("payment", "recovery", "interest"), sets=WRITE, pays=APPROVE)
PAID: dict[str, Any] = {"kind": "payment", "source": "central", "on_date": date(2021, 3, 1), "amount": 20_000_000}


@contextmanager
def with_declared(**changed: Any) -> Iterator[None]:
    """Meanwhile the register of cards declares this."""
    before = {key: getattr(REGISTER, key) for key in changed}
    for key, value in changed.items():
        object.__setattr__(REGISTER, key, value)
    try:
        yield
    finally:
        for key, value in before.items():
            object.__setattr__(REGISTER, key, value)


def with_money() -> AbstractContextManager[None]:
    """Meanwhile cards cost money."""
    return with_declared(money=MONEY)


def acting(act: Act) -> Act:
    def run() -> object:
        with with_money():
            return act()

    return run


def paid(line: Entry, **values: Any) -> Payment:
    """A movement of the line, saved."""
    made: Payment = saved(acting(lambda: add_payment(CONSOLE, line, line.version, **PAID | values)))
    return made


def _set_amounts() -> Act:
    line = card()
    saved(acting(lambda: set_amounts(CONSOLE, line, line.version, central=40_000_000, household=1)))
    return acting(lambda: set_amounts(CONSOLE, line, line.version, central=20_000_000, province=4_000_000, household=0))


def _add_payment() -> Act:
    line = card()
    return acting(lambda: add_payment(CONSOLE, line, line.version, **PAID, method="cash", number="PC 12", note="Đợt 1"))


def _correct_payment() -> Act:
    line = card()
    made = paid(line)
    return acting(
        lambda: correct_payment(CONSOLE, line, line.version, made, reason="Ghi thừa một số 0", amount=2_000_000)
    )


SCENARIOS: dict[str, Callable[[], Act]] = {
    "set_amounts": _set_amounts,
    "add_payment": _add_payment,
    "correct_payment": _correct_payment,
}
