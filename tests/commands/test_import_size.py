"""How many questions a list costs: as many for 2,000 rows as for 100, but for chunks of 1,000."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from registry.commands.change import last_change
from registry.commands.importing.apply import import_households
from registry.commands.importing.apply_entries import import_entries
from registry.commands.importing.entries import check_entries
from registry.commands.importing.households import check_households
from registry.commands.importing.report import IMPORTERS
from registry.commands.undo import undo_change
from registry.inputs.targets import Line, Read, read_records
from registry.kernel.actor import CONSOLE
from registry.kernel.scope import EVERYTHING, set_scope
from registry.registers import register_of
from registry.registers.insurance import REGISTER
from registry.storage.transaction import transaction
from tests.commands.scenarios_import_entries import YEAR
from tests.commands.scenarios_import_entries import typed as cards
from tests.commands.scenarios_imports import DECIDED
from tests.commands.scenarios_imports import typed as households
from tests.commands.scenarios_projects import project
from tests.conftest import counted

SOURCE = {"file_name": "danh sách.xlsx", "sha256": "00" * 32}
GIVEN = ("An", "Bình", "Chi", "Dung", "Em", "Giang", "Hà", "Khoa", "Lan", "Mai")
A_CHUNK_MORE = 16
"""Questions that a list needing another chunk of each kind may ask beyond a short one's."""


def named(surname: str, count: int) -> list[str]:
    """So many names of people whom the registry does not know, no two alike."""
    return [f"{surname} {' '.join(GIVEN[int(digit)] for digit in f'{number:04d}')}" for number in range(count)]


def household_list(surname: str, count: int) -> Read:
    return households(*[(name, "Chủ hộ", "1970", "Nam", "Kinh", "Xã An", *DECIDED) for name in named(surname, count)])


def card_list(surname: str, count: int) -> Read:
    numbers = (f"HN294{count:05d}{number:05d}" for number in range(count))
    return cards(
        *[(name, "1970", next(numbers), "94001", *YEAR) for name in named(surname, count)],
    )


def told_of_each(key: str, surname: str, count: int, **told: str) -> Read:
    """A list of this register that tells the same of everybody."""
    names = enumerate(named(surname, count), 2)
    rows = [(at, {"name": name, "birth": "1970", "starts": "01/03/2021", **told}) for at, name in names]
    lines = [Line("Sheet1", at, texts, dict.fromkeys(texts, "A")) for at, texts in rows]
    return read_records(IMPORTERS[key].target, lines)


OX = {"content": "cattle", "money_approved.central": "15000000"}
LOAN = {"programme": "HN", "purpose": "Nuôi bò", "money_paid": "9000000", "money_paid_on": "02/03/2021"}


def costs(app: Flask, surname: str, count: int) -> dict[str, int]:
    """The questions and inserts of each step with so many rows; a row
    that changes is one UPDATE with its version."""
    asked: dict[str, int] = {}

    def note(step: str, work: Callable[[], Any]) -> None:
        with transaction(), counted(app) as statements:
            set_scope(EVERYTHING)
            work()
        asked[step] = sum(not statement.startswith("UPDATE") for statement in statements)

    rows, lines = household_list(surname, count), card_list(surname, count)
    note("households checked", lambda: check_households(CONSOLE, rows))
    note("households written", lambda: import_households(CONSOLE, rows, **SOURCE))
    note("households known", lambda: check_households(CONSOLE, rows))
    note("cards checked", lambda: check_entries(REGISTER, CONSOLE, lines))
    note("cards written", lambda: import_entries(CONSOLE, REGISTER, lines, **SOURCE))
    note("cards known", lambda: check_entries(REGISTER, CONSOLE, lines))
    change = last_change()
    note("cards taken back", lambda: undo_change(CONSOLE, change))
    for key, told in (("production", OX | {"project": project().code}), ("credit", LOAN)):
        register, found = register_of(key), told_of_each(key, surname, count, **told)
        note(f"{key} checked", lambda of=register, read=found: check_entries(of, CONSOLE, read))
        note(f"{key} written", lambda of=register, read=found: import_entries(CONSOLE, of, read, **SOURCE))
        change = last_change()
        note(f"{key} taken back", lambda code=change: undo_change(CONSOLE, code))
    return asked


def test_60_rows_ask_no_more_than_30(world: Flask) -> None:
    costs(world, "Kim", 30)
    assert costs(world, "Lâm", 60) == costs(world, "Sơn", 30)


HOUSE = {"programme": "NTP_POVERTY", "work": "new", "weak_parts": "nền, mái", "area": "20", "members": "4"}


@pytest.mark.parametrize(
    ("key", "told"), [("credit", LOAN), ("credit", LOAN | {"programme": "XKLD", "part": "dtts"}), ("housing", HOUSE)]
)
def test_200_rows_ask_for_the_laws_values_no_more_often_than_10(world: Flask, key: str, told: dict[str, str]) -> None:
    """A loan's rate, and the test of a house's need, are parameters: the list asks for them, not each of its rows."""
    surname = f"Liêu {key} {told.get('part', '')}".translate({ord(digit): "" for digit in "0123456789_"}).strip()
    with transaction():
        set_scope(EVERYTHING)
        import_households(CONSOLE, household_list(surname, 200), **SOURCE)
    asked = {}
    for count in (10, 10, 200):
        read = told_of_each(key, surname, count, **told)
        with transaction(), counted(world) as statements:
            set_scope(EVERYTHING)
            report = check_entries(register_of(key), CONSOLE, read)
        assert (report.new, report.faults) == (count, [])
        asked[count] = len(statements)
    assert asked[200] == asked[10]


@pytest.mark.check
def test_2000_rows_ask_no_more_than_100_but_for_chunks(world: Flask) -> None:
    few, many = costs(world, "Thạch", 100), costs(world, "Danh", 2000)
    assert {step: asked for step, asked in many.items() if asked > few[step] + A_CHUNK_MORE} == {}, few
