"""The made-up province: same seed, same rows; the published shares; nothing that cannot have been."""

import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import Row, func, select

from registry import create_app
from registry.checks.classification import classify, evidence_of
from registry.checks.reading import scope_of
from registry.checks.rules import rules
from registry.cli.output import group
from registry.commands.periods import rebuild_periods
from registry.demo import make_demo
from registry.demo.commune import CommuneMaker
from registry.demo.plan import SIZES, CommunePlan, make_plan
from registry.kernel.actor import ROLES
from registry.kernel.places import places
from registry.kernel.scope import current_scope, set_scope, unscoped
from registry.kernel.settings import is_demo, today
from registry.messages import Problems
from registry.models import (
    AreaClass,
    AuditEvent,
    AuditHead,
    Denominator,
    Entry,
    Finding,
    Grant,
    Hamlet,
    Household,
    HouseholdClass,
    HouseholdCode,
    HouseholdHead,
    HouseholdPeriod,
    Membership,
    Person,
    PersonNumber,
    PovertyStandard,
    Residence,
    ReviewRound,
    User,
)
from registry.models import Counter as Series
from registry.queries.accounts import actor_for
from registry.queries.board import Board, load_board
from registry.queries.covered import STATES, Covered
from registry.storage import OPEN, Base, db
from registry.storage.bulk import insert_rows
from registry.storage.chain import link
from registry.storage.migrate import upgrade_stores
from registry.storage.transaction import transaction
from registry.vn.clean import clean, find_invisible
from registry.vn.ids import CMND9, DIGITS, check_number
from tests import postgres
from tests.conftest import close, empty_database, postgresql_in_check, settings_for

DAY = date(2021, 12, 15)
CHANCE = {"household.touched_at", "finding.id", "finding.code", "finding.closed_by"}
"""Columns that differ each time: the clock's, and what keeps findings apart (they are no part of what was made up)."""
LOG = {"audit_event", "audit_head"}


class Made(NamedTuple):
    app: Flask
    manifest: dict[str, Any]
    seconds: float
    url: str


def make(kind: str, folder: Path, seed: int = 1, size: str = "tiny") -> Made:
    began, url = time.process_time(), empty_database(kind, folder)
    app = create_app(settings_for(url, folder))
    upgrade_stores(app)
    with app.app_context():
        manifest = make_demo(size, seed, folder / "manifest.json")
    return Made(app, manifest, time.process_time() - began, url)


def drop(kind: str, made: Made) -> None:
    close(made.app)
    if kind == "postgresql":
        postgres.drop_database(made.url)


@pytest.fixture(scope="module")
def tiny(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    made = make(kind, tmp_path_factory.mktemp("tiny"))
    yield made
    drop(kind, made)


@pytest.fixture
def demo(tiny: Made, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """The manifest, inside the demo's application and seeing everything."""
    monkeypatch.delenv("REGISTRY_TODAY", raising=False)
    with tiny.app.app_context(), unscoped():
        yield tiny.manifest
        db.session.rollback()


def count(*conditions: Any, of: Any = Household) -> int:
    return db.session.scalar(select(func.count()).select_from(of).where(*conditions)) or 0


def dump(app: Flask) -> dict[str, list[tuple[str, ...]]]:
    """Every row of every table as text, what is told by the clock and the log apart."""
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: sorted(
                tuple(str(value) for value in row)
                for row in connection.execute(select(*(c for c in table.c if str(c) not in CHANCE)))
            )
            for table in Base.metadata.sorted_tables
            if table.name not in LOG
        }


@pytest.mark.check
@postgresql_in_check
def test_the_same_seed_makes_the_same_rows_and_another_does_not(kind: str, tiny: Made, tmp_path: Path) -> None:
    again = make(kind, tmp_path)
    try:
        assert again.manifest == tiny.manifest
        assert json.loads((tmp_path / "manifest.json").read_text("utf-8")) == tiny.manifest
        first, second = dump(tiny.app), dump(again.app)
        assert [name for name in first if first[name] != second[name]] == []
        with again.app.app_context():
            plans = [_plans("tiny", seed) for seed in (1, 2)]
            hamlet = [1]
            made = [CommuneMaker(plans[0][0], seed, False, hamlet, hamlet).make() for seed in (1, 1, 2)]
    finally:
        drop(kind, again)
    assert plans[0] != plans[1]
    names = [[stay.soul.name for family in families for stay in family.stays] for families in made]
    assert names[0] == names[1] != names[2]


def test_it_loads_in_20_seconds_about_3000_households_in_all_communes(demo: dict[str, Any], tiny: Made) -> None:
    assert tiny.seconds < 20
    assert 2700 <= count() <= 3300
    assert count() == demo["planted"]["households"]
    homes = select(func.count(Residence.unit_id.distinct())).where(Residence.on(DAY))
    assert db.session.scalar(homes) == 109
    assert (demo["day"], demo["seed"], demo["size"]) == ("2021-12-15", 1, "tiny")
    assert is_demo() and today() == DAY


def found_by_rule() -> dict[str, list[str]]:
    """The subjects of every kept finding, by their public codes."""
    asked = (
        select(Finding.rule, Finding.entry_id, Household.code, Person.code.label("person"), Entry.code.label("entry"))
        .join(Household, Household.id == Finding.household_id)
        .outerjoin(Person, Person.id == Finding.person_id)
        .outerjoin(Entry, Entry.id == Finding.entry_id)
        .where(Finding.closed_on.is_(None))
    )
    found = defaultdict(list)
    for row in db.session.execute(asked):
        found[row.rule].append("/".join(filter(None, (row.code, row.entry or row.person))))
    return found


def check_rules(made: Made) -> None:
    """What the rules find is what the generator says it planted: counts at the console, and every subject; and what is
    kept of it is what a fresh look finds."""
    run = made.app.test_cli_runner()
    done = run.invoke(group, ["findings", "count", "--json"])
    planted = made.manifest["rules"]
    assert json.loads(done.stdout)["counts"] == {rule: one["count"] for rule, one in planted.items()}
    assert planted.keys() == rules().keys(), "every rule has somebody planted for it"
    assert run.invoke(group, ["findings", "verify"]).exit_code == 0
    assert all(one["count"] for one in planted.values())
    with made.app.app_context(), unscoped():
        found = found_by_rule()
    assert {rule: sorted(subjects) for rule, subjects in found.items()} == {
        rule: one["subjects"] for rule, one in planted.items()
    }


def test_every_rule_finds_what_was_planted_for_it(demo: dict[str, Any], tiny: Made) -> None:
    check_rules(tiny)


def test_a_person_and_a_line_may_break_several_rules(tiny: Made) -> None:
    """Each rule has its own plan, so that what one plants is never kept from the others."""
    broken = Counter(subject for one in tiny.manifest["rules"].values() for subject in set(one["subjects"]))
    assert sum(number > 1 for number in broken.values()) > 10
    people = {subject: number for subject, number in broken.items() if re.search(r"/[0-9A-Z]{8}$", subject)}
    assert max(people.values()) > 1


@pytest.mark.check
def test_every_rule_finds_what_was_planted_in_a_small_province(kind: str, tmp_path: Path) -> None:
    made = make(kind, tmp_path, size="small")
    try:
        check_rules(made)
    finally:
        drop(kind, made)


def board_of(username: str) -> Board:
    """What this member of the cast sees first."""
    with unscoped():
        actor = actor_for(db.session.scalars(select(User).where(User.username == username)).one(), DAY)
    before = current_scope()
    set_scope(scope_of(actor, DAY))
    try:
        return load_board(actor, DAY)
    finally:
        set_scope(before)


def cards_of(board: Board) -> Covered | None:
    """The coverage of health-insurance cards, where the reader sees it."""
    return next((one for one in board.coverage if one.register.key == "insurance"), None)


def test_the_board_looks_like_a_province_at_work(demo: dict[str, Any]) -> None:
    """Nearly everybody has a card, some wait for one, and gaps lie in every district but in few communes."""
    board = board_of("dieuphoi")
    cards = cards_of(board)
    assert cards is not None and 94 < cards.percent < 99
    assert all(cards.classes[class_][state].people for class_ in ("poor", "near_poor") for state in STATES)
    assert set(board.totals) == set(demo["rules"])
    assert len(board.lines) == 11 and all({"E01", "E02"} & set(line.counts) for line in board.lines)
    assert sum(sorted(cards.missing.values())[-10:]) > sum(cards.missing.values()) / 2


def test_the_cast_sees_the_cards_each_in_its_area(demo: dict[str, Any]) -> None:
    for username in ("dieuphoi", "soyte", "bhxh", "thanhtra", "lanhdao"):
        cards = cards_of(board_of(username))
        assert cards is not None and cards.states["entitled"].people > 2000, username
    for username in ("trande", "lieutu", "vinhhai"):
        cards = cards_of(board_of(username))
        assert cards is not None and 0 < cards.states["covered"].people < cards.states["entitled"].people, username
    assert board_of("quantri").coverage == []
    for username, register in (("nhcsxh", "credit"), ("sogddt", "students"), ("sonn", "production")):
        assert [one.register.key for one in board_of(username).coverage] == [register], username


def test_the_board_tells_of_houses_to_those_who_build_them(demo: dict[str, Any]) -> None:
    """Of poor households in temporary houses some have a new one, some wait, and E05 is the rest but the refused."""
    (houses,) = board_of("soxd").coverage
    assert houses.register.key == "housing" and all(houses.states[state].households for state in STATES)
    assert houses.states["entitled"] == (houses.states["entitled"].people,) * 2, "a house is a household's"
    assert houses.states["missing"].households >= demo["rules"]["E05"]["count"] > 0


def shares(day: date) -> dict[str, float]:
    """Percent of all households by class, of the day's denominators."""
    total = db.session.scalar(
        select(func.sum(Denominator.value)).where(Denominator.measure == "households", Denominator.on(day))
    )
    counted = select(HouseholdPeriod.class_, func.count()).where(HouseholdPeriod.on(day))
    rows = db.session.execute(counted.group_by(HouseholdPeriod.class_))
    return {class_: 100 * number / float(total or 1) for class_, number in rows}


def test_the_published_poverty_rates_can_be_read_from_the_rows(demo: dict[str, Any]) -> None:
    assert shares(date(2016, 1, 1))["poor"] == pytest.approx(18.18, abs=0.1)
    assert shares(date(2020, 12, 31))["poor"] == pytest.approx(2.67, abs=0.1)
    assert shares(DAY)["poor"] < 2
    assert shares(date(2022, 1, 1))["poor"] == pytest.approx(5.85, abs=0.1)
    for code, planned in demo["planted"]["rounds"].items():
        rows = select(HouseholdClass.class_, func.count()).join(ReviewRound).where(ReviewRound.code == code)
        found = dict(db.session.execute(rows.group_by(HouseholdClass.class_)).all())
        assert (found["poor"], found["near_poor"]) == (planned["poor"], planned["near_poor"]), code


def test_made_up_years_are_marked(demo: dict[str, Any]) -> None:
    marked = dict(db.session.execute(select(ReviewRound.code, ReviewRound.fictional)).all())
    assert [code for code, fictional in marked.items() if not fictional] == ["R2015", "R2020"]
    rounds = select(func.count()).select_from(HouseholdClass).join(ReviewRound)
    assert db.session.scalar(rounds.where(HouseholdClass.fictional != ReviewRound.fictional)) == 0
    for model in (Hamlet, Denominator):
        assert count(model.fictional.is_(False), of=model) == 0
    assert count(AreaClass.fictional.is_(False), of=AreaClass) == 33


@pytest.mark.parametrize("size", SIZES)
def test_shares_hold_at_every_size_in_the_plan(demo: dict[str, Any], size: str) -> None:
    """The plan is what the families follow; see test_families_follow_the_plan."""
    plans = _plans(size)
    poor = [sum(plan.poor[at] for plan in plans) for at in (0, 5)]
    totals = [sum(plan.households_at_end(year) for plan in plans) for year in (2015, 2020, 2021)]
    assert 100 * poor[0] / totals[0] == pytest.approx(18.18, abs=0.1)
    assert 100 * poor[1] / totals[1] == pytest.approx(2.67, abs=0.1)
    assert totals[2] == pytest.approx(SIZES[size].households, rel=0.001)
    assert sum(plan.khmer_households for plan in plans) / totals[2] == pytest.approx(0.3018, abs=0.001)
    inside = [plan for plan in plans if plan.khmer_area]
    assert len(inside) == 40
    shares = [plan.khmer_households / plan.households_at_end(2021) for plan in inside]
    assert min(shares) > 0.6 and max(shares) < 0.8


def _plans(size: str, seed: int = 1) -> list[CommunePlan]:
    communes = []
    for place in places().communes(DAY):
        district = places().district_of(place)
        assert district is not None
        communes.append((place, district.code))
    return make_plan(communes, SIZES[size], seed)


def test_hamlets_are_of_their_commune_s_kind(demo: dict[str, Any]) -> None:
    names = defaultdict(list)
    for hamlet in db.session.scalars(select(Hamlet)):
        names[places().units[hamlet.unit_id]].append(hamlet.name)
    assert len(names) == 109
    for place, found in names.items():
        assert 6 <= len(set(found)) == len(found) <= 12
        assert {name.split()[0] for name in found} == {"Khóm" if place.area_type == "urban" else "Ấp"}


def test_every_role_has_a_demo_account_with_one_grant(demo: dict[str, Any]) -> None:
    rows = db.session.execute(select(User, Grant).outerjoin(Grant, Grant.user_id == User.id)).all()
    assert len(rows) == count(of=User) == 13
    assert {grant.role for _, grant in rows} == set(ROLES)
    for user, grant in rows:
        assert user.demo and user.active and not user.must_change and user.password_hash == ""
        assert user.username.isascii() and user.agency_id
        assert grant.holds_on(DAY) and grant.holds_on(date(2026, 1, 15))
        assert (grant.unit_id is not None) == (grant.role in ("commune", "district"))
        if grant.unit_id:
            assert places().units[grant.unit_id].holds_on(DAY)
    clerks = [grant.unit_id for _, grant in rows if grant.role == "commune"]
    assert len({places().district_of(places().units[unit_id]) for unit_id in clerks}) == 2


def test_periods_cover_every_household_without_gap(demo: dict[str, Any]) -> None:
    spans = defaultdict(list)
    for row in db.session.execute(select(HouseholdPeriod).order_by(HouseholdPeriod.starts)).scalars():
        spans[row.household_id].append(row)
    for household in db.session.scalars(select(Household)):
        rows = spans[household.id]
        assert (rows[0].starts, rows[-1].ends) == (household.starts, household.ends)
        assert all(before.ends == after.starts for before, after in zip(rows, rows[1:], strict=False))
        if household.code not in demo["rules"]["Q05"]["subjects"]:
            assert all(row.head_id and row.members and row.ethnicity for row in rows), household.code
    open_now = count(Household.on(DAY))
    assert count(HouseholdPeriod.on(DAY), of=HouseholdPeriod) == open_now
    assert count(HouseholdPeriod.on(date(2026, 1, 15)), of=HouseholdPeriod) == open_now


def test_periods_are_those_the_commands_would_build(demo: dict[str, Any]) -> None:
    ids = db.session.scalars(select(Household.id).where(Household.id % 8 == 0)).all()

    def stored() -> list[tuple[str, ...]]:
        columns = [attribute for attribute in HouseholdPeriod.__mapper__.column_attrs if attribute.key != "id"]
        rows = select(*columns).where(HouseholdPeriod.household_id.in_(ids))
        return sorted(tuple(str(value) for value in row) for row in db.session.execute(rows))

    before = stored()
    with transaction():
        rebuild_periods(ids)
    assert len(ids) > 300 and stored() == before


class Known(NamedTuple):
    households: dict[int, Household]
    persons: dict[int, Person]
    memberships: dict[int, list[Membership]]
    heads: dict[int, list[HouseholdHead]]


@pytest.fixture
def known(demo: dict[str, Any]) -> Known:
    memberships, heads = defaultdict(list), defaultdict(list)
    for membership in db.session.scalars(select(Membership).order_by(Membership.starts)):
        memberships[membership.household_id].append(membership)
    for head in db.session.scalars(select(HouseholdHead).order_by(HouseholdHead.starts)):
        heads[head.household_id].append(head)
    return Known(
        {row.id: row for row in db.session.scalars(select(Household))},
        {row.id: row for row in db.session.scalars(select(Person))},
        memberships,
        heads,
    )


def test_nothing_happens_on_an_impossible_day(demo: dict[str, Any], known: Known) -> None:
    for household in known.households.values():
        assert household.starts < household.ends and household.starts <= DAY
        assert (household.ends == OPEN) == (household.ended_reason is None)
        for stay in known.memberships[household.id]:
            person = known.persons[stay.person_id]
            assert household.starts <= stay.starts < stay.ends <= household.ends, household.code
            assert person.birth.earliest() <= stay.starts <= DAY
            assert stay.ends == OPEN or stay.ends <= DAY
            assert person.died_on is None or person.birth.latest() < person.died_on <= DAY
            assert stay.left_reason != "died" or stay.ends == person.died_on
            assert person.died_on is None or stay.ends <= person.died_on
            wrong = f"{household.code}/{person.code}" in demo["rules"]["Q04"]["subjects"]
            assert (person.birth_year < 1900) == (wrong and stay.ends == OPEN)
    decided = select(HouseholdClass.decision_date, Household.starts, Household.ends)
    for day, starts, ends in db.session.execute(decided.join(Household)):
        assert starts < day < ends and day <= DAY


def test_nobody_lives_in_two_households_at_once(known: Known) -> None:
    stays: dict[int, list[Membership]] = defaultdict(list)
    for rows in known.memberships.values():
        for row in rows:
            stays[row.person_id].append(row)
    assert stays.keys() == known.persons.keys()
    for rows in stays.values():
        rows.sort(key=lambda row: row.starts)
        assert all(before.ends <= after.starts for before, after in zip(rows, rows[1:], strict=False))


def test_there_is_one_head_every_day_and_the_head_is_a_grown_member(demo: dict[str, Any], known: Known) -> None:
    for household in known.households.values():
        if household.code in demo["rules"]["Q05"]["subjects"]:
            continue
        heads = known.heads[household.id]
        assert (heads[0].starts, heads[-1].ends) == (household.starts, household.ends)
        assert all(before.ends == after.starts for before, after in zip(heads, heads[1:], strict=False))
        for head in heads:
            inside = [m for m in known.memberships[household.id] if m.starts < head.ends and m.ends > head.starts]
            as_head = [m for m in inside if m.relationship == "01"]
            assert {m.person_id for m in as_head} == {head.person_id}, household.code
            assert known.persons[head.person_id].birth_year + 17 <= head.starts.year
            spouses = [m for m in inside if m.relationship == "02"]
            assert len({m.person_id for m in spouses}) <= 1
        children = [m for m in known.memberships[household.id] if m.relationship == "03" and m.joined_reason == "born"]
        for child in children:
            parent = known.persons[heads[0].person_id]
            assert known.persons[child.person_id].birth_year - parent.birth_year >= 14


def test_life_went_on(demo: dict[str, Any]) -> None:
    joined = dict(
        db.session.execute(select(Membership.joined_reason, func.count()).group_by(Membership.joined_reason)).all()
    )
    left = dict(db.session.execute(select(Membership.left_reason, func.count()).group_by(Membership.left_reason)).all())
    assert all(joined.get(reason, 0) > 5 for reason in ("listed", "born", "married", "split"))
    assert all(left.get(reason, 0) > 5 for reason in ("died", "married", "moved_out", "split"))
    assert count(of=HouseholdHead) > count() + 10
    assert count(of=Residence) > count()
    assert count(Household.ended_reason.is_not(None)) > 0
    assert count(of=HouseholdCode) > 500
    assert count(Household.causes != frozenset()) == demo["planted"]["ever_listed"]


def test_classes_move_as_in_life(demo: dict[str, Any]) -> None:
    """Escapes, relapses and rises occur, and nobody is listed again without having left."""
    paths = defaultdict(list)
    for row in db.session.scalars(select(HouseholdClass).order_by(HouseholdClass.decision_date, HouseholdClass.id)):
        paths[row.household_id].append(row.class_)
    steps = Counter(step for path in paths.values() for step in zip(path, path[1:], strict=False))
    for step in [("poor", "not_poor"), ("poor", "near_poor"), ("near_poor", "poor"), ("near_poor", "average")]:
        assert steps[step] > 5, step
    assert sum("not_poor" in path and "poor" in path[path.index("not_poor") :] for path in paths.values()) > 5
    assert count(HouseholdPeriod.escaped_on.is_not(None), HouseholdPeriod.on(DAY), of=HouseholdPeriod) > 500


def test_evidence_goes_with_the_class_but_for_the_planted_rows(demo: dict[str, Any]) -> None:
    standards = {row.id: row for row in db.session.scalars(select(PovertyStandard))}
    rows = db.session.scalars(select(HouseholdClass)).all()
    odd = sum(classify(standards[row.standard_id], evidence_of(row)) != row.class_ for row in rows)
    assert odd == demo["planted"]["class_mismatches"]
    assert 0.02 < odd / len(rows) < 0.04
    for row in rows:
        assert row.score_b2 == 10 * len(row.deprivations)
        poor_house = len(row.weak_parts & {"frame", "wall", "roof"}) >= 2
        assert poor_house == ("NHA_CHAT_LUONG" in row.deprivations)
        assert row.decision_no.endswith("/QĐ-UBND") and row.decision_date.month == 12


def test_what_was_planted_is_found(demo: dict[str, Any]) -> None:
    persons = {row.id: row for row in db.session.scalars(select(Person))}
    numbers = defaultdict(list)
    for number in db.session.scalars(select(PersonNumber)):
        numbers[number.person_id].append(number)
    planted = demo["planted"]
    assert len(persons) == planted["people"]
    assert sum(person.birth_day is None for person in persons.values()) == planted["year_only_births"]
    elders = [person for person in persons.values() if person.birth_year <= 1970]
    assert sum(person.birth_day is None for person in elders) / len(elders) == pytest.approx(0.25, abs=0.03)
    grown = [person for person in persons.values() if (DAY - person.birth.latest()).days > 14.02 * 365.2425]
    without = sum(not numbers[person.id] for person in grown)
    assert without == planted["missing_ids"]
    assert without / len(grown) == pytest.approx(0.03, abs=0.006)
    doubts = [
        doubt
        for person in persons.values()
        for number in numbers[person.id]
        for doubt in check_number(number.kind, number.number, person.sex, person.birth_year)
    ]
    assert len(doubts) == planted["id_sex_mismatches"] + planted["id_year_mismatches"] > 0
    every = [number.number for rows in numbers.values() for number in rows]
    assert len(set(every)) == len(every)


def test_numbers_are_well_formed_and_given_to_people_of_age(demo: dict[str, Any]) -> None:
    rows: list[Row[Any]] = list(
        db.session.execute(select(PersonNumber, Person).join(Person, Person.id == PersonNumber.person_id)).all()
    )
    for number, person in rows:
        assert len(number.number) == DIGITS[number.kind] and number.number.isdigit()
        if number.issued_on:
            assert number.issued_on.year - person.birth_year >= 14
            assert number.issued_on <= (person.died_on or DAY)
            assert number.kind != CMND9 or number.issued_on.year <= 2020
    kinds = Counter(number.kind for number, _ in rows)
    assert min(kinds.values()) > 500 and len(kinds) == 3
    home = sum(number.number.startswith("094") for number, _ in rows if number.kind != CMND9)
    assert home / (len(rows) - kinds[CMND9]) == pytest.approx(0.95, abs=0.01)


def test_names_are_clean_and_some_neighbours_share_one(demo: dict[str, Any]) -> None:
    rows = db.session.execute(
        select(Residence.hamlet_id, Person.name, Person.birth_year, Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .join(Residence, Residence.household_id == Membership.household_id)
        .where(Membership.on(DAY), Residence.on(DAY))
    ).all()
    for _, name, _, _ in rows:
        assert clean(name) == name and not find_invisible(name) and len(name.split()) >= 2
    people: dict[tuple[int, str, int], set[int]] = defaultdict(set)
    for hamlet, name, year, person_id in rows:
        people[hamlet, name, year].add(person_id)
    shared = sum(len(ids) - 1 for ids in people.values())
    assert shared >= demo["planted"]["namesakes"] * 0.7 > 10


def test_sexes_and_groups_are_believable(demo: dict[str, Any]) -> None:
    people = count(of=Person)
    assert count(Person.sex == "female", of=Person) / people == pytest.approx(0.51, abs=0.02)
    khmer = count(Person.ethnicity == "05", of=Person) / people
    assert 0.34 < khmer < 0.46, "listed households are more often Khmer than all households"
    assert count(Person.ethnicity == "04", of=Person) / people > 0.03
    members = select(func.avg(HouseholdPeriod.members)).where(HouseholdPeriod.on(DAY))
    assert float(db.session.scalar(members) or 0) == pytest.approx(3.6, abs=0.15)


def test_each_batch_is_sealed_and_the_chain_holds(demo: dict[str, Any]) -> None:
    head = db.session.scalars(select(AuditHead)).one()
    previous, events = bytes(32), db.session.scalars(select(AuditEvent).order_by(AuditEvent.seq)).all()
    for seq, event in enumerate(events, 1):
        assert (event.seq, event.previous) == (seq, previous)
        previous = link(previous, event.body)
        assert event.hash == previous
    assert (head.count, head.hash) == (len(events), previous)
    sealed = Counter[str]()
    for event in events:
        if event.command == "make_demo":
            assert event.entity_id is None
            sealed[event.entity] += json.loads(event.body)["after"]["rows"]
    assert sealed["household"] == count() and sealed["person"] == count(of=Person)
    assert sealed["user_account"] == 13


def test_what_comes_next_gets_free_codes_and_ids(demo: dict[str, Any]) -> None:
    last = db.session.scalar(select(Series.value).where(Series.name == "household"))
    assert db.session.scalar(select(func.max(Household.code))) == f"HH-{last:06d}"
    newest = db.session.scalar(select(func.max(Person.id))) or 0
    with transaction():
        row = {
            "code": "NEWCODE1",
            "name": "Lê Mẫu",
            "name_fold": "le mau",
            "sex": "male",
            "birth_year": 1990,
            "ethnicity": "01",
        }
        insert_rows(Person, [row])
        assert db.session.scalar(select(Person.id).where(Person.code == "NEWCODE1")) == newest + 1
        db.session.rollback()


def test_a_registry_that_holds_data_is_refused(demo: dict[str, Any]) -> None:
    with pytest.raises(Problems, match="chỉ nạp vào một sổ trống"):
        make_demo("tiny", 1)
    with pytest.raises(Problems, match="Không có cỡ “huge”"):
        make_demo("huge", 1)
