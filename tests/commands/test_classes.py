"""Classes: one for a household, round and standard; doubts said; the recognised one never overwritten."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from registry.commands.change import last_change
from registry.commands.checks import Stale
from registry.commands.classes import class_warnings, correct_class, recognise_class, withdraw_class
from registry.kernel.actor import CONSOLE, Denied
from registry.models import AuditEvent, HouseholdClass, HouseholdPeriod
from registry.storage import db
from registry.storage.transaction import transaction
from tests.commands.problems import problems
from tests.commands.scenarios import RECOGNISED, saved
from tests.commands.world import CHAU, ROUND_2020, ROUND_2021_NEW, clerk, family
from tests.conftest import postgresql_in_check

pytestmark = postgresql_in_check


def recognised(**changed: Any) -> HouseholdClass:
    home = family()
    values = {"round_id": ROUND_2020, **RECOGNISED} | changed
    row: HouseholdClass = saved(lambda: recognise_class(CONSOLE, home, home.version, **values))
    return row


def test_the_round_gives_the_standard_and_causes_go_to_the_household(world: Flask) -> None:
    home = family()
    row = saved(
        lambda: recognise_class(
            clerk, home, home.version, round_id=ROUND_2020, causes=frozenset({"7"}), certificate=True, **RECOGNISED
        )
    )
    assert (row.standard_id, row.certificate, home.causes) == (1, True, frozenset({"7"}))


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"round_id": 99}, "round_id", "Chưa rõ kỳ rà soát"),
        ({"class_": "rich"}, "class_", "danh mục"),
        ({"class_": ""}, "class_", "không được để trống"),
        ({"decision_no": ""}, "decision_no", "không được để trống"),
        ({"decision_no": "x" * 61}, "decision_no", "tối đa 60"),
        ({"decision_date": None}, "decision_date", "không được để trống"),
        ({"decision_date": date(2020, 8, 31)}, "decision_date", "từ 01/09/2020 đến 16/03/2021"),
        ({"decision_date": date(2021, 3, 17)}, "decision_date", "từ 01/09/2020"),
        ({"decision_date": date(2022, 1, 1)}, "decision_date", "sau ngày làm việc"),
        ({"area_type": "sea"}, "area_type", "danh mục"),
        ({"score_b1": 401}, "score_b1", "từ 0 đến 400"),
        ({"score_b2": -1}, "score_b2", "từ 0 đến 400"),
        ({"income_pc": -1}, "income_pc", "từ 0 đến"),
        ({"deprivations": frozenset({"VIEC_LAM"})}, "deprivations", "không thuộc chuẩn nghèo"),
        ({"weak_parts": frozenset({"door"})}, "weak_parts", "danh mục"),
        ({"causes": frozenset({"9"})}, "causes", "danh mục"),
    ],
)
def test_a_class_that_cannot_be(world: Flask, changed: dict[str, Any], field: str, says: str) -> None:
    home = family()
    values = {"round_id": ROUND_2020, **RECOGNISED} | changed
    assert says in problems(lambda: recognise_class(clerk, home, home.version, **values), clerk)[field]


def test_a_second_result_of_a_round_points_to_the_correction(world: Flask) -> None:
    home = family()
    saved(lambda: recognise_class(CONSOLE, home, home.version, round_id=ROUND_2020, **RECOGNISED))
    again = problems(lambda: recognise_class(clerk, home, home.version, round_id=ROUND_2020, **RECOGNISED), clerk)
    assert "Hãy dùng Đính chính" in again["round_id"]


def test_the_end_of_a_year_has_two_answers_by_two_standards(world: Flask) -> None:
    row = recognised(round_id=ROUND_2021_NEW, decision_date=date(2021, 12, 10), deprivations=frozenset({"VIEC_LAM"}))
    periods = select(HouseholdPeriod.starts, HouseholdPeriod.class_).where(
        HouseholdPeriod.household_id == row.household_id
    )
    assert db.session.execute(periods.order_by(HouseholdPeriod.starts)).all()[1:] == [(date(2022, 1, 1), "poor")]


def test_doubts_are_said_and_the_recognised_class_stays(world: Flask) -> None:
    row = recognised(class_="not_poor", score_b2=30)
    said = " ".join(map(str, class_warnings(row)))
    assert "Điểm B2 là 30, theo số chỉ số thiếu hụt thì là 20" in said
    assert "khác với diện được công nhận" in said
    assert row.class_ == "not_poor"
    assert class_warnings(recognised()) == []


def test_a_correction_keeps_the_round_and_changes_the_periods(world: Flask) -> None:
    row = recognised()
    saved(lambda: correct_class(CONSOLE, row, row.version, class_="near_poor", decision_date=date(2020, 12, 20)))
    now = select(HouseholdPeriod.class_).where(HouseholdPeriod.household_id == row.household_id)
    assert db.session.scalars(now.order_by(HouseholdPeriod.starts)).all() == ["not_poor", "near_poor"]
    with pytest.raises(Stale), transaction():
        correct_class(CONSOLE, row, row.version - 1, class_="poor")


def test_a_class_is_withdrawn_with_a_reason_kept_in_the_log(world: Flask) -> None:
    row = recognised()
    assert "reason" in problems(lambda: withdraw_class(clerk, row, row.version, reason=" "), clerk)
    saved(lambda: withdraw_class(clerk, row, row.version, reason="Ghi nhầm hộ"))
    body = db.session.scalars(select(AuditEvent.body).where(AuditEvent.change == last_change())).one()
    assert '"reason":"Ghi nhầm hộ"' in body


def test_nobody_recognises_a_class_elsewhere(world: Flask) -> None:
    home = family(CHAU)
    with pytest.raises(Denied), transaction():
        recognise_class(clerk, home, home.version, round_id=ROUND_2020, **RECOGNISED)
