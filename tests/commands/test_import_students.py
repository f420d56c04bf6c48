"""A school's list, in the columns offices print, brought into the register of pupils."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from registry.commands.classes import recognise_class
from registry.commands.importing.apply_entries import import_entries
from registry.commands.importing.entries import check_entries
from registry.commands.importing.report import IMPORTERS, Report
from registry.commands.settings import set_setting
from registry.inputs.lists import Choice, lay_out, read_list
from registry.inputs.targets import Read
from registry.inputs.workbook import read_workbook
from registry.kernel.actor import CONSOLE
from registry.models import Person
from registry.registers.students import REGISTER
from registry.registers.students.aid import StudentAid
from registry.registers.students.schools import SCHOOLS, forget_schools
from registry.storage import db
from registry.storage.transaction import transaction
from tests.commands.scenarios import RECOGNISED, person, saved
from tests.commands.scenarios_schools import school
from tests.commands.world import ROUND_2020, TODAY, family, who
from tests.conftest import postgresql_in_check
from tests.inputs.lists import saved as book
from tests.inputs.lists import told

pytestmark = postgresql_in_check

TITLE = ["DANH SÁCH HỌC SINH ĐƯỢC HỖ TRỢ CHI PHÍ HỌC TẬP NĂM HỌC 2021-2022"]
HEADER = [
    *("STT", "Họ và tên HS", "Ngày sinh", "Lớp", "Trường", "Họ tên cha/mẹ", "Địa chỉ", "Dân tộc", "Diện"),
    *("Mức/tháng", "Số tháng", "Thành tiền", "Ký nhận", "Ghi chú"),
]
WHOLE = {"policy": "CPHT", "starts": "01/09/2021", "ends": "31/08/2022"}


@pytest.fixture(autouse=True)
def the_day(world: Flask) -> None:
    with transaction():
        set_setting(CONSOLE, "working_day", TODAY.isoformat())
    forget_schools()
    if "TH-01" not in SCHOOLS:
        school("TH-01")


def pupil(name: str) -> Person:
    """A poor family's head, taken for the pupil: a name nobody else bears."""
    household = family(head=who(name, year=2013))
    saved(lambda: recognise_class(CONSOLE, household, household.version, round_id=ROUND_2020, **RECOGNISED))
    return person(household, "01")


def row(name: str, **changed: Any) -> list[Any]:
    given = {"grade": "3A", "school": "Trường Tiểu học An", "ground": "Nghèo", "rate": "150.000 đ", "months": 9}
    given |= changed
    return [
        *(1, name, "2013", given["grade"], given["school"], "Lý Thị Mẹ", "Ấp Hòa Thuận", "Khmer", given["ground"]),
        *(given["rate"], given["months"], "1.300.000", "", ""),
    ]


def read(folder: Path, *rows: list[Any], **defaults: str) -> Read:
    path = folder / "list.xlsx"
    path.write_bytes(book([TITLE, [], HEADER, *rows, ["", "Tổng cộng", *[""] * 12]]))
    target = IMPORTERS["students"].target
    return read_list(target, lay_out(target, read_workbook(path), Choice({**WHOLE, **defaults})))


def brought(found: Read) -> Report:
    return saved(lambda: import_entries(CONSOLE, REGISTER, found, file_name="trường.xlsx", sha256="ab" * 32))


def lines_of(someone: Person) -> list[StudentAid]:
    db.session.rollback()
    asked = select(StudentAid).where(StudentAid.person_id == someone.id).order_by(StudentAid.id)
    return list(db.session.scalars(asked))


def test_a_school_s_printed_list_is_understood_column_by_column(tmp_path: Path) -> None:
    one = pupil("Lý Trò Một")
    report = brought(read(tmp_path, row("Lý Trò Một")))
    assert (report.new, report.faults) == (1, [])
    (line,) = lines_of(one)
    assert (line.policy, line.school_year, line.school, line.grade) == ("CPHT", "2021-2022", "TH-01", "3A")
    assert (line.ground, line.rate, line.months, line.receiver) == ("poor", 150_000, 9, "Lý Thị Mẹ")
    assert (line.status, line.starts, line.ends) == ("TRUONG_XET", date(2021, 9, 1), date(2022, 9, 1))


def test_the_same_list_again_changes_nothing_and_a_line_that_went_on_is_not_taken_back(tmp_path: Path) -> None:
    one = pupil("Lý Trò Hai")
    found = read(tmp_path, row("Lý Trò Hai"))
    brought(found)
    assert (check_entries(REGISTER, CONSOLE, found).same, len(lines_of(one))) == (1, 1)


def test_another_policy_is_another_line(tmp_path: Path) -> None:
    one = pupil("Lý Trò Ba")
    brought(read(tmp_path, row("Lý Trò Ba")))
    brought(read(tmp_path, row("Lý Trò Ba"), policy="MGHP"))
    assert [line.policy for line in lines_of(one)] == ["CPHT", "MGHP"]


@pytest.mark.parametrize(
    ("changed", "cell", "said"),
    [
        ({"school": "Trường Lạ"}, "E4", "“Trường Lạ” không có trong danh mục"),
        ({"ground": "Giàu"}, "I4", "“Giàu” không có trong danh mục. Hãy ghi một trong: Hộ nghèo, Hộ cận nghèo"),
        ({"months": "chín"}, "K4", "“chín” không phải số"),
        ({"months": 13}, "K4", "Chỉ nhận số từ 1 đến 12"),
    ],
)
def test_a_cell_that_cannot_be_is_told_with_its_place(
    tmp_path: Path, changed: dict[str, Any], cell: str, said: str
) -> None:
    wrong = f"Lý Sai {said[:9].replace('“', '').title()}".rstrip(" 0123456789")
    pupil(wrong)
    report = check_entries(REGISTER, CONSOLE, read(tmp_path, row(wrong, **changed)))
    assert any(place == cell and text.startswith(said) for place, text in told(report.faults)), told(report.faults)


def test_a_list_whose_policy_nobody_said_is_told_so(tmp_path: Path) -> None:
    pupil("Lý Trò Bốn")
    report = check_entries(REGISTER, CONSOLE, read(tmp_path, row("Lý Trò Bốn"), policy=""))
    assert [text for _, text in told(report.faults)] == ["Ô này không được để trống. Hãy nhập hoặc chọn."]
