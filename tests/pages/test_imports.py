"""A commune officer brings in the list the commune keeps: file, columns, check, all or nothing, taken back."""

import io
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import func, select

from registry.kernel.scope import EVERYTHING, set_scope
from registry.models import Household, Person
from registry.storage import db
from registry.web.uploads import KEPT
from tests.conftest import postgresql_in_check
from tests.inputs.hostile import HOSTILE
from tests.inputs.lists import saved
from tests.page import Page

pytestmark = postgresql_in_check

HEADER = ["STT", "Họ và tên", "Quan hệ", "Năm sinh", "Giới tính", "Dân tộc", "Ấp", "Số CCCD"]
LIST = [
    ["DANH SÁCH HỘ NGHÈO"],
    HEADER,
    [1, "Kim Thị Mới", "Chủ hộ", 1969, "Nữ", "Khmer", "Đại Nôn", "094169001234"],
    [None, "Thạch Con", "Con", "5/2010", "Nam", "KM", None, None],
]
WRONG = [HEADER, [1, "Kim Sai", "Chủ hộ", "1/5/54", "Nữ", "Khmer", "Ấp Lạ", "123"]]


def people(app: Flask) -> int:
    with app.app_context():
        set_scope(EVERYTHING)
        count = db.session.scalar(select(func.count()).select_from(Person))
        db.session.remove()
        return int(count)


def send(visit: Callable[..., Any], content: bytes, name: str = "danh sách.xlsx", who: str = "clerk") -> Any:
    return visit(who).post("/imports", {"target": "households", "file": (io.BytesIO(content), name)})


def kept(visit: Callable[..., Any], rows: Any = LIST, **more: Any) -> str:
    """Send a list; the address of its mapping page."""
    answer = send(visit, saved(rows, **more))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"])


def mapped(page: Page, **more: str) -> dict[str, str]:
    """The mapping form as its page suggests it."""
    chosen = {}
    for one in page.tree.iter("select"):
        options = [option for option in one.iter("option") if "selected" in option.attrib]
        chosen[one.get("name")] = options[0].get("value", "") if options else ""
    return {**{key: value for key, value in chosen.items() if key}, **more}


def checked(visit: Callable[..., Any], rows: Any = LIST, **more: str) -> str:
    """Send a list and take the suggested columns; the address of the check."""
    address = kept(visit, rows)
    answer = visit("clerk").post(address, mapped(visit("clerk", address), **more))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"])


def confirm(visit: Callable[..., Any], address: str) -> Any:
    page = visit("clerk", address)
    return visit("clerk").post(address.replace("/check", "/apply"), {"expected": page.field("expected")}, form=address)


def test_a_list_is_mapped_checked_written_and_taken_back(app: Flask, visit: Callable[..., Any]) -> None:
    before = people(app)
    address = kept(visit)
    page = visit("clerk", address).sees("Tìm thấy tiêu đề ở dòng 2", "Kim Thị Mới", "094•••••1234")
    page.sees_not("094169001234")
    assert mapped(page)["field-0-1"] == "name"
    check = checked(visit)
    visit("clerk", check).sees("2 dòng mới", "0 lỗi", "Kim Thị Mới", "Chưa ghi gì vào sổ")
    assert people(app) == before
    assert confirm(visit, check).headers["Location"] == "/imports"
    page = visit("clerk", "/imports").sees("Đã nhập danh sách.xlsx: 2 dòng mới", "Hoàn tác lần nhập này")
    assert people(app) == before + 2
    visit("clerk", "/households?q=kim+thi+moi").sees("Kim Thị Mới")
    undo = re.search("/changes/[0-9a-f]+/undo", page.html)
    assert undo
    visit("clerk").post(undo[0], {"next": "/imports"}, form="/imports")
    visit("clerk", "/imports").sees("Đã hoàn tác")
    visit("clerk", "/imports").sees("Chưa có lần nào")
    assert people(app) == before


def test_a_file_is_opened_once_and_nothing_of_it_stays(app: Flask, visit: Callable[..., Any]) -> None:
    address = checked(visit)
    kept_in = folder(app)
    assert all(one.stat().st_mode & 0o077 == 0 for one in kept_in.iterdir())
    (file,) = kept_in.glob("*.bin")
    file.write_bytes(b"no longer a workbook")
    visit("clerk", address).sees("2 dòng mới")
    confirm(visit, checked(visit))
    assert {one.stem for one in kept_in.iterdir()} == {file.stem}, "of the file brought in nothing is left"


def test_a_list_with_faults_tells_them_by_reason_and_comes_back_with_reasons(visit: Callable[..., Any]) -> None:
    address = checked(visit, WRONG)
    page = visit("clerk", address).sees("3 lỗi", "Sheet1!D2", "Sheet1!G2", "Không có ấp, khóm “Ấp Lạ” trong xã")
    page.sees_not("Ghi tất cả vào sổ")
    file = visit("clerk").get(address.replace("/check", "/faults"))
    sheet = openpyxl.load_workbook(io.BytesIO(file.data)).active
    assert [sheet["B2"].value, sheet["I1"].value] == ["Kim Sai", "Lý do"]
    assert "Năm “54” chưa rõ thế kỷ" in sheet["I2"].value and "Ấp Lạ" in sheet["I2"].value
    assert sheet["D2"].fill.fgColor.rgb == "FFFFC7CE"


def test_what_was_changed_after_the_check_is_shown_again(app: Flask, visit: Callable[..., Any]) -> None:
    address = checked(visit)
    before = people(app)
    answer = visit("clerk").post(address.replace("/check", "/apply"), {"expected": "x" * 32}, form=address)
    assert answer.headers["Location"] == address
    visit("clerk", address).sees("Sổ đã thay đổi từ lúc kiểm tra tệp")
    assert people(app) == before


def test_columns_are_remembered_for_a_file_with_the_same_header(visit: Callable[..., Any]) -> None:
    address = kept(visit)
    visit("clerk").post(address, mapped(visit("clerk", address), **{"field-0-7": ""}))
    assert mapped(visit("clerk", kept(visit)))["field-0-7"] == ""


def test_two_columns_cannot_be_the_same(visit: Callable[..., Any]) -> None:
    address = kept(visit)
    answer = visit("clerk").post(address, mapped(visit("clerk", address), **{"field-0-7": "name"}))
    assert answer.status_code == 422
    Page(answer, 0).sees("Cột B và cột H cùng được chọn là “Họ và tên”")


def test_a_missing_column_is_told_and_can_be_said_for_the_whole_file(visit: Callable[..., Any]) -> None:
    rows = [["STT", "Họ tên", "Năm sinh", "Giới tính"], [1, "Kim Thị Mới", 1969, "Nữ"]]
    address = kept(visit, rows)
    form = mapped(visit("clerk", address))
    answer = visit("clerk").post(address, form)
    assert answer.status_code == 422
    Page(answer, 0).sees("thiếu cột: Dân tộc", "Tiêu đề gần nhất, ở dòng 1")
    form |= {"given-ethnicity": "Khmer"}
    visit("clerk", visit("clerk").post(address, form).headers["Location"]).sees("1 dòng mới")


def test_an_old_font_is_shown_before_and_after_and_confirmed(visit: Callable[..., Any]) -> None:
    rows = [HEADER, [1, "NguyÔn ThÞ S\xad¬ng", "Chủ hộ", 1969, "Nữ", "Kinh", "Đại Nôn", None]]
    address = kept(visit, rows)
    page = visit("clerk", address).sees("NguyÔn", "Nguyễn Thị Sương")
    check = visit("clerk").post(address, mapped(page)).headers["Location"]
    visit("clerk", check).sees("Nguyễn Thị Sương")


def test_a_header_nobody_finds_can_be_pointed_at(visit: Callable[..., Any]) -> None:
    address = kept(visit, [["a", "b"], ["Cột một", "Cột hai"], ["Kim", "1969"]])
    page = visit("clerk").get(address)
    assert page.status_code == 422
    Page(page, 0).sees("không có dòng tiêu đề", "Chỉ ra trang và dòng tiêu đề")
    visit("clerk").post(address, {"again": "1", "header_row": "2"}, form="/imports")
    visit("clerk", address).sees("Cột một", "Cột hai")


@pytest.mark.parametrize("name", ["tilebom.xlsx", "xxe.xlsx", "web.xlsx", "matkhau.xlsx", "cat.xlsx", "nhay.csv"])
def test_p35_a_hostile_file_is_refused_kindly_and_not_kept(app: Flask, visit: Callable[..., Any], name: str) -> None:
    make, said = HOSTILE[name]
    before = set(folder(app).glob("*"))
    answer = send(visit, make(), name)
    assert answer.status_code == 422
    Page(answer, 0).sees(said, name)
    assert set(folder(app).glob("*")) == before


def folder(app: Flask) -> Path:
    return Path(app.config["REGISTRY"].activity_url.removeprefix("sqlite:///")).parent / "uploads"


def test_no_file_is_said_so(visit: Callable[..., Any]) -> None:
    answer = visit("clerk").post("/imports", {"target": "households"})
    assert answer.status_code == 422
    Page(answer, 0).sees("Chưa chọn tệp")


def test_a_file_is_kept_for_its_owner_only_and_for_a_day(app: Flask, visit: Callable[..., Any]) -> None:
    address = kept(visit)
    for path in folder(app).iterdir():
        assert path.stat().st_mode & 0o077 == 0
    for who in ("stranger", "coordinator"):
        assert visit(who).get(address).status_code == 404
        assert visit(who).get(f"{address}/check").status_code == 404
        assert visit(who).get(f"{address}/faults").status_code == 404
    for path in folder(app).iterdir():
        os.utime(path, (path.stat().st_mtime - KEPT - 60,) * 2)
    assert visit("clerk").get(address).status_code == 404
    kept(visit)
    assert len(list(folder(app).iterdir())) == 3


@pytest.mark.parametrize("who", ["leader", "auditor", "district", "administrator"])
def test_p1_who_may_not_import_comes_not_here(visit: Callable[..., Any], who: str) -> None:
    assert visit(who).get("/imports").status_code == 403


def test_a_file_over_the_bound_is_refused(visit: Callable[..., Any]) -> None:
    kind = "multipart/form-data; boundary=b"
    assert visit("clerk").client.post("/imports", data=b"x" * (22 << 20), content_type=kind).status_code == 413


def test_the_template_offers_what_the_officer_may_use_and_reads_back(app: Flask, visit: Callable[..., Any]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(visit("clerk").get("/imports/template/households").data))
    sheet, values = book["Danh sách"], book["Giá trị"]
    labels = [cell.value for cell in sheet[1]]
    assert labels[:4] == ["STT", "Mã hộ", "Họ và tên", "Quan hệ với chủ hộ"]
    unit, hamlet = labels.index("Xã, phường, thị trấn") + 1, labels.index("Ấp, khóm") + 1
    assert values.cell(1, unit).value == "Xã Đại Ân 2, Huyện Trần Đề"
    assert values.cell(2, unit).value is None
    assert values.cell(1, hamlet).value == "Ấp Đại Nôn"
    row = {"Họ và tên": "Kim Mẫu", "Quan hệ với chủ hộ": "Chủ hộ", "Ngày sinh": "1970", "Giới tính": "Nữ",
           "Dân tộc": "Khmer", "Xã, phường, thị trấn": values.cell(1, unit).value, "Ấp, khóm": "Ấp Đại Nôn",
           "Diện hộ": "Hộ nghèo",
           "Kỳ rà soát": "R2020", "Số quyết định": "7/QĐ-UBND", "Ngày quyết định": "10/12/2020"}  # fmt: skip
    for label, value in row.items():
        sheet.cell(2, labels.index(label) + 1).value = value
    out = io.BytesIO()
    book.save(out)
    address = send(visit, out.getvalue()).headers["Location"]
    check = visit("clerk").post(address, mapped(visit("clerk", address))).headers["Location"]
    visit("clerk", check).sees("1 dòng mới", "0 lỗi", "Hộ nghèo")
    assert confirm(visit, check).headers["Location"] == "/imports"
    with app.app_context():
        set_scope(EVERYTHING)
        assert db.session.scalar(select(func.count()).select_from(Household)) == 7
        db.session.remove()
    address = send(visit, out.getvalue()).headers["Location"]
    check = visit("clerk").post(address, mapped(visit("clerk", address))).headers["Location"]
    answer = visit("clerk").get(check)
    Page(answer, 0).sees("0 dòng mới", "1 giữ nguyên", "Tệp không có gì mới so với sổ")


def test_the_empty_template_is_told_to_be_empty(visit: Callable[..., Any]) -> None:
    address = send(visit, visit("clerk").get("/imports/template/households").data).headers["Location"]
    answer = visit("clerk").post(address, mapped(visit("clerk", address)))
    Page(answer, 0).sees("Dưới tiêu đề không có dòng nào")
