"""Cards brought in: one that was asked for, one that nobody had asked for."""

from typing import Any

from registry.commands.entries import add_entry
from registry.commands.importing.apply_entries import import_entries
from registry.commands.importing.report import IMPORTERS
from registry.inputs.targets import Line, Read, read_records
from registry.kernel.actor import CONSOLE
from registry.registers.insurance import REGISTER
from tests.commands.scenarios import Act, person, saved
from tests.commands.scenarios_entries import YEAR_2021
from tests.commands.world import family, who

KEYS = ("name", "birth", "card_no", "facility_code", "starts", "ends")
YEAR = ("01/01/2021", "31/12/2021")


def typed(*rows: tuple[str, ...], keys: tuple[str, ...] = KEYS) -> Read:
    """Rows as a file tells them, by these keys; row 2 is the first."""
    letters = {key: chr(ord("A") + at) for at, key in enumerate(keys)}
    lines: list[Any] = [
        Line("Sheet1", at, dict(zip(keys, row, strict=False)), letters) for at, row in enumerate(rows, 2)
    ]
    return read_records(IMPORTERS["insurance"].target, lines)


def of(person: Any, *rest: str) -> tuple[str, ...]:
    """The row of somebody: name, birth year, and the rest."""
    return (person.name, str(person.birth_year), *rest)


def _import_entries() -> Act:
    asked, unasked = family(head=who("Lý Xin Thẻ")), family(head=who("Lý Chưa Xin"))
    saved(lambda: add_entry(CONSOLE, REGISTER, asked, person(asked, "01"), **YEAR_2021))
    read = typed(
        of(person(asked, "01"), "HN2940123456789", "94001", *YEAR),
        of(person(unasked, "01"), "HN2940123456790", "94001", *YEAR),
    )
    return lambda: import_entries(CONSOLE, REGISTER, read, file_name="thẻ.xlsx", sha256="00" * 32)


SCENARIOS = {"import_entries": _import_entries}
