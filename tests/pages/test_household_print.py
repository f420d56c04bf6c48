"""The household list on paper, from the list page: previewed, printed, posted, refused."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from registry.kernel.scope import EVERYTHING, set_scope
from registry.models import HouseholdPeriod
from registry.storage import db
from registry.storage.activity import view_table
from registry.storage.transaction import transaction
from tests.conftest import postgresql_in_check
from tests.print.lists import pages
from tests.world import CANARY, World

pytestmark = postgresql_in_check

CHOSEN = "variant=office&agency=SYT&signer=2&side=portrait"


def pdf(visit: Callable[..., Any], user: str, query: str) -> str:
    """The text of all pages."""
    answer = visit(user).get(f"/households?format=pdf&{query}")
    assert answer.status_code == 200 and answer.mimetype == "application/pdf", answer.get_data(as_text=True)[:400]
    return " ".join(pages(answer.get_data()))


def test_the_list_leads_to_its_preview_with_what_is_filtered(visit: Callable[..., Any]) -> None:
    page = visit("clerk", "/households?class=poor")
    assert "/households?class=poor&amp;format=print" in page.html
    preview = visit("clerk", "/households?class=poor&format=print")
    preview.sees("Xem trước bản in", "Đặng Văn Đức", "Danh sách có 1 hộ, 3 khẩu./.").sees_not("Sa Rinh", CANARY)
    assert preview.field("class") == "poor"


def test_the_pdf_holds_exactly_the_rows_of_the_list_by_given_name(visit: Callable[..., Any]) -> None:
    text = pdf(visit, "clerk", "")
    found = re.findall(r"\d+ HH-\d{6} (Đặng Văn Đức|Thạch Thị Sa Rinh|Lý Hòa Thuận)", text)
    assert found == ["Đặng Văn Đức", "Thạch Thị Sa Rinh", "Lý Hòa Thuận"]
    assert "Cộng: 3 hộ 6 Nữ: 1 hộ 3 Khmer: 1 hộ 2 DTTS: 2 hộ 3" in text
    assert "Danh sách có 3 hộ, 6 khẩu./." in text
    assert CANARY not in text
    assert "366123456" not in text and "366" not in text, "no identity number stands on paper"


def test_a_clerk_s_list_is_issued_by_the_commune(visit: Callable[..., Any]) -> None:
    text = pdf(visit, "clerk", "")
    assert "ỦY BAN NHÂN DÂN XÃ" in text and "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH" in text


def test_a_district_s_list_stands_under_the_province(visit: Callable[..., Any]) -> None:
    text = pdf(visit, "district", "unit=31672")
    assert "UBND TỈNH SÓC TRĂNG ỦY BAN NHÂN DÂN HUYỆN TRẦN ĐỀ" in text


def test_who_issues_and_signs_is_chosen(visit: Callable[..., Any]) -> None:
    text = pdf(visit, "coordinator", f"{CHOSEN}&class=poor")
    assert "UBND TỈNH SÓC TRĂNG SỞ Y TẾ Số: /DS-SYT" in text
    assert "NGƯỜI LẬP BIỂU" in text and "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC" in text


def test_communes_are_papers_of_their_own(visit: Callable[..., Any], codes: World) -> None:
    text = pdf(visit, "coordinator", CHOSEN)
    assert text.count("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") == 2
    assert text.count("Danh sách có 3 hộ") == 2


def test_the_posted_list_shows_name_hamlet_class_and_people_only(visit: Callable[..., Any], codes: World) -> None:
    text = pdf(visit, "clerk", "variant=posting")
    assert "STT Họ và tên chủ hộ Diện Số khẩu (1) (2) (3) (4) Ấp Đại Nôn 1 Đặng Văn Đức Hộ nghèo 3" in text
    for hidden in (*codes.ours, "Khmer", "Kinh", "DTTS", "Nữ"):
        assert hidden not in text


def test_a_household_without_a_head_is_named_so(app: Flask, visit: Callable[..., Any], codes: World) -> None:
    """As an old list may leave it."""
    with app.app_context(), transaction():
        set_scope(EVERYTHING)
        of = update(HouseholdPeriod).where(HouseholdPeriod.code == codes.ours[0])
        db.session.execute(of.values(head_id=None, head_name=""), execution_options={"synchronize_session": False})
    for query in ("", "variant=posting"):
        assert "(chưa có chủ hộ)" in pdf(visit, "clerk", query)


def test_a_draft_annex_in_landscape(visit: Callable[..., Any]) -> None:
    text = pdf(visit, "clerk", "variant=office&side=landscape&draft=y&attached=Kèm theo Quyết định số 12/QĐ-UBND")
    assert "BẢN NHÁP" in text and "(Kèm theo Quyết định số 12/QĐ-UBND)" in text and "CỘNG HÒA" not in text


@pytest.mark.parametrize(
    "query",
    [
        "variant=x&agency=x&signer=99&side=x",
        "variant=office&signer=",
        "attached=%00&variant=office",
        "signer=0&variant=office",
    ],
)
def test_choices_nobody_offers_are_as_if_not_made(visit: Callable[..., Any], query: str) -> None:
    page = visit("clerk", f"/households?format=print&{query}")
    page.sees("Danh sách hộ gia đình", "Đặng Văn Đức").sees_not("Chưa điền ô này")
    assert visit("clerk").get(f"/households?format=pdf&{query}").status_code == 200


def test_another_commune_s_committee_cannot_be_chosen(visit: Callable[..., Any]) -> None:
    text = pdf(visit, "clerk", "variant=office&agency=UBND-31618&signer=1&side=portrait")
    assert "ỦY BAN NHÂN DÂN XÃ" in text


@pytest.mark.parametrize("wanted", ["print", "pdf"])
def test_who_may_not_export_may_not_print(visit: Callable[..., Any], wanted: str) -> None:
    assert visit("leader").get(f"/households?format={wanted}").status_code == 403


def test_a_list_of_nobody_is_said_and_makes_no_file(visit: Callable[..., Any]) -> None:
    visit("clerk", "/households?format=print&q=khongcoai").sees("Không có hộ nào để in")
    visit("clerk", "/households?format=pdf&q=khongcoai").sees("Không có hộ nào để in")


def test_a_long_list_says_what_to_do(visit: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.blueprints.papers.AT_ONCE", 2)
    for wanted in ("print", "pdf"):
        visit("clerk", f"/households?format={wanted}", 202).sees(
            "có 3 dòng. Trang web in ngay", "Hãy lọc một xã hoặc một ấp"
        )


def test_many_communes_are_previewed_but_not_drawn_at_once(
    visit: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.blueprints.papers.PAPERS_AT_ONCE", 1)
    visit("coordinator", "/households?format=print").sees("Danh sách có 3 hộ")
    visit("coordinator", "/households?format=pdf", 202).sees("có 6 dòng ở 2 xã")


def test_the_title_names_the_classes_that_were_chosen(visit: Callable[..., Any]) -> None:
    preview = visit("clerk", "/households?format=print&class=poor&class=near_poor")
    preview.sees("Danh sách hộ nghèo, hộ cận nghèo")
    visit("clerk", "/households?format=print").sees("Danh sách hộ gia đình")


def test_p23_printing_is_logged_like_an_export(visit: Callable[..., Any], app: Flask) -> None:
    visit("clerk").get("/households?format=pdf&class=poor")
    with app.extensions["activity"].connect() as connection:
        kind, detail = connection.execute(
            select(view_table.c.kind, view_table.c.detail).order_by(view_table.c.id.desc()).limit(1)
        ).one()
    assert (kind, detail) == ("export", "households.pdf class=poor")
