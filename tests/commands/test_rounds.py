"""Review rounds: added, corrected, taken back; logged, and kept where households hang on them."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from registry.commands.change import last_change
from registry.commands.checks import Stale
from registry.commands.classes import recognise_class, withdraw_class
from registry.commands.rounds import add_round, correct_round
from registry.commands.undo import undo_change
from registry.kernel.actor import CONSOLE, Actor, Authority, Denied
from registry.kernel.scope import EVERYTHING, set_scope, unscoped
from registry.messages import Problems
from registry.models import AuditEvent, Household, HouseholdClass, PovertyStandard, ReviewRound
from registry.storage import db
from tests.commands.scenarios import RECOGNISED, saved
from tests.conftest import postgresql_in_check

pytestmark = postgresql_in_check

ROUND: dict[str, Any] = {"kind": "periodic", "year": 2022, "opens": date(2022, 9, 1), "closes": date(2022, 12, 14)}


@pytest.fixture
def values(app: Flask) -> Iterator[dict[str, Any]]:
    """A round of 2022 in the made-up world."""
    with app.app_context():
        set_scope(EVERYTHING)
        yield {**ROUND, "standard_id": standard("2022")}


def standard(code: str) -> int:
    return db.session.scalars(select(PovertyStandard.id).where(PovertyStandard.code == code)).one()


def bodies(command: str) -> list[str]:
    with unscoped():
        return list(db.session.scalars(select(AuditEvent.body).where(AuditEvent.command == command)))


def test_a_round_is_added_under_a_tidy_code_and_logged(values: dict[str, Any]) -> None:
    row = saved(lambda: add_round(CONSOLE, code=" r2022 ", **values))
    assert (row.code, row.closes) == ("R2022", date(2022, 12, 14))
    assert '"code":"R2022"' in bodies("add_round")[-1] and '"created":true' in bodies("add_round")[-1]


def test_a_correction_logs_what_changed_and_nothing_when_nothing_did(values: dict[str, Any]) -> None:
    row = saved(lambda: add_round(CONSOLE, code="R2022", **values))
    saved(lambda: correct_round(CONSOLE, row, row.version, **values))
    saved(lambda: correct_round(CONSOLE, row, row.version, **{**values, "closes": date(2022, 12, 20)}))
    assert len(bodies("correct_round")) == 1
    assert '"before":{"closes":"2022-12-14"}' in bodies("correct_round")[0]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": "kỳ 1"}, "code"),
        ({"code": "R"}, "code"),
        ({"kind": "yearly"}, "kind"),
        ({"year": 1889}, "year"),
        ({"standard_id": 99}, "standard_id"),
        ({"closes": date(2022, 8, 31)}, "closes"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(values: dict[str, Any], wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Problems) as told:
        saved(lambda: add_round(CONSOLE, **{"code": "R2022", **values, **wrong}))
    assert [problem.field for problem in told.value.problems] == [field]


def test_a_code_is_given_once(values: dict[str, Any]) -> None:
    saved(lambda: add_round(CONSOLE, code="R2022", **values))
    with pytest.raises(Problems, match="Đã có kỳ rà soát R2022"):
        saved(lambda: add_round(CONSOLE, code="r2022", **values))


def test_the_standard_stays_once_a_household_has_its_class_by_it(values: dict[str, Any]) -> None:
    row = db.session.scalars(select(ReviewRound).where(ReviewRound.code == "R2020")).one()
    kept = {key: getattr(row, key) for key in values}
    with pytest.raises(Problems) as told:
        saved(lambda: correct_round(CONSOLE, row, row.version, **{**kept, "standard_id": standard("2022")}))
    assert told.value.problems[0].field == "standard_id"
    saved(lambda: correct_round(CONSOLE, row, row.version, **{**kept, "closes": date(2020, 12, 31)}))
    assert row.closes == date(2020, 12, 31)


def test_only_who_manages_adds_rounds(values: dict[str, Any]) -> None:
    coordinator = Actor(1, "Điều phối", authorities=(Authority("coordinator"),))
    with pytest.raises(Denied):
        saved(lambda: add_round(coordinator, code="R2022", **values))


def added(values: dict[str, Any], code: str = "R2021") -> ReviewRound:
    """A round of 2021, which today's decisions may belong to."""
    of_2021 = {"year": 2021, "opens": date(2021, 9, 1), "closes": date(2021, 12, 14)}
    row: ReviewRound = saved(lambda: add_round(CONSOLE, code=code, **{**values, **of_2021}))
    return row


def corrected(row: ReviewRound, **changed: Any) -> str:
    """Correct the round; the code of the change."""
    kept = {key: getattr(row, key) for key in ("kind", "year", "standard_id", "opens", "closes")}
    saved(lambda: correct_round(CONSOLE, row, row.version, **{**kept, **changed}))
    return last_change()


def recognised(row: ReviewRound) -> HouseholdClass:
    """A household that got its class in the round."""
    home = db.session.scalars(select(Household).order_by(Household.id).limit(1)).one()
    found = {**RECOGNISED, "decision_date": date(2021, 12, 10), "deprivations": frozenset()}
    made: HouseholdClass = saved(lambda: recognise_class(CONSOLE, home, home.version, round_id=row.id, **found))
    return made


def refused(code: str) -> str:
    """Why the change is not taken back."""
    with pytest.raises(Problems) as told:
        saved(lambda: undo_change(CONSOLE, code))
    return str(told.value)


def rounds() -> list[str]:
    return list(db.session.scalars(select(ReviewRound.code).order_by(ReviewRound.code)))


def test_who_saves_an_older_version_is_told_and_overwrites_nothing(values: dict[str, Any]) -> None:
    row = added(values)
    seen = row.version
    corrected(row, closes=date(2021, 12, 20))
    with pytest.raises(Stale):
        saved(lambda: correct_round(CONSOLE, row, seen, **values))
    assert row.closes == date(2021, 12, 20)


def test_a_round_added_by_mistake_is_taken_back_and_its_code_used_again(values: dict[str, Any]) -> None:
    added(values)
    saved(lambda: undo_change(CONSOLE, last_change()))
    assert rounds() == ["R2020"]
    again = saved(lambda: add_round(CONSOLE, code="R2021", **values))
    assert (again.code, again.opens) == ("R2021", values["opens"]) and rounds() == ["R2020", "R2021"]
    saved(lambda: undo_change(CONSOLE, last_change()))
    assert rounds() == ["R2020"]


def test_a_round_with_classes_is_not_taken_back_and_says_what_came_since(values: dict[str, Any]) -> None:
    row = added(values)
    code = last_change()
    result = recognised(row)
    assert "“Ghi diện được công nhận”" in refused(code)
    saved(lambda: withdraw_class(CONSOLE, result, result.version, reason="Nhầm kỳ"))
    saved(lambda: undo_change(CONSOLE, code))
    assert rounds() == ["R2020"]


def test_a_class_does_not_come_back_into_a_round_taken_back(values: dict[str, Any]) -> None:
    row = added(values)
    code = last_change()
    result = recognised(row)
    saved(lambda: withdraw_class(CONSOLE, result, result.version, reason="Nhầm kỳ"))
    withdrawn = last_change()
    saved(lambda: undo_change(CONSOLE, code))
    assert "“Hoàn tác”" in refused(withdrawn)


def test_the_old_standard_does_not_come_back_under_classes_given_by_the_new(values: dict[str, Any]) -> None:
    row = added(values)
    code = corrected(row, standard_id=standard("2016"))
    recognised(row)
    assert "“Ghi diện được công nhận”" in refused(code)


def test_a_class_does_not_come_back_into_a_round_of_another_standard(values: dict[str, Any]) -> None:
    row = added(values)
    result = recognised(row)
    saved(lambda: withdraw_class(CONSOLE, result, result.version, reason="Nhầm chuẩn"))
    code = last_change()
    corrected(row, standard_id=standard("2016"))
    assert "“Đính chính kỳ rà soát”" in refused(code)


def test_no_class_is_given_in_a_round_that_is_being_taken_back(app: Flask, values: dict[str, Any]) -> None:
    round_id, code = added(values).id, last_change()

    def late() -> str:
        with app.app_context():
            set_scope(EVERYTHING)
            try:
                recognised(db.session.get_one(ReviewRound, round_id))
            except Problems as told:
                return str(told)
            finally:
                db.session.remove()
            return ""

    with ThreadPoolExecutor(1) as pool:

        def undo() -> Any:
            undo_change(CONSOLE, code)
            waiting = pool.submit(late)
            time.sleep(0.5)
            return waiting

        assert "Chưa rõ kỳ rà soát" in saved(undo).result()
