"""The clerk's day: households listed, corrected, moved, headed by another, split, merged and closed."""

from collections.abc import Callable

import pytest

from tests.conftest import postgresql_in_check
from tests.pages.forms import again, code_of, confirmed, filled, person_code, send
from tests.world import CANARY, OURS, THEIRS, World

pytestmark = postgresql_in_check

NEW = {
    "unit_id": OURS,
    "address": "Số 9",
    "name": "Sơn Thị Sà Mol",
    "sex": "female",
    "birth": "1954",
    "ethnicity": "Khơ-me",
}
PATHS = ["", "/edit", "/move", "/head", "/close", "/split", "/merge", "/codes", "/members/new", "/members/admit"]
GETS = ["/households/new", "/hamlets", "/hamlets/new", *(f"/households/{{code}}{path}" for path in PATHS)]


@pytest.mark.parametrize("path", GETS)
@pytest.mark.parametrize("user", ["clerk", "coordinator"])
def test_every_page_opens(visit: Callable, codes: World, path: str, user: str) -> None:
    visit(user, path.format(code=codes.ours[0]))


def test_a_household_is_listed_with_its_head(visit: Callable) -> None:
    done = send(visit("clerk"), "/households/new", NEW, causes=["1", "7"], flags=["merit"], note="Nhà dột")
    page = visit("clerk", f"/households/{code_of(done)}")
    page.sees("Sơn Thị Sà Mol", "Khmer", "1954", "Số 9", "Xã Đại Ân 2", "Đã thêm hộ", "Hoàn tác")
    page.sees("Không có đất sản xuất; Có người ốm đau, bệnh nặng, tai nạn", "Hộ có người có công", "Nhà dột")


@pytest.mark.parametrize("typed", ["khmer", "Khơ-me", "KM", "KHMER", "Khơ me", "05"])
def test_an_ethnic_group_is_known_by_any_of_its_names(visit: Callable, typed: str) -> None:
    done = send(visit("clerk"), "/households/new", {**NEW, "ethnicity": typed})
    visit("clerk", f"/households/{code_of(done)}").sees("Dân tộc chủ hộ Khmer")


def test_save_and_add_another_keeps_the_place(visit: Callable) -> None:
    page = send(visit("coordinator"), "/households/new", {**NEW, "again": "1"})
    assert page.response.headers["Location"].startswith(f"/households/new?unit_id={OURS}")
    next_ = visit("coordinator", page.response.headers["Location"]).sees("Đã thêm hộ", "Ấp Đại Nôn")
    assert filled(next_)["unit_id"] == [OURS]


def test_without_javascript_the_hamlets_come_after_choosing_the_commune(visit: Callable) -> None:
    page = send(visit("coordinator"), "/households/new", {**NEW, "pick": "1"})
    assert page.status == 422
    page.sees("Ấp Đại Nôn").sees_not("Chưa lưu được")
    assert filled(page)["name"] == [NEW["name"]]


def test_a_clerk_chooses_no_commune_and_cannot_choose_another(visit: Callable, codes: World) -> None:
    visit("clerk", "/households/new").sees("Xã Đại Ân 2").sees_not("Hồ Đắc Kiện", "Chọn xã")
    page = send(visit("clerk"), "/households/new", {**NEW, "unit_id": THEIRS})
    assert page.status == 422
    page.sees("Giá trị này không có trong danh sách").sees_not("Hồ Đắc Kiện")


def test_a_namesake_is_shown_before_saving_and_the_form_is_kept(visit: Callable, codes: World) -> None:
    clerk = visit("clerk")
    page = send(clerk, "/households/new", {**NEW, "name": "Đặng Văn Đức", "birth": "1961", "note": "giữ lại"})
    assert page.status == 422
    page.sees("đang ở hộ " + codes.ours[0], "Đã xem, vẫn lưu")
    assert filled(page)["note"] == "giữ lại"
    assert code_of(confirmed(clerk, "/households/new", page)) not in codes.ours


def test_a_namesake_beyond_the_area_is_only_a_commune(visit: Callable, codes: World) -> None:
    page = send(visit("clerk"), "/households/new", {**NEW, "name": f"{CANARY} Một", "birth": "1950"})
    page.sees("trùng năm sinh ở Xã Hồ Đắc Kiện").sees_not(*codes.theirs)


def test_new_doubts_are_shown_again_although_older_ones_were_seen(visit: Callable) -> None:
    clerk = visit("clerk")
    page = send(clerk, "/households/new", {**NEW, "name": "Đặng Văn Đức", "birth": "1961"})
    button = next(b.get("value") for b in page.tree.iter("button") if b.get("name") == "confirmed")
    page = again(clerk, "/households/new", page, number="094185001234", confirmed=button)
    page.sees("Số giấy tờ ứng với năm sinh 1985", "Đã xem, vẫn lưu")


def test_facts_are_corrected_with_their_history(visit: Callable, codes: World) -> None:
    code = codes.ours[0]
    send(visit("clerk"), f"/households/{code}/edit", phone="0912 345 678", flags=["no_labour"])
    page = visit("clerk", f"/households/{code}").sees("0912 345 678", "Hộ không có khả năng lao động")
    page.sees("Đính chính hộ", "Điện thoại – → 0912 345 678", "Người clerk")


def test_a_home_is_corrected(visit: Callable, codes: World) -> None:
    code = codes.ours[0]
    page = visit("clerk", f"/households/{code}/edit")
    path = next(a.get("href") for a in page.tree.iter("a") if "/homes/" in (a.get("href") or ""))
    assert send(visit("clerk"), path, address="Số 77").status == 303
    visit("clerk", f"/households/{code}").sees("Số 77, Ấp Đại Nôn").sees_not("Số 1, Ấp")


def test_a_household_moves_from_a_day_on(visit: Callable, codes: World) -> None:
    code = codes.ours[0]
    assert send(visit("clerk"), f"/households/{code}/move", day="1/12/2021", address="Số 55").status == 303
    visit("clerk", f"/households/{code}").sees("01/12/2021 Số 55, Ấp Đại Nôn", "01/01/2018 – 30/11/2021 Số 1")
    visit("clerk", f"/households/{code}?day=30/11/2021").sees("Tính đến ngày 30/11/2021").sees_not("Số 55, Ấp")


def test_the_head_changes_and_the_old_one_stays_one_line(visit: Callable, codes: World) -> None:
    code, clerk = codes.ours[0], visit("clerk")
    wife = person_code(clerk, code, "Trần Thị Hoà")
    sent = {"day": "1/11/2021", "person": wife, "old_head_relationship": "02"}
    assert send(clerk, f"/households/{code}/head", sent).status == 303
    rows = visit("clerk", f"/households/{code}").rows()
    assert rows[0].startswith("Trần Thị Hoà") and "Chủ hộ" in rows[0] and "01/01/2018" in rows[0]
    assert sum(row.startswith("Đặng Văn Đức") for row in rows) == 1
    assert "Vợ/chồng" in next(row for row in rows if row.startswith("Đặng Văn Đức"))
    before = visit("clerk", f"/households/{code}?day=31/10/2021").rows()
    assert before[0].startswith("Đặng Văn Đức") and "Chủ hộ" in before[0]


def test_a_wrong_head_is_corrected(visit: Callable, codes: World) -> None:
    code, clerk = codes.ours[0], visit("clerk")
    page = visit("clerk", f"/households/{code}/edit")
    path = next(a.get("href") for a in page.tree.iter("a") if "/heads/" in (a.get("href") or ""))
    sent = {"person": person_code(clerk, code, "Trần Thị Hoà"), "old_head_relationship": "02"}
    assert send(clerk, path, sent).status == 303
    assert visit("clerk", f"/households/{code}?day=1/1/2018").h1 == f"{code} · Trần Thị Hoà"


def test_members_split_off(visit: Callable, codes: World) -> None:
    code, clerk = codes.ours[0], visit("clerk")
    wife, child = (person_code(clerk, code, name) for name in ("Trần Thị Hoà", "Đặng Thị Út"))
    path = f"/households/{code}/split"
    send(clerk, path, {f"role_{wife}": "03"}).sees("Hãy chọn đúng một người làm chủ hộ mới")
    done = send(clerk, path, {"day": "1/12/2021", f"role_{wife}": "head", f"role_{child}": "03", "address": "Số 2"})
    new = code_of(done)
    assert new not in codes.ours
    assert visit("clerk", f"/households/{new}").h1 == f"{new} · Trần Thị Hoà"
    visit("clerk", f"/households/{code}").sees("30/11/2021 · Tách hộ")


def test_two_households_become_one_after_a_look_at_the_other(visit: Callable, codes: World) -> None:
    code, into, clerk = codes.ours[2], codes.ours[0], visit("clerk")
    person, path = person_code(clerk, code, "Lý Hòa Thuận"), f"/households/{code}/merge"
    page = send(clerk, path, {"into_code": into.lower(), f"role_{person}": "11", "day": "1/12/2021"})
    page.sees(f"Hộ nhận là {into} · Đặng Văn Đức")
    assert code_of(confirmed(clerk, path, page)) == into
    visit("clerk", f"/households/{into}").sees("Lý Hòa Thuận")


def test_a_household_cannot_be_merged_into_one_elsewhere(visit: Callable, codes: World) -> None:
    code, clerk = codes.ours[2], visit("clerk")
    role = {f"role_{person_code(clerk, code, 'Lý Hòa Thuận')}": "11"}
    theirs = send(clerk, f"/households/{code}/merge", {**role, "into_code": codes.theirs[0]})
    absent = send(clerk, f"/households/{code}/merge", {**role, "into_code": "HH-999999"})
    assert theirs.status == absent.status == 422
    theirs.sees("Không có hộ mang mã này trong địa bàn").sees_not(CANARY)
    absent.sees("Không có hộ mang mã này trong địa bàn")


def test_a_closed_household_says_so_and_may_still_be_corrected(visit: Callable, codes: World) -> None:
    code = codes.ours[0]
    done = send(visit("clerk"), f"/households/{code}/close", day="15/12/2021", reason="moved_away", note="Về Cà Mau")
    page = visit("clerk", done.response.headers["Location"])
    page.sees("Hộ này đã đóng sau ngày 14/12/2021: Chuyển đi khỏi tỉnh", "Đặng Văn Đức", "Đã đóng hộ", "Hoàn tác")
    page.sees_not("Thay đổi từ ngày", "Rời hộ")
    visit("clerk", "/households").sees_not(code)
    assert visit("clerk").get(f"/households/{code}").headers["Location"].endswith("?day=2021-12-14")
    assert send(visit("clerk"), f"/households/{code}/edit", note="Về Bạc Liêu").status == 303
    page = send(visit("clerk"), f"/households/{code}/move", address="Số 8")
    assert page.status == 422
    page.sees("Hộ này đã đóng nên chỉ đính chính được")


def test_codes_of_other_systems_are_added_and_taken_away(visit: Callable, codes: World) -> None:
    code, clerk = codes.ours[0], visit("clerk")
    path = f"/households/{code}/codes"
    assert send(clerk, path, source="Phần mềm của Bộ", code="94-951-01").status == 303
    send(clerk, path.replace(code, codes.ours[1]), source="Phần mềm của Bộ", code="94-951-01").sees(
        f"Mã này đã ghi cho hộ {code}"
    )
    page = visit("clerk", path).sees("94-951-01")
    action = next(f.get("action") for f in page.tree.iter("form") if (f.get("action") or "").endswith("/withdraw"))
    sent = {"csrf_token": page.token(), "form_key": page.form_key(), "version": "1"}
    assert clerk.client.post(action, data=sent).status_code == 303
    visit("clerk", f"/households/{code}").sees("Mã ở hệ thống khác –")


def test_the_drawer_is_a_part_of_the_page(visit: Callable, codes: World) -> None:
    path = f"/households/{codes.ours[0]}"
    drawer = visit("clerk").get(path, headers={"HX-Request": "true"}).get_data(as_text=True).strip()
    assert "<html" not in drawer and "Đặng Văn Đức" in drawer
    assert drawer in visit("clerk", path).html


def test_a_form_counts_once(visit: Callable) -> None:
    clerk = visit("clerk")
    data = {**filled(visit("clerk", "/households/new")), **NEW}
    first, second = (clerk.client.post("/households/new", data=data) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    visit("clerk", "/households").sees("4 hộ")


@pytest.mark.parametrize("user", ["clerk", "coordinator"])
def test_after_the_reform_of_2025_nothing_is_empty_and_a_home_keeps_its_commune(
    visit: Callable, codes: World, monkeypatch: pytest.MonkeyPatch, user: str
) -> None:
    monkeypatch.setenv("REGISTRY_TODAY", "2026-01-15")
    code = codes.ours[0]
    for path in GETS:
        visit(user, path.format(code=code))
    visit(user, "/households/new").sees("Xã Trần Đề").sees_not("Xã Hồ Đắc Kiện" if user == "clerk" else "Huyện Trần Đề")
    page = visit(user, f"/households/{code}/edit")
    path = next(a.get("href") for a in page.tree.iter("a") if "/homes/" in (a.get("href") or ""))
    visit(user, path).sees("Ấp Đại Nôn (Xã Đại Ân 2)")
    assert send(visit(user), path, address="Số 3").status == 303
    page = visit(user, f"/households/{code}").sees("Số 3, Ấp Đại Nôn, Xã Trần Đề", "Địa chỉ Số 1 → Số 3")
    page.sees_not("Xã, phường, thị trấn Xã Đại Ân 2 →")
    visit(user, f"/households/{code}?day=1/1/2022").sees("Xã Đại Ân 2, Huyện Trần Đề")
