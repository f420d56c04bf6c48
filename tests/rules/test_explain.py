"""Explanations agree with the lists: all conditions true exactly for whom the rule finds, and a mended one puts in."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from registry.checks.reading import scope_of
from registry.checks.rules import rules
from registry.commands.findings import found_now
from registry.kernel.actor import Actor, Authority, NotFound
from registry.kernel.scope import EVERYTHING, set_scope
from registry.queries.explain import explain
from registry.storage import db
from registry.storage.transaction import transaction
from registry.vn.dates import parse_day
from tests.commands.world import AN, BINH, TODAY
from tests.conftest import postgresql_in_check
from tests.rules.case import DAY, NEAR, POOR
from tests.rules.cases import LEFT, year
from tests.rules.cases_credit import MENDED as OF_CREDIT
from tests.rules.cases_loan_needs import MENDED as OF_LOAN_NEEDS
from tests.rules.cases_students import MENDED as OF_STUDENTS
from tests.rules.every_case import CASES
from tests.rules.families import Card, Decision, Home, Saved, Who, home, save
from tests.rules.houses import WEAK, Built, set_ceilings, with_houses
from tests.rules.projects import MENDED as OF_PROJECTS
from tests.rules.projects import set_project_limits

pytestmark = postgresql_in_check


@pytest.fixture(scope="module", autouse=True)
def limits(world: Flask) -> None:
    """What may be given at most, as the cases reckon with it."""
    with transaction():
        set_ceilings()
        set_project_limits()


@pytest.fixture(scope="module")
def families(limits: None) -> list[Saved]:
    """Every family of the oracle: more than a hundred people."""
    return save(*(list(case.homes) for case in CASES))


def subjects(saved: Saved, kind: str) -> list[tuple[str, str, int]]:
    """Household code, subject code and id of every subject of a kind. Families of several homes are left out."""
    code = saved.codes["hộ"]
    named = [(name, id_) for (of, id_), name in saved.names.items() if of == kind]
    own = {"household": "{}", "person": "{}", "entry": "line of {}"}[kind]
    return [(code, saved.codes[own.format(name)], id_) for name, id_ in named]


@pytest.mark.parametrize("key", list(rules()))
def test_all_conditions_hold_exactly_for_whom_the_list_names(families: list[Saved], key: str) -> None:
    db.session.rollback()
    asked = 0
    for case, saved in zip(CASES, families, strict=True):
        several = len(saved.codes) < len(saved.names)
        if case.rule != key and asked >= 40 or several or len(case.homes) > 1:
            continue
        found = found_now(parse_day(case.day), saved.households, [rules()[key]])
        for household, code, id_ in subjects(saved, rules()[key].subject):
            told = explain(key, household, code, parse_day(case.day))
            assert told.found == ((key, saved.households[0], id_) in found), f"{case.rule}: {case.says}"
            asked += 1
    assert asked >= 10


def one(*people: Who, by: tuple[Decision, ...] = (POOR,), **more: Any) -> Home:
    return home(*people, by=by, **more)


def built(on: str = "01/03/2021", by: tuple[Decision, ...] = (POOR,), **more: Any) -> Home:
    """A poor father's new house."""
    return with_houses(Built(on, name="Cha", **more), by=by)


def begun(day: str) -> Home:
    return built("01/12/2020", status="KHOI_CONG", started=day)


def lent(amount: int) -> Home:
    return built(money=(("loan", amount),))


FATHER = Who("Cha", (year(),))
DEAD = {"died": "03/03/2021"}
MAN, WOMAN = ("CCCD12", "094070001234"), ("CCCD12", "094170001234")
MENDED = [
    ("E01", one(Who("Cha"), by=(NEAR,)), one(Who("Cha"))),
    ("E01", one(FATHER), one(Who("Cha", (Card("HN", "01/01/2021", "14/12/2021"),)))),
    ("E02", one(Who("Cha"), by=(POOR,)), one(Who("Cha"), by=(NEAR,))),
    ("E03", one(FATHER), one(Who("Cha"))),
    ("E03", one(Who("Cha"), by=()), one(Who("Cha"))),
    ("E04", one(FATHER), one(FATHER, Who("Mẹ"))),
    ("MISCLASSIFIED", one(FATHER), one(Who("Cha", (year("HS"),)))),
    ("D01", one(FATHER), one(Who("Cha", (year(), year("BT"))))),
    (
        "D04",
        one(Who("Cha", (year(no="9401111111"),)), Who("Mẹ", (year(no="9402222222"),))),
        one(Who("Cha", (year(no="9403333333"),)), Who("Mẹ", (year(no="9403333333"),))),
    ),
    ("I01", one(FATHER, by=(POOR, LEFT)), one(Who("Cha", (Card("HN", "01/01/2021", "01/01/2022"),)), by=(POOR, LEFT))),
    (
        "T01",
        one(Who("Cha", (Card("HN", "31/01/2021", "31/12/2021"),))),
        one(Who("Cha", (Card("HN", "01/02/2021", "31/12/2021"),))),
    ),
    (
        "V01",
        one(Who("Mẹ"), Who("Cha", (year(status="BAO_GIAM", reduced="02/04/2021"),), **DEAD)),
        one(Who("Mẹ"), Who("Cha", (year(status="BAO_GIAM", reduced="03/04/2021"),), **DEAD)),
    ),
    ("Q01", one(Who("Cha", ids=(MAN,))), one(Who("Cha"))),
    ("Q02", one(Who("Cha", ids=(MAN,))), one(Who("Cha", ids=(WOMAN,)))),
    ("Q03", one(Who("Cha", ids=(MAN,))), one(Who("Cha", born="1971", ids=(MAN,)))),
    ("Q04", one(Who("Cha", born="1900")), one(Who("Cha", born="1899"))),
    ("Q05", one(Who("Cha")), one(Who("Cha"), heads=())),
    ("E05", with_houses(by=(POOR,)), with_houses(by=(WEAK,))),
    ("I04", built(), built(by=(POOR, Decision("near_poor", "01/03/2021")))),
    ("O01", built("01/03/2019"), with_houses(Built("01/03/2019"), Built("01/03/2021", name="hai"))),
    ("T07", built("16/09/2021"), built("15/09/2021")),
    ("T08", begun("15/12/2020"), begun("14/12/2020")),
    ("A01-housing", lent(25_000_000), lent(25_000_001)),
    *OF_STUDENTS,
    *OF_CREDIT,
    *OF_PROJECTS,
    *OF_LOAN_NEEDS,
]


def test_every_rule_has_a_mending_step() -> None:
    assert {rule for rule, _, _ in MENDED} == set(rules())


@pytest.mark.parametrize("at", range(len(MENDED)), ids=[f"{at}-{rule}" for at, (rule, _, _) in enumerate(MENDED)])
def test_where_one_condition_is_false_making_it_true_puts_the_subject_in(world: Flask, at: int) -> None:
    rule, before, after = MENDED[at]
    first, second = save([before], [after])
    code = {"household": "hộ", "person": "Cha", "entry": "line of Cha"}[rules()[rule].subject]
    told = explain(rule, first.codes["hộ"], first.codes[code], parse_day(DAY))
    assert [condition.holds for condition in told.conditions].count(False) == 1, told
    assert explain(rule, second.codes["hộ"], second.codes[code], parse_day(DAY)).found
    assert rule in {key for key, _, _ in found_now(parse_day(DAY), second.households)}


def test_the_values_that_decided_are_said_in_words(world: Flask) -> None:
    (saved,) = save([one(Who("Cha", (Card("HN", "01/01/2021", "14/12/2021"),)))])
    told = explain("E01", saved.codes["hộ"], saved.codes["Cha"], TODAY)
    said = [str(message) for condition in told.conditions for message in condition.shown]
    assert said == ["Diện của hộ: Hộ nghèo", "Từ ngày: 10/12/2020", "Thẻ đến hết: 14/12/2021"]
    assert told.title == rules()["E01"].title


def test_what_is_not_the_reader_s_is_not_there(world: Flask) -> None:
    (saved,) = save([one(Who("Cha"))])
    home_, father = saved.codes["hộ"], saved.codes["Cha"]
    try:
        for authorities in (
            (Authority("commune", BINH),),
            (Authority("department", register="housing"),),
            (Authority("administrator"),),
        ):
            reader = Actor(31, "Người khác", authorities=authorities)
            set_scope(scope_of(reader, TODAY))
            with pytest.raises(NotFound):
                explain("E01", home_, father, TODAY)
        set_scope(scope_of(Actor(32, "Cán bộ An", authorities=(Authority("commune", AN),)), TODAY))
        assert explain("E01", home_, father, TODAY).found
    finally:
        set_scope(EVERYTHING)
    for asked in (("E99", home_, father), ("E01", "HH-999999", father), ("E01", home_, "ZZZZZZZZ")):
        with pytest.raises(NotFound):
            explain(*asked, TODAY)
    with pytest.raises(NotFound):
        explain("E01", home_, father, date(2017, 12, 31))
