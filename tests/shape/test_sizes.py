"""Caps: file 250 lines, function 40, handler 15, the kernel 900 in all."""

import ast
from collections.abc import Iterable

from tests.shape.source import Source, length, sources

FILE, FUNCTION, HANDLER, KERNEL = 250, 40, 15, 900
ROUTES = {"get", "post", "put", "patch", "delete", "route"}
CODE = ("registry/", "migrations/env.py", "wsgi.py")


def long_files(files: Iterable[Source]) -> list[str]:
    return [
        f"{file.path} has {file.lines} lines, {FILE} is the cap: split it by subject, not by kind of code."
        for file in files
        if file.lines > FILE
    ]


def long_functions(files: Iterable[Source]) -> list[str]:
    return [
        f"{file.path}:{function.lineno} {function.name} has {length(function)} lines, {FUNCTION} is the cap: "
        "give its steps names and call them."
        for file in files
        for function in file.functions()
        if length(function) > FUNCTION
    ]


def long_handlers(files: Iterable[Source]) -> list[str]:
    return [
        f"{file.path}:{function.lineno} {function.name} has {length(function)} lines, {HANDLER} is a handler's cap: "
        "reading belongs to registry.queries, writing to registry.commands."
        for file in files
        for function in file.functions()
        if is_handler(function) and length(function) > HANDLER
    ]


def is_handler(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    called = (decorator.func for decorator in function.decorator_list if isinstance(decorator, ast.Call))
    return any(isinstance(route, ast.Attribute) and route.attr in ROUTES for route in called)


def test_files_keep_to_250_lines() -> None:
    assert long_files(sources(".py", ".html", ".css", under=CODE)) == []


def test_functions_keep_to_40_lines() -> None:
    assert long_functions(sources(".py", under=CODE)) == []


def test_handlers_keep_to_15_lines() -> None:
    assert long_handlers(sources(".py", under=("registry/blueprints/", "registry/web/"))) == []


def test_the_kernel_keeps_to_900_lines() -> None:
    total = sum(file.lines for file in sources(".py", under=("registry/kernel/",)))
    assert 0 < total <= KERNEL, f"registry/kernel has {total} lines of {KERNEL}: what knows a subject moves up a layer."


def function_of(lines: int, decorator: str = "") -> Source:
    return Source("registry/x.py", f"{decorator}def shown():\n" + "    pass\n" * (lines - 1))


def test_a_file_of_251_lines_is_named() -> None:
    assert long_files([Source("registry/x.py", "x = 1\n" * 250)]) == []
    assert "registry/x.py has 251 lines" in long_files([Source("registry/x.py", "x = 1\n" * 251)])[0]


def test_a_function_of_41_lines_is_named() -> None:
    assert long_functions([function_of(40)]) == []
    assert "shown has 41 lines" in long_functions([function_of(41)])[0]


def test_a_handler_of_16_lines_is_named() -> None:
    assert long_handlers([function_of(15, "@bp.get('/x')\n"), function_of(16)]) == []
    assert "shown has 16 lines" in long_handlers([function_of(16, "@allow('read')\n@bp.get('/x')\n")])[0]
    assert "shown has 16 lines" in long_handlers([function_of(16, "@bp.route('/x', methods=['POST'])\n")])[0]
