"""The project's own files, and what the shape tests ask of them. A finding is one sentence: where, what, remedy."""

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {"instance", "node_modules", "__pycache__", "build", "dist"}
OURS_THOUGH_HIDDEN = {".ci"}


@dataclass(frozen=True)
class Source:
    """One text file: its path from the project's root and what stands in it."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def within(self, places: tuple[str, ...]) -> bool:
        """Whether the file is one of `places`, or lies in one of those that end with a slash."""
        return any(self.path.startswith(place) if place.endswith("/") else self.path == place for place in places)


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the last one; decorators apart."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def sources(*suffixes: str, under: tuple[str, ...] = ("",)) -> list[Source]:
    """Text files with one of these suffixes that lie in (or are) one of these places."""
    found = (path for path in _walk(ROOT) if path.as_posix().endswith(suffixes))
    named = ((path.relative_to(ROOT).as_posix(), path) for path in found)
    return [Source(name, path.read_text("utf-8")) for name, path in sorted(named) if name.startswith(under)]


def _walk(top: Path) -> Iterator[Path]:
    for folder, children, names in os.walk(top):
        children[:] = [name for name in children if _ours(name)]
        yield from (Path(folder) / name for name in names)


def _ours(name: str) -> bool:
    return name not in NOT_OURS and (not name.startswith(".") or name in OURS_THOUGH_HIDDEN)
