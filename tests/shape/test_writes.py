"""One way in: only commands change rows, and only storage and the kernel see below the ORM."""

import ast
from collections.abc import Iterable, Iterator

import pytest

from tests.shape.source import Source, sources

# Where a rule does not hold, and why.
MAY_WRITE = (
    "registry/commands/",  # the only writers
    "registry/demo/",  # plants a whole province in bulk
    "registry/storage/",  # the activity store: sessions, views, throttle
)
MAY_GO_BELOW = (
    "registry/storage/",  # owns the engines
    "registry/kernel/",  # the scope guard reads tables to refuse them
)
CHANGES = {
    "add", "add_all", "delete", "merge",
    "bulk_save_objects", "bulk_insert_mappings", "bulk_update_mappings",
}  # fmt: skip
STATEMENTS = {"insert", "update", "delete"}


def writes(files: Iterable[Source]) -> list[str]:
    return [
        f"{file.path}:{line}: {what} changes rows: only registry.commands does; call a command."
        for file in files
        if not file.within(MAY_WRITE)
        for line, what in _writes(file)
    ]


def _writes(file: Source) -> Iterator[tuple[int, str]]:
    for call in file.calls():
        if isinstance(call.func, ast.Attribute) and call.func.attr in CHANGES and _is_session(call.func.value):
            yield call.lineno, f"session.{call.func.attr}()"
    yield from ((line, f"{name}()") for line, name in _taken_from_sqlalchemy(file) if name in STATEMENTS)


def _is_session(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        value = value.func
    name = value.attr if isinstance(value, ast.Attribute) else value.id if isinstance(value, ast.Name) else ""
    return name.strip("_") == "session" or name.endswith("_session")


def below(files: Iterable[Source]) -> list[str]:
    return [
        f"{file.path}:{line}: {what} goes past the ORM and so past the reader's scope: "
        "write it as an ORM query, or move it into registry/storage or registry/kernel."
        for file in files
        if not file.within(MAY_GO_BELOW)
        for line, what in _below(file)
    ]


def _below(file: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Attribute) and node.attr in {"engine", "__table__"}:
            yield node.lineno, f".{node.attr}"
    yield from ((line, "text()") for line, name in _taken_from_sqlalchemy(file) if name in {"text", "literal_column"})


def _taken_from_sqlalchemy(file: Source) -> Iterator[tuple[int, str]]:
    """What is imported from SQLAlchemy by name, or used as `sa.name` or `sqlalchemy.name`."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "sqlalchemy":
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in {"sa", "sqlalchemy"}
        ):
            yield node.lineno, node.attr


def test_only_commands_change_rows() -> None:
    assert writes(sources(".py", under=("registry/",))) == []


def test_nothing_goes_below_the_orm_but_storage_and_kernel() -> None:
    assert below(sources(".py", under=("registry/",))) == []


@pytest.mark.parametrize(
    "code",
    [
        "db.session.add(row)",
        "session.add_all(rows)",
        "self._session.delete(row)",
        "db.session().merge(row)",
        "scoped_session.bulk_save_objects(rows)",
        "from sqlalchemy import select, update",
        "from sqlalchemy.dialects.postgresql import insert",
        "session.execute(sa.delete(Household))",
    ],
)
def test_a_query_that_writes_is_named(code: str) -> None:
    assert "registry/queries/x.py:1:" in writes([Source("registry/queries/x.py", code)])[0]
    assert writes([Source("registry/commands/x.py", code)]) == []


@pytest.mark.parametrize(
    "code", ["seen.add(row)", "from sqlalchemy import select", "session.scalars(query)", "values.update(x)"]
)
def test_a_query_that_reads_is_let_be(code: str) -> None:
    assert writes([Source("registry/queries/x.py", code)]) == []


@pytest.mark.parametrize(
    "code",
    [
        "db.engine.connect()",
        "Household.__table__.c",
        "from sqlalchemy import text",
        "sa.text('x')",
        "from sqlalchemy import literal_column",
    ],
)
def test_a_query_below_the_orm_is_named(code: str) -> None:
    assert "registry/queries/x.py:1:" in below([Source("registry/queries/x.py", code)])[0]
    assert below([Source("registry/storage/x.py", code), Source("registry/kernel/x.py", code)]) == []


def test_an_answer_s_text_is_let_be() -> None:
    assert below([Source("registry/web/x.py", "page.text(); text = node.text")]) == []
