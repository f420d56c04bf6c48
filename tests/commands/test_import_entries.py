"""A list of issued cards against the registry: what was asked for is issued, the gap closes, all or nothing."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from registry.commands.change import last_change
from registry.commands.classes import recognise_class
from registry.commands.entries import add_entry
from registry.commands.importing.apply_entries import import_entries
from registry.commands.importing.effect import effect_of, moved_by
from registry.commands.importing.entries import check_entries
from registry.commands.importing.report import IMPORTERS, Report
from registry.commands.members import correct_person, record_death
from registry.commands.undo import undo_change
from registry.inputs.lists import Choice, lay_out, read_list
from registry.inputs.targets import Read
from registry.inputs.workbook import read_workbook
from registry.kernel.actor import CONSOLE, Actor, Authority, Denied
from registry.messages import Problems
from registry.models import EntryStep, Household, Membership, Person
from registry.registers.insurance import REGISTER
from registry.registers.insurance.card import InsuranceCard
from registry.storage import db
from registry.storage.transaction import transaction
from tests.commands.scenarios import RECOGNISED, person, saved
from tests.commands.scenarios_entries import YEAR_2021
from tests.commands.scenarios_import_entries import YEAR, of, typed
from tests.commands.test_entries import CLERK, without_card
from tests.commands.test_undo import dump
from tests.commands.world import CHAU, ROUND_2020, family, who
from tests.conftest import postgresql_in_check
from tests.inputs.lists import saved as book
from tests.inputs.lists import told

pytestmark = postgresql_in_check

BHXH = Actor(31, "BHXH tỉnh", authorities=(Authority("department", register="insurance"),))
BHXH_CHAU = Actor(32, "BHXH huyện", authorities=(Authority("department", CHAU, "insurance"),))
NUMBER = "HN2940123456789"


def brought(read: Read, actor: Actor = BHXH) -> Report:
    return saved(lambda: import_entries(actor, REGISTER, read, file_name="thẻ.xlsx", sha256="ab" * 32))


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.same, len(report.faults)


def poor(name: str) -> Person:
    """The head of a poor family, by a name that nobody else of the registry bears."""
    household = family(head=who(name))
    saved(lambda: recognise_class(CONSOLE, household, household.version, round_id=ROUND_2020, **RECOGNISED))
    return person(household, "01")


def home(someone: Person) -> Household:
    return db.session.scalars(select(Household).join(Membership).where(Membership.person_id == someone.id)).one()


def asked(name: str) -> Person:
    """The same, with a card asked for the year."""
    head = poor(name)
    saved(lambda: add_entry(CONSOLE, REGISTER, home(head), head, **YEAR_2021))
    return head


def line_of(someone: Person) -> InsuranceCard:
    db.session.rollback()
    return db.session.scalars(select(InsuranceCard).where(InsuranceCard.person_id == someone.id)).one()


def test_a_card_that_was_asked_for_is_issued_and_closes_the_gap(world: Flask) -> None:
    head = asked("Lý Văn Chờ")
    read = typed(of(head, NUMBER, "94001", *YEAR))
    report = check_entries(REGISTER, BHXH, read)
    assert counts(report) == (0, 1, 0, 0)
    words = [(str(each.label), str(each.before), str(each.after)) for each in report.shown[0].differences]
    assert ("Trạng thái", "Dự thảo", "Đã cấp thẻ") in words
    assert NUMBER not in str(words), "card numbers are masked"
    assert head.id in without_card()
    brought(read)
    assert head.id not in without_card()
    line = line_of(head)
    assert (line.status, line.card_kind, line.card_no, line.bhxh_no) == ("DA_CAP", "OLD15", NUMBER, "0123456789")
    steps = db.session.scalars(select(EntryStep.to_state).where(EntryStep.entry_id == line.id).order_by(EntryStep.id))
    assert list(steps) == ["DU_THAO", "DA_CAP"]


def test_a_card_nobody_asked_for_becomes_a_line_with_the_code_of_its_number(world: Flask) -> None:
    head = poor("Lý Văn Mới")
    assert counts(brought(typed(of(head, NUMBER, "94001", *YEAR)))) == (1, 0, 0, 0)
    line = line_of(head)
    assert (line.status, line.subject_code) == ("DA_CAP", "HN")
    assert (line.starts, line.ends) == (date(2021, 1, 1), date(2022, 1, 1))
    assert (line.class_, line.household_id) == ("poor", home(head).id)
    assert line.batch


def test_the_same_file_again_changes_nothing(world: Flask) -> None:
    read = typed(of(asked("Lý Văn Lại"), NUMBER, "94001", *YEAR))
    brought(read)
    assert counts(check_entries(REGISTER, BHXH, read)) == (0, 0, 1, 0)
    with pytest.raises(Problems, match="không có gì mới"):
        brought(read)


def test_taking_the_import_back_leaves_the_registry_as_it_was(world: Flask) -> None:
    rows = [of(head, NUMBER, "94001", *YEAR) for head in (asked("Lý Văn Về"), poor("Lý Văn Không"))]
    before, gaps = dump(), without_card()
    brought(typed(*rows))
    change = last_change()
    saved(lambda: undo_change(BHXH, change))
    assert dump() == before
    assert without_card() == gaps


def test_every_fault_is_told_at_its_cell_and_nothing_is_written(world: Flask) -> None:
    head, other = asked("Lý Văn Sai"), poor("Lý Văn Trống")
    read = typed(
        of(head, "HN29401", "94001", *YEAR),
        ("Người Lạ", "1960", NUMBER, "94001", *YEAR),
        of(head, NUMBER, "9", "01/02/2021"),
        of(head, NUMBER, "94001"),
        of(other, "", "94001", *YEAR),
    )
    before = dump()
    with pytest.raises(Problems):
        brought(read)
    db.session.rollback()
    assert dump() == before
    cells = dict(told(check_entries(REGISTER, BHXH, read).faults))
    assert "Hãy chọn loại của số thẻ" in cells["2"]
    assert "Không có ai tên Người Lạ, sinh năm 1960" in cells["A3"]
    assert "5 chữ số" in cells["D4"]
    assert "Thiếu ngày bắt đầu" in cells["E5"]
    assert "không được để trống" in cells["6"], "a new card needs its subject code"


def test_namesakes_are_never_guessed_but_told_apart_by_household(world: Flask) -> None:
    head, namesake = poor("Lý Văn Trùng"), poor("Lý Văn Trùng")
    faults = told(check_entries(REGISTER, BHXH, typed(of(head, NUMBER, "94001", *YEAR))).faults)
    assert "Có 2 người tên Lý Văn Trùng" in faults[0][1]
    keys = ("name", "birth", "card_no", "facility_code", "starts", "ends", "household_code")
    brought(typed(of(head, NUMBER, "94001", *YEAR, home(head).code), keys=keys))
    assert line_of(head).household_id == home(head).id
    assert namesake.id in without_card()


def test_who_died_before_gets_no_card(world: Flask) -> None:
    head = poor("Lý Văn Mất")
    wife = person(home(head), "02")
    saved(lambda: correct_person(CONSOLE, wife, wife.version, name="Lý Thị Mất"))
    saved(lambda: record_death(CONSOLE, wife, wife.version, died_on=date(2020, 12, 20)))
    assert check_entries(REGISTER, BHXH, typed(of(wife, NUMBER, "94001", *YEAR))).faults


def test_people_of_another_area_are_not_found_and_lists_need_the_register_s_grant(world: Flask) -> None:
    read = typed(of(asked("Lý Văn Xa"), NUMBER, "94001", *YEAR))
    assert "Không có ai tên" in told(check_entries(REGISTER, BHXH_CHAU, read).faults)[0][1]
    with pytest.raises(Denied):
        brought(read, CLERK)


HEADERS = [
    ["STT", "Họ và tên", "Năm sinh", "Mã thẻ BHYT", "Nơi KCB ban đầu", "Giá trị từ", "Giá trị đến"],
    ["TT", "HỌ TÊN", "NGÀY SINH", "SỐ THẺ", "MÃ KCB", "TỪ NGÀY", "ĐẾN NGÀY"],
]


@pytest.mark.parametrize(("name", "header"), [("Lý Văn Cột", HEADERS[0]), ("Lý Văn Hàng", HEADERS[1])])
def test_a_plain_departmental_list_is_understood(world: Flask, tmp_path: Path, name: str, header: list[str]) -> None:
    head = asked(name)
    rows: list[list[Any]] = [
        ["BẢO HIỂM XÃ HỘI TỈNH"],
        ["DANH SÁCH CẤP THẺ BHYT NĂM 2021"],
        header,
        [1, head.name.upper(), head.birth_year, NUMBER, "94001", date(2021, 1, 1), "31/12/2021"],
        ["Tổng cộng: 1 thẻ"],
    ]
    path = tmp_path / "list.xlsx"
    path.write_bytes(book(rows))
    target = IMPORTERS["insurance"].target
    read = read_list(target, lay_out(target, read_workbook(path), Choice({})))
    assert read.faults == []
    assert counts(brought(read)) == (0, 1, 0, 0)
    assert (line_of(head).card_no, line_of(head).ends) == (NUMBER, date(2022, 1, 1))


def test_trying_a_file_out_tells_what_it_closes_and_leaves_nothing(world: Flask) -> None:
    head = asked("Lý Văn Thử")
    read = typed(of(head, "HN2949999999999", "94001", *YEAR))
    before, gaps = dump(), without_card()
    assert head.id in gaps
    with transaction():  # the head is no longer without a card, nor the family wholly without
        assert effect_of(IMPORTERS["insurance"], BHXH, read) == (0, 2)
    assert last_change() == "", "what was only tried is not there to be undone"
    assert dump() == before
    assert without_card() == gaps
    brought(read)
    assert moved_by(last_change()) == (0, 2)
