"""A list of needs brought in: a new answer, one by somebody's name, one that corrects what was said on that day."""

from typing import Any

from registry.commands.importing.apply_needs import import_needs
from registry.inputs.need_list import NEED_LIST
from registry.inputs.targets import Line, Read, read_records
from registry.kernel.actor import CONSOLE
from tests.commands.scenarios import Act, person
from tests.commands.scenarios_needs import asked
from tests.commands.world import family, who

KEYS = ("household_code", "name", "birth", "programme", "detail", "answer", "on_date", "source", "whose", "note")
SAID = ("Vay vốn ưu đãi", "HN")
DAY = "01/06/2021"


def typed(*rows: tuple[str, ...], keys: tuple[str, ...] = KEYS) -> Read:
    """Rows as a file tells them, by these keys; row 2 is the first."""
    letters = {key: chr(ord("A") + at) for at, key in enumerate(keys)}
    lines: list[Any] = [
        Line("Sheet1", at, dict(zip(keys, row, strict=False)), letters) for at, row in enumerate(rows, 2)
    ]
    return read_records(NEED_LIST, lines)


def _import_needs() -> Act:
    coded, named, known = family(), family(head=who("Lý Có Nhu Cầu")), family()
    asked(known)
    son = person(named, "01")
    read = typed(
        (coded.code, "", "", *SAID, "Có", DAY, "Họp ấp, khóm", "", "Nuôi bò"),
        ("", son.name, str(son.birth_year), "credit", "HSSV", "có nhu cầu", DAY, "survey", "person", ""),
        (known.code, "", "", *SAID, "Không", DAY, "survey", "", ""),
    )
    return lambda: import_needs(CONSOLE, read, file_name="nhu cầu.xlsx", sha256="00" * 32)


SCENARIOS = {"import_needs": _import_needs}
