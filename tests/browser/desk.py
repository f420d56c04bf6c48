"""A desk in an office: one browser with its own cookies, whose every mishap fails the test."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from registry.commands.accounts import change_own_password, reset_password
from registry.kernel.actor import CONSOLE
from registry.kernel.scope import EVERYTHING, set_scope
from registry.kernel.settings import today
from registry.models import User
from registry.queries.accounts import actor_for
from registry.storage import db
from registry.storage.transaction import transaction

PASSWORD = "con trâu đi trước cái cày"
ANSWERED = "Failed to load resource: the server responded with a status of"
TOO_WIDE = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
READY = "() => document.querySelector('[data-htmx-powered]') || !document.querySelector('[hx-get]')"
AXE = Axe()


class Desk:
    """A browser; `page` is its tab. What goes wrong is kept in `mishaps` unless the test awaits that answer."""

    def __init__(self, context: BrowserContext, url: str, scripts: bool = True) -> None:
        self.url, self.scripts = url, scripts
        self.mishaps: list[str] = []
        self.awaited: set[int] = set()
        self.page: Page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.mishaps.append(f"lỗi script: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(ANSWERED):
            self.mishaps.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the user went on before it was there
            self.mishaps.append(f"{request.failure}: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.awaited:
            self.mishaps.append(f"{response.status}: {response.request.method} {response.url}")

    def open(self, path: str) -> Page:
        """The page, once its script hears keys and clicks."""
        self.page.goto(self.url + path)
        return self._ready()

    def _ready(self) -> Page:
        if self.scripts:
            self.page.wait_for_function(READY)
        return self.page

    def sign_in(self, username: str, path: str = "/login") -> Page:
        """By the role button of the sign-in page."""
        self.open(path).locator(f"form:has(input[name=username][value={username}]) button").click()
        self.page.wait_for_url(re.compile("^(?!.*/login)"))
        return self._ready()

    @contextmanager
    def awaiting(self, *statuses: int) -> Iterator[None]:
        """Inside, these answers are what the test wants."""
        self.awaited = set(statuses)
        yield
        self.awaited = set()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def tab_to(self, css: str, key: str = "Tab", most: int = 120) -> None:
        """Press Tab until what `css` names has the focus."""
        for _ in range(most):
            if self.page.evaluate("css => document.activeElement.matches(css)", css):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{key} không đến được {css}")

    def go(self, css: str, awaited: str) -> None:
        """Tab to a link or button, press Enter and wait for what is to appear."""
        self.tab_to(css)
        self.press("Enter")
        expect(self.page.locator(awaited).first).to_be_visible()

    def focused(self, css: str) -> bool:
        return bool(self.page.evaluate("css => document.activeElement?.matches(css)", css))


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address of a server of the application's own, while the block runs."""
    http = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{http.server_port}"
    finally:
        http.shutdown()
        thread.join()
        http.server_close()


def look(page: Page) -> None:
    """No violation axe knows of, nothing wider than the screen."""
    violations = AXE.run(page).response["violations"]
    found = [f"{v['id']}: {node['target']} {node['html'][:160]}" for v in violations for node in v["nodes"]]
    assert not found, f"{page.url}:\n" + "\n".join(found)
    assert not page.evaluate(TOO_WIDE), f"{page.url} rộng hơn màn hình"


def give_password(app: Flask, username: str, password: str = PASSWORD) -> None:
    """As an administrator and then the user would; every session of the user ends."""
    with app.app_context():
        with transaction():
            set_scope(EVERYTHING)
            user = db.session.scalars(select(User).where(User.username == username)).one()
            code = reset_password(CONSOLE, user)
            db.session.flush()
            change_own_password(actor_for(user, today()), current=code, new=password)
        db.session.remove()


def stored(page: Page) -> dict[str, Any]:
    """What the page left in the browser's stores."""
    return page.evaluate("() => ({...localStorage, ...sessionStorage})")
