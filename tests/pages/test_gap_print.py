"""The people behind a number on paper: to the committee that answers, or posted; exactly the list's rows."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import postgresql_in_check
from tests.print.lists import pages
from tests.world import World

pytestmark = postgresql_in_check


def pdf(visit: Callable[..., Any], user: str, address: str) -> str:
    """The text of all pages."""
    answer = visit(user).get(address)
    assert answer.status_code == 200 and answer.mimetype == "application/pdf", answer.get_data(as_text=True)[:400]
    return " ".join(pages(answer.get_data()))


@pytest.mark.parametrize("user", ["clerk", "coordinator"])
def test_the_gap_list_on_paper_holds_exactly_the_names_of_its_csv(visit: Callable[..., Any], user: str) -> None:
    rows = list(csv.DictReader(io.StringIO(visit(user).get("/gaps/E01?format=csv").get_data().decode("utf-8-sig"))))
    text = pdf(visit, user, "/gaps/E01?format=pdf")
    assert rows
    for row in rows:
        assert text.count(f" {row['name']} {row['birth']} ") == 1
    assert sum(int(count) for count in re.findall(r"Danh sách có \d+ hộ, (\d+) khẩu\./\.", text)) == len(rows)
    assert "DANH SÁCH NGƯỜI THUỘC HỘ NGHÈO CHƯA CÓ THẺ BHYT" in text
    assert "Ý kiến của UBND xã" in text


def test_the_list_leads_to_its_preview(visit: Callable[..., Any], codes: World) -> None:
    page = visit("clerk", "/gaps/E01?sex=female")
    assert "/gaps/E01?sex=female&amp;format=print" in page.html
    visit("clerk", "/gaps/E01?sex=female&format=print").sees("Xem trước bản in", "Danh sách có 1 hộ,")


def test_a_posted_gap_list_tells_name_year_head_and_hamlet_only(visit: Callable[..., Any], codes: World) -> None:
    text = pdf(visit, "clerk", "/gaps/E01?format=pdf&variant=posting")
    assert "STT Họ và tên Năm sinh Chủ hộ (1) (2) (3) (4)" in text
    for hidden in (*codes.ours, "Kinh", "Khmer", "Nữ", "Nam ", "Ý kiến"):
        assert hidden not in text, hidden


def test_a_list_of_households_names_their_heads(visit: Callable[..., Any]) -> None:
    for address in ("/gaps/E03?format=pdf", "/coverage/insurance?class=poor&per=household&format=pdf"):
        text = pdf(visit, "clerk", address)
        assert "Họ và tên chủ hộ" in text and re.search(r"Danh sách có \d+ hộ\./\.", text), text


def test_an_empty_list_is_not_printed_but_said(visit: Callable[..., Any]) -> None:
    page = visit("clerk", "/gaps/E01?q=khongcoai&format=pdf")
    page.sees("Xem trước bản in")
