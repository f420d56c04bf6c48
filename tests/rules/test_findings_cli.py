"""`flask registry findings …`: counted by unit and by day, kept true, and a difference found out."""

import json
import re
from collections.abc import Callable
from datetime import date

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import delete, func, select, update

from registry.checks.rules import rules
from registry.cli.output import group
from registry.commands.parts import parts
from registry.commands.sweep import sweep, sweep_when_stale
from registry.kernel.places import places
from registry.kernel.scope import unscoped
from registry.models import AuditEvent, Coverage, Finding, Household, NumberFlaw, Person, Setting
from registry.registers import registers
from registry.storage import db
from registry.storage.files import file_of
from registry.storage.transaction import transaction
from tests.conftest import postgresql_in_check
from tests.world import OURS, THEIRS, World

pytestmark = postgresql_in_check

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    """`flask registry findings …` on the world of three poor, near-poor and other households in two communes."""
    return lambda *words: app.test_cli_runner().invoke(group, ["findings", *words])


def counts(run: Run, *words: str) -> dict[str, int]:
    done = run("count", "--json", *words)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)["counts"]


def test_every_rule_is_counted_also_where_it_finds_nothing(run: Run) -> None:
    found = counts(run)
    assert list(found) == list(rules())
    assert (found["E01"], found["E02"], found["E03"], found["D01"]) == (5, 3, 4, 0)


def test_a_count_is_of_one_commune_district_or_rule(run: Run) -> None:
    assert counts(run, "--unit", OURS)["E01"] == counts(run, "--unit", "951")["E01"] == 3
    assert counts(run, "--unit", THEIRS, "--rule", "E01") == {"E01": 2}


def test_of_another_day_the_rules_themselves_are_asked(run: Run) -> None:
    done = json.loads(run("count", "--json", "--day", "2018-06-01").stdout)
    assert (done["day"], done["counts"]["E01"], done["counts"]["E02"]) == ("2018-06-01", 0, 0)
    assert counts(run, "--day", "2021-12-14")["E01"] == 5


def test_a_unit_that_was_merged_since_is_found_by_the_code_of_the_day(run: Run, app: Flask) -> None:
    later = date(2025, 12, 15)
    with app.app_context():
        ours = places().by_code(OURS, date(2021, 12, 15))
        heir = places().on(ours.id, later)
        assert heir.code != OURS
    assert counts(run, "--unit", heir.code, "--day", later.isoformat())["E01"] == 3
    assert run("count", "--unit", "99999").exit_code == 1


def test_what_is_waived_is_not_counted(run: Run, app: Flask) -> None:
    with app.app_context(), transaction(), unscoped():
        first = db.session.scalar(select(func.min(Finding.id)).where(Finding.rule == "E01"))
        db.session.execute(update(Finding).where(Finding.id == first).values(state="waived"))
    assert counts(run)["E01"] == 4
    assert counts(run, "--day", "2021-12-14")["E01"] == 5
    assert run("verify").exit_code == 0


def test_a_kept_world_is_what_the_rules_find(run: Run) -> None:
    done = run("verify", "--json")
    assert (done.exit_code, json.loads(done.stdout)) == (
        0,
        {"ok": True, "day": "2021-12-15", "differences": 0, "first": []},
    )


def test_a_lost_finding_is_named_and_comes_back(run: Run, app: Flask, codes: World) -> None:
    with app.app_context(), transaction(), unscoped():
        household = select(Household.id).where(Household.code == codes.ours[0]).scalar_subquery()
        db.session.execute(delete(Finding).where(Finding.rule == "E03", Finding.household_id == household))
    done = run("verify", "--json")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["differences"]) == (1, 1)
    assert told["first"] == [{"about": "E03", "subject": codes.ours[0], "kept": False, "found": True}]
    assert run("verify", "--rule", "E01").exit_code == run("verify", "--unit", THEIRS).exit_code == 0
    assert run("verify", "--unit", OURS).exit_code == run("verify", "--rule", "E03").exit_code == 1
    assert codes.ours[0] in run("verify").stdout
    assert json.loads(run("refresh", "--json").stdout)["rules"] == {"E03": [1, 0]}
    assert run("verify").exit_code == 0


@pytest.mark.parametrize("change", [{"unit_id": 1}, {"state": "covered"}, {"women": 7}])
def test_coverage_that_is_kept_wrongly_is_found(run: Run, app: Flask, change: dict[str, object]) -> None:
    with app.app_context(), transaction(), unscoped():
        person = db.session.scalar(select(func.min(Coverage.subject_id)))
        db.session.execute(update(Coverage).where(Coverage.subject_id == person).values(**change))
    told = json.loads(run("verify", "--json").stdout)
    assert [(one["about"], one["kept"], one["found"]) for one in told["first"]] == [("insurance", True, True)]
    assert run("refresh").exit_code == run("verify").exit_code == 0


@pytest.mark.parametrize("wrong", ["lost", "too much", "born otherwise"])
def test_a_flaw_of_numbers_that_is_kept_wrongly_is_told(run: Run, app: Flask, wrong: str) -> None:
    """Rules begin with these rows, so that a wrong one would hide from every comparison of findings."""
    with app.app_context(), transaction(), unscoped():
        person, born = db.session.execute(
            select(NumberFlaw.person_id, NumberFlaw.born).order_by(NumberFlaw.born)
        ).first()
        row = NumberFlaw.person_id == person
        code = db.session.scalar(select(Person.code).where(Person.id == person))
        if wrong == "lost":
            db.session.execute(delete(NumberFlaw).where(row))
        elif wrong == "too much":
            db.session.add(NumberFlaw(kind="other_sex", person_id=person, born=born))
        else:
            db.session.execute(update(NumberFlaw).where(row).values(born=born + 1))
    done = run("verify", "--json")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["differences"]) == (1, 1)
    about = "number_flaw:other_sex" if wrong == "too much" else "number_flaw:missing"
    (first,) = told["first"]
    assert first == {"about": about, "subject": first["subject"], "kept": wrong != "lost", "found": wrong != "too much"}
    assert re.fullmatch(rf"HH-\d+/{code}", first["subject"])
    assert run("verify", "--rule", "E01").exit_code == 0
    assert run("refresh").exit_code == run("verify").exit_code == 0


def test_a_finding_nobody_would_find_is_named_with_its_person(run: Run, app: Flask) -> None:
    with app.app_context(), transaction(), unscoped():
        first = db.session.scalar(select(func.min(Finding.id)).where(Finding.rule == "E01"))
        db.session.execute(update(Finding).where(Finding.id == first).values(rule="D01"))
    told = json.loads(run("verify", "--json").stdout)
    assert {(one["about"], one["kept"]) for one in told["first"]} == {("E01", False), ("D01", True)}
    assert all("/" in one["subject"] for one in told["first"])


def test_refreshing_is_one_event_a_part_and_the_log_stays_whole(run: Run, app: Flask) -> None:
    asked = select(AuditEvent.body).order_by(AuditEvent.seq)
    with app.app_context(), unscoped():
        before = db.session.scalar(select(func.max(AuditEvent.seq)))
    assert run("refresh").exit_code == 0
    with app.app_context(), unscoped():
        bodies = [json.loads(body) for body in db.session.scalars(asked.where(AuditEvent.seq > before))]
    assert {body["command"] for body in bodies} == {"refresh_findings"}
    assert [body["after"]["part"] for body in bodies] == parts()
    assert parts() == ["coverage", *(one.key for one in registers() if one.rules), "no_register"]
    assert app.test_cli_runner().invoke(group, ["audit", "verify"]).exit_code == 0


def test_an_unknown_rule_is_refused(run: Run) -> None:
    done = run("count", "--rule", "X99")
    assert done.exit_code == 2 and "X99" in done.stderr


def test_init_looks_again_where_another_day_was_looked_at(run: Run, app: Flask) -> None:
    with app.app_context(), transaction(), unscoped():
        db.session.execute(delete(Finding))
        db.session.execute(update(Setting).where(Setting.key == "findings_day").values(value="2021-12-14"))
    assert run("verify").exit_code == 1
    for path in app.config["REGISTRY"].database_url, app.config["REGISTRY"].activity_url:
        _private(path)
    assert app.test_cli_runner().invoke(group, ["init"]).exit_code == 0
    assert run("verify").exit_code == 0


def test_a_registry_is_looked_at_once_a_day(app: Flask) -> None:
    with app.app_context(), transaction(), unscoped():
        sweep()
        before = db.session.scalar(select(func.max(AuditEvent.seq)))
        sweep_when_stale()
        assert db.session.scalar(select(func.max(AuditEvent.seq))) == before


def _private(url: str) -> None:
    path = file_of(url)
    if path is not None:
        path.chmod(0o600)
