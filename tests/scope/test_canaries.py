"""Names planted in another commune never reach a scoped role, wherever it looks (issue A, "Shown by")."""

import re
from collections import deque
from collections.abc import Callable
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest

from registry.vn.fold import fold
from tests.print.lists import pages
from tests.world import CANARY, World

SEARCHES = ["qua kin", "Quạ", "366999111", "kin"]
LIMIT = 400
LINK = re.compile(r'<a\s[^>]*?href="([^"]*)"')


@pytest.mark.parametrize("user", ["clerk", "district"])
def test_p24_a_crawl_of_every_page_meets_no_canary(visit: Callable, codes: World, user: str) -> None:
    visitor, seen = visit(user), set()
    waiting = deque(["/", *(f"/households?q={q}" for q in SEARCHES), *(f"/households/{code}" for code in codes.theirs)])
    while waiting and len(seen) < LIMIT:
        path = waiting.popleft()
        if path in seen or path.startswith(("/static", "/logout")):
            continue
        seen.add(path)
        answer = visitor.client.get(path)
        _assert_clean(answer.get_data(), str(answer.headers), codes, path)
        if answer.mimetype == "text/html":
            waiting.extend(_links(answer.get_data(as_text=True), path))
        answer.close()
    assert len(seen) > 20


@pytest.mark.parametrize("file", ["csv", "xlsx", "pdf", "print"])
def test_p24_files_meet_no_canary(visit: Callable, codes: World, file: str) -> None:
    answer = visit("clerk").get(f"/households?format={file}")
    _assert_clean(_unpacked(answer.get_data(), file), str(answer.headers), codes, file)


def test_p24_facets_count_only_what_the_reader_may_see(visit: Callable) -> None:
    visit("clerk", "/households").sees("3 hộ").sees_not("Hồ Đắc Kiện", "Châu Thành")


def _links(page: str, path: str) -> list[str]:
    found = [unescape(href) for href in LINK.findall(page)]
    here = [urljoin(path, href) for href in found if href and not href.startswith(("#", "http"))]
    return [parts.path + (f"?{parts.query}" if parts.query else "") for parts in map(urlsplit, here)]


def _assert_clean(body: bytes, headers: str, codes: World, where: str) -> None:
    text = fold(body.decode("utf-8", "replace") + headers)
    asked = any(word in where for word in ("qua", "Qu"))
    assert fold(CANARY) not in text or asked and text.count(fold(CANARY)) <= 3, f"lộ tên ở {where}"
    assert "366999111" not in text, f"lộ số giấy tờ ở {where}"
    leaked = [code for code in codes.theirs if code.lower() in text and code not in where]
    assert not leaked, f"lộ mã hộ {leaked} ở {where}"


def _unpacked(body: bytes, kind: str) -> bytes:
    if kind in ("csv", "print"):
        return body
    if kind == "pdf":
        return " ".join(pages(body)).encode()
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return b"".join(book.read(name) for name in book.namelist())
