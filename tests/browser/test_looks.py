"""Every page, as axe and a narrow screen see it."""

import re
from collections.abc import Callable
from itertools import product

import pytest
from flask import Flask
from playwright.sync_api import expect

from registry.kernel.scope import EVERYTHING, set_scope
from registry.storage.transaction import transaction
from tests.browser.desk import look
from tests.browser.everything import add_everything
from tests.browser.walk import pages_of, walk
from tests.inputs.lists import saved
from tests.pages.test_imports import LIST, WRONG
from tests.world import OURS, World

pytestmark = pytest.mark.browser

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WHO = ["coordinator", "clerk", "administrator"]
SCREENS = {"wide": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}
SMALL = """() => [...document.querySelectorAll("button, .button, summary, nav a, input:not([type=hidden]), select")]
    .filter((one) => one.offsetParent && one.tabIndex >= 0 && !one.closest(".visually-hidden"))
    .map((one) => [one, (one.closest("label") || one).getBoundingClientRect()])
    .filter(([one, box]) => box.height < 43.5 && box.width > 1)
    .map(([one, box]) => `${location.pathname} ${one.outerHTML.slice(0, 120)} ${box.height}`)"""


@pytest.fixture(autouse=True)
def everything(app: Flask, codes: World) -> None:
    with app.app_context(), transaction():
        set_scope(EVERYTHING)
        add_everything(codes)


@pytest.mark.check
@pytest.mark.parametrize("user", [*WHO[:2], pytest.param(WHO[2], marks=pytest.mark.check)])
def test_every_page_is_reached_by_links_and_has_no_violation(
    desk: Callable, app: Flask, codes: World, user: str
) -> None:
    """What somebody before in WHO opens too is looked at there; as everybody sees it, by test_the_whole_grid."""
    seen = set()
    known = frozenset().union(*(pages_of(app, other) for other in WHO[: WHO.index(user)]))
    for name, page in walk(desk(user), app, starts(user, codes), known):
        seen.add(name)
        if page is not None:
            look(page)
    assert pages_of(app, user) - seen == set(), "không có liên kết nào dẫn đến các trang này"


def test_the_sign_in_page_has_no_violation(desk: Callable) -> None:
    look(desk().open("/login"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_preview_of_a_paper_has_no_violation_and_its_words_are_in_tinos(desk: Callable, theme: str) -> None:
    page = desk("clerk", color_scheme=theme).open("/households?format=print&variant=office&draft=y")
    look(page)
    expect(page.locator(".paper .title")).to_have_css("color", "rgb(0, 0, 0)")
    faces = page.evaluate("() => [...document.fonts].filter(f => f.family === 'Tinos' && f.status === 'loaded').length")
    assert faces >= 3


def test_errors_have_no_violation_and_lead_back(desk: Callable, app: Flask) -> None:
    clerk = desk("clerk")
    app.testing = False
    for status, path in {404: "/households/HH-999999", 403: "/admin/users", 400: "/households?day=x"}.items():
        with clerk.awaiting(status):
            look(clerk.open(path))
        clerk.page.locator("main a.button").first.click()
        expect(clerk.page.locator("h1")).to_contain_text("Bảng khoảng trống")


@pytest.mark.check
@pytest.mark.parametrize(("user", "language"), list(product(WHO, ["vi", "en"])))
def test_the_whole_grid(desk: Callable, app: Flask, codes: World, user: str, language: str) -> None:
    """Each page as it stands on both screens, light and dark."""
    one = desk(user)
    if language == "en":
        one.page.locator(".who form button").first.click()
        expect(one.page.locator("html")).to_have_attribute("lang", "en")
    small: list[str] = []
    for _name, page in walk(one, app, starts(user, codes)):
        for screen, theme in product(SCREENS, ["light", "dark"]):
            page.set_viewport_size(SCREENS[screen])
            page.emulate_media(color_scheme=theme)
            look(page)
            small += page.evaluate(SMALL) if screen == "phone" else []
    assert not small, "ngón tay cần 44 px:\n" + "\n".join(small)


@pytest.mark.parametrize("rows", [LIST, WRONG], ids=["good", "wrong"])
def test_the_steps_of_an_import_have_no_violation(desk: Callable, rows: list) -> None:
    page = desk("clerk").open("/imports")
    page.locator("#file").set_input_files({"name": "a.xlsx", "mimeType": XLSX, "buffer": saved(rows)})
    for step in ("Đọc tệp", "Kiểm tra tệp"):
        page.get_by_role("button", name=step).click()
        page.wait_for_url(re.compile("/imports/."))
        look(page)
    expect(page.locator("h1")).to_have_text("Kết quả kiểm tra")


def starts(user: str, codes: World) -> list[str]:
    """Where to begin: a household with something of everything, a commune that has hamlets, a step of many lines.

    The last one is no link but a form's answer.
    """
    if user == "administrator":
        return ["/admin/users"]
    keys = {"insurance": "approve", "housing": "post", "students": "review", "credit": "confirm", "production": "meet"}
    steps = [f"{slug}/bulk?key={key}" for slug, key in keys.items()]
    chosen = f"production/projects/DA-0001/choose/record?household={codes.ours[1]}"
    many = [*(f"/registers/{step}&all=1" for step in steps), f"/registers/{chosen}"] if user == "clerk" else []
    return [f"/households/{codes.ours[0]}", f"/hamlets?unit_id={OURS}", *many]
