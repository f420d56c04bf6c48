"""Plain lists of houses and of a project's households, one row a household: understood, checked, written, taken back.

Worked by hand: a house of 60,000,000 đồng is 40,000,000 of the state, 15,000,000 raised, 5,000,000 of the family; an ox
of 15,000,000 is 13,500,000 of the state and 1,500,000 of the family.
"""

import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from registry.commands.change import last_change
from registry.commands.importing import apply_needs  # noqa: F401 - declares its importer
from registry.commands.importing.apply_entries import import_entries
from registry.commands.importing.effect import effect_of
from registry.commands.importing.entries import check_entries
from registry.commands.importing.report import IMPORTERS, Report
from registry.commands.undo import undo_change
from registry.inputs.headers import find_header, suggest
from registry.inputs.lists import Choice, lay_out, read_list
from registry.inputs.targets import Read
from registry.inputs.workbook import read_workbook
from registry.kernel.actor import CONSOLE, Actor, Authority, Denied
from registry.messages import Problems
from registry.models import Amount, Entry, EntryStep, Household, HouseholdCode, Person
from registry.outputs.import_files import template_chunks
from registry.registers import register_of
from registry.storage import OPEN, db
from registry.storage.bulk import insert_rows
from registry.storage.transaction import transaction
from tests.commands.scenarios import saved
from tests.commands.scenarios_projects import project
from tests.commands.test_import_entries import home, poor
from tests.commands.test_undo import dump
from tests.commands.world import CHAU
from tests.conftest import postgresql_in_check
from tests.inputs.lists import saved as book
from tests.inputs.lists import told

pytestmark = postgresql_in_check

TITLES = [["UBND XÃ AN"], ["DANH SÁCH HỘ NGHÈO ĐỀ NGHỊ HỖ TRỢ NHÀ Ở NĂM 2021"], ["(Kèm theo Tờ trình số 5)"]]
ABOVE = [
    *("STT", "Họ và tên chủ hộ", "Năm sinh", "Dân tộc", "Số khẩu", "Đối tượng ưu tiên", "Thực trạng nhà"),
    *("Diện tích nhà", "Hình thức", "", "Kinh phí", "", "", "", "Ghi chú"),
]
BELOW = [*[""] * 8, "Xây mới", "Sửa chữa", "Tổng", "NSTW", "Huy động", "Gia đình", ""]
MERGED = [f"{letter}4:{letter}5" for letter in "ABCDEFGHO"] + ["I4:J4", "K4:N4"]
GIVEN = {"programme": "QD33", "starts": "01/03/2021"}
DEPARTMENT = Actor(51, "Sở Xây dựng", authorities=(Authority("department", register="housing"),))
OTHERS = Actor(52, "Cán bộ huyện Châu", authorities=(Authority("department", CHAU, "housing"),))
CLERK = Actor(53, "Cán bộ xã", authorities=(Authority("commune"),))
HOUSING, PRODUCTION = (register_of(key) for key in ("housing", "production"))


def row(who: Any, **changed: Any) -> list[Any]:
    """A house as communes list it; by the name of `who`, else of nobody."""
    given: dict[str, Any] = {"born": getattr(who, "birth_year", ""), "members": 4, "priority": "1", "area": 20}
    given |= {"weak": "nền, mái", "new": "x", "repair": "", "whole": "60.000.000", "note": ""} | changed
    money = (given["whole"], "40.000.000", "15.000.000 đ", 5000000)
    return [
        *(1, getattr(who, "name", ""), given["born"], "Khmer", given["members"], given["priority"], given["weak"]),
        *(given["area"], given["new"], given["repair"], *money, given["note"]),
    ]


def read(content: bytes, folder: Path, key: str = "housing", **given: str) -> Read:
    path = folder / "list.xlsx"
    path.write_bytes(content)
    target = IMPORTERS[key].target
    return read_list(target, lay_out(target, read_workbook(path), Choice(given)))


def houses(folder: Path, *rows: list[Any], **given: str) -> Read:
    content = book([*TITLES, ABOVE, BELOW, *rows, ["", "Tổng cộng: 1 hộ"]], MERGED)
    return read(content, folder, **(GIVEN | given))


def brought(found: Read, register: Any = HOUSING, actor: Actor = CONSOLE) -> Report:
    return saved(lambda: import_entries(actor, register, found, file_name="nhà.xlsx", sha256="ab" * 32))


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.same, len(report.faults)


def line_of(household: Household, register: Any = HOUSING) -> Any:
    db.session.rollback()
    return db.session.scalars(select(register.model).where(register.model.household_id == household.id)).one()


def money_of(line: Entry) -> dict[str, int]:
    rows = db.session.scalars(select(Amount).where(Amount.entry_id == line.id))
    return {one.source: one.amount for one in rows}


def words(report: Report) -> list[tuple[str, str, str]]:
    return [(str(one.label), str(one.before), str(one.after)) for one in report.shown[0].differences]


def test_a_commune_s_list_of_houses_is_understood_column_by_column_and_written(world: Flask, tmp_path: Path) -> None:
    head = poor("Lý Nhà Một")
    found = houses(tmp_path, row(head, note="Nhà sắp sập"))
    assert told(found.faults) == []
    assert counts(brought(found)) == (1, 0, 0, 0)
    line = line_of(home(head))
    assert (line.programme, line.work, line.priority, line.person_id) == ("QD33", "new", "1", None)
    assert (line.weak_parts, line.area, line.members) == (frozenset({"foundation", "roof"}), 20, 4)
    assert (line.status, line.starts, line.ends) == ("XA_LAP_DS", date(2021, 3, 1), OPEN)
    assert (line.class_, line.note) == ("poor", "Nhà sắp sập")
    assert money_of(line) == {"central": 40_000_000, "raised": 15_000_000, "household": 5_000_000}
    steps = db.session.scalars(select(EntryStep.to_state).where(EntryStep.entry_id == line.id))
    assert list(steps) == ["XA_LAP_DS"]


def test_the_same_list_again_changes_nothing_and_a_later_one_says_what_it_changes(world: Flask, tmp_path: Path) -> None:
    head = poor("Lý Nhà Hai")
    brought(houses(tmp_path, row(head)))
    assert counts(check_entries(HOUSING, CONSOLE, houses(tmp_path, row(head)))) == (0, 0, 1, 0)
    later = houses(tmp_path, row(head, members=6, new="", repair="x"), starts="01/09/2021")
    report = check_entries(HOUSING, CONSOLE, later)
    assert counts(report) == (0, 1, 0, 0)
    assert words(report) == [("Hình thức", "Xây mới", "Sửa chữa"), ("Số khẩu khi xét", "4", "6")]
    brought(later)
    line = line_of(home(head))
    assert (line.work, line.members, line.starts) == ("repair", 6, date(2021, 3, 1)), "an open line keeps its day"


def test_another_programme_is_another_line(world: Flask, tmp_path: Path) -> None:
    head = poor("Lý Nhà Ba")
    brought(houses(tmp_path, row(head)))
    assert counts(brought(houses(tmp_path, row(head), programme="Nhà đại đoàn kết"))) == (1, 0, 0, 0)


def test_the_list_is_taken_back_whole_and_its_effect_on_the_gaps_is_told_before(world: Flask, tmp_path: Path) -> None:
    found = houses(tmp_path, row(poor("Lý Nhà Bốn")), row(poor("Lý Nhà Năm")))
    before = dump()
    with transaction():
        opened, closed = effect_of(IMPORTERS["housing"], CONSOLE, found)
    assert (opened, closed) >= (0, 0) and dump() == before, "only tried"
    brought(found)
    change = last_change()
    saved(lambda: undo_change(CONSOLE, change))
    assert dump() == before


def test_every_wrong_cell_is_told_at_its_place_and_nothing_is_written(world: Flask, tmp_path: Path) -> None:
    first, second = poor("Lý Nhà Sáu"), poor("Lý Nhà Bảy")
    stranger = Person(name="Người Lạ", birth_year=1960)
    found = houses(
        tmp_path,
        row(first, weak="nền, cửa sổ"),
        row(second, members="bốn"),
        row(stranger),
        row(second, new="x", repair="x"),
        row(second, whole="61.000.000"),
        row(first, members=99_999),
        row(Person(name="Kim Không Năm", birth_year=None), born=""),
        row(first, new=""),
    )
    before = dump()
    with pytest.raises(Problems):
        brought(found)
    db.session.rollback()
    assert dump() == before
    cells = dict(told(check_entries(HOUSING, CONSOLE, found).faults))
    assert "“cửa sổ” không có trong danh mục. Hãy ghi một trong: Nền, móng; Khung, cột" in cells["G6"]
    assert "“bốn” không phải số" in cells["E7"]
    assert "Không có ai tên Người Lạ, sinh năm 1960" in cells["B8"]
    assert "Đánh dấu hai ô trái nhau" in cells["I9"]
    assert "Tổng ghi 61.000.000 đồng, các nguồn cộng lại là 60.000.000" in cells["K10"]
    assert "Chỉ nhận số từ 1 đến 9.999" in cells["E11"]
    assert "Dòng này chưa nói hộ nào" in cells["12"]
    assert "không được để trống" in cells["13"], "new or repaired, nobody said"


def test_a_household_twice_is_refused_at_the_second_row(world: Flask, tmp_path: Path) -> None:
    head = poor("Lý Nhà Tám")
    report = check_entries(HOUSING, CONSOLE, houses(tmp_path, row(head), row(head)))
    assert told(report.faults) == [("B7", "Hộ này đã có ở dòng 6. Hãy bỏ một.")]


CODED = ["Mã hộ", "Họ tên chủ hộ", "Chương trình", "Hình thức", "Từ ngày"]


@pytest.mark.parametrize("theirs", [False, True])
def test_a_household_s_own_code_or_another_system_s_is_enough(world: Flask, tmp_path: Path, theirs: bool) -> None:
    head = poor(f"Lý Mã {'Ngoài' if theirs else 'Nhà'}")
    code = home(head).code
    if theirs:
        code = "94.941.31500.7"
        external = {"household_id": home(head).id, "source": "Phần mềm cũ", "code": code}
        saved(lambda: insert_rows(HouseholdCode, [external]))
    found = read(book([CODED, [code, "", "QĐ 33/2015", "Sửa chữa", "01/03/2021"]]), tmp_path)
    assert counts(brought(found)) == (1, 0, 0, 0)
    assert line_of(home(head)).work == "repair"


def test_a_code_beside_another_family_s_name_is_refused(world: Flask, tmp_path: Path) -> None:
    head, other = poor("Lý Mã Đúng"), poor("Lý Mã Sai")
    rows = [[home(head).code, other.name, "QD33", "new", "01/03/2021"], ["HH-999999", "", "QD33", "new", "01/03/2021"]]
    report = check_entries(HOUSING, CONSOLE, read(book([CODED, *rows]), tmp_path))
    assert (
        told(report.faults)
        == [
            ("A3", "Không có hộ HH-999999 đang ở địa bàn của bạn."),
            ("B2", f"Hộ {home(head).code} không có ai tên Lý Mã Sai. Hãy kiểm tra lại mã hộ, họ tên."),
        ][::-1]
    )


def test_families_of_another_area_are_not_found_and_the_list_needs_the_register_s_grant(
    world: Flask, tmp_path: Path
) -> None:
    found = houses(tmp_path, row(poor("Lý Nhà Xa")))
    assert "Không có ai tên" in told(check_entries(HOUSING, OTHERS, found).faults)[0][1]
    with pytest.raises(Denied):
        brought(found, actor=CLERK)
    assert counts(brought(found, actor=DEPARTMENT)) == (1, 0, 0, 0)


OXEN = [
    ["DANH SÁCH HỘ THAM GIA DỰ ÁN NUÔI BÒ"],
    ["TT", "Họ tên chủ hộ", "Năm sinh", "Nội dung hỗ trợ", "Con giống", "ĐVT", "SL", "Đơn giá", "NSTW", "Hộ đối ứng"],
]


def ox(who: Any, *money: Any, **changed: Any) -> list[Any]:
    content = changed.get("content", "Bò, dê giống")
    return [1, who.name, who.birth_year, content, "Bò cái sinh sản", "con", 1, "15.000.000", *money]


def participants(folder: Path, code: str, *rows: list[Any]) -> Read:
    return read(book([*OXEN, *rows]), folder, "production", project=code, starts="05/03/2021")


def test_a_project_s_list_becomes_its_households_with_what_they_were_on_the_day(world: Flask, tmp_path: Path) -> None:
    made, head, other = project(), poor("Lý Bò Một"), poor("Lý Bò Hai")
    before = dump()
    rows = [ox(one, "13.500.000", "1.500.000") for one in (head, other)]
    assert counts(brought(participants(tmp_path, made.name, *rows), PRODUCTION)) == (2, 0, 0, 0)
    change = last_change()
    line = line_of(home(head), PRODUCTION)
    assert (line.project, line.content, line.item, line.measure) == (made.code, "cattle", "Bò cái sinh sản", "con")
    assert (line.quantity, line.unit_price, line.value) == (1, 15_000_000, 15_000_000)
    assert (line.status, line.target_group, line.class_) == ("DE_XUAT", "poor", "poor")
    assert money_of(line) == {"central": 13_500_000, "household": 1_500_000}
    again = check_entries(PRODUCTION, CONSOLE, participants(tmp_path, made.code, *rows))
    assert counts(again) == (0, 0, 2, 0)
    saved(lambda: undo_change(CONSOLE, change))
    assert dump() == before


@pytest.mark.parametrize("said", ["DA-9999", "Dự án không có"])
def test_a_project_nobody_knows_is_told_so(world: Flask, tmp_path: Path, said: str) -> None:
    project()
    found = participants(tmp_path, said, ox(poor(f"Lý Bò {said[-2:].replace('99', 'Chín')}")))
    assert any(f"“{said}” không có trong danh mục" in text for _, text in told(found.faults))


def headed(key: str) -> Iterable[Any]:
    book = openpyxl.load_workbook(io.BytesIO(b"".join(template_chunks(IMPORTERS[key].target, {}, str))))
    return [cell.value for cell in next(book.worksheets[0].iter_rows())]


@pytest.mark.parametrize("key", sorted(IMPORTERS))
def test_every_column_of_every_register_s_own_template_is_known_again(key: str, tmp_path: Path) -> None:
    target, labels = IMPORTERS[key].target, list(headed(key))
    path = tmp_path / "mau.xlsx"
    path.write_bytes(book([labels]))
    (sheet,) = read_workbook(path)
    header = find_header(sheet, target)
    assert header is not None
    known = {labels[at]: target.field(name).label for name, at in suggest(header, target).items()}
    assert known == {label: label for label in labels}
