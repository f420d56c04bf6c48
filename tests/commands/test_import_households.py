"""A list of households against the registry: who is new, changed, the same or wrong; written and undone whole."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from registry.commands.change import last_change
from registry.commands.households import close_household
from registry.commands.importing.apply import import_households
from registry.commands.importing.households import check_households
from registry.commands.importing.report import Report
from registry.commands.members import correct_person, end_membership, record_death
from registry.commands.numbers import add_number
from registry.commands.undo import undo_change
from registry.inputs.targets import Read
from registry.kernel.actor import CONSOLE, Actor, Denied
from registry.messages import Problems
from registry.models import AuditEvent, Household, HouseholdClass, ImportBatch, Membership, Person
from registry.storage import db
from tests.commands.scenarios import DAY, person, saved
from tests.commands.test_undo import dump
from tests.commands.world import CHAU, acting, clerk, coordinator, family, leader, members, stranger, who
from tests.conftest import postgresql_in_check
from tests.inputs.lists import read as read_file
from tests.inputs.lists import saved as book
from tests.inputs.lists import told

pytestmark = postgresql_in_check

HEADER = ["STT", "Họ và tên", "Quan hệ", "Năm sinh", "Giới tính", "Dân tộc", "Số CCCD", "Xã", "Ấp", "Mã hộ"]


@pytest.fixture
def listed(world: Flask, tmp_path: Path) -> Any:
    """Read a list of these rows, with these values for the whole file."""
    return lambda *rows, header=HEADER, **defaults: read_file(book([header, *rows]), tmp_path, **defaults)


def row(name: str, relation: str = "Chủ hộ", birth: Any = 1970, sex: str = "Nam", **more: str) -> list[Any]:
    cells = {"ethnicity": "Khmer", "number": "", "unit": "Xã An", "hamlet": "Hòa Thuận", "code": "", **more}
    return ["", name, relation, birth, sex, *cells.values()]


def checked(read: Read, actor: Actor = CONSOLE) -> Report:
    return check_households(actor, read)


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.same, len(report.faults)


def brought(read: Read, actor: Actor = CONSOLE, expected: str = "") -> str:
    """Bring the list in; the code of the change."""
    with acting(actor):
        import_households(actor, read, file_name="danh sách.xlsx", sha256="ab" * 32, expected=expected)
    return last_change()


def sentences(refused: Problems) -> list[str]:
    return [str(problem) for problem in refused.problems]


def newest() -> Household:
    return db.session.query(Household).order_by(Household.id.desc()).first()


def test_a_new_household_is_written_with_its_members_and_class(listed: Any) -> None:
    read = listed(
        row("Thạch Một", number="094070001234"),
        row("Lâm Thị Hai", "Vợ", "5/1972", "Nữ"),
        row("Thạch Ba", "Con", "1/2/2021"),
        class_="Hộ nghèo", round="2020", decision_no="12/QĐ-UBND", decision_date="10/12/2020", starts="15/12/2020",
    )  # fmt: skip
    assert counts(checked(read, clerk)) == (3, 0, 0, 0)
    brought(read, clerk)
    home = newest()
    people = [(db.session.get_one(Person, m.person_id).name, m.relationship, m.joined_reason) for m in members(home)]
    assert people == [("Thạch Một", "01", "listed"), ("Lâm Thị Hai", "02", "listed"), ("Thạch Ba", "03", "born")]
    (class_,) = db.session.query(HouseholdClass).filter_by(household_id=home.id)
    assert (class_.class_, class_.decision_no, class_.area_type) == ("poor", "12/QĐ-UBND", "rural")
    assert counts(checked(read, clerk)) == (0, 0, 3, 0), "the same file tells nothing new"


def test_each_changed_row_and_the_file_have_one_event(listed: Any) -> None:
    code = brought(listed(row("Lý Sự Kiện"), row("Lý Sự Hai", "Con", 2001)))
    entities = sorted(event.entity for event in db.session.query(AuditEvent).filter_by(change=code))
    assert entities == [
        "household", "household_head", "import_batch", "membership", "membership", "person", "person", "residence"
    ]  # fmt: skip
    (event,) = db.session.query(AuditEvent).filter_by(change=code, entity="import_batch")
    assert '"sha256":"abab' in event.body and '"new_rows":2' in event.body
    batch = db.session.query(ImportBatch).filter_by(change=code).one()
    assert (batch.target, batch.file_name, batch.new_rows) == ("households", "danh sách.xlsx", 2)


def test_import_then_undo_leaves_an_equal_dump(listed: Any) -> None:
    home = family(head=who("Lý Hoàn Tác", year=1961))
    before = dump()
    read = listed(
        row("Lý Hoàn Tác", birth="2/3/1961", sex="Nam", number="094061001234"),
        row("Lâm Thị Hoa", "Vợ", 1972, "Nữ", ethnicity="Kinh"),
        row("Lý Mới", "Con", 2020),
        row("Lý Hộ Khác"),
        class_="Hộ cận nghèo", round="2021", decision_no="1", decision_date="1/12/2021",
    )  # fmt: skip
    assert counts(checked(read)) == (2, 2, 0, 0)
    code = brought(read)
    done = dump()
    assert person(home, "01").birth.iso() == "1961-03-02"
    saved(lambda: undo_change(CONSOLE, code))
    assert dump() == before
    saved(lambda: undo_change(CONSOLE, last_change()))
    assert dump() == done


def test_differences_are_told_before_and_after(listed: Any) -> None:
    family(head=who("Lý Khác Biệt", year=1962))
    report = checked(
        listed(row("LÝ KHÁC BIỆT", birth="2/3/1962", number="094062001234"), row("Lâm Thị Hoa", "Con", 1972, "Nữ"))
    )
    assert counts(report) == (0, 2, 0, 0)
    told_ = [[(each.label, str(each.before), str(each.after)) for each in one.differences] for one in report.shown]
    assert told_ == [
        [("Ngày sinh", "1962", "02/03/1962"), ("Số giấy tờ", "–", "094•••••1234")],
        [("Quan hệ với chủ hộ", "Vợ/chồng", "Con")],
    ]


def test_what_a_file_knows_less_of_changes_nothing(listed: Any) -> None:
    home = family(head=who("Đặng Hòa", year=1963))
    head = person(home, "01")
    saved(
        lambda: correct_person(
            CONSOLE, head, head.version, name="Đặng Hòa", sex="male", birth=head.birth, ethnicity="05"
        )
    )
    assert counts(checked(listed(row("ĐẶNG HÒA", birth=1963)))) == (0, 0, 1, 0)


def test_a_household_is_found_by_its_code_whatever_its_head_is_called_now(listed: Any) -> None:
    home = family(head=who("Lý Tên Cũ", year=1964))
    add = saved(lambda: add_number(CONSOLE, person(home, "01"), kind="CCCD12", number="094064001234"))
    report = checked(listed(row("Lý Tên Mới", birth=1964, number=add.number, code=home.code)))
    assert counts(report) == (0, 1, 0, 0)
    assert str(report.shown[0].differences[0].after) == "Lý Tên Mới"


def test_a_code_of_another_system_is_kept_and_found_again(listed: Any) -> None:
    brought(listed(row("Lý Mã Ngoài", code="94-951-31672-0001")))
    report = checked(listed(row("Lý Mã Ngoài", code="94-951-31672-0001", birth=1970, hamlet="")))
    assert counts(report) == (0, 0, 1, 0)


def test_a_list_number_is_no_code(listed: Any) -> None:
    assert counts(checked(listed(row("Lý Một Số", code="12"), row("Lý Hai Số", code="13")))) == (2, 0, 0, 0)


def test_namesakes_are_never_guessed_between(listed: Any) -> None:
    for _ in range(2):
        family(head=who("Kim Trùng Tên", year=1965))
    report = checked(listed(row("Kim Trùng Tên", birth=1965)))
    ((cell, sentence),) = told(report.faults)
    assert cell == "B2"
    assert "Trong sổ có 2 hộ cùng tên chủ hộ" in sentence and "HH-" in sentence


def test_every_fault_is_told_at_its_cell_in_one_pass(listed: Any) -> None:
    home = family(head=who("Lý Nhiều Lỗi", year=1966))
    taken = saved(lambda: add_number(CONSOLE, person(home, "02"), kind="CCCD12", number="094172001234"))
    read = listed(
        row("Lý A", birth="1/5/54"),
        row("Lý B", hamlet="Ấp Không Có"),
        row("Lý C", unit="Xã Không Có"),
        row("Lý D", ethnicity="Sao Hoả"),
        row("Lý E", birth=2030),
        row("Lý F", number=taken.number, sex="Nữ"),
        row("Lý G", code="HH-999999"),
        row("Lý H"),
        row("Lý H"),
        row("Lý Chủ Khác", birth=1990, code=home.code),
    )
    report = checked(read)
    assert [cell for cell, _ in told(report.faults)] == [
        "D2", "I3", "H4", "F5", "D6", "G7", "J8", "B10", "C11"
    ]  # fmt: skip
    with pytest.raises(Problems) as refused:
        brought(read)
    assert len(refused.value.problems) == len(report.faults)
    assert "Sheet1!I3: Không có ấp, khóm “Ấp Không Có” trong xã. Trong sổ có: Ấp Hòa Thuận." in sentences(refused.value)


def test_one_wrong_row_keeps_the_whole_file_out(listed: Any) -> None:
    before = dump()
    with pytest.raises(Problems):
        brought(listed(row("Lý Tốt"), row("Lý Xấu", birth="?")))
    assert dump() == before


def test_rows_of_another_commune_are_refused_and_nothing_of_it_is_told(listed: Any) -> None:
    theirs = family(CHAU, head=who("Quạ Kín", year=1950))
    number = saved(lambda: add_number(CONSOLE, person(theirs, "01"), kind="CCCD12", number="094050009999")).number
    report = checked(listed(row("Quạ Kín", birth=1950, unit="Châu"), row("Lý X", code=theirs.code)), clerk)
    assert told(report.faults) == [
        ("H2", "“Châu” không thuộc địa bàn bạn được nhập. Hãy bỏ các dòng của xã này."),
        ("J3", f"Không có hộ {theirs.code} đang ở địa bàn của bạn."),
    ]
    report = checked(listed(row("Lý Y", birth=1950, number=number)), clerk)
    assert report.faults == []
    assert [text for _, text in told(report.doubts)] == [
        "Số này đã ghi cho một người ở địa bàn khác. Hãy đối chiếu giấy tờ."
    ]


def test_a_commune_officer_need_not_name_the_commune(listed: Any) -> None:
    read = listed(row("Lý Không Ghi Xã", unit=""))
    assert counts(checked(read, clerk)) == (1, 0, 0, 0)
    assert told(checked(read, coordinator).faults)[0][1].startswith("Chưa rõ xã.")


def test_who_may_not_import_brings_nothing_in(listed: Any) -> None:
    for actor in (leader, stranger):
        with pytest.raises((Denied, Problems)), acting(actor):
            import_households(actor, listed(row("Lý Cấm")), file_name="a", sha256="-")


def test_a_move_or_another_head_is_not_done_by_a_list(listed: Any) -> None:
    home = family(head=who("Lý Ở Yên", year=1967))
    report = checked(listed(row("Lý Ở Yên", birth=1967, unit="Thị trấn Bình", code=home.code)))
    assert told(report.faults) == [
        ("I2", f"Hộ {home.code} trong sổ ở nơi khác. Hãy dùng Chuyển nơi ở hoặc Đính chính nơi ở, rồi nhập lại.")
    ]
    report = checked(listed(row("Lâm Thị Hoa", birth=1972, sex="Nữ", code=home.code)))
    assert told(report.faults) == [
        ("C2", f"Chủ hộ của hộ {home.code} trong sổ là người khác. Hãy dùng Đổi chủ hộ, rồi nhập lại.")
    ]


def test_a_closed_household_is_not_found(listed: Any) -> None:
    home = family(head=who("Lý Đã Đóng", year=1968))
    saved(lambda: close_household(CONSOLE, home, home.version, day=DAY, reason="moved_away"))
    assert told(checked(listed(row("Lý Đã Đóng", birth=1968, code=home.code))).faults)[0][0] == "J2"


def test_a_class_needs_its_round_and_its_decision(listed: Any) -> None:
    report = checked(listed(row("Lý Thiếu Kỳ"), class_="Hộ nghèo"))
    assert "Diện hộ cần kỳ rà soát" in told(report.faults)[0][1]
    report = checked(listed(row("Lý Thiếu Số"), class_="Hộ nghèo", round="2020", decision_date="1/1/2010"))
    assert len(report.faults) == 2, "no number, and a day outside the round"


def test_a_class_told_otherwise_is_corrected_and_keeps_its_scores(listed: Any) -> None:
    told_ = {"round": "2020", "decision_no": "12", "decision_date": "10/12/2020"}
    brought(listed(row("Lý Đổi Diện", birth=1969), class_="Hộ nghèo", **told_))
    read = listed(row("Lý Đổi Diện", birth=1969), class_="Hộ cận nghèo", **told_)
    report = checked(read)
    (difference,) = report.shown[0].differences
    assert [str(difference.label), str(difference.before), str(difference.after)] == [
        "Diện hộ kỳ 2020", "Hộ nghèo", "Hộ cận nghèo",
    ]  # fmt: skip
    brought(read)
    (class_,) = db.session.query(HouseholdClass).filter_by(household_id=newest().id)
    assert class_.class_ == "near_poor"


def test_what_changed_since_the_check_is_not_overwritten(listed: Any) -> None:
    home = family(head=who("Lý Chậm Chân", year=1971))
    read = listed(row("Lý Chậm Chân", birth="1/1/1971"))
    shown = checked(read).fingerprint
    head = person(home, "01")
    saved(lambda: correct_person(CONSOLE, head, head.version, name="Lý Chậm Chân", sex="male",
                                 birth=who(year=1972).birth, ethnicity="05"))  # fmt: skip
    with pytest.raises(Problems, match="Sổ đã thay đổi từ lúc kiểm tra tệp"):
        brought(read, expected=shown)


def test_a_file_that_tells_nothing_new_is_not_written(listed: Any) -> None:
    read = listed(row("Lý Đã Có"))
    brought(read)
    with pytest.raises(Problems, match="không có gì mới so với sổ"):
        brought(read)


def test_members_a_list_leaves_out_stay(listed: Any) -> None:
    home = family(head=who("Lý Còn Nguyên", year=1958))
    brought(listed(row("Lý Còn Nguyên", birth=1958), row("Lý Thêm", "Cháu nội", 2015)))
    assert len(members(home)) == 4
    assert db.session.query(Membership).filter_by(household_id=home.id).count() == 4


def test_the_dead_and_the_gone_are_not_listed_again(listed: Any) -> None:
    home = family(head=who("Lý Nhà Vắng", year=1957))
    wife, son = person(home, "02"), members(home, "03")[0]
    saved(lambda: record_death(CONSOLE, wife, wife.version, died_on=date(2021, 5, 1)))
    saved(lambda: end_membership(CONSOLE, son, son.version, day=date(2021, 5, 1), reason="moved_out"))
    report = checked(
        listed(row("Lý Nhà Vắng", birth=1957), row("Lâm Thị Hoa", "Vợ", 1972, "Nữ"), row("Thạch Minh", "Con", 2001))
    )
    assert [text.split(".")[0] for _, text in told(report.faults)] == [
        "Người này đã ghi mất trong sổ",
        "Người này đã rời hộ trong sổ",
    ]
