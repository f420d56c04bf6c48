"""Projects: their term, their steps with the households that stand there, what is kept of each, whose they are."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from registry.commands.change import last_change
from registry.commands.checks import Stale
from registry.commands.classes import recognise_class, withdraw_class
from registry.commands.entries import correct_entry, move_entry
from registry.commands.households import move_household
from registry.commands.money import set_amounts
from registry.commands.participants import add_participants
from registry.commands.project_parts import add_project_part
from registry.commands.projects import add_project, correct_project, move_project, set_capital
from registry.commands.undo import undo_change
from registry.kernel.actor import CONSOLE, Actor, Authority, Denied, NotFound
from registry.kernel.scope import EVERYTHING, Scope, set_scope
from registry.models import Amount, Finding, Household, HouseholdClass
from registry.queries.project_list import ProjectFilters, project_table
from registry.queries.project_page import project_page
from registry.queries.projects import project_with, told_of
from registry.registers.production.line import Participation
from registry.registers.production.projects import PROJECTS
from registry.storage import db
from registry.storage.transaction import transaction
from tests.commands.problems import problems
from tests.commands.scenarios import RECOGNISED, saved
from tests.commands.scenarios_entries import poor_family
from tests.commands.scenarios_projects import AN_OX, APPROVED, CALVES, OXEN, moved, project, taken_in
from tests.commands.world import AN, BINH, CHAU, ROUND_2021, TODAY, acting, clerk, family, stranger
from tests.conftest import postgresql_in_check

pytestmark = postgresql_in_check

farming = Actor(31, "Sở Nông nghiệp", authorities=(Authority("department", register="production"),))
housing = Actor(32, "Sở Xây dựng", authorities=(Authority("department", register="housing"),))
APRIL = date(2021, 4, 1)


def states(made: Any) -> list[str]:
    found = select(Participation.status).where(Participation.project == made.code).order_by(Participation.id)
    return list(db.session.scalars(found))


def kept(rule: str = "A06") -> set[int]:
    """Lines with an open finding."""
    asked = select(Finding.subject_id).where(Finding.rule == rule, Finding.closed_on.is_(None))
    return set(db.session.scalars(asked))


def recognise(household: Household, class_: str, day: date) -> None:
    given = RECOGNISED | {"class_": class_, "decision_date": day, "decision_no": "20/QĐ-UBND"}
    saved(lambda: recognise_class(CONSOLE, household, household.version, round_id=ROUND_2021, **given))


def test_a_project_lasts_36_months_at_most(world: Flask) -> None:
    whole = OXEN | {"starts": date(2021, 1, 1), "ends": date(2024, 1, 1)}
    assert saved(lambda: add_project(CONSOLE, **whole)).code.startswith("DA-0")
    refused = problems(lambda: add_project(CONSOLE, **whole | {"ends": date(2024, 1, 2)}))
    assert refused == {"ends": "Dự án kéo dài nhiều nhất 36 tháng. Hãy kiểm tra lại."}
    wrong = problems(lambda: add_project(CONSOLE, **whole | {"ends": date(2021, 1, 1), "unit_id": 2, "kind": "khác"}))
    assert set(wrong) == {"ends", "unit_id", "kind"}


def test_a_step_takes_along_the_households_that_stand_there(world: Flask) -> None:
    made = project()
    early, late, gone = taken_in(made, family(), family(), family())
    saved(lambda: move_entry(CONSOLE, gone, gone.version, move="withdraw", on_date=date(2021, 3, 5)))
    saved(lambda: move_entry(CONSOLE, early, early.version, move="meet", on_date=date(2021, 3, 5)))
    moved(made, "meet")
    assert (made.status, states(made)) == ("HOP_NHOM", ["HOP_NHOM", "HOP_NHOM", "HO_XIN_RUT"])
    moved(made, "appraise", "approve")
    assert states(made) == ["PHE_DUYET", "PHE_DUYET", "HO_XIN_RUT"]
    assert (made.decision_no, late.decision_no, gone.decision_no) == ("15/QĐ-UBND", "15/QĐ-UBND", None)
    moved(made, "hand_over", on=date(2021, 5, 1), handed_on=date(2021, 5, 1), minutes_no="01/BB")
    assert early.handed_on == date(2021, 5, 1)
    saved(lambda: undo_change(CONSOLE, last_change()))
    assert (made.status, states(made), early.handed_on) == ("PHE_DUYET", ["PHE_DUYET"] * 2 + ["HO_XIN_RUT"], None)


def test_wrong_steps_are_refused_in_words(world: Flask) -> None:
    made = project()
    taken_in(made, family())
    said = problems(lambda: move_project(CONSOLE, made, made.version, move="approve", on_date=APRIL, **APPROVED))
    assert said == {"": "Dự án này đã ở trạng thái khác. Hãy mở lại trang để xem bước tiếp theo."}
    moved(made, "meet", "appraise", on=APRIL)
    early = {"move": "approve", "on_date": date(2021, 3, 31)}
    assert set(problems(lambda: move_project(CONSOLE, made, made.version, **early))) == {
        "on_date",
        "decision_no",
        "decision_date",
    }
    with pytest.raises(Stale), transaction():
        move_project(CONSOLE, made, made.version - 1, move="approve", on_date=APRIL, **APPROVED)


def test_the_class_is_that_of_the_decision_and_is_never_rewritten(world: Flask) -> None:
    home, made = poor_family(), project()
    (line,) = taken_in(made, home)
    assert (line.class_, line.target_group) == ("poor", "poor")
    recognise(home, "near_poor", date(2021, 10, 1))
    assert line.class_ == "poor", "before the decision it is what it was when proposed"
    moved(made, "meet", "appraise", "approve", on=date(2021, 10, 5), decision_date=date(2021, 10, 5))
    assert (line.class_, line.target_group) == ("near_poor", "near_poor")
    wrong = db.session.scalars(select(HouseholdClass).where(HouseholdClass.id == line.class_id)).one()
    saved(lambda: withdraw_class(CONSOLE, wrong, wrong.version, reason="Ghi nhầm hộ"))
    saved(lambda: correct_entry(CONSOLE, line, line.version, note="Sửa ghi chú"))
    assert (line.class_, line.target_group) == ("near_poor", "near_poor")
    saved(lambda: correct_entry(CONSOLE, line, line.version, decision_date=date(2021, 10, 4)))
    assert (line.class_, line.target_group) == ("poor", "poor"), "decided on another day: what it was then, as known"


def test_who_left_poverty_36_months_ago_counts_no_longer(world: Flask) -> None:
    home = poor_family()
    recognise(home, "not_poor", date(2021, 10, 1))
    groups = {}
    for day in (date(2021, 9, 30), date(2021, 10, 1), date(2024, 9, 30), date(2024, 10, 1)):
        (line,) = taken_in(project(), home, starts=day)
        groups[day.isoformat()] = line.target_group
    assert list(groups.values()) == ["poor", "escaped", "escaped", "other"], groups


def test_what_a_household_gets_is_paid_by_its_own_part_and_one_source(world: Flask) -> None:
    made = project()
    (line,) = taken_in(made, poor_family())
    amounts = dict(db.session.execute(select(Amount.source, Amount.amount).where(Amount.entry_id == line.id)).all())
    assert amounts == {"household": 1_500_000, "central": 13_500_000}
    much = problems(lambda: add_participants(CONSOLE, made, made.version, [family()], **AN_OX | {"own": 15_000_001}))
    assert set(much) == {"own"}
    none = problems(lambda: add_participants(CONSOLE, made, made.version, [family()], **AN_OX | {"source": ""}))
    assert none == {"source": "Hãy chọn nguồn hỗ trợ."}


def test_many_are_taken_in_at_once_and_back_at_once_nobody_twice(world: Flask) -> None:
    made, homes = project(), [family(), family(), family()]
    taken_in(made, homes[1])
    lines = taken_in(made, *homes)
    assert {line.household_id for line in lines} == {homes[0].id, homes[2].id}
    assert len({line.batch for line in lines}) == 1
    assert "đều ở trong dự án" in problems(lambda: add_participants(CONSOLE, made, made.version, homes, **AN_OX))[""]
    saved(lambda: undo_change(CONSOLE, last_change()))
    assert len(states(made)) == 1
    moved(made, "refuse", reason_code="other")
    said = problems(lambda: add_participants(CONSOLE, made, made.version, homes[:1], **AN_OX))
    assert "đã đóng hoặc không được duyệt" in said[""]


def test_sums_of_a_project_are_those_of_its_households(world: Flask) -> None:
    made = project()
    first, second = taken_in(made, poor_family(), family())
    moved(made, "meet", "appraise", "approve")
    handed = {"handed_on": date(2021, 5, 1), "minutes_no": "01/BB"}
    saved(lambda: move_entry(CONSOLE, first, first.version, move="hand_over", on_date=date(2021, 5, 1), **handed))
    saved(lambda: set_capital(CONSOLE, made, made.version, central=27_000_000, household=3_000_000))
    told = told_of(made)
    amounts = select(Amount.amount).where(Amount.entry_id.in_([first.id, second.id]))
    assert told.totals == [30_000_000, sum(db.session.scalars(amounts)), 15_000_000, 0]
    assert told.totals[1] == 30_000_000
    page = project_page(made, TODAY)
    assert sum(one.approved for one in page.participants) == told.totals[1]
    assert (told.share.meant, told.share.households, told.share.is_short) == (1, 2, True)
    saved(lambda: move_entry(CONSOLE, second, second.version, move="withdraw", on_date=date(2021, 5, 1)))
    assert told_of(made).totals[1] == 15_000_000, "who has withdrawn gets nothing"


def test_what_one_household_gets_is_found_with_the_last_of_its_project(world: Flask) -> None:
    """A06 moves from one household's line to another's, kept true without either being touched itself."""
    made = project()
    first, last = taken_in(made, poor_family(), poor_family())
    moved(made, "meet", "appraise", "approve")
    saved(lambda: set_capital(CONSOLE, made, made.version, central=14_999_999))
    assert kept() == {last.id}
    saved(lambda: move_entry(CONSOLE, last, last.version, move="withdraw", on_date=APRIL))
    assert kept() == {first.id}
    saved(lambda: set_capital(CONSOLE, made, made.version, central=15_000_000))
    assert kept() == set()


def test_more_for_one_household_is_found_with_the_last_of_its_project(world: Flask) -> None:
    made = project()
    first, last = taken_in(made, poor_family(), poor_family())
    moved(made, "meet", "appraise", "approve")
    saved(lambda: set_capital(CONSOLE, made, made.version, central=30_000_000))
    assert last.id not in kept()
    saved(lambda: set_amounts(CONSOLE, first, first.version, central=13_500_001))
    assert last.id in kept()
    saved(lambda: undo_change(CONSOLE, last_change()))
    assert last.id not in kept()


def test_another_share_of_the_project_is_found_with_its_households(world: Flask) -> None:
    made = project(min_target_share=50)
    _meant, other = taken_in(made, poor_family(), family())
    moved(made, "meet", "appraise", "approve")
    assert other.id not in kept("A07"), "one of two is half"
    saved(lambda: correct_project(CONSOLE, made, made.version, min_target_share=51))
    assert other.id in kept("A07")
    saved(lambda: undo_change(CONSOLE, last_change()))
    assert other.id not in kept("A07")


def test_it_is_written_in_its_commune_and_approved_by_the_department(world: Flask) -> None:
    with acting(clerk):
        made = add_project(clerk, **OXEN)
    assert PROJECTS[made.code] == f"{made.code} · Nuôi bò sinh sản xã An"
    with acting(clerk):
        add_project_part(clerk, made, made.version, part="inputs", **CALVES)
    for actor, error in ((stranger, Denied), (housing, Denied)):
        with pytest.raises(error), transaction():
            set_capital(actor, made, made.version, central=1)
    with pytest.raises(Denied), acting(clerk):
        add_project(clerk, **OXEN | {"unit_id": CHAU})
    with pytest.raises(Denied), acting(clerk):
        correct_project(clerk, made, made.version, unit_id=CHAU)
    with acting(clerk):
        move_project(clerk, made, made.version, move="meet", on_date=APRIL)
    with pytest.raises(Denied), acting(clerk):
        move_project(clerk, made, made.version, move="appraise", on_date=APRIL)
    with acting(farming):
        move_project(farming, made, made.version, move="appraise", on_date=APRIL)
    change = last_change()
    for actor in (clerk, stranger, housing):
        with pytest.raises((Denied, NotFound)), transaction():
            undo_change(actor, change)
    saved(lambda: undo_change(farming, change))
    assert made.status == "HOP_NHOM"


def test_a_household_that_moved_away_is_not_the_commune_s_to_move(world: Flask) -> None:
    made, home = project(), family()
    taken_in(made, home)
    given = {"day": date(2021, 6, 1), "unit_id": BINH, "hamlet_id": None, "address": None}
    saved(lambda: move_household(CONSOLE, home, home.version, **given))
    said = problems(lambda: move_project(clerk, made, made.version, move="meet", on_date=date(2021, 6, 2)))
    assert said == {"": "1 hộ của dự án nay ở ngoài địa bàn của bạn. Hãy nhờ sở chuyển bước dự án này."}
    moved(made, "meet", on=date(2021, 6, 2))


def test_a_project_is_seen_in_its_commune_and_where_its_households_live(world: Flask) -> None:
    """Its sums are told whole; its households only to whom they are, the others counted."""
    made = project()
    taken_in(made, family(), family(BINH))
    seen = {}
    for unit_id in (AN, BINH, CHAU):
        set_scope(Scope(frozenset({unit_id}), TODAY))
        rows = project_table(ProjectFilters()).rows
        seen[unit_id] = made.code in [one.row.code for one in rows]
        if unit_id != CHAU:
            page = project_page(project_with(made.code), TODAY)
            assert (len(page.participants), page.beyond, page.told.totals[1]) == (1, 1, 30_000_000)
            assert made.code in list(PROJECTS)
        else:
            assert made.code not in list(PROJECTS)
            with pytest.raises(NotFound):
                project_with(made.code)
    set_scope(EVERYTHING)
    assert seen == {AN: True, BINH: True, CHAU: False}
