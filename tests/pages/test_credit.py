"""Policy credit at the desk: from the group's meeting to the settled loan, what is owed, the papers, the groups."""

import csv
import io
import re
from collections.abc import Callable

import pytest

from tests.conftest import postgresql_in_check
from tests.page import lint
from tests.pages.forms import confirmed, person_code, send
from tests.pages.loans import CREDIT, GROUP, STEPS, begin_loan, pay_loan, take_loan
from tests.pages.test_gap_print import pdf
from tests.world import OURS, THEIRS, World

pytestmark = postgresql_in_check
BANK = "health"
"""A department's officer, who keeps every register."""


@pytest.fixture
def loan(visit: Callable, codes: World) -> str:
    return begin_loan(visit("clerk"), codes.ours[0], group_code=GROUP)


@pytest.fixture
def lent(visit: Callable, loan: str) -> str:
    take_loan(visit(BANK), loan, "confirm", "approve", "disburse", "follow")
    assert send(visit(BANK), f"{CREDIT}/{loan}/amounts", loan="50.000.000").status == 303
    assert pay_loan(visit(BANK), loan, "disbursement", "50.000.000").status == 303
    return loan


def test_a_clerk_writes_down_what_the_group_chose(visit: Callable, codes: World) -> None:
    home = codes.ours[0]
    visit("clerk", CREDIT).sees("Chưa có dòng nào")
    visit("clerk", f"/households/{home}").sees("Lập Tín dụng chính sách cho")
    page = visit("clerk", f"{CREDIT}/new?household={home}").sees("Người vay", "diện của hộ xét vào ngày này")
    given = {
        "programme": "HN",
        "purpose": "Nuôi bò",
        "asked": "50.000.000",
        "starts": "10/03/2021",
        "group_code": GROUP,
    }
    given["person_code"] = person_code(visit("clerk"), home, "Trần Thị Hoà")
    made = send(visit("clerk"), f"{CREDIT}/new?household={home}", given)
    assert made.status == 303, made.text[:1500]
    page = visit("clerk", CREDIT).sees("Trần Thị Hoà", "Tổ đã bình xét", "1 dòng", "Người vay")
    assert page.statements <= 12
    line = visit("clerk", made.response.headers["Location"]).sees("Hội Liên hiệp Phụ nữ", "Hộ nghèo", "6,6%/năm", GROUP)
    line.sees("Xã xác nhận (mẫu 03/TD)").sees_not("Ngân hàng phê duyệt")


def test_programmes_to_choose_from_are_named_beside_their_codes(visit: Callable, codes: World, loan: str) -> None:
    begin_loan(visit("clerk"), codes.ours[0], programme="HCN")
    visit("clerk", CREDIT).sees("HN: Cho vay hộ nghèo", "HCN: Cho vay hộ cận nghèo")
    visit("clerk", f"{CREDIT}?programme=HCN").sees("Đang lọc: Bỏ điều kiện HCN: Cho vay hộ cận nghèo")


def test_a_loan_is_settled_only_when_nothing_is_owed(visit: Callable, lent: str) -> None:
    there = f"{CREDIT}/{lent}"
    visit(BANK, there).sees("Dư nợ gốc: 50.000.000", "Giải ngân 50.000.000", "Đang theo dõi")
    page = send(visit(BANK), f"{there}/moves/settle", {"on_date": "01/12/2021", "ends": "01/12/2021"})
    assert page.status == 422
    lint(page)
    page.sees("Còn nợ gốc 50.000.000 đồng nên chưa tất toán được. Hãy ghi khoản trả nợ gốc trước.")
    too_much = pay_loan(visit(BANK), lent, "repayment", "50.000.001", "30/11/2021")
    assert too_much.status == 422
    too_much.sees("nhiều hơn số đã chi")
    assert pay_loan(visit(BANK), lent, "repayment", "50.000.000", "30/11/2021").status == 303
    done = send(visit(BANK), f"{there}/moves/settle", {"on_date": "01/12/2021", "ends": "01/12/2021"})
    assert done.status == 303, done.text[:800]
    visit(BANK, there).sees("Đã tất toán", "Dư nợ gốc: 0")
    again = pay_loan(visit(BANK), lent, "disbursement", "1", "02/12/2021")
    if again.status == 422 and "confirmed" in again.html:
        again = confirmed(visit(BANK), f"{there}/payments", again)
    again.sees("đã tất toán mà sau khoản này còn nợ gốc 1 đồng")


def test_the_step_is_undone_from_its_notice(visit: Callable, lent: str) -> None:
    there = f"{CREDIT}/{lent}"
    assert send(visit(BANK), f"{there}/moves/overdue", {"on_date": "02/12/2021"}).status == 303
    page = visit(BANK, there).sees("Nợ quá hạn")
    undo = next(f.get("action") for f in page.tree.iter("form") if "/undo" in (f.get("action") or ""))
    sent = {"csrf_token": page.token(), "form_key": page.form_key(), "next": there}
    assert visit(BANK).client.post(undo, data=sent).status_code == 303
    visit(BANK, there).sees("Đang theo dõi")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"programme": "HSSV"}, "Hãy ghi số tháng vay"),
        ({"programme": ""}, "Chưa điền ô này"),
        ({"group_code": "TO-0"}, "Không có Tổ TK&VV mã TO-0"),
        ({"asked": "năm chục triệu"}, "Hãy nhập số nguyên"),
        ({"asked": "9" * 30}, "Số quá dài"),
        ({"due_date": "31/02/2026"}, "31/02/2026"),
        ({"due_date": "01/01/2020"}, "Hạn trả phải sau ngày mẫu 03/TD 10/03/2021"),
        ({"part": "stem"}, "HN không có hợp phần này"),
        ({"rate": "bảy phẩy chín"}, "ví dụ 7,92 hoặc 6,6"),
        ({"rate": "792"}, "Chỉ nhận lãi suất từ 0% đến 30% một năm"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(
    visit: Callable, loan: str, typed: dict[str, str], told: str
) -> None:
    page = send(visit("clerk"), f"{CREDIT}/{loan}/edit", {"note": "giữ lại", **typed})
    assert page.status == 422
    lint(page)
    page.sees(told)
    assert "giữ lại" in page.html


def test_the_rate_is_typed_and_told_as_people_say_it(visit: Callable, loan: str, codes: World) -> None:
    there = f"{CREDIT}/{loan}"
    page = visit("clerk", f"{there}/edit").sees("Lãi suất (% một năm)")
    assert [box.get("value") for box in page.tree.iter("input") if box.get("name") == "rate"] == ["6,6"]
    assert send(visit("clerk"), f"{there}/edit", {"rate": "7,92"}).status == 303
    page = visit("clerk", there).sees("7,92%/năm", "6,6%/năm")
    assert not re.search(r"\b(792|660)\b", page.text)
    take_loan(visit(BANK), loan, "confirm")
    typed = STEPS["approve"] | {"on_date": "01/12/2021", "rate": "7,92"}
    assert send(visit(BANK), f"{there}/moves/approve", typed).status == 303
    told = visit(BANK, f"/households/{codes.ours[0]}/explain?rule=A05&subject={loan}")
    told.sees("Lãi suất ghi: 7,92%/năm", "Lãi suất của chương trình: 6,6%/năm")


def test_a_second_loan_of_the_programme_is_asked_about_once(visit: Callable, loan: str, codes: World) -> None:
    home = codes.ours[0]
    given = {"programme": "HN", "purpose": "Trồng màu", "starts": "01/06/2021"}
    given["person_code"] = person_code(visit("clerk"), home, "Đặng Văn Đức")
    page = send(visit("clerk"), f"{CREDIT}/new?household={home}", given)
    assert page.status == 422
    page.sees(f"Đã có dòng {loan}")
    assert confirmed(visit("clerk"), f"{CREDIT}/new?household={home}", page).status == 303
    given |= {"programme": "NDTU", "purpose": "Mua bán nhỏ"}
    assert send(visit("clerk"), f"{CREDIT}/new?household={home}", given).status == 303


def test_the_page_the_files_and_the_paper_owe_the_same(visit: Callable, lent: str, codes: World) -> None:
    pay_loan(visit(BANK), lent, "repayment", "12.345.678", "30/11/2021")
    pay_loan(visit(BANK), lent, "interest", "3.000.000", "30/11/2021")
    begin_loan(visit("clerk"), codes.ours[1], "Thạch Thị Sa Rinh", programme="HCN")
    page = visit(BANK, CREDIT).sees("37.654.322", "Dư nợ (đồng): 37.654.322", "Đã thu lại (đồng): 12.345.678")
    page.sees("20/03/2026")
    rows = list(csv.DictReader(io.StringIO(visit(BANK).get(f"{CREDIT}?format=csv").get_data().decode("utf-8-sig"))))
    assert sum(int(row["owed_total"] or 0) for row in rows) == 37_654_322
    assert all(int(row["owed_total"] or 0) == _number(row, "paid_total") - _number(row, "back_total") for row in rows)
    paper = pdf(visit, BANK, f"{CREDIT}?format=pdf")
    assert "37.654.322" in paper and "Ba mươi bảy triệu sáu trăm năm mươi tư nghìn ba trăm hai mươi hai đồng" in paper


def _number(row: dict[str, str], key: str) -> int:
    return int(row[key] or 0)


def test_form_03_is_the_group_s_list_and_tells_no_money_in_public(visit: Callable, loan: str) -> None:
    paper = pdf(visit, "clerk", f"{CREDIT}?paper=03-td&format=pdf")
    for said in ("Mẫu số 03/TD", "DANH SÁCH HỘ GIA ĐÌNH ĐỀ NGHỊ VAY VỐN", "Tổ 1", "Hội Liên hiệp Phụ nữ", "50.000.000",
                 "Nuôi bò", "ngày 12 hằng tháng", "Năm mươi triệu đồng"):  # fmt: skip
        assert said in paper, said
    signed = paper[paper.index("Năm mươi triệu đồng") :]
    for title in ("TỔ TRƯỞNG TỔ", "ĐOÀN THỂ NHẬN ỦY THÁC", "CỦA UBND XÃ", "CHỦ TỊCH", "PHÊ DUYỆT CỦA NHCSXH"):
        assert title in signed, title
    assert "NGƯỜI LẬP BIỂU" not in paper and signed.count("(Ký, ghi rõ họ tên)") == 4
    posted = pdf(visit, "clerk", f"{CREDIT}?paper=03-td&format=pdf&variant=posting")
    assert "TỔ TRƯỞNG" not in posted and "NGƯỜI LẬP BIỂU" in posted
    assert "Trần Thị Hoà" in posted and "50.000.000" not in posted and "Nuôi bò" not in posted


def test_the_commune_keeps_its_groups_and_its_day(visit: Callable, lent: str) -> None:
    page = visit("clerk", "/credit-groups").sees(GROUP, "ngày 12 hằng tháng", "50.000.000", "Cộng: 1 tổ")
    assert page.statements <= 12
    made = send(visit("clerk"), "/credit-groups/new", {"name": "Tổ 2", "association": "CCB"})
    assert made.status == 303, made.text[:800]
    visit("clerk", "/credit-groups").sees(f"TO-{OURS}-02", "Hội Cựu chiến binh")
    assert send(visit("clerk"), f"/credit-groups/{GROUP}/edit", {"name": "Tổ Một"}).status == 303
    assert send(visit("clerk"), "/credit-groups/point", {"place": "Nhà văn hoá", "month_day": "28"}).status == 303
    visit("clerk", "/credit-groups").sees("Tổ Một", "Nhà văn hoá", "ngày 28 hằng tháng")
    bad = send(visit("clerk"), "/credit-groups/point", {"place": "Nhà văn hoá", "month_day": "29"})
    assert bad.status == 422
    bad.sees("Chỉ nhận số từ 1 đến 28")
    twice = send(visit("clerk"), "/credit-groups/new", {"code": GROUP, "name": "Tổ 3", "association": "CCB"})
    assert twice.status == 422
    twice.sees(f"Đã có tổ mang mã {GROUP}")


def test_another_commune_s_groups_and_loans_are_never_seen(visit: Callable, lent: str) -> None:
    assert visit("stranger").get(f"{CREDIT}/{lent}").status_code == 404
    visit("stranger", CREDIT).sees("Chưa có dòng nào").sees_not("Trần Thị Hoà")
    visit("stranger", "/credit-groups").sees_not(GROUP)
    assert visit("stranger").get(f"/credit-groups/{GROUP}/edit").status_code == 404
    assert visit("stranger").get(f"/credit-groups?unit_id={OURS}").status_code == 404
    assert visit("clerk").get(f"/credit-groups?unit_id={THEIRS}").status_code == 404
    visit("leader", f"/credit-groups?unit_id={OURS}").sees(GROUP).sees_not("Thêm Tổ TK&VV", "Đính chính")
    assert visit("leader").get(f"/credit-groups/{GROUP}/edit").status_code == 403
    assert visit("administrator").get("/credit-groups").status_code == 403


def test_the_clerk_pays_nothing_out(visit: Callable, lent: str) -> None:
    assert f"{lent}/payments" not in visit("clerk", f"{CREDIT}/{lent}").sees("50.000.000").html
    assert visit("clerk").get(f"{CREDIT}/{lent}/payments").status_code == 403
    assert visit("clerk").get(f"{CREDIT}/{lent}/moves/settle").status_code == 403
