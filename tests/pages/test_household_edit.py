"""The clerk's day: households listed, corrected, moved, split, merged and closed."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.page import Page
from tests.world import CANARY, OURS, THEIRS, World

NEW = {
    "unit_id": OURS,
    "address": "Số 9",
    "starts": "15/12/2021",
    "name": "Sơn Thị Sà Mol",
    "sex": "female",
    "birth": "1954",
    "ethnicity": "Khơ-me",
}


def send(visitor: Any, path: str, data: dict[str, Any] | None = None, **changed: Any) -> Page:
    """Fill in the page's form as a browser does, keep what it shows, and send it."""
    page = Page(visitor.get(path), 0)
    return Page(visitor.client.post(path, data={**filled(page), **(data or {}), **changed}), 0)


def filled(page: Page) -> dict[str, Any]:
    """What the first form with a version or a form key would send untouched."""
    form = next(f for f in page.tree.iter("form") if "form" in (f.get("class") or "").split())
    sent: dict[str, Any] = {}
    for one in form.iter("input"):
        kind, name = one.get("type"), one.get("name")
        if name and (kind not in ("checkbox", "radio") or one.get("checked") is not None):
            sent.setdefault(name, []).append(one.get("value", "on"))
    for one in form.iter("textarea"):
        sent[str(one.get("name"))] = (one.text or "").strip()
    for one in form.iter("select"):
        options = [o for o in one.iter("option")]
        chosen = [o.get("value") for o in options if o.get("selected") is not None]
        sent[str(one.get("name"))] = chosen or (options[0].get("value") if options else "")
    return sent


def code_of(page: Page) -> str:
    return re.search(r"HH-[0-9]{6}", page.response.headers.get("Location", ""))[0]  # type: ignore[index]


def test_a_household_is_listed_with_its_head(visit: Callable) -> None:
    clerk = visit("clerk")
    done = send(clerk, "/households/new", NEW)
    assert done.status == 303
    page = visit("clerk", f"/households/{code_of(done)}")
    page.sees("Sơn Thị Sà Mol", "Khmer", "1954", "Số 9", "Xã Đại Ân 2", "Đã thêm hộ", "Hoàn tác")


GETS = [
    "/households/new",
    "/hamlets",
    "/hamlets/new",
    *(f"/households/{{code}}{path}" for path in ("", "/edit", "/move", "/head", "/close", "/split", "/merge", "/codes")),
    "/households/{code}/members/new",
    "/households/{code}/members/admit",
    "/households/{code}/classes/new",
]


@pytest.mark.parametrize("path", GETS)
@pytest.mark.parametrize("user", ["clerk", "coordinator"])
def test_every_page_opens(visit: Callable, codes: World, path: str, user: str) -> None:
    visit(user, path.format(code=codes.ours[0]))
