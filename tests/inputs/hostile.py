"""Files that mean harm, or are not what they say (security.md P35); each small enough to write in a test."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl

CONTENT_TYPES = "[Content_Types].xml"
SHEET = "xl/worksheets/sheet1.xml"


def book(fill: Callable[[Any], None] = lambda sheet: None) -> bytes:
    """A workbook of one sheet, filled by `fill`."""
    made = openpyxl.Workbook()
    fill(made.active)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def rewritten(change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None) -> bytes:
    """A sound workbook with its members changed, and others put beside them."""
    out = io.BytesIO()
    sound = zipfile.ZipFile(io.BytesIO(book(lambda sheet: sheet.append(["a"]))))
    with sound, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name in sound.namelist():
            made.writestr(name, change(name, sound.read(name)))
        for name, content in (more or {}).items():
            made.writestr(name, content)
    return out.getvalue()


def in_sheet(old: bytes, new: bytes) -> bytes:
    def change(name: str, content: bytes) -> bytes:
        assert name != SHEET or old in content
        return content.replace(old, new) if name == SHEET else content

    return rewritten(change)


def far_cell(cell: str) -> bytes:
    return in_sheet(b"</sheetData>", f'<row><c r="{cell}" t="n"><v>1</v></c></row></sheetData>'.encode())


def locked() -> bytes:
    """A member that says it is encrypted."""
    raw = bytearray(rewritten(lambda name, content: content))
    at = raw.find(b"PK\x01\x02")
    while at >= 0:
        raw[at + 8] |= 1
        at = raw.find(b"PK\x01\x02", at + 1)
    return bytes(raw)


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + b"".join(b'<!ENTITY lol%d "%s">' % (n, b"&lol%d;" % (n - 1) * 10) for n in range(1, 9))
    + b"]><sst><si><t>&lol8;</t></si></sst>"
)
XXE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst><si><t>&x;</t></si></sst>'
LONG = "dài " * 300
TEXT_CELL = b't="inlineStr"><is><t>a</t></is>'

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bom.xlsx": (lambda: rewritten(lambda n, c: c, {"xl/media/a.bin": bytes(120 << 20)}), "bung ra quá lớn"),
    "tilebom.xlsx": (lambda: rewritten(lambda n, c: c, {"xl/media/a.bin": bytes(3 << 20)}), "bung ra quá lớn"),
    "oto.xlsx": (lambda: in_sheet(b"</sheetData>", b" " * (3 << 20) + b"</sheetData>"), "bung ra quá lớn"),
    "nhieu.xlsx": (lambda: rewritten(lambda n, c: c, {f"x/{n}": b"" for n in range(300)}), "quá nhiều thành phần"),
    "cuoi.xlsx": (lambda: rewritten(lambda n, c: c, {"xl/sharedStrings2.xml": LAUGHS}), "không an toàn"),
    "xxe.xlsx": (lambda: rewritten(lambda n, c: c, {"xl/sharedStrings.xml": XXE}), "không an toàn"),
    "utf16.xlsx": (lambda: rewritten(lambda n, c: c, {"a.xml": "<!DOCTYPE a>".encode("utf-16")}), "không an toàn"),
    "xa.xlsx": (lambda: far_cell("XFD1048576"), "ô XFD1048576"),
    "rong.xlsx": (lambda: far_cell("BZ4"), "ô BZ4"),
    "ra.xlsx": (lambda: rewritten(lambda n, c: c, {"../../ngoai.xml": b"x"}), "tên lạ"),
    "gach.xlsx": (lambda: rewritten(lambda n, c: c, {"..\\ngoai.xml": b"x"}), "tên lạ"),
    "khoa.xlsx": (locked, "có mật khẩu"),
    "cat.xlsx": (lambda: book()[:-400], "bị hỏng"),
    "zip.xlsx": (lambda: rewritten(lambda n, c: b"<a" if n == SHEET else c), "bị hỏng"),
    "word.xlsx": (lambda: rewritten(lambda n, c: c).replace(b"xl/workbook.xml", b"xl/wordbook.xml"), "không phải bảng"),
    "web.xlsx": (lambda: b"<html><table><tr><td>a</td></tr></table></html>", "trang web"),
    "xml.xls": (lambda: b'<?xml version="1.0"?><Workbook xmlns="x"></Workbook>', "trang web"),
    "a.pdf": (lambda: b"%PDF-1.7 ...", "không phải bảng tính"),
    "ole.xls": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000, "bị hỏng"),
    "matkhau.xlsx": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "có mật khẩu",
    ),
    "nul.csv": (lambda: b"STT,Ho ten\n1,a\x00b\n", "không phải bảng tính"),
    "nhay.csv": (lambda: ('STT,Họ tên\n1,"An\n' + "2,Bình\n" * 400).encode(), "dòng"),
    "dong.csv": (lambda: b"a" * (19 << 20), "dòng 1"),
    "lon.csv": (lambda: b"a,b\n" * (6 << 20), "lớn hơn 20 MB"),
    "trong.csv": (lambda: b"", "trống"),
    "o.xlsx": (lambda: book(lambda sheet: sheet.append(["a", LONG])), "ô B1"),
    "cot.csv": (lambda: b"a\n" + b",".join([b"1"] * 60), "dòng 2 có hơn 50 cột"),
    "hang.csv": (lambda: b"a\n" * 100_001, "100.000 dòng"),
}
"""Each file by the name its user gives it: its bytes, and words the sentence about it holds."""

ODD: dict[str, tuple[Callable[[], bytes], list[list[str]]]] = {
    "congthuc.xlsx": (lambda: in_sheet(TEXT_CELL, b't="n"><f>1+1</f><v>khong phai so</v>'), []),
    "nan.xlsx": (lambda: in_sheet(TEXT_CELL, b't="n"><v>NaN</v>'), []),
    "vocung.xlsx": (lambda: in_sheet(TEXT_CELL, b't="n"><v>1e999</v>'), []),
    "chuoi.xlsx": (lambda: in_sheet(TEXT_CELL, b't="s"><v>99</v>'), []),
    "doi.xlsx": (lambda: in_sheet(b'<dimension ref="A1:A1" />', b'<dimension ref="A1:XFD1048576" />'), [["a"]]),
    "mau.xlsx": (lambda: in_sheet(b"</sheetData>", b'<row><c r="XFD2" s="0"/></row></sheetData>'), [["a"]]),
}
"""Files that are odd but sound or unsound in one cell: never an error of the program."""
