"""Lists as the print tests make them, and their PDFs read back."""

import io
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pypdf import PageObject, PdfReader

from registry.outputs.print import (
    Heading,
    PaperColumn,
    PrintedList,
    RowGroup,
    Signature,
    Stamp,
    Total,
    blank_column,
    render_pdf,
)

TOP_MARGIN = 20 / 25.4 * 72
FAMILIES = ("Thạch", "Sơn", "Lâm", "Nguyễn", "Trần", "Đặng", "Kim", "Lý", "Quách", "Huỳnh")
GIVEN = ("Đức", "Rinh", "Thuận", "Quý", "Ưng", "Út", "Lộc", "Phượng", "Hằng", "Vĩ", "Ngữ")


@dataclass(frozen=True)
class Home:
    """A row: every name is another one."""

    name: str
    members: int


def homes(count: int) -> list[Home]:
    return [Home(f"{FAMILIES[at % 10]} Văn {GIVEN[at % 11]} Thứ-{at + 1}.", 1 + at % 8) for at in range(count)]


COLUMNS = (
    PaperColumn("name", "Họ và tên chủ hộ", 60, lambda home: home.name),
    PaperColumn("members", "Số khẩu", 20, lambda home: home.members, "center"),
    blank_column("signed", "Ký nhận"),
)


def paper(count: int, hamlets: int = 3, **changed: Any) -> PrintedList:
    """A list of so many homes in so many hamlets."""
    rows = homes(count)
    size = -(-count // hamlets) or 1
    members = sum(home.members for home in rows)
    cut = [RowGroup(f"Ấp {at + 1}", rows[at * size : (at + 1) * size]) for at in range(hamlets)]
    made = PrintedList(
        title="Danh sách hộ nghèo",
        columns=COLUMNS,
        groups=tuple(cut),
        heading=Heading("UBND TỈNH SÓC TRĂNG", "SỞ Y TẾ", "Sóc Trăng", "DS-SYT"),
        day=date(2021, 2, 5),
        stamp=Stamp("Trần Thị Bé", "08:15 05/02/2021"),
        totals=(Total("Cộng", f"{count} hộ", {"members": members}), Total("Trong đó nữ", "1 hộ", {"members": 2})),
        closing=f"Danh sách có {count} hộ, {members} khẩu",
        signatures=(Signature(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Nguyễn Văn A"),),
        recipients=("UBND tỉnh", "Lưu: VT"),
        bookmark=f"Xã {count}",
    )
    return replace(made, **changed)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def pages(pdf: bytes) -> list[str]:
    """The text of each page, spaces and line ends as one space."""
    return [re.sub(r"\s+", " ", page.extract_text()) for page in read(pdf).pages]


def page_numbers(pdf: bytes) -> list[int | None]:
    """What stands in the top margin of each page."""
    return [_number_on_top(page) for page in read(pdf).pages]


def _number_on_top(page: PageObject) -> int | None:
    found: list[str] = []
    below = float(page.mediabox.height) - TOP_MARGIN

    def look(text: str, matrix: Any, place: Any, *_font: Any) -> None:
        if text.strip() and place[5] * matrix[3] + matrix[5] > below:
            found.append(text.strip())

    page.extract_text(visitor_text=look)
    return int("".join(found)) if found else None


def find(pdf: bytes, text: str, page: int = 0) -> tuple[float, float]:
    """Where on a page a line of text begins, in parts of its width from the left and of its height from the top."""
    sheet = read(pdf).pages[page]
    pieces: list[tuple[str, float, float]] = []

    def look(piece: str, matrix: Any, place: Any, *_font: Any) -> None:
        if piece.strip():
            x, y = place[4] * matrix[0] + matrix[4], place[5] * matrix[3] + matrix[5]
            pieces.append((piece.strip(), x / float(sheet.mediabox.width), 1 - y / float(sheet.mediabox.height)))

    sheet.extract_text(visitor_text=look)
    found = [(x, y) for piece, x, y in pieces if piece.startswith(text)]
    assert len(found) == 1, f"“{text}” stands {len(found)} times among {[piece for piece, _, _ in pieces]}"
    return found[0]


def drawn(made: PrintedList) -> list[str]:
    return pages(render_pdf([made]))


def fonts(pdf: bytes) -> set[str]:
    """Every font a page of the PDF names, without the mark of its subset."""
    found = set()
    for page in read(pdf).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            found.add(str(font.get_object()["/BaseFont"]).rpartition("+")[2].lstrip("/"))
    return found
