"""A list on paper: every row once and in order, its head on every page, nobody signs a page without rows."""

import re
from typing import Any

import pytest

from registry.outputs.print import PaperColumn, RowGroup, Signature, Total, render_pdf
from registry.outputs.print.layout import fitted, parts
from registry.outputs.print.paper import part_htmls
from registry.outputs.print.worker import THE_WORKER
from tests.print.lists import COLUMNS, drawn, find, fonts, homes, page_numbers, pages, paper, read

HEAD = "STT Họ và tên chủ hộ Số khẩu Ký nhận (1) (2) (3) (4)"
ROW = re.compile(r"(?<![\d.])([\d.]+) ([^\d]+? Văn [^\d]+? Thứ-\d+\.)")


def rows_of(text: str) -> list[tuple[int, str]]:
    return [(int(number.replace(".", "")), name) for number, name in ROW.findall(text)]


@pytest.fixture(scope="module")
def long_pdf() -> bytes:
    return render_pdf([paper(75)])


@pytest.fixture(scope="module")
def long(long_pdf: bytes) -> list[str]:
    return pages(long_pdf)


def test_every_row_stands_once_and_in_order_with_its_running_number(long: list[str]) -> None:
    expected = [(at, home.name) for at, home in enumerate(homes(75), 1)]
    assert [row for page in long for row in rows_of(page)] == expected


def test_the_head_and_the_row_of_column_numbers_stand_on_every_page(long: list[str]) -> None:
    assert len(long) > 2
    assert [page.count(HEAD) for page in long] == [1] * len(long)


def test_pages_are_numbered_from_the_second(long_pdf: bytes) -> None:
    assert page_numbers(long_pdf) == [None, 2, 3]


def test_each_hamlet_stands_once_above_its_rows(long: list[str]) -> None:
    text = " ".join(long)
    places = [text.index(f"Ấp {at}") for at in (1, 2, 3)]
    assert places == sorted(places)
    assert [text.count(f"Ấp {at}") for at in (1, 2, 3)] == [1, 1, 1]


def test_sums_closing_sentence_and_signature_end_the_list(long: list[str]) -> None:
    members = sum(home.members for home in homes(75))
    end = long[-1]
    assert f"Cộng: 75 hộ {members} Trong đó nữ: 1 hộ 2 Danh sách có 75 hộ, {members} khẩu./." in end
    assert "Nơi nhận: - UBND tỉnh; - Lưu: VT." in end
    assert "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC (Ký, ghi rõ họ tên) Nguyễn Văn A" in end


def test_every_page_names_the_list_the_time_and_the_user(long: list[str]) -> None:
    assert {
        re.search(r"DS-[0-9A-F]{5}-[0-9A-F]{5} · 08:15 05/02/2021 · Trần Thị Bé", page) is None for page in long
    } == {False}


def test_nobody_signs_a_page_without_two_rows() -> None:
    """However many rows there are: somewhere in these sizes the end just does not fit."""
    sizes = range(12, 40, 3)
    text = pages(render_pdf([paper(count) for count in sizes]))
    ends = [page for page in text if "KT. GIÁM ĐỐC" in page]
    assert len(ends) == len(sizes)
    assert min(len(rows_of(page)) for page in ends) >= 2
    assert any("STT" in page and not page.startswith("UBND") for page in ends), "no list was long enough to tell"


def test_a_document_has_quoc_hieu_and_number_and_an_annex_has_not() -> None:
    state = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc"
    dated = "Sóc Trăng, ngày 05 tháng 02 năm 2021"
    (document,) = drawn(paper(3))
    assert state in document and dated in document
    assert "UBND TỈNH SÓC TRĂNG SỞ Y TẾ Số: /DS-SYT" in document
    (annex,) = drawn(paper(3, attached="Kèm theo Quyết định số 12/QĐ-UBND"))
    assert "CỘNG HÒA" not in annex and "/DS-SYT" not in annex
    assert "(Kèm theo Quyết định số 12/QĐ-UBND)" in annex and dated in annex


def test_the_amount_is_written_in_words() -> None:
    (page,) = drawn(paper(2, amount=12_015_000, unit_line="Đơn vị tính: đồng"))
    assert "Số tiền bằng chữ: Mười hai triệu không trăm mười lăm nghìn đồng./." in page
    assert "Đơn vị tính: đồng" in page


def test_a_draft_says_so_on_every_page_and_a_wide_list_lies_flat() -> None:
    pdf = render_pdf([paper(40, draft=True, landscape=True)])
    text = pages(pdf)
    assert len(text) > 1 and all("BẢN NHÁP" in page for page in text)
    assert [round(float(page.mediabox.width)) for page in read(pdf).pages] == [842] * len(text)


def test_several_who_sign_stand_side_by_side_above_the_recipients() -> None:
    three = tuple(Signature((title,)) for title in ("TRƯỞNG ẤP", "CÔNG CHỨC", "TM. ỦY BAN NHÂN DÂN"))
    (page,) = drawn(paper(2, signatures=three))
    assert page.index("TRƯỞNG ẤP") < page.index("CÔNG CHỨC") < page.index("TM. ỦY BAN") < page.index("Nơi nhận")


def test_a_list_that_does_not_fit_under_its_heading_goes_over_whole() -> None:
    """A page with signatures has rows, however much stands in the heading."""
    text = drawn(paper(1, hamlets=1, landscape=True, facts={f"Mục {at}": "" for at in range(14)}))
    assert [page for page in text if "Ký, ghi rõ họ tên" in page and "Thứ-1." not in page] == []


WIDE: dict[str, Any] = {
    "landscape": True,
    "subtitles": ("Xã Đại Ân 1", "Tính đến ngày 15/12/2021"),
    "facts": {"Mã số thuế": ""},
}
FOUR = tuple(Total(label, "1 hộ") for label in ("Cộng", "Nữ", "Khmer", "DTTS"))


@pytest.mark.parametrize("count", [1, 2])
def test_few_rows_of_a_flat_list_stand_under_their_head_with_those_who_sign(count: int) -> None:
    committee = Signature(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Nguyễn Văn A")
    made = paper(count, totals=FOUR, signatures=(Signature(("NGƯỜI LẬP BIỂU",)), committee), **WIDE)
    (page,) = drawn(made)
    assert len(rows_of(page)) == count
    assert "Cộng: 1 hộ; Nữ: 1 hộ; Khmer: 1 hộ; DTTS: 1 hộ" in page


def test_the_text_begins_at_the_margin_of_the_sheet() -> None:
    """Where the table begins, too: it would reach over the right margin otherwise."""
    pdf = render_pdf([paper(3, facts={"Mã số thuế": ""})])
    assert find(pdf, "Mã số thuế")[0] == pytest.approx(30 / 210, abs=0.001)


def test_an_empty_list_says_so() -> None:
    (page,) = drawn(paper(0))
    assert "(4) Không có Cộng: 0 hộ" in page


def test_a_posted_list_leaves_out_what_the_caller_names() -> None:
    made = paper(3).without("members", "signed")
    assert [column.key for column in made.columns] == ["name"]
    (page,) = drawn(made)
    assert "STT Họ và tên chủ hộ (1) (2)" in page


def test_lists_of_several_communes_keep_their_own_page_numbers_and_are_found_by_bookmarks() -> None:
    pdf = render_pdf([paper(40), paper(3), paper(41)])
    reader = read(pdf)
    firsts = {item.title: reader.get_destination_page_number(item) for item in reader.outline}
    assert list(firsts) == ["Xã 40", "Xã 3", "Xã 41"]
    assert page_numbers(pdf) == [None, 2, None, None, 2]
    assert reader.metadata.title == "Danh sách hộ nghèo" and reader.root_object["/Lang"] == "vi"
    assert fonts(pdf) == {"Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-Bold-Italic"}


def test_a_list_drawn_in_parts_goes_on_counting_rows_and_pages() -> None:
    text, numbers, first = [], [], 1
    for html in part_htmls(paper(80), size=30):
        pdf, count = THE_WORKER.draw(html, first)
        text += pages(pdf)
        numbers += page_numbers(pdf)
        first += count
    assert [number for page in text for number, _ in rows_of(page)] == list(range(1, 81))
    assert numbers == [None, *range(2, len(text) + 1)]
    assert sum("DANH SÁCH" in page for page in text) == 1
    assert sum("Cộng:" in page for page in text) == 1


@pytest.mark.parametrize("count", [0, 1, 2, 3, 29, 30, 31, 32, 59, 60, 61, 62, 90])
def test_parts_hold_every_row_once_and_the_last_keeps_two(count: int) -> None:
    made = list(parts(paper(count), size=30))
    lines = [line for part in made for line in (*part.lines, *part.kept)]
    assert [line.number for line in lines if line.number] == list(range(1, count + 1))
    assert [part.last for part in made] == [False] * (len(made) - 1) + [True]
    assert sum(1 for line in made[-1].kept if line.number) == min(count, 2)
    assert not any(part.lines and part.lines[-1].heading for part in made), "a heading without its rows"


def test_columns_fill_the_sheet_or_are_refused() -> None:
    assert sum(column.width for column in fitted(COLUMNS, landscape=False)) == 165 - 11
    assert sum(column.width for column in fitted(COLUMNS, landscape=True)) == 252 - 11
    with pytest.raises(ValueError, match="wider than the sheet"):
        fitted([PaperColumn("x", "X", 200)], landscape=False)


def test_the_code_of_a_list_is_that_of_its_rows() -> None:
    made = paper(5)
    assert made.code == paper(5, stamp=paper(0).stamp, draft=True).code
    assert made.code != paper(6).code
    assert made.code != paper(5, hamlets=2).code
    assert RowGroup("", homes(2)).heading == ""
