"""The register of houses by its pages: from the look at a house to the family in it, its ranked list, its papers."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from registry.kernel.scope import EVERYTHING, set_scope
from registry.queries.exports import Wanted, export_table
from tests.conftest import postgresql_in_check
from tests.page import Page, lint
from tests.pages.forms import again, send
from tests.pages.test_gap_print import pdf
from tests.world import CANARY, DAY, World

pytestmark = postgresql_in_check
HOUSING = "/registers/housing"
NEW = {"programme": "QD33", "work": "new", "starts": "01/03/2021", "members": "3", "area": "20"}
WEAK = {"weak_parts": ["wall", "roof"]}
APPROVED = {"decision_no": "15/QĐ-UBND", "decision_date": "01/06/2021", "approved_by": "district"}
STEPS: list[tuple[str, str, dict[str, Any]]] = [
    ("clerk", "vote", {"priority": "1", "votes_all": "40", "votes_for": "38", "on_date": "10/03/2021"}),
    ("clerk", "post", {"on_date": "12/03/2021"}),
    ("clerk", "list", {"on_date": "20/03/2021"}),
    ("health", "approve", {**APPROVED, "on_date": "01/06/2021"}),
    ("health", "advance", {"on_date": "10/06/2021"}),
    ("clerk", "start", {"started_on": "15/06/2021", "on_date": "15/06/2021"}),
    ("clerk", "accept_first", {"on_date": "15/08/2021"}),
    ("clerk", "finish", {"finished_on": "01/10/2021", "new_area": "36", "on_date": "01/10/2021"}),
    ("health", "pay", {"on_date": "15/10/2021"}),
    ("clerk", "use", {"on_date": "20/10/2021"}),
]


def begin(visitor: Any, household: str, **changed: Any) -> str:
    """A line for a household; its code."""
    made = send(visitor, f"{HOUSING}/new?household={household}", {**NEW, **WEAK, **changed})
    assert made.status == 303, made.text[:1500]
    return str(made.response.headers["Location"].rpartition("/")[2])


def take(visit: Callable, line: str, until: str, **changed: Any) -> None:
    """Take the line along up to this step."""
    for user, move, given in STEPS:
        done = send(visit(user), f"{HOUSING}/{line}/moves/{move}", {**given, **changed})
        assert done.status == 303, f"{move}: {done.text[:1500]}"
        if move == until:
            return


@pytest.fixture
def house(visit: Callable, codes: World) -> str:
    return begin(visit("clerk"), codes.ours[0])


def test_a_house_is_asked_for_voted_on_approved_built_paid_for_and_lived_in(
    visit: Callable, house: str, codes: World
) -> None:
    visit("clerk", "/gaps/E05").sees_not(codes.ours[0])
    take(visit, house, "use")
    page = visit("clerk", f"{HOUSING}/{house}").sees(
        "Đặng Văn Đức", "Đã đưa vào sử dụng", "1. Hộ nghèo dân tộc thiểu số"
    )
    page.sees("UBND huyện", "15/06/2021", "01/10/2021", "Ấp đã bình xét", "Đã nghiệm thu giai đoạn 1", "Tường")
    assert page.statements <= 12
    visit("clerk", f"/households/{codes.ours[0]}").sees("Hỗ trợ nhà ở", "Đã đưa vào sử dụng")


def test_a_step_out_of_order_is_refused_and_a_clerk_approves_nothing(visit: Callable, house: str) -> None:
    page = send(visit("health"), f"{HOUSING}/{house}/moves/approve", {**APPROVED})
    assert page.status == 422
    page.sees("đã ở trạng thái khác")
    take(visit, house, "list")
    assert visit("clerk").get(f"{HOUSING}/{house}/moves/approve").status_code == 403


def test_a_step_is_undone_from_the_notice(visit: Callable, house: str) -> None:
    take(visit, house, "vote")
    page = visit("clerk", f"{HOUSING}/{house}").sees("Ấp đã bình xét")
    undo = next(f.get("action") for f in page.tree.iter("form") if "/undo" in (f.get("action") or ""))
    sent = {"csrf_token": page.token(), "form_key": page.form_key(), "next": f"{HOUSING}/{house}"}
    assert visit("clerk").client.post(undo, data=sent).status_code == 303
    assert f"{HOUSING}/{house}/moves/vote" in visit("clerk", f"{HOUSING}/{house}").html


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"members": "0"}, "Chỉ nhận số từ 1 đến 9.999"),
        ({"area": "rộng"}, "Hãy nhập số nguyên"),
        ({"votes_all": "10", "votes_for": "11"}, "nhiều hơn số người dự họp"),
        ({"started_on": "02/06/2021", "finished_on": "01/06/2021"}, "Hoàn thành trước ngày khởi công 02/06/2021"),
        ({"finished_on": "01/06/2021"}, "phải có ngày khởi công"),
        ({"programme": "QD99"}, "không có trong danh sách"),
        ({"approved_by": "district", "decision_date": "01/07/2025"}, "Từ 1/7/2025 không còn UBND huyện"),
    ],
)
def test_bad_input_is_told_at_its_field(visit: Callable, codes: World, typed: dict[str, str], told: str) -> None:
    page = send(visit("clerk"), f"{HOUSING}/new?household={codes.ours[0]}", {**NEW, **WEAK, **typed})
    assert page.status == 422
    lint(page)
    page.sees(told)


def test_districts_approve_to_their_last_day(visit: Callable, codes: World) -> None:
    begin(visit("clerk"), codes.ours[0], approved_by="district", decision_date="30/06/2025")


@pytest.mark.parametrize(
    ("said", "needed"),
    [
        ({"weak_parts": ["foundation", "wall"], "area": "23", "members": "3"}, True),
        ({"weak_parts": ["foundation", "wall"], "area": "24", "members": "3"}, False),
        ({"weak_parts": ["frame", "wall"], "area": "10", "members": "3"}, False),
        ({"weak_parts": ["frame", "roof"], "area": "10", "members": "3"}, True),
        ({"no_house": "y", "weak_parts": [], "area": "", "members": ""}, True),
        ({"weak_parts": [], "area": "", "members": ""}, True),
    ],
    ids=[
        "23 m² for 3",
        "8 m² each",
        "frame and wall are one part",
        "frame and roof",
        "no house",
        "not yet seen",
    ],
)
def test_the_need_is_tested_where_the_programme_tests_it(
    visit: Callable, codes: World, said: dict[str, Any], needed: bool
) -> None:
    """TT 01/2022/TT-BXD: no house, or two of (foundation, frame with walls, roof) weak and under 8 m² for each."""
    form = f"{HOUSING}/new?household={codes.ours[0]}"
    page = send(visit("clerk"), form, {**NEW, "programme": "NTP_POVERTY", **said})
    assert page.status == (303 if needed else 422)
    if not needed:
        page.sees("Chương trình này cần: chưa có nhà")
        assert send(visit("clerk"), form, {**NEW, **said}).status == 303, "QĐ 33 asks for no such test"


def test_the_list_ranks_by_priority_then_the_poor_first(visit: Callable, codes: World) -> None:
    near, other, poor = (begin(visit("clerk"), code) for code in (codes.ours[1], codes.ours[2], codes.ours[0]))
    for line, priority in ((near, "2"), (other, "1"), (poor, "2")):
        take(visit, line, "vote", priority=priority)
    page = visit("clerk", HOUSING)
    assert [next(code for code in (near, other, poor) if code in row) for row in page.rows()] == [other, poor, near]
    assert page.statements <= 12
    rows = list(csv.DictReader(io.StringIO(visit("clerk").get(f"{HOUSING}?format=csv").get_data().decode("utf-8-sig"))))
    assert [row["entry_code"] for row in rows] == [other, poor, near]
    text = pdf(visit, "clerk", f"{HOUSING}?paper=ranked&format=pdf")
    assert text.index("Lý Hòa Thuận") < text.index("Đặng Văn Đức") < text.index("Thạch Thị Sa Rinh")
    assert "yếu khung-tường, mái; 20 m²" in text and "1961" in text and "Khmer" in text


def test_the_official_list_tells_sources_and_the_posted_one_tells_none(visit: Callable, house: str) -> None:
    take(visit, house, "approve")
    money = {"loan": "25.000.000", "raised": "10.000.000", "household": "5.500.000", "central": "1", "province": "2"}
    assert send(visit("clerk"), f"{HOUSING}/{house}/amounts", {**money, "local": "3"}).status == 303
    paid = {"kind": "advance", "source": "loan", "on_date": "10/06/2021", "amount": "15.000.000"}
    assert send(visit("health"), f"{HOUSING}/{house}/payments", paid).status == 303
    visit("clerk", HOUSING).sees("40.500.006", "đã chi 15.000.000", "Vốn vay: 25.000.000")
    text = pdf(visit, "clerk", f"{HOUSING}?format=pdf")
    for told in ("DANH SÁCH HỘ ĐƯỢC HỖ TRỢ NHÀ Ở", "NSTW", "NSĐP", "40.500.006", "25.000.000", "5.500.000"):
        assert told in text, text
    assert "K, M; 20 m²" in text and "K: khung-tường" in text and "yếu" not in text
    assert "Bốn mươi triệu năm trăm nghìn không trăm linh sáu đồng" in text
    built = pdf(visit, "clerk", f"{HOUSING}?paper=built&format=pdf")
    assert "Ký nhận" in built and "15.000.000" in built and "Mười lăm triệu đồng" in built
    for paper in ("list", "ranked", "built"):
        if paper != "ranked":
            posted = pdf(visit, "clerk", f"{HOUSING}?paper={paper}&format=pdf&variant=posting")
            assert "Đặng Văn Đức" in posted and "25.000.000" not in posted and "khung" not in posted


def test_lines_beyond_the_area_are_never_seen(visit: Callable, codes: World, house: str) -> None:
    theirs = begin(visit("health"), codes.theirs[0])
    for path in (HOUSING, f"{HOUSING}?ended=1", f"{HOUSING}?format=csv", f"{HOUSING}/temporary"):
        answer = visit("clerk").get(path).get_data(as_text=True)
        assert theirs not in answer and CANARY not in answer
    for part in ("", "/edit", "/amounts", "/moves/vote", "/payments"):
        assert visit("clerk").get(f"{HOUSING}/{theirs}{part}").status_code in (403, 404)
        assert visit("administrator").get(f"{HOUSING}/{house}{part}").status_code == 403


def test_the_share_of_temporary_houses_stands_against_the_target(visit: Callable, codes: World) -> None:
    page = visit("clerk", f"{HOUSING}/temporary").sees("0,0%", "0/1 hộ nghèo", "mục tiêu dưới 40%", "đạt")
    assert page.statements <= 12
    _tick(visit, codes.ours[0], "wall", "roof")
    page = visit("clerk", f"{HOUSING}/temporary").sees("100,0%", "1/1 hộ nghèo", "chưa đạt", "Xã Đại Ân 2")
    page = visit("coordinator", f"{HOUSING}/temporary").sees("50,0%", "1/2 hộ nghèo")
    page.sees("Xã Hồ Đắc Kiện Huyện Châu Thành", "Xã Đại Ân 2 Huyện Trần Đề")
    text = visit("coordinator").get(f"{HOUSING}/temporary?format=csv").get_data().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["poor"], row["temporary"], row["percent"]) for row in rows] == [("1", "1", "100.0"), ("1", "0", "0.0")]
    visit("coordinator", "/gaps/E05").sees("Đặng Văn Đức").sees_not(CANARY)
    begin(visit("clerk"), codes.ours[0])
    visit("coordinator", "/gaps/E05").sees_not("Đặng Văn Đức")


def _tick(visit: Callable, household: str, *parts: str) -> None:
    """The sheet of the household's decision says that these parts are weak."""
    home = visit("clerk", f"/households/{household}")
    links = [a for a in home.tree.iter("a") if "/classes/" in (a.get("href") or "")]
    link = next(a.get("href") for a in links if "Đính chính" in "".join(a.itertext()))
    page = Page(visit("clerk").get(link), 0)
    assert again(visit("clerk"), link, page, {"weak_parts": list(parts)}).status == 303


def test_the_export_holds_codes_and_sums(visit: Callable, app: Flask, house: str) -> None:
    send(visit("clerk"), f"{HOUSING}/{house}/amounts", loan="25.000.000", household="5")
    with app.app_context():
        set_scope(EVERYTHING)
        table = export_table("housing", Wanted(DAY, False, None))
        (row,) = table.rows
        told = dict(zip([column.key for column in table.columns], table.cells(row), strict=True))
    assert (told["entry_code"], told["weak_parts"], told["no_house"]) == (house, "roof wall", 0)
    assert (told["amount_loan"], told["amount_household"], told["amount_total"]) == (25_000_000, 5, 25_000_005)
    assert told["amount_central"] is None and told["paid_total"] is None


def test_what_counts_households_says_so(visit: Callable, codes: World) -> None:
    """Who is entitled to a house, and a late one, are counted once, as households: on the board, in lists, on paper."""
    _tick(visit, codes.ours[0], "wall", "roof")
    line = begin(visit("clerk"), codes.ours[0])
    take(visit, line, "approve")
    visit("clerk", "/").sees("Hỗ trợ nhà ở", "hộ được hưởng đã có")
    visit("clerk", "/coverage/housing").sees("Hộ được hưởng: Hỗ trợ nhà ở", "1 hộ").sees_not("1 khẩu")
    visit("clerk", "/gaps/T07").sees("Đặng Văn Đức", "1 hộ").sees_not("1 khẩu")
    for path in ("/coverage/housing?format=pdf", "/gaps/T07?format=pdf"):
        text = pdf(visit, "clerk", path)
        assert "Danh sách có 1 hộ" in text and "khẩu" not in text, text


def test_it_speaks_english(visit: Callable, house: str) -> None:
    visit("clerk").post("/language", {"language": "en", "next": HOUSING}, form=HOUSING)
    visit("clerk", f"{HOUSING}/{house}").sees("Housing support", "Decision 33/2015", "New house", "Vote of the hamlet")
