"""What the list costs an office on a slow line, compressed, with styles, scripts, icons and fonts."""

import pytest
from flask import Flask

from bench.browser import Browser
from bench.weight import first_and_later, linked

FIRST, LATER = 100_000, 15_000
WORTH_IT = 4_000
"""Bytes from which on compressing saves a third, heads included."""


@pytest.fixture
def reader(app: Flask) -> Browser:
    """The coordinator at a browser that compresses."""
    return Browser(app).sign_in("/login", "/login/demo", username="coordinator")


def test_the_first_list_and_later_ones_are_light(reader: Browser) -> None:
    first, later = first_and_later(reader)
    assert first <= FIRST, f"mở danh sách lần đầu: {first} byte"
    assert later <= LATER, f"trang danh sách: {later} byte"


def test_everything_a_page_needs_is_weighed(reader: Browser) -> None:
    kinds = {path.partition("?")[0].rpartition(".")[2] for path in linked(reader, "/households")}
    assert kinds == {"css", "js", "svg", "woff2"}


def test_pages_and_their_files_travel_compressed(reader: Browser) -> None:
    texts = [path for path in linked(reader, "/households") if "woff2" not in path]
    plain = {path: len(reader.text(path).encode()) for path in ["/households", *texts]}
    large = {path: size for path, size in plain.items() if size > WORTH_IT}
    assert large
    assert not [path for path, size in large.items() if reader.weight(path) > size * 2 / 3]
