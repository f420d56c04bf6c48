"""Projects and their households: one way to do each command on them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from registry.commands.participants import add_participants
from registry.commands.project_parts import add_project_part, correct_project_part, drop_project_part
from registry.commands.projects import add_project, correct_project, move_project, set_capital
from registry.kernel.actor import CONSOLE
from registry.models import Entry, Household, Project
from tests.commands.scenarios import Act, saved
from tests.commands.scenarios_entries import poor_family
from tests.commands.world import AN, family

OXEN: dict[str, Any] = {
    "name": "Nuôi bò sinh sản xã An",
    "kind": "community",
    "sector": "livestock",
    "programme": "POVERTY",
    "unit_id": AN,
    "owner": "UBND xã An",
    "starts": date(2021, 3, 1),
    "ends": date(2023, 3, 1),
}
AN_OX: dict[str, Any] = {
    "starts": date(2021, 3, 1),
    "content": "cattle",
    "item": "Bò cái sinh sản",
    "measure": "con",
    "quantity": 1,
    "unit_price": 15_000_000,
    "own": 1_500_000,
    "source": "central",
}
CALVES: dict[str, Any] = {"item": "Bò cái", "measure": "con", "unit_price": 15_000_000, "quantity": 10}
APPROVED: dict[str, Any] = {"decision_no": "15/QĐ-UBND", "decision_date": date(2021, 4, 1)}
STEPS = (("meet", {}), ("appraise", {}), ("approve", APPROVED), ("buy", {}))


def project(**changed: Any) -> Project:
    """A project, saved."""
    made: Project = saved(lambda: add_project(CONSOLE, **OXEN | changed))
    return made


def taken_in(made: Project, *households: Household, **changed: Any) -> list[Entry]:
    """Lines of these households in it, saved."""
    given = AN_OX | changed
    lines: list[Entry] = saved(lambda: add_participants(CONSOLE, made, made.version, households, **given))
    return lines


def moved(made: Project, *keys: str, on: date = date(2021, 4, 1), **given: Any) -> Project:
    """The project, taken these steps on."""
    for key in keys:
        more = dict(STEPS).get(key, {}) | given
        saved(lambda key=key, more=more: move_project(CONSOLE, made, made.version, move=key, on_date=on, **more))
    return made


def _add_project() -> Act:
    return lambda: add_project(CONSOLE, **OXEN, partner="HTX An Phú", min_target_share=80)


def _correct_project() -> Act:
    made = project()
    taken_in(made, poor_family())
    return lambda: correct_project(CONSOLE, made, made.version, programme="ETHNIC", ends=date(2024, 3, 1))


def _set_capital() -> Act:
    made = project()
    taken_in(made, poor_family())
    saved(lambda: set_capital(CONSOLE, made, made.version, central=40_000_000, loan=1))
    return lambda: set_capital(CONSOLE, made, made.version, central=27_000_000, household=3_000_000, loan=0)


def _move_project() -> Act:
    made = project()
    taken_in(made, poor_family(), family())
    moved(made, "meet", "appraise")
    return lambda: move_project(CONSOLE, made, made.version, move="approve", on_date=date(2021, 4, 1), **APPROVED)


def _add_participants() -> Act:
    made, homes = project(), [poor_family(), family(), family()]
    taken_in(made, homes[0])
    return lambda: add_participants(CONSOLE, made, made.version, homes, **AN_OX)


def _add_part() -> Act:
    made = project()
    return lambda: add_project_part(CONSOLE, made, made.version, part="inputs", **CALVES)


def _calves() -> tuple[Project, Any]:
    made = project()
    return made, saved(lambda: add_project_part(CONSOLE, made, made.version, part="inputs", **CALVES))


def _correct_part() -> Act:
    made, row = _calves()
    return lambda: correct_project_part(CONSOLE, made, row, row.version, part="inputs", quantity=9)


def _drop_part() -> Act:
    made, row = _calves()
    return lambda: drop_project_part(CONSOLE, made, row, row.version, part="inputs", reason="Ghi nhầm dự án")


SCENARIOS: dict[str, Callable[[], Act]] = {
    "add_project": _add_project,
    "correct_project": _correct_project,
    "set_capital": _set_capital,
    "move_project": _move_project,
    "add_participants": _add_participants,
    "add_project_part": _add_part,
    "correct_project_part": _correct_part,
    "drop_project_part": _drop_part,
}
