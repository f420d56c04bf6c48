"""Names planted in another commune never reach a scoped role, wherever it looks (issue A, "Shown by")."""

import re
from collections import Counter, deque
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest

from tests.conftest import postgresql_in_check
from tests.scope.canaries import NUMBER, assert_clean
from tests.world import World

pytestmark = postgresql_in_check

SEARCHES = ["qua kin", "Quạ", NUMBER, "kin"]
ALIKE = 3
"""So many times a path, its codes apart, is opened alone, and with each question it can be asked."""
CODE = re.compile(r"/(?:HH-)?[0-9A-Z]{4,}(?=/|$)")
LINK = re.compile(r'<a\s[^>]*?href="([^"]*)"')


@pytest.mark.check
@pytest.mark.parametrize("user", ["clerk", pytest.param("district", marks=pytest.mark.check)])
def test_p24_a_crawl_of_every_page_meets_no_canary(visit: Callable, codes: World, user: str) -> None:
    visitor, seen, shapes = visit(user), set(), Counter()
    waiting = deque(["/", *(f"/households?q={q}" for q in SEARCHES), *(f"/households/{code}" for code in codes.theirs)])
    while waiting:
        path = waiting.popleft()
        asked = _asked(path)
        if path in seen or all(shapes[one] >= ALIKE for one in asked) or path.startswith(("/static", "/logout")):
            continue
        seen.add(path)
        shapes.update(asked)
        answer = visitor.client.get(path)
        if answer.mimetype == "text/html":
            waiting.extend(_links(answer.get_data(as_text=True), path))
        assert_clean(answer, codes, path)
    assert len(shapes) > 20, sorted(shapes)


@pytest.mark.parametrize("file", ["csv", "xlsx", "pdf", "print"])
def test_p24_files_meet_no_canary(visit: Callable, codes: World, file: str) -> None:
    assert_clean(visit("clerk").get(f"/households?format={file}"), codes, file)


def test_p24_facets_count_only_what_the_reader_may_see(visit: Callable) -> None:
    visit("clerk", "/households").sees("3 hộ").sees_not("Hồ Đắc Kiện", "Châu Thành")


def _asked(path: str) -> set[str]:
    """The path without its codes, with each question in turn: "/households/…?day"."""
    parts = urlsplit(path)
    plain = CODE.sub("/…", parts.path)
    return {f"{plain}?{key}" for key in parse_qs(parts.query, keep_blank_values=True)} or {plain}


def _links(page: str, path: str) -> list[str]:
    found = [unescape(href) for href in LINK.findall(page)]
    here = [urljoin(path, href) for href in found if href and not href.startswith(("#", "http"))]
    return [parts.path + (f"?{parts.query}" if parts.query else "") for parts in map(urlsplit, here)]
