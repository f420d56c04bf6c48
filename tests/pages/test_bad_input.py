"""Whatever is typed: a sentence at the field, the typing kept, nothing saved by half, never a 500."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import postgresql_in_check
from tests.page import Page, lint
from tests.pages.forms import filled, person_code, send
from tests.pages.lines import INSURANCE
from tests.world import OURS, World

pytestmark = postgresql_in_check

NEW = {
    "unit_id": OURS,
    "name": "Sơn Thị Sà Mol",
    "sex": "female",
    "birth": "1954",
    "ethnicity": "Khmer",
    "phone": "0911",
    "note": "giữ lại",
}
HOSTILE = [
    "",
    " ",
    "x",
    "31/02/2021",
    "1/1/21",
    "0",
    "-1",
    "99999999999999999999",
    "9" * 5000,
    "a" * 600,
    "<script>alert(1)</script>",
    "Nguyễn\u200bVăn",
    "a\x00b",
    "\u202e1954",
    "'; DROP TABLE household;--",
    "%(name)s %s {0}",
    "١٢٣",
    "2021-13-45",
    "𝒜" * 50,
    "\ud800".encode("utf-8", "surrogatepass"),
]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "Họ và tên: Chưa điền ô này"),
        ("name", "x", "Họ tên phải có ít nhất hai chữ cái"),
        ("name", "Nguyễn\u200bVăn", "Ký tự thứ 7 là ký tự ẩn (U+200B ZERO WIDTH SPACE)"),
        ("name", "a" * 101, "Dài 101 ký tự; hãy rút còn tối đa 100"),
        ("sex", "", "Giới tính: Chưa điền ô này"),
        ("sex", "other", "Giá trị này không có trong danh sách"),
        ("birth", "31/02/1990", "Ngày 31/02/1990 không có trong lịch"),
        ("birth", "54", "Năm “54” chưa rõ thế kỷ"),
        ("birth", "1899", "Năm sinh 1899 ở trước năm 1900"),
        ("birth", "1900", "đã quá 120 tuổi"),
        ("birth", "2022", "ở sau ngày làm việc 15/12/2021"),
        ("birth", "hôm qua", "Không đọc được ngày “hôm qua”"),
        ("ethnicity", "người Hoả", "Chưa rõ dân tộc này"),
        ("starts", "16/12/2021", "ở sau ngày làm việc 15/12/2021"),
        ("starts", "1/1/1950", "Ngày 01/01/1950 ở trước ngày sinh 1954"),
        ("starts", "2021", "Hãy nhập đủ ngày/tháng/năm"),
        ("kind", "CCCD12", "Hãy nhập số giấy tờ"),
        ("number", "123", "Hãy chọn loại giấy tờ"),
        ("number", "0941 5400 123x", "Hãy chọn loại giấy tờ"),
        ("unit_id", "99999", "Giá trị này không có trong danh sách"),
        ("hamlet_id", "999999", "Giá trị này không có trong danh sách"),
        ("address", "s" * 201, "hãy rút còn tối đa 200"),
        ("causes", ["1", "99"], "Giá trị này không có trong danh sách"),
        ("note", "dòng\u00ad", "ký tự ẩn (U+00AD"),
    ],
)
def test_a_wrong_field_gets_its_sentence_and_the_rest_is_kept(
    visit: Callable, field: str, typed: Any, said: str
) -> None:
    page = send(visit("clerk"), "/households/new", {**NEW, field: typed})
    assert page.status == 422
    lint(page)
    page.sees(said, "Chưa lưu được, hãy sửa các chỗ sau")
    kept = filled(page)
    assert kept["phone"] == ["0911"] or field == "phone"
    assert kept["note"] == "giữ lại" or field == "note"
    assert any(e.get("aria-invalid") or "invalid" in (e.get("class") or "") for e in page.tree.iter())
    visit("clerk", "/households").sees("3 hộ")


def _forms(visitor: Any, codes: World) -> list[str]:
    code = codes.ours[0]
    wife = person_code(visitor, code, "Trần Thị Hoà")
    page, own = Page(visitor.get(f"/households/{code}"), 0), f"/households/{code}/people/{wife}"
    links = {a.get("href") for start in (page, Page(visitor.get(f"{own}/edit"), 0)) for a in start.tree.iter("a")}
    links |= {a.get("href") for a in Page(visitor.get("/hamlets"), 0).tree.iter("a")}
    found = [href for href in links if href and href.startswith((f"/households/{code}/", "/hamlets/"))]
    found = [href for href in found if "/explain" not in href]
    return sorted({*found, "/households/new", f"{own}/numbers", f"{own}/leave", f"{own}/died"})


@pytest.mark.check
@pytest.mark.parametrize("user", ["clerk", pytest.param("coordinator", marks=pytest.mark.check)])
def test_nothing_typed_anywhere_breaks_a_form(visit: Callable, codes: World, user: str) -> None:
    """Every form, every field of it in turn and all together, with every hostile text; nothing is ever a 500."""
    visitor = visit(user)
    paths = _forms(visitor, codes)
    assert len(paths) > 15
    for number, path in enumerate(paths):
        page = Page(visitor.get(path), 0)
        names = [name for name in filled(page) if name not in ("csrf_token", "form_key")]
        for at, name in enumerate([*names, "*"]):
            bad = HOSTILE[(number + at) % len(HOSTILE)]
            wrong = {one: bad for one in names if name in (one, "*")}
            sent = {**filled(page), **wrong, "form_key": f"{number:08d}{at:08d}"}
            status = visitor.client.post(path, data=sent).status_code
            assert status in (200, 303, 409, 422), f"{path} {name}={bad!r:.40}: {status}"


def test_an_empty_form_is_refused_at_each_required_field(visit: Callable, codes: World) -> None:
    clerk = visit("clerk")
    for path in _forms(clerk, codes):
        page = Page(clerk.get(path), 0)
        empty = {name: filled(page)[name] for name in ("csrf_token", "form_key") if name in filled(page)}
        answer = clerk.client.post(path, data=empty)
        assert answer.status_code in (409, 422), f"{path}: {answer.status_code}"


@pytest.mark.parametrize(
    "path",
    [
        "/households/HH-999999/edit",
        "/households/hh-000001/edit",
        "/households/%00/edit",
        "/households/HH-000001%00",
        "/households/HH-" + "9" * 400,
        "/households/{code}/people/ZZZZZZZZ/edit",
        "/households/{code}/people/%00%00/edit",
        "/households/{code}/people/" + "A" * 3000 + "/edit",
        "/households/{code}/homes/999999999999999999999/edit",
        "/households/{code}/heads/0/edit",
        "/households/{code}/classes/999999999999999999999/edit",
        "/hamlets/99999999999999999999999/edit",
        "/hamlets?unit_id=%00",
        "/hamlets/new?unit_id=99999",
    ],
)
def test_addresses_that_name_nothing_are_not_found(visit: Callable, codes: World, path: str) -> None:
    for user in ("clerk", "coordinator"):
        assert visit(user).get(path.format(code=codes.ours[0])).status_code == 404


def test_parts_of_another_household_are_not_found_in_this_one(visit: Callable, codes: World) -> None:
    mine, other = codes.ours[0], codes.ours[1]
    links = {a.get("href") for a in Page(visit("clerk").get(f"/households/{other}"), 0).tree.iter("a")}
    inside = [href for href in links if href and href.startswith(f"/households/{other}/") and href.count("/") > 4]
    assert len(inside) > 4
    for href in inside:
        assert visit("clerk").get(href.replace(other, mine)).status_code == 404, href


@pytest.mark.parametrize("query", ["unit_id=%00", "unit_id=" + "9" * 500, "hamlet_id=x", "unit_id=31570"])
def test_what_an_address_fills_in_is_looked_at(visit: Callable, query: str) -> None:
    visit("clerk", f"/households/new?{query}").sees_not("Đắc Lực")


def test_the_hamlets_of_a_chosen_commune_come_alone(visit: Callable) -> None:
    answer = visit("coordinator").get(f"/households/new?unit_id={OURS}", headers={"HX-Request": "true"})
    text = answer.get_data(as_text=True)
    assert "Ấp Đại Nôn" in text and "<form" not in text


@pytest.mark.parametrize("form", ["numbers", "codes", "classes/new", "bulk"])
def test_with_javascript_a_refused_form_comes_back_alone(visit: Callable, codes: World, line: str, form: str) -> None:
    home = f"/households/{codes.ours[0]}"
    of_person = f"{home}/people/{person_code(visit('clerk'), codes.ours[0], 'Trần Thị Hoà')}/numbers"
    path = {"numbers": of_person, "bulk": f"{INSURANCE}/bulk?key=cancel&line={line}"}.get(form, f"{home}/{form}")
    typed = filled(visit("clerk", path))
    answer = visit("clerk").client.post(path.partition("?")[0], data=typed, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "<html" not in text and "error" in text and text.lstrip().startswith("<form")
