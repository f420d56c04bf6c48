"""What travels: the first opening of the list with everything it needs, and a later page."""

import re

from bench.browser import Browser

LINKED = re.compile(r"""(?:href|src)="(/static/[^"#]+)""")
IN_STYLES = re.compile(r"""url\(["']?([^"')]+\.woff2[^"')]*)""")


def first_and_later(browser: Browser, page: str = "/households") -> tuple[int, int]:
    """Bytes of a page with all it needs (nothing cached), and of the page alone; heads included."""
    later = browser.weight(page)
    return later + sum(browser.weight(path) for path in linked(browser, page)), later


def linked(browser: Browser, page: str) -> set[str]:
    """Addresses of the styles, scripts, icons and fonts a page needs."""
    found = set(LINKED.findall(browser.text(page)))
    return found | {_beside(style, url) for style in found if ".css" in style for url in _fonts(browser, style)}


def _fonts(browser: Browser, style: str) -> list[str]:
    return IN_STYLES.findall(browser.text(style))


def _beside(style: str, url: str) -> str:
    """An address inside a style sheet, from the site's root."""
    if url.startswith("/"):
        return url
    folder = style.partition("?")[0].rpartition("/")[0].split("/")
    for part in url.split("/"):
        folder = folder[:-1] if part == ".." else [*folder, part]
    return "/".join(folder)
