"""State of a list in its address: filters read from it, links that change one thing and keep the rest."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import g, request

from registry.kernel.table import FacetGroup, Page
from registry.web.notices import say

FILTERS = (
    "q",
    "unit",
    "class",
    "ethnicity",
    "hamlet",
    "area",
    "head_sex",
    "sex",
    "group",
    "state",
    "role",
    "reason",
    "owner",
    "late",
)
KEPT = (*FILTERS, "day", "sort", "per_page", "per", "batch")


LONG_NUMBER = re.compile(r"\d[\d .]{7,}\d")


def seeks_number() -> bool:
    """Whether somebody looks for a number as papers carry: it must not stay in an address."""
    return bool(LONG_NUMBER.search(request.args.get("q", "")))


def keep(*names: str) -> None:
    """Parameters of this list beside the common ones."""
    g.list_keys = names


@dataclass(frozen=True)
class Chip:
    """An active choice and the address without it."""

    label: str
    remove_href: str


@dataclass(frozen=True)
class PageLinks:
    """A Page with the addresses of its neighbours."""

    page: Page
    links: list[tuple[int | None, str, bool]]
    per_page_links: list[tuple[int, str, bool]]
    prev_href: str
    next_href: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.page, name)


def pairs() -> list[tuple[str, str]]:
    """The choices of this address, in its order; the page number is not one of them."""
    return [
        (key, value)
        for key, value in request.args.items(multi=True)
        if key in (*KEPT, *g.get("list_keys", ())) and value
    ]


def filters_text() -> str:
    """The choices in one line for logs and file heads; of a free-text search, which may be a name, only that it was."""
    return " ".join(f"{key}={value}" if key != "q" else "q=…" for key, value in pairs())


def query_text(**changes: Any) -> str:
    """A query of these parameters, the day asked about among them; empty ones are left out."""
    kept = {"day": request.args.get("day", ""), **changes}
    query = urlencode([(key, value) for key, value in kept.items() if value not in ("", None)])
    return f"?{query}" if query else ""


def address(
    changes: dict[str, Any] | None = None, without: tuple[str, str] | None = None, path: str | None = None
) -> str:
    """This list's address with some parameters replaced (None: removed) or one choice taken out; or another page's
    with this list's choices (`path`)."""
    changes = changes or {}
    kept = [(key, value) for key, value in pairs() if key not in changes and (key, value) != without]
    added = [(key, str(value)) for key, value in changes.items() if value is not None]
    query = urlencode([*kept, *added])
    here = path or request.path
    return f"{here}?{query}" if query else here


def chips(facets: tuple[FacetGroup, ...], q: str) -> list[Chip]:
    """One chip per active choice."""
    found = [Chip(f"“{q}”", address({"q": None}))] if q else []
    for facet in facets:
        found += [Chip(say(o.label), address(without=(facet.name, o.value))) for o in facet.options if o.selected]
    return found


def page_links(page: Page, sizes: tuple[int, ...]) -> PageLinks:
    """First, last and the neighbours; None stands for a gap."""
    near = sorted({1, page.pages, *range(max(1, page.number - 2), min(page.pages, page.number + 2) + 1)})
    links: list[tuple[int | None, str, bool]] = []
    for before, number in zip([0, *near], near, strict=False):
        if number - before > 1:
            links.append((None, "", False))
        links.append((number, address({"page": number}), number == page.number))
    return PageLinks(
        page,
        links,
        [(size, address({"per_page": size}), size == page.per_page) for size in sizes],
        address({"page": page.number - 1}) if page.number > 1 else "",
        address({"page": page.number + 1}) if page.number < page.pages else "",
    )
