"""Needs: each answer kept with its day, what holds on a day, who may record it, singly, in bulk and from a file."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from registry.commands.change import last_change
from registry.commands.checks import Stale
from registry.commands.handovers import accept_handover
from registry.commands.households import close_household
from registry.commands.importing.apply_needs import import_needs
from registry.commands.importing.needs import check_needs
from registry.commands.needs import correct_need, record_need, record_needs, withdraw_need
from registry.commands.undo import undo_change
from registry.kernel.actor import CONSOLE, Actor, Authority, Denied, NotFound
from registry.kernel.scope import EVERYTHING, Scope, set_scope
from registry.models import AuditEvent, Household, ImportBatch, Need
from registry.queries.dossier import load_dossier
from registry.queries.household_filters import Filters
from registry.queries.need_filters import NeedFilters
from registry.queries.needs import list_needs, need_table
from registry.storage import db
from tests.commands.problems import problems
from tests.commands.scenarios import DAY, person, saved
from tests.commands.scenarios_entries import poor_family
from tests.commands.scenarios_handovers import handed_over
from tests.commands.scenarios_import_needs import SAID, typed
from tests.commands.scenarios_needs import LOAN, asked
from tests.commands.world import BINH, CHAU, HAMLETS, LISTED, TODAY, acting, clerk, family, leader, stranger, who
from tests.conftest import postgresql_in_check

pytestmark = postgresql_in_check

LATER = DAY + timedelta(days=30)
bank = Actor(21, "Ngân hàng", authorities=(Authority("department", register="credit"),))
health = Actor(22, "Sở Y tế", authorities=(Authority("department", register="insurance"),))
FILE = {"file_name": "nhu cầu.xlsx", "sha256": "00" * 32}


def answers(household: Household, day: date = TODAY, programme: str = "credit") -> list[tuple[str, str | None]]:
    """What holds on the day: answer and sub-programme."""
    found = next(one for one in load_dossier(household.code, day, CONSOLE).needs if one.programme == programme)
    return [(need.answer, need.detail) for need, _ in found.holds]


def listed(household: Household, day: date = TODAY, **choices: Any) -> list[tuple[str, str]]:
    """The household's rows in the list of credit needs: answer and day asked."""
    filters = NeedFilters("credit", Filters(day, q=household.code), **choices)
    return [(row.answer, str(row.on_date or "")) for row in list_needs(filters, 1, 100).table.rows]


def test_a_later_answer_holds_from_its_day_and_the_earlier_one_stays(world: Flask) -> None:
    home = poor_family()
    assert (answers(home), listed(home)) == ([], [("unknown", "")])
    asked(home)
    asked(home, answer="declined", on_date=LATER)
    assert answers(home, DAY) == answers(home, LATER - timedelta(days=1)) == [("asked", "HN")]
    assert answers(home, LATER) == answers(home) == [("declined", "HN")]
    assert listed(home, DAY) == [("asked", str(DAY))] and listed(home) == [("declined", str(LATER))]
    assert answers(home, DAY - timedelta(days=1)) == []


def test_answers_about_other_sub_programmes_and_of_members_stand_beside_one_another(world: Flask) -> None:
    home = poor_family()
    asked(home)
    asked(home, person=person(home, "03"), detail="HSSV", answer="unsuitable")
    asked(home, programme="production", detail="CHUOI", answer="unknown")
    assert sorted(answers(home)) == [("asked", "HN"), ("unsuitable", "HSSV")]
    assert answers(home, programme="production") == [("unknown", "CHUOI")]
    assert sorted(listed(home)) == [("asked", str(DAY)), ("unsuitable", str(DAY))]
    assert listed(home, answers=frozenset({"unknown"})) == []


def test_an_answer_arriving_late_changes_nothing_after_a_newer_one(world: Flask) -> None:
    home = family()
    asked(home, on_date=LATER, answer="declined")
    asked(home, on_date=DAY)
    assert (answers(home, DAY), answers(home)) == ([("asked", "HN")], [("declined", "HN")])


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"programme": "x"}, "programme", "Giá trị này không có trong danh mục"),
        ({"answer": None}, "answer", "Ô này không được để trống"),
        ({"answer": "maybe"}, "answer", "Giá trị này không có trong danh mục"),
        ({"source": ""}, "source", "Ô này không được để trống"),
        ({"detail": "CHUOI"}, "detail", "không thuộc chương trình đã chọn"),
        ({"on_date": None}, "on_date", "Ô này không được để trống"),
        ({"on_date": TODAY + timedelta(days=1)}, "on_date", "ở sau ngày làm việc"),
        ({"on_date": LISTED - timedelta(days=1)}, "on_date", "Hộ trong sổ từ ngày 15/12/2020"),
        ({"note": "x" * 501}, "note", "chỉ nhận tối đa 500"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_at_its_field(world: Flask, changed: Any, field: str, said: str) -> None:
    home = family()
    assert said in problems(lambda: record_need(clerk, home, **LOAN | changed), clerk)[field]
    assert answers(home) == []


def test_one_answer_a_day_and_only_of_somebody_who_lives_there(world: Flask) -> None:
    home, other = family(), family()
    asked(home)
    assert "Đã ghi một câu trả lời của ngày này" in problems(lambda: record_need(clerk, home, **LOAN), clerk)["on_date"]
    there = person(other, "03")
    assert (
        "Người này không ở trong hộ"
        in problems(lambda: record_need(clerk, home, person=there, **LOAN), clerk)["person"]
    )


def test_a_closed_household_answers_no_more_but_is_corrected(world: Flask) -> None:
    home = family()
    need = asked(home)
    saved(lambda: close_household(CONSOLE, home, home.version, day=TODAY, reason="moved_away"))
    said = problems(lambda: record_need(clerk, home, **LOAN | {"on_date": LATER}), clerk)
    assert "Hộ này đã đóng" in said[""]
    with acting(clerk):
        correct_need(clerk, need, need.version, **LOAN | {"answer": "declined"})


def test_a_correction_keeps_its_trace_and_a_stale_form_is_told(world: Flask) -> None:
    home = family()
    need = asked(home)
    with acting(clerk):
        correct_need(clerk, need, need.version, **LOAN | {"answer": "unsuitable", "on_date": LATER})
    assert (answers(home, DAY), answers(home)) == ([], [("unsuitable", "HN")])
    with pytest.raises(Stale), acting(clerk):
        correct_need(clerk, need, need.version - 1, **LOAN)
    commands = select(AuditEvent.command).where(AuditEvent.entity == "need", AuditEvent.entity_id == need.id)
    assert db.session.scalars(commands.order_by(AuditEvent.seq)).all() == ["record_need", "correct_need"]


def test_an_answer_moved_onto_another_is_refused(world: Flask) -> None:
    home = family()
    need = asked(home)
    asked(home, on_date=LATER)
    said = problems(lambda: correct_need(clerk, need, need.version, **LOAN | {"on_date": LATER}), clerk)
    assert "Đã ghi một câu trả lời của ngày này" in said["on_date"]


def test_taking_one_away_needs_a_reason(world: Flask) -> None:
    home = family()
    need = asked(home)
    assert "Hãy ghi lý do bỏ" in problems(lambda: withdraw_need(clerk, need, need.version, reason=" "), clerk)["reason"]
    with acting(clerk):
        withdraw_need(clerk, need, need.version, reason="Ghi nhầm")
    taken = last_change()
    asked(home)
    assert "Ghi nhu cầu" in problems(lambda: undo_change(clerk, taken), clerk)[""], "hai câu của một ngày"


@pytest.mark.parametrize("actor", [stranger, leader, health])
def test_whose_the_household_or_the_programme_is_not_records_nothing(world: Flask, actor: Actor) -> None:
    home = family()
    with pytest.raises(Denied), acting(actor):
        record_need(actor, home, **LOAN)
    with pytest.raises(Denied), acting(actor):
        record_needs(actor, [home], reason="Họp ấp", **LOAN)


def test_the_department_records_and_undoes_needs_of_its_own_programme_only(world: Flask) -> None:
    home = family(CHAU)
    saved(lambda: record_need(bank, home, **LOAN))
    code = last_change()
    with pytest.raises(Denied), acting(bank):
        record_need(bank, home, **LOAN | {"programme": "production", "detail": None})
    with pytest.raises((NotFound, Denied)), acting(clerk):
        undo_change(clerk, code)
    saved(lambda: undo_change(bank, code))
    assert answers(home) == []


def test_many_at_once_keep_what_was_said_that_day_and_are_taken_back_together(world: Flask) -> None:
    homes = [poor_family() for _ in range(4)]
    asked(homes[0], answer="declined")
    asked(homes[1], answer="declined", on_date=LISTED)
    with acting(clerk):
        assert record_needs(clerk, homes, reason="Biên bản họp ấp", **LOAN) == 3
    code = last_change()
    assert [answers(home) for home in homes] == [[("declined", "HN")], *[[("asked", "HN")]] * 3]
    assert db.session.scalar(select(func.count()).where(AuditEvent.change == code)) == 3
    with acting(clerk):
        undo_change(clerk, code)
    assert [answers(home) for home in homes] == [*[[("declined", "HN")]] * 2, [], []]


def test_many_at_once_are_all_or_none(world: Flask) -> None:
    homes = [family(), family(CHAU)]
    with pytest.raises(Denied), acting(clerk):
        record_needs(clerk, homes, reason="Họp ấp", **LOAN)
    assert answers(homes[0]) == []
    told = problems(lambda: record_needs(clerk, [homes[0]], reason="", **LOAN), clerk)
    assert "Hãy ghi vì sao" in told["reason"]
    young = family(starts=LATER)
    told = problems(lambda: record_needs(clerk, [homes[0], young], reason="Họp ấp", **LOAN), clerk)
    assert young.code in told["on_date"]
    assert "Chưa chọn hộ nào" in problems(lambda: record_needs(clerk, [], reason="Họp", **LOAN), clerk)[""]


def test_the_list_holds_whom_the_programme_is_for_and_whoever_answered(world: Flask) -> None:
    poor, other, answered = poor_family(), family(), family()
    asked(answered)
    assert [len(listed(one)) for one in (poor, other, answered)] == [1, 0, 1]
    assert listed(poor, answers=frozenset({"unknown"})) == [("unknown", "")]
    found = list_needs(NeedFilters("credit", Filters(TODAY)), 1, 20)
    rows = list(need_table(NeedFilters("credit", Filters(TODAY))).rows)
    assert found.page.total == len(rows) == found.table.sums[0][1]["lines"]
    facet = next(one for one in found.facets if one.name == "answer")
    assert {o.value: o.count for o in facet.options} == {
        value: sum(row.answer == value for row in rows) for value in {row.answer for row in rows}
    }


def test_needs_go_along_when_a_family_moves_and_are_read_only_where_it_lives(world: Flask) -> None:
    home = poor_family()
    asked(home)
    waiting = handed_over(home)
    set_scope(Scope(frozenset({CHAU}), TODAY))
    assert db.session.scalars(select(Need).where(Need.household_id == home.id)).all() == []
    set_scope(EVERYTHING)
    with acting(stranger):
        accept_handover(stranger, waiting, hamlet_id=HAMLETS[CHAU], address=None)
    set_scope(Scope(frozenset({CHAU}), TODAY))
    assert [row.answer for row in db.session.scalars(select(Need).where(Need.household_id == home.id))] == ["asked"]
    set_scope(EVERYTHING)


def test_a_file_brings_new_answers_and_corrects_those_of_the_same_day(world: Flask) -> None:
    coded, known, same = family(), family(), family()
    asked(known)
    asked(same)
    row = (*SAID, "Không", "01/06/2021", "Họp ấp, khóm")
    read = typed(
        (coded.code, "", "", *row),
        (known.code, "", "", *row),
        (same.code, "", "", *SAID, "Có", "01/06/2021", "survey", "", "Nuôi bò"),
    )
    report = check_needs(clerk, read)
    assert (report.faults, report.new, report.changed, report.same) == ([], 1, 1, 1)
    with acting(clerk):
        import_needs(clerk, read, **FILE)
    code = last_change()
    assert [answers(home) for home in (coded, known, same)] == [
        [("declined", "HN")],
        [("declined", "HN")],
        [("asked", "HN")],
    ]
    batch = db.session.scalars(select(ImportBatch).where(ImportBatch.change == code)).one()
    assert (batch.target, batch.new_rows, batch.changed_rows, batch.same_rows) == ("needs", 1, 1, 1)
    with acting(clerk):
        undo_change(clerk, code)
    assert [answers(home) for home in (coded, known, same)] == [[], [("asked", "HN")], [("asked", "HN")]]


def test_every_fault_of_a_file_is_told_at_its_cell_and_nothing_is_written(world: Flask) -> None:
    home, far = family(head=who("Lý Sai Ô")), family(CHAU)
    read = typed(
        (home.code, "", "", *SAID, "Có lẽ", "01/06/2021", "survey"),
        (far.code, "", "", *SAID, "Có", "01/06/2021", "survey"),
        ("", "Không Ai Cả", "1970", *SAID, "Có", "01/06/2021", "survey"),
        (home.code, "", "", "Vay vốn ưu đãi", "CHUOI", "Có", "01/06/2021", "survey"),
        (home.code, "", "", *SAID, "Có", "01/06/2031", "survey"),
        ("", "", "", *SAID, "Có", "01/06/2021", "survey"),
        (home.code, "", "", *SAID, "Có", "01/06/2021", "survey"),
        (home.code, "", "", *SAID, "Không", "01/06/2021", "survey"),
        (home.code, "", "", *SAID, "", "", ""),
        (home.code, "", "", *SAID, "Có", "01/05/2021", "survey", "person"),
    )
    report = check_needs(clerk, read)
    told = {(fault.column, fault.row): str(fault.message) for fault in report.faults}
    expected = {
        ("F", 2): "“Có lẽ” không có trong danh mục",
        ("A", 3): f"Không có hộ {far.code} đang ở địa bàn của bạn",
        ("B", 4): "Không có ai tên Không Ai Cả",
        ("E", 5): "không thuộc chương trình đã chọn",
        ("G", 6): "ở sau ngày làm việc",
        ("A", 7): "Dòng này chưa nói hộ nào",
        ("F", 9): "Hộ này đã trả lời ở dòng 8",
        ("F", 10): "Thiếu câu trả lời",
        ("G", 10): "Thiếu ngày hỏi",
        ("H", 10): "Thiếu nguồn",
        ("B", 11): "Nhu cầu của một người",
    }
    assert told.keys() == expected.keys()
    for cell, text in expected.items():
        assert text in told[cell], cell
    assert "file" in problems(lambda: import_needs(clerk, read, **FILE), clerk)
    assert answers(home) == []


def test_a_member_is_found_by_name_and_year_within_the_area(world: Flask) -> None:
    home = family(BINH, head=who("Lý Ở Bình"))
    head = person(home, "01")
    read = typed(("", head.name, "1970", *SAID, "Có", "01/06/2021", "survey", "person"))
    assert "Không có ai tên Lý Ở Bình" in str(check_needs(clerk, read).faults[0].message)
    saved(lambda: import_needs(CONSOLE, read, **FILE))
    need = db.session.scalars(select(Need).where(Need.household_id == home.id)).one()
    assert (need.person_id, need.batch is not None) == (head.id, True)
