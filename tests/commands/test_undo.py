"""Each command, done and undone, leaves an equal dump of live rows; or says why it is final, or what came since."""

import importlib
import pkgutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select

import registry.commands
from registry.commands.change import COMMANDS, last_change
from registry.commands.classes import recognise_class, withdraw_class
from registry.commands.hamlets import add_hamlet
from registry.commands.households import add_household, change_head, close_household, correct_household, move_household
from registry.commands.members import add_member, admit_person, correct_person, end_membership
from registry.commands.parts import SWEPT
from registry.commands.settings import add_parameter, set_setting
from registry.commands.undo import undo_change
from registry.kernel.actor import CONSOLE, Denied, NotFound
from registry.kernel.scope import EVERYTHING, set_scope
from registry.messages import Problems
from registry.models import AuditEvent, Coverage, Finding, Household, HouseholdPeriod, NumberFlaw, Parameter, Setting
from registry.storage import Base, Tracked, db
from registry.storage.transaction import transaction
from tests.commands import scenarios
from tests.commands.scenarios import DAY, RECOGNISED, person, saved
from tests.commands.world import (
    AN,
    BINH,
    CHAU,
    HAMLETS,
    LISTED,
    ROUND_2020,
    acting,
    both,
    clerk,
    family,
    leader,
    members,
    stranger,
    who,
)
from tests.conftest import postgresql_in_check
from tests.rules.verify import verify

pytestmark = postgresql_in_check

ASIDE = {"version", "touched_at", "auth_epoch"}
"""Only ever rise: what the log is to rows, they are to readers and sessions."""


def all_scenarios() -> dict[str, Callable[[], scenarios.Act]]:
    found = dict(scenarios.SCENARIOS)
    for path in sorted(Path(__file__).parent.glob("scenarios_*.py")):
        found |= importlib.import_module(f"tests.commands.{path.stem}").SCENARIOS
    return found


def all_commands() -> list[str]:
    for module in pkgutil.walk_packages(registry.commands.__path__, "registry.commands."):
        importlib.import_module(module.name)
    return sorted(name for name, command in COMMANDS.items() if command.run.__module__.startswith("registry."))


def dump() -> dict[str, list[Any]]:
    """Every live row of every table that people change, and what is derived from them; a closed finding is history."""
    db.session.rollback()
    set_scope(EVERYTHING)
    models = [m.class_ for m in Base.registry.mappers if issubclass(m.class_, Tracked)]
    rows = {model.__tablename__: _rows(model, ASIDE) for model in models}
    derived = {model.__tablename__: _rows(model, {"id"}) for model in (HouseholdPeriod, Coverage, NumberFlaw)}
    derived["finding"] = _rows(Finding, ASIDE | {"id"}, Finding.closed_on.is_(None))
    return rows | derived | {"setting": _rows(Setting, set(), Setting.key != SWEPT)}


def _rows(model: Any, aside: set[str], *conditions: Any) -> list[Any]:
    columns = [attribute.class_attribute for attribute in inspect(model).column_attrs if attribute.key not in aside]
    asked = select(*columns).where(*conditions)
    keys = inspect(model).primary_key
    if aside & {key.key for key in keys}:
        return sorted(map(tuple, db.session.execute(asked)), key=repr)
    return list(map(tuple, db.session.execute(asked.order_by(*keys))))


@pytest.mark.parametrize("name", all_commands())
def test_every_command_is_undone_or_says_why_not(world: Flask, name: str) -> None:
    """And after it, and after its undo, what is kept of findings is what is found."""
    if COMMANDS[name].final and name not in all_scenarios():
        return
    assert name in all_scenarios(), f"{name} has no scenario: add it to tests/commands/scenarios.py"
    act = all_scenarios()[name]()
    before = dump()
    saved(act)
    verify()
    done = dump()
    assert done != before, "the scenario changes nothing"
    if COMMANDS[name].final:
        with pytest.raises(Problems, match=COMMANDS[name].final[:10]), transaction():
            undo_change(CONSOLE, last_change())
        return
    saved(lambda: undo_change(CONSOLE, last_change()))
    verify()
    assert dump() == before
    saved(lambda: undo_change(CONSOLE, last_change()))
    assert dump() == done, "an undo of the undo brings everything back"


def test_every_command_has_a_title_in_words() -> None:
    assert [name for name in all_commands() if not COMMANDS[name].title] == []


def test_a_setting_is_final_and_says_so(world: Flask) -> None:
    saved(lambda: set_setting(CONSOLE, "province_name", "Tỉnh Thử"))
    with pytest.raises(Problems, match="Cài đặt không có nút hoàn tác"), transaction():
        undo_change(CONSOLE, last_change())


def test_a_later_change_of_the_row_is_named(world: Flask) -> None:
    home = family()
    saved(lambda: correct_household(CONSOLE, home, home.version, phone="0903"))
    first = last_change()
    with acting(clerk):
        correct_household(clerk, home, home.version, phone="0904")
    before = dump()
    with pytest.raises(Problems, match="Cán bộ An đã thực hiện “Đính chính hộ” lúc"), transaction():
        undo_change(CONSOLE, first)
    assert dump() == before


def test_changes_are_undone_one_after_the_other(world: Flask) -> None:
    home = family()
    before = dump()
    codes = []
    for phone in ("0903", "0904", "0905"):
        saved(lambda phone=phone: correct_household(CONSOLE, home, home.version, phone=phone))
        codes.append(last_change())
    for code in reversed(codes):
        saved(lambda code=code: undo_change(CONSOLE, code))
    assert dump() == before


def test_nothing_is_undone_twice(world: Flask) -> None:
    home = family()
    saved(lambda: correct_household(CONSOLE, home, home.version, phone="0903"))
    code = last_change()
    saved(lambda: undo_change(CONSOLE, code))
    with pytest.raises(Problems, match="“Hoàn tác”"), transaction():
        undo_change(CONSOLE, code)


def test_a_household_that_gained_a_member_since_is_not_taken_away(world: Flask) -> None:
    home = saved(lambda: add_household(CONSOLE, unit_id=AN, hamlet_id=None, address=None, starts=LISTED, head=who()))
    code = last_change()
    saved(
        lambda: add_member(
            CONSOLE, home, person=who("Kim Lan", "female"), relationship="02", joined_reason="married", starts=DAY
        )
    )
    with pytest.raises(Problems, match="Thêm thành viên"), transaction():
        undo_change(CONSOLE, code)
    saved(lambda: undo_change(CONSOLE, last_change()))
    saved(lambda: undo_change(CONSOLE, code))
    assert db.session.scalar(select(func.count()).where(Household.id == home.id)) == 0


def test_who_has_joined_another_household_since_is_not_brought_back(world: Flask) -> None:
    old, new = family(), family(CHAU)
    son, code_of_son = members(old, "03")[0], person(old, "03").code
    with acting(clerk):
        end_membership(clerk, son, son.version, day=DAY, reason="moved_out")
    code = last_change()
    with acting(stranger):
        admit_person(
            stranger,
            new,
            person_code=code_of_son,
            relationship="10",
            joined_reason="moved_in",
            starts=DAY,
        )
    with pytest.raises(Problems) as refused, acting(clerk):
        undo_change(clerk, code)
    assert "Xã Châu" in str(refused.value) and "Nhận người vào hộ" in str(refused.value)
    assert stranger.name not in str(refused.value) and new.code not in str(refused.value)


def test_a_clerk_undoes_the_closing_of_a_household_no_longer_in_the_list(world: Flask) -> None:
    home = family()
    before = dump()
    with acting(clerk):
        close_household(clerk, home, home.version, day=DAY, reason="moved_away")
    with acting(clerk):
        undo_change(clerk, last_change())
    assert dump() == before


def test_a_change_elsewhere_is_not_there(world: Flask) -> None:
    home = family(CHAU)
    saved(lambda: correct_household(CONSOLE, home, home.version, phone="0903"))
    for code in (last_change(), "no-such-change"):
        with pytest.raises(NotFound), acting(clerk):
            undo_change(clerk, code)


def test_a_move_between_communes_is_undone_only_by_whoever_has_both(world: Flask) -> None:
    home = family()
    with acting(both):
        move_household(both, home, home.version, day=DAY, unit_id=BINH, hamlet_id=HAMLETS[BINH], address=None)
    code = last_change()
    with pytest.raises(NotFound), acting(clerk):
        undo_change(clerk, code)
    with acting(both):
        assert undo_change(both, code) == "Chuyển nơi ở"


def test_a_clerk_undoes_a_hamlet_of_the_own_commune_only(world: Flask) -> None:
    before = dump()
    with acting(clerk):
        add_hamlet(clerk, unit_id=AN, name="Ấp Nhầm", starts=LISTED)
    code = last_change()
    with pytest.raises(NotFound), acting(stranger):
        undo_change(stranger, code)
    with acting(clerk):
        undo_change(clerk, code)
    assert dump() == before


def test_a_hamlet_that_somebody_lives_in_since_stays(world: Flask) -> None:
    row = saved(lambda: add_hamlet(CONSOLE, unit_id=AN, name="Ấp Có Người", starts=LISTED))
    code = last_change()
    saved(lambda: add_household(CONSOLE, unit_id=AN, hamlet_id=row.id, address=None, starts=LISTED, head=who()))
    with pytest.raises(Problems, match="Thêm hộ"), transaction():
        undo_change(CONSOLE, code)


def test_a_reader_undoes_nothing(world: Flask) -> None:
    home = family()
    saved(lambda: correct_household(CONSOLE, home, home.version, phone="0903"))
    with pytest.raises(Denied), transaction():
        undo_change(leader, last_change())


def test_a_second_result_of_the_round_keeps_the_first_from_coming_back(world: Flask) -> None:
    home = family()
    row = saved(lambda: recognise_class(CONSOLE, home, home.version, round_id=ROUND_2020, **RECOGNISED))
    saved(lambda: withdraw_class(CONSOLE, row, row.version, reason="Nhầm"))
    code = last_change()
    saved(lambda: recognise_class(CONSOLE, home, home.version, round_id=ROUND_2020, **RECOGNISED))
    with pytest.raises(Problems, match="Ghi diện được công nhận"), transaction():
        undo_change(CONSOLE, code)


def test_a_name_undone_is_found_again_in_every_household_it_stood_in(world: Flask) -> None:
    home = family()
    head = person(home, "01")
    saved(
        lambda: change_head(CONSOLE, home, home.version, day=DAY, person=person(home, "02"), old_head_relationship="02")
    )
    saved(lambda: correct_person(CONSOLE, head, head.version, name="Lý Thị Canary"))
    assert _searched(home) == [True, True]
    saved(lambda: undo_change(CONSOLE, last_change()))
    assert _searched(home) == [False, False]


def _searched(home: Household) -> list[bool]:
    found = select(HouseholdPeriod.search).where(HouseholdPeriod.household_id == home.id)
    return ["canary" in text for text in db.session.scalars(found.order_by(HouseholdPeriod.starts))]


def test_the_undone_parameter_can_be_added_again(world: Flask) -> None:
    for value in ("36", "24"):
        saved(
            lambda value=value: add_parameter(
                CONSOLE, key="again", value=value, legal_basis="QĐ 28/2015", starts=date(2021, 1, 1)
            )
        )
        if value == "36":
            saved(lambda: undo_change(CONSOLE, last_change()))
    assert db.session.scalars(select(Parameter.value).where(Parameter.key == "again")).all() == ["24"]


def test_the_log_says_which_change_was_undone(world: Flask) -> None:
    row = scenarios.SCENARIOS["correct_class"]
    saved(row())
    code = last_change()
    saved(lambda: undo_change(CONSOLE, code))
    body = db.session.scalars(select(AuditEvent.body).where(AuditEvent.change == last_change())).first()
    assert f'"reason":"{code}"' in str(body)
