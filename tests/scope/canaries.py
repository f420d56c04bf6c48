"""Whether an answer tells a name, a number or a code that only households of the other commune bear."""

import io
import zipfile
from typing import Any

from registry.vn.fold import fold
from tests.print.lists import pages
from tests.world import CANARY, World

NUMBER = "366999111"
"""The number of one of them."""


def assert_clean(answer: Any, codes: World, where: str) -> str:
    """Nothing of theirs is in the answer, but for what the asker typed into the address, `where`; its text."""
    text = fold(_unpacked(answer).decode("utf-8", "replace") + str(answer.headers))
    asked = any(word in where for word in ("qua", "Qu"))
    assert fold(CANARY) not in text or asked and text.count(fold(CANARY)) <= 3, f"lộ tên ở {where}"
    assert NUMBER not in text or NUMBER in where, f"lộ số giấy tờ ở {where}"
    leaked = [code for code in codes.theirs if code.lower() in text and code not in where]
    assert not leaked, f"lộ mã hộ {leaked} ở {where}"
    answer.close()
    return text


def _unpacked(answer: Any) -> bytes:
    """What a reader of the page, the workbook or the paper has before him."""
    body: bytes = answer.get_data()
    if body.startswith(b"%PDF"):
        return " ".join(pages(body)).encode()
    if not zipfile.is_zipfile(io.BytesIO(body)):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return b"".join(book.read(name) for name in book.namelist())
