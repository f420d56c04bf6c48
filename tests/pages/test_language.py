"""English is complete: no page and no answer to bad input shows a Vietnamese sentence to who reads English."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from flask import Flask

from scripts.messages import forms, read
from tests.conftest import postgresql_in_check
from tests.page import Page, lint
from tests.pages.accounts import take_back
from tests.pages.forms import filled, send
from tests.scope.routes import arguments, routes
from tests.world import World

pytestmark = postgresql_in_check

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en-GB,en;q=0.9"}
READ_ALOUD = ("placeholder", "aria-label", "title", "alt", "data-label", "value")
SPACE = re.compile(r"\s+")
LONG = 12
"""Shorter texts may be part of a name; they are looked for only where they stand alone."""
PARTS_OF_NAMES = {"Ủy ban nhân dân"}


@cache
def vietnamese() -> tuple[frozenset[str], re.Pattern[str]]:
    """Texts of the catalogue that English says otherwise: to find alone, and the long ones to find anywhere."""
    texts = {forms(m.id)[0] for m in read() if m.id and forms(m.id)[0] != forms(m.string)[0]}
    parts = {part.strip() for text in texts for part in re.split(r"%\(\w+\)s", text)}
    long = sorted(part for part in parts if len(part) > LONG and part not in PARTS_OF_NAMES)
    return frozenset(texts), re.compile("|".join(map(re.escape, long)))


def leftovers(page: Page) -> list[str]:
    """Vietnamese of ours on a page: what people read, and what is read aloud to them."""
    return sorted({text for text in _texts(page) if _is_vietnamese(SPACE.sub(" ", text).strip())})


@cache
def _is_vietnamese(text: str) -> bool:
    alone, anywhere = vietnamese()
    return text in alone or anywhere.search(text) is not None


def _texts(page: Page) -> Iterator[str]:
    yield from page.tree.itertext()
    for one in page.tree.iter():
        yield from (str(one.get(name)) for name in READ_ALOUD if one.get(name) and one.get("type") != "hidden")


def reader(visit: Callable[..., Any], user: str) -> Any:
    """Somebody of the cast whose browser asks for English."""
    visitor = visit(user)
    visitor.client.environ_base.update(ENGLISH)
    return visitor


def addresses(app: Flask, codes: World) -> list[str]:
    """Every GET page, with arguments that exist."""
    found = []
    for route in routes(app):
        if route.method == "GET" and route.endpoint != "setup.first_run":
            with app.test_request_context():
                found.append(app.url_for(route.endpoint, **arguments(app, route, codes.ours[0])))
    return found


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True, scope="session")  # words do not depend on the database
@pytest.mark.parametrize("user", ["clerk", "administrator", "coordinator"])
def test_every_page_is_english(app: Flask, visit: Callable, codes: World, user: str) -> None:
    visitor, seen, left = reader(visit, user), 0, set()
    for url in addresses(app, codes):
        answer = visitor.client.get(url, follow_redirects=True)
        if answer.mimetype != "text/html":
            continue
        page = Page(answer, 0)
        assert page.tree.get("lang") == "en", url
        lint(page)
        seen += page.status == 200
        left.update((url, text) for text in leftovers(page))
    assert seen > 10, "hardly a page was opened"
    assert left == set()


BAD = ["", "x", "31/02/2021", "54", "1.5.2,3", "12345678901234567890", "Nguyễn\u200bVăn", "a" * 600, "HH-999999"]


@pytest.mark.check
@pytest.mark.parametrize("kind", ["sqlite"], indirect=True, scope="session")  # words do not depend on the database
@pytest.mark.parametrize("user", ["clerk", pytest.param("administrator", marks=pytest.mark.check)])
def test_every_answer_to_bad_input_is_english(app: Flask, visit: Callable, codes: World, user: str) -> None:
    """Each form with the same bad text in every field, one text after another."""
    visitor, refused, left = reader(visit, user), 0, set()
    for url in addresses(app, codes):
        shown = visitor.get(url)
        if shown.mimetype != "text/html":
            continue
        page = Page(shown, 0)
        if page.status != 200 or not [f for f in page.tree.iter("form") if "form" in (f.get("class") or "").split()]:
            continue
        names = filled(page).keys() - {"csrf_token", "form_key"}
        for number, bad in enumerate(BAD):
            sent = {**dict.fromkeys(names, bad), "csrf_token": page.token(), "form_key": f"{number:032d}"}
            answer = Page(visitor.client.post(url, data=sent, follow_redirects=True), 0)
            refused += answer.status == 422
            left.update((url, text) for text in leftovers(answer))
    assert refused > 30, "hardly a form was refused"
    assert left == set()


@pytest.mark.parametrize("status", [400, 403, 404, 413])
def test_errors_are_english(visit: Callable, codes: World, status: int) -> None:
    visitor = reader(visit, "administrator" if status == 403 else "clerk")
    page = Page(_provoke(visitor, codes, status), 0)
    assert page.status == status
    assert leftovers(page) == []


def test_an_address_that_cannot_be_read_is_told_in_english(visit: Callable) -> None:
    page = reader(visit, "clerk").open("/households?day=31/02/2021", status=400)
    assert leftovers(page) == []
    page.sees("31/02/2021 is not in the calendar")


def _provoke(visitor: Any, codes: World, status: int) -> Any:
    if status == 400:
        return visitor.client.post("/language", data={"language": "en"})
    if status == 413:
        return visitor.client.post("/language", data={"language": "x" * (3 << 20)})
    return visitor.get({403: f"/households/{codes.ours[0]}", 404: "/households/HH-999999"}[status])


def test_the_first_run_and_its_refusal_are_english(empty_app: Flask) -> None:
    client = empty_app.test_client()
    client.environ_base.update(ENGLISH)
    page = Page(client.get("/setup"), 0)
    refused = Page(client.post("/setup", data={"csrf_token": page.token(), "form_key": page.form_key()}), 0)
    assert (page.status, refused.status) == (200, 422)
    assert leftovers(page) + leftovers(refused) == []
    refused.sees("This box is empty.")


def test_a_refused_undo_names_the_later_work_in_english(visit: Callable, codes: World) -> None:
    visitor, home = reader(visit, "clerk"), f"/households/{codes.ours[0]}"
    send(visitor, f"{home}/edit", phone="0911222333")
    first = visitor.open(home)
    first.sees("Corrected household")
    send(visitor, f"{home}/edit", phone="0911222444")
    take_back(visitor.client, first)
    page = visitor.open(home)
    page.sees("Cannot undo: Người clerk did “Correct a household” at")
    assert leftovers(page) == []


@pytest.mark.parametrize(
    ("asked", "given"),
    [("vi", "vi"), ("en", "en"), ("en-GB,en;q=0.9", "en"), ("fr,en;q=0.5,vi;q=0.2", "en"), ("fr", "vi"), ("", "vi")],
)
def test_the_browser_chooses_before_sign_in(app: Flask, asked: str, given: str) -> None:
    page = Page(app.test_client().get("/login", headers={"Accept-Language": asked}), 0)
    assert page.tree.get("lang") == given
    assert page.h1 == {"vi": "Đăng nhập", "en": "Sign in"}[given]


def test_the_switch_stays_on_the_page_and_outlives_it(visit: Callable) -> None:
    visitor = visit("clerk")
    page = visitor.open("/households?q=dang&status=poor")
    answer = visitor.client.post("/language", data=_switch(page))
    assert answer.headers["Location"] == "/households?q=dang&status=poor"
    assert visitor.open(answer.headers["Location"]).sees("Đặng Văn Đức", "Poor household").h1 == "Households"
    back = visitor.open("/account/password")
    assert back.h1 == "Change password"
    visitor.client.post("/language", data=_switch(back))
    assert visitor.open("/account/password").h1 == "Đổi mật khẩu"


def _switch(page: Page) -> dict[str, str]:
    form = next(one for one in page.tree.iter("form") if one.get("action") == "/language")
    return {str(one.get("name")): str(one.get("value")) for one in form.iter("input")}


def test_files_speak_the_reader_s_language(visit: Callable) -> None:
    visitor = reader(visit, "clerk")
    text = visitor.get("/households?format=csv").get_data(as_text=True)
    assert "Poor household" in text
    assert not vietnamese()[1].search(text)
