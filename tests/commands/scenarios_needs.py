"""Needs of households: one way to do each command on them."""

from collections.abc import Callable
from typing import Any

from registry.commands.needs import correct_need, record_need, record_needs, withdraw_need
from registry.kernel.actor import CONSOLE
from registry.models import Household, Need
from tests.commands.scenarios import DAY, Act, person, saved
from tests.commands.world import family

LOAN: dict[str, Any] = {
    "programme": "credit",
    "detail": "HN",
    "answer": "asked",
    "on_date": DAY,
    "source": "survey",
    "note": "Nuôi bò",
}


def asked(household: Household, **changed: Any) -> Need:
    """An answer, saved."""
    made: Need = saved(lambda: record_need(CONSOLE, household, **LOAN | changed))
    return made


def _record_need() -> Act:
    home = family()
    asked(home, on_date=home.starts, answer="unknown")
    return lambda: record_need(CONSOLE, home, person=person(home, "03"), **LOAN | {"detail": "HSSV"})


def _correct_need() -> Act:
    need = asked(family())
    return lambda: correct_need(CONSOLE, need, need.version, **LOAN | {"answer": "declined", "detail": None})


def _withdraw_need() -> Act:
    need = asked(family())
    return lambda: withdraw_need(CONSOLE, need, need.version, reason="Ghi nhầm hộ")


def _record_needs() -> Act:
    homes = [family(), family(), family()]
    asked(homes[0])
    return lambda: record_needs(CONSOLE, homes, reason="Họp ấp ngày 1/6", **LOAN)


SCENARIOS: dict[str, Callable[[], Act]] = {
    "record_need": _record_need,
    "correct_need": _correct_need,
    "withdraw_need": _withdraw_need,
    "record_needs": _record_needs,
}
