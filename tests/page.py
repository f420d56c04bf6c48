"""A page as a test sees it; opening one lints it: valid HTML5, one h1 that opens the title, ids, labels, language."""

import re
from collections import Counter
from functools import cached_property
from html import unescape
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers.expat import ParserCreate

from markupever import HtmlOptions, Parser
from werkzeug.test import TestResponse

SPACE = re.compile(r"\s+")
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
NAMELESS = {"hidden", "submit", "button", "image"}


class Page:
    """An answer and what people would say about it."""

    def __init__(self, response: TestResponse, statements: int) -> None:
        self.response = response
        self.status = response.status_code
        self.statements = statements
        self.html = response.get_data(as_text=True)

    @cached_property
    def _parsed(self) -> tuple[Element, list[str]]:
        """Parsed when first looked at: many answers are judged by their status alone."""
        parser = Parser(HtmlOptions(exact_errors=True))
        parser.process(self.html)
        parser.finish()
        faults = parser.errors()
        return _tree(parser.into_dom().serialize(is_html=False)), faults

    @property
    def tree(self) -> Element:
        return self._parsed[0]

    @property
    def faults(self) -> list[str]:
        """Where the page is not HTML5."""
        return self._parsed[1]

    @property
    def text(self) -> str:
        return SPACE.sub(" ", " ".join(self.tree.itertext())).strip()

    @property
    def h1(self) -> str:
        return SPACE.sub(" ", "".join(self.tree.iter("h1").__next__().itertext())).strip()

    def token(self) -> str:
        return self.field("csrf_token")

    def form_key(self) -> str:
        return self.field("form_key")

    def field(self, name: str) -> str:
        """The value of the first input with this name."""
        return next((one.get("value", "") for one in self.tree.iter("input") if one.get("name") == name), "")

    def rows(self) -> list[str]:
        """Texts of the body rows of the page's tables."""
        bodies = (row for body in self.tree.iter("tbody") for row in body.iter("tr"))
        return [SPACE.sub(" ", " ".join(row.itertext())).strip() for row in bodies]

    def sees(self, *texts: str) -> "Page":
        for text in texts:
            assert text in self.text, f"“{text}” không có trên trang: {self.text[:600]}"
        return self

    def sees_not(self, *texts: str) -> "Page":
        for text in texts:
            assert text not in unescape(self.html), f"“{text}” lẽ ra không được có trên trang"
        return self


def _tree(markup: str) -> Element:
    """The document of this XML, names as they are written: `hx-status:422` is no namespace here."""
    builder, parser = TreeBuilder(), ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler = builder.data
    parser.Parse(NO_XML.sub("\ufffd", markup), True)
    return builder.close()


def lint(page: Page) -> None:
    """Fail with the remedy when a page breaks a rule every page keeps."""
    assert not page.faults, f"HTML5 không hợp lệ: {page.faults[:3]}"
    heads = list(page.tree.iter("h1"))
    assert len(heads) == 1, f"một trang có đúng một h1, đây có {len(heads)}"
    title = SPACE.sub(" ", "".join(page.tree.iter("title").__next__().itertext())).strip()
    assert title.split(" · ")[0] == page.h1.split(" · ")[0], f"title “{title}” phải mở đầu bằng h1 “{page.h1}”"
    assert page.tree.get("lang") in ("vi", "en"), "html cần lang"
    repeated = [i for i, n in Counter(e.get("id") for e in page.tree.iter() if e.get("id")).items() if n > 1]
    assert not repeated, f"id lặp lại: {repeated}"
    assert not _unlabelled(page.tree), f"ô nhập thiếu nhãn: {_unlabelled(page.tree)}"
    assert page.statements <= 12, f"{page.statements} câu SQL cho một trang; tối đa 12"


def _unlabelled(tree: Element) -> list[str]:
    labelled = {label.get("for") for label in tree.iter("label")}
    inside = {id(e) for label in tree.iter("label") for e in label.iter()}
    inputs = [e for kind in ("input", "select", "textarea") for e in tree.iter(kind)]
    return [
        str(e.get("name"))
        for e in inputs
        if e.get("type") not in NAMELESS
        and e.get("id") not in labelled
        and id(e) not in inside
        and not e.get("aria-label")
    ]
