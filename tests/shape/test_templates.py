"""What templates may not hold: the CSP is `'self'` only, and every text is escaped."""

import re
from collections.abc import Iterable

import pytest

from tests.shape.source import Source, sources

RULES = [
    (r"\|\s*safe\b", "let the text be escaped; markup comes from macros"),
    (r"\{%-?\s*autoescape\s+false", "let the text be escaped; markup comes from macros"),
    (r"(?<![\w-])style\s*=", "write a class in registry/static/css; a macro's argument of that name needs another one"),
    (r"<style\b", "write it in registry/static/css"),
    (r"(?<!set )(?<![\w-])on[a-z]{3,}\s*=", "listen in registry/static; the CSP blocks handlers in attributes"),
    (r"(?i)javascript:", "use a real address and listen in registry/static"),
    (r"\bhx-on\b", "listen in registry/static; hx-on is script in an attribute"),
    (r"""["'\s]js:""", "send what a field holds; js: is script in an attribute"),
    (r"<script\b(?![^>]*\bsrc=)", "put the script into registry/static; the CSP blocks inline scripts"),
]


def offences(files: Iterable[Source]) -> list[str]:
    return [
        f"{file.path}:{number}: {line.strip()[:80]!r}: {remedy}."
        for file in files
        for number, line in enumerate(file.text.splitlines(), 1)
        for pattern, remedy in RULES
        if re.search(pattern, line)
    ]


def test_templates_hold_no_script_no_style_and_no_raw_text() -> None:
    templates = sources(".html", ".txt", ".xml", ".svg", under=("registry/templates/",))
    assert templates, "registry/templates is empty: the rule looked at nothing."
    assert offences(templates) == []


@pytest.mark.parametrize(
    "line",
    [
        "{{ name|safe }}",
        "{{ name | safe }}",
        "{% autoescape false %}",
        '<p style="color: red">',
        "{{ field(style='wide') }}",
        "<style>",
        '<a onclick="go()">',
        "<img src=x onerror = go()>",
        '<a href="JavaScript:go()">',
        '<a hx-on:click="go()">',
        "<a hx-vals='js:{a: go()}'>",
        "<script>",
        '<script nonce="x">',
    ],
)
def test_a_template_with_this_is_named(line: str) -> None:
    assert offences([Source("registry/templates/x.html", f"<p>\n{line}\n")])[0].startswith(
        "registry/templates/x.html:2:"
    )


@pytest.mark.parametrize(
    "line",
    [
        '<link rel="stylesheet" href="{{ asset("css/base.css") }}">',
        '<p class="style on">{% set online = true %}',
        '<script src="{{ asset("htmx.min.js") }}" defer></script>',
        '<p data-style="x">{{ safe|e }}',
    ],
)
def test_a_template_with_this_is_let_be(line: str) -> None:
    assert offences([Source("registry/templates/x.html", line)]) == []


def test_no_policy_trusts_scripts_that_scripts_add() -> None:
    """htmx 4 re-creates the script nodes of swapped fragments, so `strict-dynamic` would run injected ones."""
    word = "strict-" + "dynamic"
    found = [file.path for file in sources(".py", ".html", under=("registry/", "wsgi.py")) if word in file.text]
    assert found == [], f"{word} lets injected scripts run after a swap: keep script-src 'self'."


def test_every_icon_a_template_draws_is_in_the_sprite() -> None:
    named = {
        name
        for file in sources(".html", under=("registry/templates/",))
        for name in re.findall(r'\bicon\("([a-z-]+)"\)', file.text)
    }
    (sprite,) = sources(".svg", under=("registry/static/icons.svg",))
    assert named
    assert named - set(re.findall(r'id="([a-z-]+)"', sprite.text)) == set()
