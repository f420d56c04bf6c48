"""A register's lines on paper: exactly the lines on screen, with their money; and D03-TS for those asked for."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from registry.storage.activity import view_table
from tests.conftest import postgresql_in_check
from tests.jobs.desk import work
from tests.pages.lines import INSURANCE, ISSUED, begin, take
from tests.pages.test_board import gaps
from tests.pages.test_gap_print import pdf
from tests.pages.test_gap_work import DRAFTS, seen
from tests.pages.test_jobs import CHOSEN
from tests.print.lists import pages
from tests.world import CANARY, World

pytestmark = postgresql_in_check

__all__ = ["gaps"]
D03 = f"{INSURANCE}?paper=d03-ts"


@pytest.fixture
def asked(visit: Callable[..., Any], codes: World) -> World:
    """Three drafts in two hamlets' families of ours, one of somebody near-poor; one of another commune's."""
    clerk = visit("clerk")
    begin(clerk, codes.ours[0])
    begin(clerk, codes.ours[0], "Đặng Thị Út", starts="15/07/2021")
    begin(clerk, codes.ours[1], "Thạch Sô Phan", subject_code="CN")
    begin(visit("health"), codes.theirs[0], f"{CANARY} Hai")
    return codes


def listed(visit: Callable[..., Any], user: str, address: str) -> list[dict[str, str]]:
    """The lines of a list, from its csv."""
    joint = "&" if "?" in address else "?"
    body = visit(user).get(f"{address}{joint}format=csv").get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body)))


def names_in(text: str, listed: list[str]) -> list[str]:
    """These names in the order in which they stand in the text."""
    return re.findall("|".join(map(re.escape, listed)), text)


def test_the_list_leads_to_its_papers_with_what_is_filtered(visit: Callable[..., Any], asked: World) -> None:
    page = visit("clerk", f"{INSURANCE}?subject_code=HN")
    assert f"{INSURANCE}?subject_code=HN&amp;format=print" in page.html
    assert f"{INSURANCE}?subject_code=HN&amp;paper=d03-ts&amp;format=print" in page.html
    preview = visit("clerk", f"{INSURANCE}?subject_code=HN&format=print").sees("Xem trước bản in", "Trần Thị Hoà")
    preview.sees_not("Thạch Sô Phan", CANARY)
    assert preview.field("subject_code") == "HN"
    visit("leader", INSURANCE).sees_not("In danh sách", "In D03-TS")


@pytest.mark.parametrize("query", ["", "subject_code=HN", "q=Phan", "state=DU_THAO&class=poor"])
def test_the_card_list_holds_exactly_the_lines_of_its_csv(visit: Callable[..., Any], asked: World, query: str) -> None:
    rows = listed(visit, "clerk", f"{INSURANCE}?{query}")
    text = pdf(visit, "clerk", f"{INSURANCE}?format=pdf&{query}")
    assert rows and f"Danh sách có {len(rows)} thẻ./." in text
    assert names_in(text, [row["name"] for row in rows]) == [row["name"] for row in rows]
    assert "DANH SÁCH THẺ BHYT" in text and "ỦY BAN NHÂN DÂN XÃ" in text and CANARY not in text


def test_the_card_list_is_summed_by_sex_and_people_and_its_money_written_out(
    visit: Callable[..., Any], asked: World
) -> None:
    text = pdf(visit, "clerk", f"{INSURANCE}?format=pdf")
    assert "Cộng: 3 thẻ 2.011.500 Nữ: 2 thẻ Khmer: 1 thẻ DTTS: 1 thẻ" in text
    assert "Số tiền bằng chữ: Hai triệu không trăm mười một nghìn năm trăm đồng./." in text
    assert "Đơn vị tính: đồng" in text


def test_numbers_of_cards_stand_masked_on_paper(visit: Callable[..., Any], issued: str) -> None:
    text = pdf(visit, "health", f"{INSURANCE}?format=pdf")
    assert "HN•••••6789" in text and "HN2940123456789" not in text and "0123456789" not in text
    assert "Đã cấp thẻ" in text and "94001" in text


def test_a_posted_card_list_tells_no_number_no_day_of_birth_and_no_money(
    visit: Callable[..., Any], issued: str, codes: World
) -> None:
    text = pdf(visit, "health", f"{INSURANCE}?format=pdf&variant=posting")
    assert "STT Họ và tên Năm sinh Mã đối tượng Từ ngày Đến hết ngày (1) (2) (3) (4) (5) (6)" in text
    for hidden in ("6789", *codes.ours, "804.600", "đồng", "Nữ", "Khmer", "94001"):
        assert hidden not in text, hidden


def test_each_commune_s_cards_are_a_paper_of_their_own(visit: Callable[..., Any], asked: World) -> None:
    text = pdf(visit, "health", f"{INSURANCE}?format=pdf")
    assert text.count("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") == 2
    assert re.findall(r"Danh sách có (\d) thẻ", text) == ["1", "3"] or re.findall(r"có (\d) thẻ", text) == ["3", "1"]
    assert text.count(f"{CANARY} Hai") == 1


def test_d03_ts_asks_for_cards_with_its_heads_columns_and_money(visit: Callable[..., Any], asked: World) -> None:
    text = pdf(visit, "clerk", f"{D03}&format=pdf")
    for stands in (
        "DANH SÁCH NGƯỜI CHỈ THAM GIA BHYT",
        "Mẫu D03-TS",
        "Tên đơn vị: UBND",
        "Mã đơn vị:",
        "Đối tượng tham gia: HN người thuộc hộ nghèo (2); CN người thuộc hộ cận nghèo (1)",
        "Nguồn đóng: ngân sách nhà nước đóng; ngân sách nhà nước hỗ trợ",
        "Lương cơ sở: 1.490.000 đồng",
        "Tỷ lệ NSNN hỗ trợ: HN 100%; CN 70%",
        "A B (1) (2) (3) (4) (5) (6) (7) (8) (9) (10) (11) (12) (13) (14) I. Tăng",
        "Cộng: 3 người 2.011.500",
        "Số tiền bằng chữ: Hai triệu không trăm mười một nghìn năm trăm đồng./.",
        "BẢN NHÁP",
    ):
        assert stands in text, stands
    people = ["Trần Thị Hoà", "Thạch Sô Phan", "Đặng Thị Út"]
    assert names_in(text, people) == people, "by given name through all hamlets: Hoà, Phan, Út"
    assert re.search(r"Đặng Thị Út .{,60}1\.490\.000 402\.300 07/2021 6 100 HN", text), text
    assert re.search(r"Thạch Sô Phan .{,60}1\.490\.000 804\.600 01/2021 12 70 CN", text), text


def test_d03_ts_is_a_draft_until_the_commune_has_approved_every_line(visit: Callable[..., Any], asked: World) -> None:
    visit("clerk", f"{D03}&format=print").sees("luôn in chữ BẢN NHÁP")
    for row in listed(visit, "clerk", INSURANCE):
        take(visit("clerk"), row["entry_code"], "approve")
    visit("clerk", f"{D03}&format=print").sees("Danh sách có 3 người").sees_not("luôn in chữ BẢN NHÁP")
    assert "BẢN NHÁP" not in pdf(visit, "clerk", f"{D03}&format=pdf")


def test_issued_cards_are_no_longer_asked_for(visit: Callable[..., Any], asked: World) -> None:
    (line,) = listed(visit, "health", f"{INSURANCE}?q=Hoà")
    take(visit("health"), line["entry_code"], "approve", "send", "issue", **ISSUED)
    text = pdf(visit, "clerk", f"{D03}&format=pdf")
    assert "Danh sách có 2 người./." in text and "Trần Thị Hoà" not in text


@pytest.mark.parametrize("wanted", ["print", "pdf"])
def test_where_nobody_is_asked_for_d03_ts_says_what_to_do(visit: Callable[..., Any], issued: str, wanted: str) -> None:
    visit("health", f"{D03}&format={wanted}").sees("Không có ai đang được đề nghị cấp thẻ", "Hãy lập danh sách đề nghị")
    visit("health", f"{INSURANCE}?q=khongcoai&format={wanted}").sees("Không có dòng nào để in")


def test_a_gap_list_becomes_d03_ts_in_one_step_after_drafting(gaps: World, visit: Callable[..., Any]) -> None:
    clerk = visit("clerk")
    answer = clerk.post(DRAFTS, {"starts": "15/12/2021", "ends": "31/12/2021", **seen(clerk, DRAFTS)})
    page = clerk.open(answer.headers["Location"]).sees("In D03-TS", "Danh sách đề nghị lập cùng lúc")
    link = next(a.get("href") for a in page.tree.iter("a") if "d03-ts" in a.get("href", ""))
    preview = clerk.open(link).sees("Xem trước bản in", "Danh sách người chỉ tham gia BHYT")
    assert preview.field("paper") == "d03-ts" and preview.field("batch")
    people = [row["name"] for row in listed(visit, "clerk", answer.headers["Location"])]
    text = pdf(visit, "clerk", link.replace("format=print", "format=pdf"))
    assert people and names_in(text, people) == people
    assert f"Danh sách có {len(people)} người./." in text and "BẢN NHÁP" in text


@pytest.mark.parametrize("query", ["paper=khongco", "paper=", "paper=../x", "paper=list%00"])
def test_a_paper_nobody_declared_is_not_there(visit: Callable[..., Any], asked: World, query: str) -> None:
    assert visit("clerk").get(f"{INSURANCE}?format=pdf&{query}").status_code in (400, 404)


@pytest.mark.parametrize(
    "query", ["", "&side=portrait&variant=office", "&side=landscape&variant=office", "&variant=posting&side=landscape"]
)
def test_every_paper_fits_its_sheet_whichever_way_it_lies(visit: Callable[..., Any], asked: World, query: str) -> None:
    for address in (f"{INSURANCE}?format=pdf", f"{D03}&format=pdf"):
        assert "Danh sách có 3" in pdf(visit, "clerk", address + query)


def test_who_may_not_export_the_register_may_not_print_it(visit: Callable[..., Any], asked: World) -> None:
    for wanted in ("print", "pdf"):
        assert visit("leader").get(f"{D03}&format={wanted}").status_code == 403
    assert visit("leader").post(f"{INSURANCE}/print", CHOSEN, form="/account/password").status_code == 403


def test_p23_printing_a_register_is_logged_like_an_export(visit: Callable[..., Any], app: Flask, asked: World) -> None:
    visit("clerk").get(f"{D03}&format=pdf&class=poor")
    with app.extensions["activity"].connect() as connection:
        newest = select(view_table.c.kind, view_table.c.detail).order_by(view_table.c.id.desc()).limit(1)
        assert tuple(connection.execute(newest).one()) == ("export", "insurance.d03-ts.pdf paper=d03-ts class=poor")


def rows_on(text: str) -> str:
    """What a paper says, without who made it and when."""
    return re.sub(r"DS-[0-9A-F]{5}-[0-9A-F]{5} · \d\d:\d\d [\d/]+ · [\w ]+?(?= |$)", "", text)


@pytest.mark.parametrize(
    ("user", "path", "words"),
    [
        ("clerk", f"{INSURANCE}?subject_code=HN", "In danh sách của sổ"),
        ("health", INSURANCE, "In danh sách của sổ"),
        ("clerk", D03, "In danh sách của sổ"),
        ("clerk", "/gaps/E01", "In danh sách từ bảng khoảng trống"),
        ("coordinator", "/gaps/E01?sex=female", "In danh sách từ bảng khoảng trống"),
        ("clerk", "/coverage/insurance?class=poor&per=household", "In danh sách từ bảng khoảng trống"),
        ("clerk", "/gaps/E03", "In danh sách từ bảng khoảng trống"),
    ],
)
def test_a_long_list_of_any_kind_is_drawn_in_the_background_as_on_screen(
    gaps: World,
    visit: Callable[..., Any],
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    user: str,
    path: str,
    words: str,
) -> None:
    joint = "&" if "?" in path else "?"
    chosen = "&".join(f"{name}={value}" for name, value in CHOSEN.items())
    on_screen = pdf(visit, user, f"{path}{joint}format=pdf&{chosen}")
    monkeypatch.setattr("registry.blueprints.papers.AT_ONCE", 0)
    page = visit(user, f"{path}{joint}format=pdf", 202).sees("Lập ở nền")
    action = next(form.get("action") for form in page.tree.iter("form") if "/print" in form.get("action", ""))
    answer = visit(user).post(action, CHOSEN, form="/account/password")
    job = str(answer.headers["Location"])
    visit(user, job).sees(words)
    work(app)
    visit(user, job).sees("Xong", "Tải PDF")
    with visit(user).get(f"{job}/file") as file:
        body = " ".join(pages(file.get_data()))
    assert rows_on(body) == rows_on(on_screen)
    assert user != "clerk" or CANARY not in body


def test_a_job_of_a_register_ends_when_its_grant_is_gone(gaps: World, visit: Callable[..., Any], app: Flask) -> None:
    from tests.pages.test_jobs import files, take_grants

    for path in (f"{INSURANCE}/print", "/gaps/E01/print", "/coverage/insurance/print"):
        assert visit("clerk").post(path, CHOSEN, form="/account/password").status_code == 303
    take_grants(app, "clerk")
    work(app)
    assert not files(app)


def test_a_job_for_nobody_says_so(visit: Callable[..., Any], app: Flask, asked: World) -> None:
    answer = visit("clerk").post(f"{INSURANCE}/print?paper=d03-ts&q=khongcoai", CHOSEN, form="/account/password")
    work(app)
    visit("clerk", str(answer.headers["Location"])).sees("Không làm được", "Không có ai đang được đề nghị cấp thẻ")
