"""Vietnamese is the source language, English is complete: what is missing is named with where and what to do."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest
from babel.messages.catalog import Catalog
from jinja2 import Environment, nodes

from scripts import messages
from scripts.messages import forms
from tests.shape.source import Source, sources

VIETNAMESE = re.compile("[À-ỹ]")
PLACE = re.compile(r"%\(\w+\)s")
MARKS = {"_", "N_", "gettext", "ngettext", "lazy", "lazy_gettext", "many"}
REMEDY = "run `make messages`, then write the English in registry/translations/en/LC_MESSAGES/messages.po"

# Names of people, places and papers stay as they are, in examples too.
NAMES = ["Sổ An Sinh", "Sóc Trăng", "Ấp Đại Nôn", "Khóm 3", "Khơ-me", "QĐ-UBND"]
NAMES += ["Sở Lao động - Thương binh và Xã hội"]
IN_TEMPLATES = ["Tiếng Việt", "Lý Thị Hoa"]
# The operator's console speaks Vietnamese only, the demo and the tables of registry/vn are data.
CONSOLE_AND_DATA = ("registry/cli/", "registry/config.py", "registry/demo/", "registry/vn/")
# An official paper speaks Vietnamese whatever language the reader's screen speaks.
PAPERS = (
    "registry/outputs/print/",
    "registry/templates/print/",
    "registry/paper.py",
    "registry/queries/entry_papers.py",
    "registry/registers/insurance/papers.py",
    "registry/registers/housing/papers.py",
    "registry/registers/students/papers.py",
    "registry/registers/credit/papers.py",
    "registry/registers/production/papers.py",
)
"""Official papers are Vietnamese whatever the screen speaks; their titles go through the catalogue."""
START_UP = ("registry/storage/engine.py", "registry/web/allow.py")
STORED = {"Ủy ban nhân dân ", "QĐ 270/QĐ-TTg ngày 24/2/2022"}


@cache
def source_texts() -> Catalog:
    return messages.extracted()


@cache
def english() -> Catalog:
    return messages.read()


def ids(catalog: Catalog) -> set[tuple[str, ...]]:
    return {forms(message.id) for message in catalog if message.id}


def test_the_catalogue_holds_the_texts_of_the_tree_and_no_others() -> None:
    here, there = ids(source_texts()), ids(english())
    assert len(here) > 500, "almost nothing was extracted: look at babel.cfg"
    assert here - there == set(), REMEDY
    assert there - here == set(), "gone from the tree: run `make messages`"
    assert list(english().obsolete) == [], "gone from the tree: run `make messages`"


def test_every_text_has_english() -> None:
    assert messages.missing(english()) == [], REMEDY
    assert [message.id for message in english() if message.fuzzy] == [], "read it, mend it, remove the mark `fuzzy`"


def test_english_fills_the_same_places() -> None:
    differing = [
        (source, text)
        for source, text in pairs(english())
        if sorted(PLACE.findall(source)) != sorted(PLACE.findall(text)) or text.count("%") != source.count("%")
    ]
    assert differing == [], "a %(name)s of one side is not on the other"


def test_english_is_english() -> None:
    found = [text for _source, text in pairs(english()) if VIETNAMESE.search(without_names(text))]
    assert found == [], "translate it; names of people, places and papers are listed in NAMES"
    unused = [name for name in NAMES if not any(name in text for _source, text in pairs(english()))]
    assert unused == [], "remove it from NAMES"


def test_what_runs_is_what_is_written() -> None:
    assert messages.PO.with_suffix(".mo").read_bytes() == messages.compiled(english()), "run `make messages`"


def pairs(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Each form of each text with its English."""
    for message in catalog:
        if message.id:
            yield from ((forms(message.id)[0], text) for text in forms(message.string))


def without_names(text: str, names: list[str] = NAMES) -> str:
    for name in names:
        text = text.replace(name, "")
    return text


def in_templates(files: list[Source]) -> list[str]:
    """Vietnamese that a template shows without asking for its translation."""
    found = ((file, text) for file in files for text in template_texts(Environment(autoescape=True).parse(file.text)))
    return [f"{file.path}: “{text.strip()}”: write it inside _()" for file, text in found]


def template_texts(node: nodes.Node, marked: bool = False) -> Iterator[str]:
    marked = marked or (isinstance(node, nodes.Call) and getattr(node.node, "name", "") in MARKS)
    text = node.data if isinstance(node, nodes.TemplateData) else node.value if isinstance(node, nodes.Const) else ""
    if isinstance(text, str) and VIETNAMESE.search(without_names(text, IN_TEMPLATES)) and not (marked and known(text)):
        yield text
    for child in node.iter_child_nodes():
        yield from template_texts(child, marked)


def in_code(files: list[Source]) -> list[str]:
    """Vietnamese string literals that no marker surrounds, docstrings apart."""
    return [
        f"{file.path}:{node.lineno}: “{node.value}”: mark it with N_() or _()"
        for file in files
        for node, marked in literals(file.tree)
        if VIETNAMESE.search(node.value) and node.value not in STORED and not (marked and known(node.value))
    ]


def literals(node: ast.AST, marked: bool = False) -> Iterator[tuple[ast.Constant, bool]]:
    """String constants, and whether a call to a marker surrounds them."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node, marked
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        marked = name in MARKS
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)):
            yield from literals(child, marked)


def known(text: str) -> bool:
    """Whether `make messages` finds this text: a marker around something computed shows it nothing."""
    return text in source_texts()


def test_templates_show_no_vietnamese_but_through_the_catalogue() -> None:
    shown = [file for file in sources(".html", under=("registry/templates/",)) if not file.within(PAPERS)]
    assert in_templates(shown) == []


def test_code_shows_no_vietnamese_but_through_the_catalogue() -> None:
    shown = [
        file for file in sources(".py", under=("registry/",)) if not file.within(CONSOLE_AND_DATA + START_UP + PAPERS)
    ]
    assert in_code(shown) == []


@pytest.mark.parametrize(
    "line",
    [
        "<p>Hộ nghèo</p>",
        '<input placeholder="Tìm hộ">',
        '<p>{{ "Lưu" }}</p>',
        '{{ pill("ok", "đang dùng") }}',
        "{% set label = 'Đóng' %}",
        '{{ _("Câu này chưa ai trích ra") }}',
    ],
)
def test_a_template_with_this_is_named(line: str) -> None:
    assert in_templates([Source("registry/templates/x.html", line)])


@pytest.mark.parametrize("line", ['{{ _("Lưu") }}', '{# Hộ nghèo #}<p title="{{ _("Lưu") }}">HH-000001 · B1</p>'])
def test_a_template_with_this_is_let_be(line: str) -> None:
    assert in_templates([Source("registry/templates/x.html", line)]) == []


@pytest.mark.parametrize("line", ['show("Lưu")', 'x = f"Lưu {name}"', 'N_(f"Lưu {name}")', '_("Câu chưa ai trích")'])
def test_code_with_this_is_named(line: str) -> None:
    assert in_code([Source("registry/x.py", line)])


@pytest.mark.parametrize("line", ['N_("Lưu")', 'Message(N_("Lưu"), of="x")', 'def f():\n    """Lưu."""'])
def test_code_with_this_is_let_be(line: str) -> None:
    assert in_code([Source("registry/x.py", line)]) == []
