"""Review rounds: added and corrected, logged, and kept where households hang on them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from registry.commands.rounds import add_round, correct_round
from registry.kernel.actor import CONSOLE, Actor, Authority, Denied
from registry.kernel.scope import EVERYTHING, set_scope, unscoped
from registry.messages import Problems
from registry.models import AuditEvent, PovertyStandard, ReviewRound
from registry.storage import db
from tests.commands.scenarios import saved

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
    assert '"code":"R2022"' in bodies("add_round")[0] and '"created":true' in bodies("add_round")[0]


def test_a_correction_logs_what_changed_and_nothing_when_nothing_did(values: dict[str, Any]) -> None:
    row = saved(lambda: add_round(CONSOLE, code="R2022", **values))
    saved(lambda: correct_round(CONSOLE, row, **values))
    saved(lambda: correct_round(CONSOLE, row, **{**values, "closes": date(2022, 12, 20)}))
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
        saved(lambda: correct_round(CONSOLE, row, **{**kept, "standard_id": standard("2022")}))
    assert told.value.problems[0].field == "standard_id"
    saved(lambda: correct_round(CONSOLE, row, **{**kept, "closes": date(2020, 12, 31)}))
    assert row.closes == date(2020, 12, 31)


def test_only_who_manages_adds_rounds(values: dict[str, Any]) -> None:
    coordinator = Actor(1, "Điều phối", authorities=(Authority("coordinator"),))
    with pytest.raises(Denied):
        saved(lambda: add_round(coordinator, code="R2022", **values))
