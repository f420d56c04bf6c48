"""Forms as a browser without JavaScript fills in and sends them."""

import re
from typing import Any

from tests.page import Page


def filled(page: Page) -> dict[str, Any]:
    """What the page's form would send untouched."""
    form = next(f for f in page.tree.iter("form") if "form" in (f.get("class") or "").split())
    sent: dict[str, Any] = {}
    for one in form.iter("input"):
        kind, name = one.get("type"), one.get("name")
        if name and (kind not in ("checkbox", "radio") or one.get("checked") is not None):
            sent.setdefault(name, []).append(one.get("value", "on"))
    for one in form.iter("textarea"):
        sent[str(one.get("name"))] = (one.text or "").strip()
    for one in form.iter("select"):
        options = list(one.iter("option"))
        chosen = [o.get("value") for o in options if o.get("selected") is not None]
        sent[str(one.get("name"))] = chosen or (options[0].get("value") if options else "")
    return sent


def send(visitor: Any, path: str, data: dict[str, Any] | None = None, **changed: Any) -> Page:
    """Open a form's page, change these fields, send it."""
    return again(visitor, path, Page(visitor.get(path), 0), data, **changed)


def again(visitor: Any, path: str, page: Page, data: dict[str, Any] | None = None, **changed: Any) -> Page:
    """Send the form that a page shows, with these fields changed."""
    return Page(visitor.client.post(path, data={**filled(page), **(data or {}), **changed}), 0)


def confirmed(visitor: Any, path: str, page: Page) -> Page:
    """Press "Đã xem, vẫn lưu"."""
    button = next(b for b in page.tree.iter("button") if b.get("name") == "confirmed")
    return again(visitor, path, page, confirmed=button.get("value"))


def code_of(page: Page) -> str:
    """The household an answer leads to."""
    found = re.search(r"HH-[0-9]{6}", page.response.headers.get("Location", ""))
    assert found, f"{page.status}: {page.text[:800]}"
    return found[0]


def person_code(visitor: Any, household: str, name: str) -> str:
    """The code that stands under a member's name."""
    page = Page(visitor.get(f"/households/{household}"), 0)
    row = next(row for row in page.rows() if row.startswith(name))
    return row.removeprefix(name).split()[0]
