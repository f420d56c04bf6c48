"""A server on a fresh copy of the world, and browsers that sit before it."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, expect

from tests.browser.desk import Desk, serving

QUIET = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREEN = {"width": 1366, "height": 768}
expect.set_options(timeout=10_000)
"""As long as a desk waits for what it clicks: a busy machine is no fault of the page."""


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """On SQLite, unless the test names its databases: what a browser shows hardly depends on them."""
    named = any("kind" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
    if "kind" in metafunc.fixturenames and not named:
        metafunc.definition.add_marker(pytest.mark.parametrize("kind", ["sqlite"], indirect=True, scope="session"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's Chromium, which talks to nobody but us."""
    return {"executable_path": shutil.which("chromium"), "args": QUIET}


@pytest.fixture(scope="session")
def base_url() -> None:
    """Each test has a server of its own. (pytest-base-url's fixture is written in a way pytest warns about.)"""


@pytest.fixture
def server(app: Flask) -> Iterator[str]:
    """The address of a server on a fresh copy of the world."""
    with serving(app) as url:
        yield url


@pytest.fixture
def desk(server: str, new_context: Callable[..., BrowserContext]) -> Iterator[Callable[..., Desk]]:
    """`desk()` gives a browser of its own; `desk("clerk", LIST)` one where the clerk is signed in and at that page."""
    desks: list[Desk] = []

    def sit(user: str = "", at: str = "", **kwargs: Any) -> Desk:
        wanted = {"locale": "vi-VN", "viewport": SCREEN, "reduced_motion": "reduce", **kwargs}
        desks.append(Desk(new_context(**wanted), server, wanted.get("java_script_enabled", True)))
        if user:
            desks[-1].sign_in(user)
        if at:
            desks[-1].open(at)
        return desks[-1]

    yield sit
    for one in desks:
        assert not one.mishaps, "\n".join(one.mishaps)
