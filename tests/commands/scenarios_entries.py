"""Lines of registers: one way to do each command on them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from registry.commands.classes import recognise_class
from registry.commands.entries import add_entry, correct_entry, move_entry
from registry.commands.many_entries import move_entries
from registry.kernel.actor import CONSOLE
from registry.models import Entry
from registry.registers.insurance import REGISTER
from tests.commands.scenarios import RECOGNISED, Act, person, saved
from tests.commands.world import ROUND_2020, family

YEAR_2021: dict[str, Any] = {"subject_code": "HN", "starts": date(2021, 1, 1), "ends": date(2022, 1, 1)}


def card(**values: Any) -> Entry:
    """A draft for the wife of a poor family, saved."""
    household = poor_family()
    return saved(lambda: add_entry(CONSOLE, REGISTER, household, person(household, "02"), **YEAR_2021 | values))


def poor_family() -> Any:
    household = family()
    saved(lambda: recognise_class(CONSOLE, household, household.version, round_id=ROUND_2020, **RECOGNISED))
    return household


def issued(line: Entry | None = None) -> Entry:
    """The same, or this one, approved, sent and issued."""
    line = line or card()
    given = {"card_kind": "BHXH10", "card_no": "9401234567", "facility_code": "94001"}
    for move, more in (("approve", {}), ("send", {}), ("issue", given)):
        saved(lambda m=move, v=more: move_entry(CONSOLE, line, line.version, move=m, on_date=date(2021, 1, 5), **v))
    return line


def _add_entry() -> Act:
    household = poor_family()
    return lambda: add_entry(CONSOLE, REGISTER, household, person(household, "02"), **YEAR_2021)


def _correct_entry() -> Act:
    line = card()
    return lambda: correct_entry(CONSOLE, line, line.version, subject_code="DT", note="Sửa mã đối tượng")


def _move_entry() -> Act:
    line = issued()
    return lambda: move_entry(
        CONSOLE, line, line.version, move="reduce", on_date=date(2021, 3, 1), reason_code="moved", ends=date(2021, 3, 1)
    )


def _move_entries() -> Act:
    household = poor_family()
    lines = [
        saved(lambda n=n: add_entry(CONSOLE, REGISTER, household, person(household, n), **YEAR_2021))
        for n in ("02", "03")
    ]
    ids = [line.id for line in lines]
    return lambda: move_entries(CONSOLE, REGISTER, ids, move="approve", on_date=date(2021, 1, 5))


SCENARIOS: dict[str, Callable[[], Act]] = {
    "add_entry": _add_entry,
    "correct_entry": _correct_entry,
    "move_entry": _move_entry,
    "move_entries": _move_entries,
}
