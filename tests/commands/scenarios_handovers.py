"""Families handed over from one commune to another: one way to do each command."""

from collections.abc import Callable

from registry.commands.handovers import (
    accept_handover,
    decline_request,
    hand_over,
    recall_handover,
    request_handover,
    return_handover,
    withdraw_request,
)
from registry.kernel.actor import CONSOLE
from registry.models import Handover, Household
from tests.commands.scenarios import DAY, Act, person, saved
from tests.commands.scenarios_entries import poor_family
from tests.commands.world import CHAU, HAMLETS


def handed_over(household: Household, unit_id: int = CHAU) -> Handover:
    """A household that waits to be taken, saved."""
    made: Handover = saved(lambda: hand_over(CONSOLE, household, household.version, day=DAY, to_unit_id=unit_id))
    return made


def asked_for(household: Household, unit_id: int = CHAU) -> Handover:
    """A household another commune asks for, saved."""
    code = person(household, "01").code
    made: Handover = saved(lambda: request_handover(CONSOLE, code, to_unit_id=unit_id, reason="Về ở ấp"))
    return made


def _request_handover() -> Act:
    code = person(poor_family(), "01").code
    return lambda: request_handover(CONSOLE, code, to_unit_id=CHAU, reason="Về ở ấp")


def _decline_request() -> Act:
    asked = asked_for(poor_family())
    return lambda: decline_request(CONSOLE, asked, note="Không phải hộ này")


def _withdraw_request() -> Act:
    asked = asked_for(poor_family())
    return lambda: withdraw_request(CONSOLE, asked)


def _hand_over() -> Act:
    home = poor_family()
    asked_for(home)
    return lambda: hand_over(CONSOLE, home, home.version, day=DAY, to_unit_id=CHAU)


def _recall_handover() -> Act:
    waiting = handed_over(poor_family())
    return lambda: recall_handover(CONSOLE, waiting)


def _accept_handover() -> Act:
    waiting = handed_over(poor_family())
    return lambda: accept_handover(CONSOLE, waiting, hamlet_id=HAMLETS[CHAU], address="Số 5")


def _return_handover() -> Act:
    waiting = handed_over(poor_family())
    return lambda: return_handover(CONSOLE, waiting, cause="not_here", note="Không có hộ này")


SCENARIOS: dict[str, Callable[[], Act]] = {
    "hand_over": _hand_over,
    "recall_handover": _recall_handover,
    "accept_handover": _accept_handover,
    "return_handover": _return_handover,
    "request_handover": _request_handover,
    "decline_request": _decline_request,
    "withdraw_request": _withdraw_request,
}
