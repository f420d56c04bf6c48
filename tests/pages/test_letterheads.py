"""Letterheads in the administrator's hands, and on the paper that is printed next."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Visitor, postgresql_in_check
from tests.page import Page
from tests.pages.accounts import take_back
from tests.print.lists import find, pages

pytestmark = postgresql_in_check

PATH = "/admin/letterheads/SYT"
HEAD = {
    "parent": "UBND TỈNH SÓC TRĂNG",
    "issuer": "SỞ Y TẾ MỚI",
    "place": "Ngã Năm",
    "suffix": "DS-SYTM",
    "signers": "TL. CHỦ TỊCH\r\nGIÁM ĐỐC\r\nTrần Thị Mẫu\r\n\r\nKT. GIÁM ĐỐC\r\nPHÓ GIÁM ĐỐC",
    "recipients": "- Như trên;\r\n- Lưu: VT, NVY.",
}


def admin(visit: Callable[..., Any]) -> Visitor:
    visitor: Visitor = visit("administrator")
    return visitor


def change(visit: Callable[..., Any], starts: str, **other: str) -> Any:
    return admin(visit).post(f"{PATH}/change", {**HEAD, "starts": starts, **other})


def printed(visit: Callable[..., Any]) -> bytes:
    answer = visit("coordinator").get(
        "/households?format=pdf&class=poor&unit=31672&variant=office&agency=SYT&signer=1&side=portrait"
    )
    assert answer.status_code == 200
    body: bytes = answer.get_data()
    return body


def test_every_agency_of_the_day_has_a_letterhead(visit: Callable[..., Any]) -> None:
    page = visit("administrator", "/admin/letterheads")
    page.sees("Sở Y tế", "UBND TỈNH SÓC TRĂNG", "DS-SYT", "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC", "… – 30/06/2025")
    page.sees("Ủy ban nhân dân Xã Đại Ân 2", "theo tên cơ quan")
    visit("administrator", "/admin/letterheads?day=01/08/2025").sees("UBND THÀNH PHỐ CẦN THƠ", "Sở Nội vụ").sees_not(
        "Ban Dân tộc"
    )
    visit("administrator", "/admin/agencies").sees("Mẫu văn bản")


def test_a_letterhead_changed_in_the_browser_stands_where_the_decree_wants_it(visit: Callable[..., Any]) -> None:
    before = printed(visit)
    assert "SỞ Y TẾ MỚI" not in pages(before)[0]
    assert change(visit, "01/12/2021").status_code == 303
    pdf = printed(visit)
    left, top = find(pdf, "SỞ Y TẾ MỚI")
    assert left < 0.4 and top < 0.15
    assert find(pdf, "UBND TỈNH SÓC TRĂNG")[1] < top < find(pdf, "Số:")[1]
    right, dated = find(pdf, "Ngã Năm, ngày")
    assert right > 0.5 and find(pdf, "Độc lập - Tự do - Hạnh phúc")[1] < dated < find(pdf, "DANH SÁCH")[1]
    across, title = find(pdf, "TL. CHỦ TỊCH")
    assert across > 0.5 and find(pdf, "Cộng: 1 hộ")[1] < title < find(pdf, "GIÁM ĐỐC")[1] < find(pdf, "Trần Thị Mẫu")[1]
    assert find(pdf, "Nơi nhận:")[0] < 0.2
    assert "/DS-SYTM" in pages(pdf)[0] and "- Như trên; - Lưu: VT, NVY." in pages(pdf)[0]


def test_a_change_to_come_is_not_printed_yet(visit: Callable[..., Any]) -> None:
    assert change(visit, "01/01/2022").status_code == 303
    assert "SỞ Y TẾ MỚI" not in pages(printed(visit))[0]
    visit("administrator", PATH).sees("… – 31/12/2021", "01/01/2022 – 30/06/2025", "đang dùng")


def test_a_correction_holds_from_the_first_day_and_is_taken_back(visit: Callable[..., Any]) -> None:
    assert change(visit, "01/12/2021").status_code == 303
    where = f"{PATH}/2021-12-01/correct"
    version = admin(visit).open(where).field("version")
    right = {**HEAD, "issuer": "SỞ Y TẾ ĐÚNG", "version": version}
    assert admin(visit).post(where, right).status_code == 303
    page = admin(visit).open(PATH).sees("SỞ Y TẾ ĐÚNG", "Hoàn tác")
    assert admin(visit).post(where, right).status_code == 409
    take_back(admin(visit).client, page)
    admin(visit).open(PATH).sees("SỞ Y TẾ MỚI").sees_not("SỞ Y TẾ ĐÚNG")


def test_a_committee_without_one_gets_its_own(visit: Callable[..., Any]) -> None:
    path = "/admin/letterheads/UBND-31672"
    visit("administrator", path).sees("Chưa ghi mẫu nào", "ỦY BAN NHÂN DÂN XÃ ĐẠI ÂN 2")
    own = {**HEAD, "issuer": "ỦY BAN NHÂN DÂN XÃ ĐẠI ÂN 2", "starts": "01/01/2021"}
    assert admin(visit).post(f"{path}/change", own).status_code == 303
    visit("administrator", path).sees("01/01/2021 – nay", "Trần Thị Mẫu")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"issuer": ""}, "Chưa điền ô này"),
        ({"place": "x" * 61}, "hãy rút còn tối đa 60"),
        ({"signers": "Trần Thị Mẫu"}, "chưa có chức vụ"),
        ({"signers": "XY. GIÁM ĐỐC"}, "chỉ có thể là TM., KT."),
        ({"suffix": "a\x00"}, "ký tự ẩn"),
        ({"starts": ""}, "Chưa điền ô này"),
        ({"starts": "32/01/2021"}, "không có trong lịch"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(visit: Callable[..., Any], wrong: dict[str, str], said: str) -> None:
    page = Page(change(visit, **{"starts": "01/12/2021", **wrong}), 0).sees(said)
    assert page.status == 422
    admin(visit).open(PATH).sees_not("SỞ Y TẾ MỚI")


@pytest.mark.parametrize("path", ["/admin/letterheads/KHONG", f"{PATH}/2021-01-02/correct", f"{PATH}/x/correct"])
def test_what_is_not_there_is_not_found(visit: Callable[..., Any], path: str) -> None:
    assert admin(visit).get(path).status_code == 404


def test_only_the_administrator_keeps_letterheads(visit: Callable[..., Any]) -> None:
    for path in ("/admin/letterheads", PATH, f"{PATH}/change"):
        assert visit("coordinator").get(path).status_code == 403
