"""Outside their own folder nothing asks which register it has before it: what differs is declared."""

import ast
import re
from collections.abc import Iterable, Iterator

import pytest

from registry.registers import registers
from tests.shape.source import Source, sources

OWN = (
    "registry/registers/",
    "registry/demo/",  # knows no register: it plants rows of each by name
)
REMEDY = "outside registry/registers nothing asks which register it is: let Register declare what differs."
KEYS = {name for register in registers() for name in (register.key, register.slug)}
IN_TEMPLATE = re.compile(rf"""(?:==|!=|\bin\b)\s*[(\[]?\s*["'](?:{"|".join(sorted(KEYS))})["']""")


def questions(files: Iterable[Source]) -> list[str]:
    return [
        f"{file.path}:{line}: {REMEDY}"
        for file in files
        if not file.within(OWN)
        for line in (_of_code(file) if file.path.endswith(".py") else _of_template(file))
    ]


def _of_code(file: Source) -> Iterator[int]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Compare):
            sides = list(_sides(node))
            if any(map(_names_one, sides)) or (any(map(_is_key, sides)) and any(map(_is_constant, sides))):
                yield node.lineno
        elif isinstance(node, ast.MatchValue) and _names_one(node.value):
            yield node.value.lineno


def _sides(node: ast.Compare) -> Iterator[ast.expr]:
    """What is compared; to stand in a table that has a name of its own is no comparison with one register."""
    yield node.left
    for operator, side in zip(node.ops, node.comparators, strict=True):
        is_table = isinstance(operator, ast.In | ast.NotIn) and not hasattr(side, "elts")
        yield from () if is_table else getattr(side, "elts", [side])


def _names_one(side: ast.expr) -> bool:
    return isinstance(side, ast.Constant) and side.value in KEYS


def _is_key(side: ast.expr) -> bool:
    return isinstance(side, ast.Attribute) and side.attr in {"key", "slug"} and "register" in ast.unparse(side.value)


def _is_constant(side: ast.expr) -> bool:
    name = side.attr if isinstance(side, ast.Attribute) else side.id if isinstance(side, ast.Name) else ""
    return isinstance(side, ast.Constant) or name.isupper()


def _of_template(file: Source) -> Iterator[int]:
    return (number for number, line in enumerate(file.text.splitlines(), 1) if IN_TEMPLATE.search(line))


def test_nothing_asks_which_register_it_is() -> None:
    assert questions(sources(".py", ".html", under=("registry/",))) == []


@pytest.mark.parametrize(
    "code",
    [
        'if register.key == "credit": pass',
        'if "housing" != line.register: pass',
        'if register.slug in ("students", "credit"): pass',
        "if one.register.key == PRODUCTION: pass",
        "if register.key not in {CREDIT, models.HOUSING}: pass",
        'match register.key:\n    case "production": pass',
    ],
)
def test_code_that_asks_is_named(code: str) -> None:
    assert len(questions([Source("registry/web/one.py", code)])) == 1


@pytest.mark.parametrize("line", ["{% if register.key == 'credit' %}", '{{ "a" if one in ("housing", "b") }}'])
def test_a_template_that_asks_is_named(line: str) -> None:
    assert len(questions([Source("registry/templates/one.html", line)])) == 1


@pytest.mark.parametrize("code", ["if line.register == register.key: pass", "if one.register.key in PROGRAMMES: pass"])
def test_what_holds_for_every_register_is_let_be(code: str) -> None:
    assert questions([Source("registry/web/one.py", code), Source("registry/registers/new.py", 'x == "credit"')]) == []
