"""Files brought in: one list that adds a household and changes another."""

from typing import Any

from registry.commands.importing.apply import import_households
from registry.inputs.household_list import HOUSEHOLD_LIST
from registry.inputs.targets import Line, Read, read_records
from registry.kernel.actor import CONSOLE
from tests.commands.scenarios import Act
from tests.commands.world import family, who

KEYS = ("name", "relationship", "birth", "sex", "ethnicity", "unit", "class_", "round", "decision_no", "decision_date")
DECIDED = ("Hộ nghèo", "2020", "12/QĐ-UBND", "10/12/2020")


def typed(*rows: tuple[str, ...]) -> Read:
    """Rows as a file tells them, by KEYS."""
    lines: list[Any] = [
        Line("Sheet1", at, dict(zip(KEYS, row, strict=False)), dict.fromkeys(KEYS, "A"))
        for at, row in enumerate(rows, 2)
    ]
    return read_records(HOUSEHOLD_LIST, lines)


def _import_households() -> Act:
    family(head=who("Lý Đã Có", year=1951))
    read = typed(
        ("Lý Đã Có", "Chủ hộ", "2/3/1951", "Nam", "Kinh", "Xã An", *DECIDED),
        ("Lý Mới", "Chủ hộ", "1970", "Nam", "Khmer", "Xã An", *DECIDED),
        ("Lý Con", "Con", "2012", "Nữ", "Khmer", "Xã An"),
    )
    return lambda: import_households(CONSOLE, read, file_name="danh sách.xlsx", sha256="00" * 32)


SCENARIOS = {"import_households": _import_households}
