"""Classes recognised in a round, and the hamlets of a commune."""

from collections.abc import Callable

from tests.conftest import postgresql_in_check
from tests.pages.forms import filled, send
from tests.world import OURS, THEIRS, World

pytestmark = postgresql_in_check

RESULT = {
    "class_": "near_poor",
    "decision_no": "13/QĐ-UBND",
    "decision_date": "11/12/2020",
    "area_type": "rural",
    "score_b1": "130",
    "score_b2": "20",
    "deprivations": ["BHYT"],
    "weak_parts": ["roof"],
    "causes": ["2"],
}


def test_a_class_is_recognised_and_doubts_are_told_beside(visit: Callable, codes: World) -> None:
    code = codes.ours[2]
    page = visit("clerk", f"/households/{code}/classes/new").sees("R2020", "chuẩn 2016", "Bảo hiểm y tế")
    assert filled(page)["area_type"] == ["rural"]
    assert send(visit("clerk"), f"/households/{code}/classes/new", RESULT).status == 303
    page = visit("clerk", f"/households/{code}").sees(
        "Hộ cận nghèo", "13/QĐ-UBND · 11/12/2020", "Không có vốn sản xuất"
    )
    page.sees("Điểm B2 là 20, theo số chỉ số thiếu hụt thì là 10", "Đã ghi kết quả rà soát")


def test_a_round_has_one_result(visit: Callable, codes: World) -> None:
    page = send(visit("clerk"), f"/households/{codes.ours[0]}/classes/new", RESULT)
    assert page.status == 422
    page.sees("Hộ đã có kết quả của kỳ rà soát này")


def test_a_decision_belongs_to_its_round(visit: Callable, codes: World) -> None:
    path = f"/households/{codes.ours[2]}/classes/new"
    send(visit("clerk"), path, {**RESULT, "decision_date": "1/1/2019"}).sees("Quyết định của kỳ này phải từ 01/09/2020")
    send(visit("clerk"), path, {**RESULT, "score_b1": "9999"}).sees("Chỉ nhận số từ 0 đến 400")
    send(visit("clerk"), path, {**RESULT, "deprivations": ["VIEC_LAM"]}).sees("không có trong danh sách")


def test_a_class_is_corrected_and_taken_away(visit: Callable, codes: World) -> None:
    code = codes.ours[0]
    page = visit("clerk", f"/households/{code}")
    path = next(
        a.get("href") for a in page.tree.iter("a") if "/classes/" in (a.get("href") or "") and "edit" in a.get("href")
    )
    assert send(visit("clerk"), path, class_="near_poor").status == 303
    visit("clerk", f"/households/{code}").sees("Diện được công nhận Hộ nghèo → Hộ cận nghèo")
    away = path.replace("/edit", "/withdraw")
    send(visit("clerk"), away, reason="").sees("Chưa điền ô này")
    assert send(visit("clerk"), away, reason="Ghi nhầm hộ").status == 303
    visit("clerk", f"/households/{code}").sees("Chưa có kết quả rà soát nào", "Ghi nhầm hộ")


def test_hamlets_are_kept_by_their_commune(visit: Callable) -> None:
    visit("clerk", "/hamlets").sees("Xã Đại Ân 2", "Ấp Đại Nôn", "3").sees_not("Đắc Lực")
    assert send(visit("clerk"), "/hamlets/new", name="Ấp Lâm Dồ", starts="1/1/2020").status == 303
    send(visit("clerk"), "/hamlets/new", name="ấp lâm do", starts="1/1/2020").sees("Xã đã có ấp, khóm tên này")
    page = visit("clerk", "/hamlets").sees("Ấp Lâm Dồ")
    path = [a.get("href") for a in page.tree.iter("a") if (a.get("href") or "").endswith("/edit")][-1]
    assert send(visit("clerk"), path, name="Ấp Lâm Dồ 2").status == 303
    visit("clerk", "/households/new").sees("Ấp Lâm Dồ 2")
    assert send(visit("clerk"), path.replace("/edit", "/end"), day="1/12/2021").status == 303
    visit("clerk", "/hamlets").sees("30/11/2021")
    visit("clerk", "/households/new").sees_not("Lâm Dồ")


def test_a_hamlet_with_households_does_not_end(visit: Callable) -> None:
    page = visit("clerk", "/hamlets")
    path = next(a.get("href") for a in page.tree.iter("a") if (a.get("href") or "").endswith("/end"))
    send(visit("clerk"), path, day="1/12/2021").sees("Còn 3 hộ ở đây từ ngày đó")


def test_another_communes_hamlets_answer_as_if_they_were_not_there(visit: Callable) -> None:
    page = visit("stranger", "/hamlets")
    path = next(a.get("href") for a in page.tree.iter("a") if (a.get("href") or "").endswith("/edit"))
    for address in (path, path.replace("/edit", "/end"), f"/hamlets?unit_id={THEIRS}", "/hamlets/999999/edit"):
        assert visit("clerk").get(address).status_code == 404
    visit("coordinator", f"/hamlets?unit_id={OURS}").sees("Ấp Đại Nôn", "Xem xã này")
