"""Hamlets, parameters, settings and totals from outside."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from registry.commands.hamlets import add_hamlet, correct_hamlet, end_hamlet
from registry.commands.settings import add_parameter, correct_parameter, end_parameter, set_denominator, set_setting
from registry.kernel.actor import CONSOLE, Denied
from registry.kernel.settings import settings, today
from registry.models import Denominator, HouseholdPeriod
from registry.storage import OPEN, db
from registry.storage.transaction import transaction
from tests.commands.problems import problems
from tests.commands.scenarios import DAY, saved
from tests.commands.world import AN, BINH, CHAU, LISTED, TODAY, acting, clerk, coordinator, family, hamlet
from tests.conftest import postgresql_in_check

pytestmark = postgresql_in_check


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"name": ""}, "name", "không được để trống"),
        ({"name": "ấp hoà thuận"}, "name", "đã có ấp, khóm tên này"),
        ({"name": "Ấp\u00ad Một"}, "name", "U+00AD"),
        ({"starts": date(2022, 1, 1)}, "starts", "sau ngày làm việc"),
    ],
)
def test_a_hamlet_that_cannot_be(world: Flask, changed: dict[str, Any], field: str, says: str) -> None:
    given = {"unit_id": AN, "name": "Ấp Mới", "starts": LISTED} | changed
    assert says in problems(lambda: add_hamlet(clerk, **given), clerk)[field]


def test_a_hamlet_belongs_to_its_commune(world: Flask) -> None:
    for unit_id in (CHAU, 2, 999):
        with pytest.raises(Denied), acting(clerk):
            add_hamlet(clerk, unit_id=unit_id, name="Ấp Mới", starts=LISTED)
    assert "unit_id" in problems(lambda: add_hamlet(coordinator, unit_id=2, name="Ấp Mới", starts=LISTED), coordinator)


def test_a_hamlet_renamed_is_found_by_its_new_name(world: Flask) -> None:
    home = family(BINH)
    row = hamlet(BINH)
    saved(lambda: correct_hamlet(CONSOLE, row, row.version, name="Khóm Canary", starts=row.starts))
    text = db.session.scalars(select(HouseholdPeriod.search).where(HouseholdPeriod.household_id == home.id)).one()
    assert "canary" in text and "thuan" not in text


def test_a_hamlet_with_households_does_not_end(world: Flask) -> None:
    family()
    said = problems(lambda: end_hamlet(clerk, hamlet(), hamlet().version, day=DAY), clerk)
    assert "Hãy chuyển các hộ" in said["day"]
    empty = saved(lambda: add_hamlet(CONSOLE, unit_id=AN, name="Ấp Trống", starts=LISTED))
    assert "day" in problems(lambda: end_hamlet(clerk, empty, empty.version, day=LISTED), clerk)


def test_the_working_day_is_a_setting_and_read_at_once(world: Flask) -> None:
    assert "Không đọc được ngày" in problems(lambda: set_setting(CONSOLE, "working_day", "mai"))["value"]
    saved(lambda: set_setting(CONSOLE, "working_day", "2021-12-20"))
    assert today() == date(2021, 12, 20)
    saved(lambda: set_setting(CONSOLE, "working_day", TODAY.isoformat()))
    assert settings()["working_day"] == "2021-12-15"


def test_parameters_do_not_overlap_and_need_their_basis(world: Flask) -> None:
    def adding(**changed: Any) -> Any:
        given = {"key": "rate", "value": "1", "legal_basis": "NĐ 1", "starts": LISTED} | changed
        return lambda: add_parameter(CONSOLE, **given)

    first = saved(adding())
    assert "Đã có giá trị trong thời gian này" in problems(adding(starts=DAY))["starts"]
    assert "legal_basis" in problems(adding(key="other", legal_basis=""))
    assert "ends" in problems(adding(key="other", ends=LISTED))
    assert "value" in problems(lambda: correct_parameter(CONSOLE, first, first.version, value="", legal_basis="NĐ 1"))
    assert "day" in problems(lambda: end_parameter(CONSOLE, first, first.version, day=LISTED))
    saved(lambda: end_parameter(CONSOLE, first, first.version, day=DAY))
    saved(adding(starts=DAY))


def test_a_new_total_ends_the_one_before(world: Flask) -> None:
    for year, value in ((2020, 100), (2021, 110)):
        saved(
            lambda year=year, value=value: set_denominator(
                CONSOLE,
                unit_id=CHAU,
                measure="households",
                value=value,
                source="Thống kê",
                starts=date(year, 1, 1),
            )
        )
    rows = db.session.execute(select(Denominator.value, Denominator.ends).where(Denominator.unit_id == CHAU))
    assert sorted(map(tuple, rows)) == [(100, date(2021, 1, 1)), (110, OPEN)]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"unit_id": 999}, "unit_id"),
        ({"value": -1}, "value"),
        ({"measure": "cows"}, "measure"),
        ({"source": ""}, "source"),
    ],
)
def test_a_total_that_cannot_be(world: Flask, changed: dict[str, Any], field: str) -> None:
    given: dict[str, Any] = {"unit_id": BINH, "measure": "households", "value": 1, "source": "x", "starts": LISTED}
    assert field in problems(lambda: set_denominator(CONSOLE, **(given | changed)))


def test_only_the_administrator_keeps_parameters(world: Flask) -> None:
    for actor in (clerk, coordinator):
        with pytest.raises(Denied), transaction():
            add_parameter(actor, key="x", value="1", legal_basis="y", starts=LISTED)
