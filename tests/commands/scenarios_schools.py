"""Schools: one way to do each command on them."""

import itertools
from collections.abc import Callable

from registry.commands.schools import add_school, correct_school
from registry.kernel.actor import CONSOLE
from registry.models import School
from tests.commands.scenarios import Act, saved
from tests.commands.world import AN, BINH

NAMED = {"name": "Trường Tiểu học An", "level": "th", "unit_id": AN}


CODES = (f"TH-{number}" for number in itertools.count(101))


def school(code: str = "") -> School:
    row: School = saved(lambda: add_school(CONSOLE, code=code or next(CODES), **NAMED))
    return row


def _add_school() -> Act:
    code = next(CODES)
    return lambda: add_school(CONSOLE, code=code, **NAMED)


def _correct_school() -> Act:
    row = school()
    other = {"name": "Trường TH và THCS Bình", "level": "thcs", "unit_id": BINH}
    return lambda: correct_school(CONSOLE, row, row.version, **other)


SCENARIOS: dict[str, Callable[[], Act]] = {"add_school": _add_school, "correct_school": _correct_school}
