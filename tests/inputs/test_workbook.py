"""A workbook from outside: what is in it as text, and one kind sentence for each file that is not to be read."""

import io
import resource
import time
import unicodedata
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from registry.inputs.workbook import Sheet, column_name, read_workbook
from registry.messages import Problems
from tests.inputs.hostile import HOSTILE, ODD, book

FILES = Path(__file__).parent / "files"


def opened(content: bytes, tmp_path: Path, name: str = "danh sách.xlsx") -> list[Sheet]:
    path = tmp_path / "upload"
    path.write_bytes(content)
    return read_workbook(path, name)


def test_cells_come_as_people_read_them(tmp_path: Path) -> None:
    row = [1, "Thạch Văn Sơn", 1970.0, date(1954, 5, 1), True, 94085001234, 0.5, None, "  0912"]
    (sheet,) = opened(book(lambda sheet: [sheet.append([]), sheet.append(row)]), tmp_path)
    assert sheet.rows == [
        [],
        ["1", "Thạch Văn Sơn", "1970", "1954-05-01", "x", "94085001234", "0.5", "", "  0912"],
    ]


def test_columns_keep_their_places_when_the_first_ones_are_empty(tmp_path: Path) -> None:
    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["C3"] = "Họ tên"
        sheet.merge_cells("C3:D4")

    (sheet,) = opened(book(fill), tmp_path)
    assert sheet.rows == [[], [], ["", "", "Họ tên"]]
    assert sheet.merged == [(2, 2, 3, 3)]


def test_hidden_sheets_are_known_as_such(tmp_path: Path) -> None:
    made, out = openpyxl.Workbook(), io.BytesIO()
    made.create_sheet("Nháp").sheet_state = "hidden"
    made.save(out)
    assert [(one.name, one.visible) for one in opened(out.getvalue(), tmp_path)] == [("Sheet", True), ("Nháp", False)]


def test_an_old_xls_file_is_read() -> None:
    (sheet,) = read_workbook(FILES / "list.xls")
    assert sheet.name == "Ấp Đại Nôn"
    assert sheet.rows[3] == ["1", "Thạch Văn Sơn", "1970", "Nam"]


def test_an_ods_file_is_read(tmp_path: Path) -> None:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in ("STT", "Họ tên")
    )
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        made.writestr(
            "content.xml",
            f"<office:document-content{names}><office:body><office:spreadsheet>"
            f'<table:table table:name="Ấp 1"><table:table-row>{cells}</table:table-row></table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    (sheet,) = opened(out.getvalue(), tmp_path, "a.ods")
    assert (sheet.name, sheet.rows) == ("Ấp 1", [["STT", "Họ tên"]])


TEXT = "STT;Họ tên\n1;Nguyễn Thị Thuỳ\n"


def windows_1258(text: str) -> bytes:
    """Tones as signs of their own behind the letter, as that code page has them."""
    out = b""
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tone = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
        letter = unicodedata.normalize("NFC", parts.replace(tone, "", 1)) if tone else char
        out += (letter + tone).encode("cp1258")
    return out


@pytest.mark.parametrize(
    "content",
    [TEXT.encode(), TEXT.encode("utf-8-sig"), TEXT.encode("utf-16"), TEXT.encode("utf-16-le"), windows_1258(TEXT)],
    ids=["utf-8", "bom", "utf-16", "utf-16 no bom", "windows-1258"],
)
def test_csv_is_read_whatever_it_was_saved_as(content: bytes, tmp_path: Path) -> None:
    (sheet,) = opened(content, tmp_path, "ds.csv")
    assert (sheet.name, sheet.rows) == ("ds.csv", [["STT", "Họ tên"], ["1", "Nguyễn Thị Thuỳ"]])


def test_csv_in_an_old_font_stays_for_its_column_to_be_converted(tmp_path: Path) -> None:
    (sheet,) = opened("STT,Hä tªn\n1,NguyÔn ThÞ S\xad¬ng\n".encode("latin-1"), tmp_path, "ds.csv")
    assert sheet.rows[1] == ["1", "NguyÔn ThÞ S\xad¬ng"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_kind_sentence(name: str, tmp_path: Path) -> None:
    make, said = HOSTILE[name]
    content = make()
    began = time.monotonic()
    with pytest.raises(Problems) as refused:
        opened(content, tmp_path, name)
    (problem,) = refused.value.problems
    assert problem.field == "file"
    assert said in str(problem.message)
    assert name in str(problem.message)
    assert "Hãy " in str(problem.message)
    assert time.monotonic() - began < 10
    assert [path.name for path in tmp_path.iterdir()] == ["upload"], "nothing else was written"


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_is_read_or_refused_but_never_an_error(name: str, tmp_path: Path) -> None:
    make, rows = ODD[name]
    try:
        sheets = opened(make(), tmp_path, name)
    except Problems as refused:
        assert not rows, str(refused)
    else:
        assert not rows or [row for row in sheets[0].rows if row] == rows


def test_what_the_child_takes_is_never_taken_from_the_server(tmp_path: Path) -> None:
    """A sheet of a million cells far apart dies in the child; the parent only hears of it."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Problems):
        opened(HOSTILE["xa.xlsx"][0](), tmp_path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000
    assert resource.getrlimit(resource.RLIMIT_AS)[0] in (resource.RLIM_INFINITY, resource.getrlimit(9)[0])


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(Problems, match="Không mở được tệp ds.xlsx"):
        read_workbook(tmp_path / "ds.xlsx")


def test_columns_are_named_as_in_a_spreadsheet() -> None:
    assert [column_name(at) for at in (0, 25, 26, 49)] == ["A", "Z", "AA", "AX"]
