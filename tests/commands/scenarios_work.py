"""Work on findings and drafts from a gap list: one way to do each command on them."""

from collections.abc import Callable
from datetime import date

from registry.commands.drafts import draft_entries
from registry.commands.work import work_on_finding, work_on_findings
from registry.kernel.actor import CONSOLE
from registry.models import Finding
from registry.registers.insurance import REGISTER
from registry.storage import db
from tests.commands.scenarios import Act
from tests.commands.scenarios_entries import poor_family

DAYS = {"starts": date(2021, 12, 15), "ends": date(2022, 1, 1)}
NO_ID = {"reason": "no_id", "owner_id": None, "due": date(2021, 12, 31), "note": "Chờ làm căn cước"}


def gaps() -> list[Finding]:
    """What is missing in a poor family: nobody has a card."""
    household = poor_family()
    wanted = db.session.query(Finding).filter_by(household_id=household.id, rule="E01", closed_on=None)
    return list(wanted.order_by(Finding.id))


def _work_on_finding() -> Act:
    finding = gaps()[0]
    return lambda: work_on_finding(CONSOLE, finding, 0, NO_ID)


def _work_on_findings() -> Act:
    found = gaps()
    return lambda: work_on_findings(CONSOLE, found, {"reason": "refused"})


def _draft_entries() -> Act:
    found = gaps()
    return lambda: draft_entries(CONSOLE, REGISTER, found, **DAYS)


SCENARIOS: dict[str, Callable[[], Act]] = {
    "work_on_finding": _work_on_finding,
    "work_on_findings": _work_on_findings,
    "draft_entries": _draft_entries,
}
